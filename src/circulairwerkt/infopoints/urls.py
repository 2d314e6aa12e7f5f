"""Addresses of info points: for everybody, of one's own appointment, and of who sits there."""

from django.urls import path

from circulairwerkt.infopoints.views import desk, own, public, room

app_name = "infopoints"
urlpatterns = [
    path("infopunten/", public.points, name="points"),
    path("infopunten/<slug:slug>/", public.point, name="point"),
    path("infopunten/<slug:slug>/afspraak/", public.book, name="book"),
    path("mijn-afspraak/<str:token>/", own.appointment, name="appointment"),
    path("mijn-afspraak/<str:token>/afzeggen/", own.cancel, name="cancel"),
    path("mijn-afspraak/<str:token>/agenda.ics", own.calendar, name="calendar"),
    path("werkplek/<slug:slug>/infopunten/", room.points, name="of_hub"),
    path("werkplek/<slug:slug>/infopunten/nieuw/", room.new_point, name="new"),
    path("werkplek/<slug:slug>/infopunten/bezoeken/<slug:ending>/", room.visits_file, name="visits_file"),
    path("werkplek/<slug:slug>/infopunten/<int:pk>/", desk.desk, name="desk"),
    path("werkplek/<slug:slug>/infopunten/<int:pk>/gegevens/", room.edit_point, name="edit"),
    path("werkplek/<slug:slug>/infopunten/<int:pk>/gesloten/", room.note_closed, name="note_closed"),
    path(
        "werkplek/<slug:slug>/infopunten/<int:pk>/gesloten/<int:closed_pk>/weg/",
        room.take_back_closed,
        name="take_back_closed",
    ),
    path("werkplek/<slug:slug>/infopunten/<int:pk>/bezoeken/", desk.log_visit, name="log_visit"),
    path(
        "werkplek/<slug:slug>/infopunten/<int:pk>/bezoeken/<int:visit_pk>/weg/",
        desk.take_back_visit,
        name="take_back_visit",
    ),
    path(
        "werkplek/<slug:slug>/infopunten/<int:pk>/bezoeken/<int:visit_pk>/vraag/",
        desk.ask_for,
        name="ask_for",
    ),
    path(
        "werkplek/<slug:slug>/infopunten/<int:pk>/afspraken/<int:appointment_pk>/",
        desk.mark_appointment,
        name="mark",
    ),
]
