"""Addresses of the agenda: for everybody, as calendars to follow, and for those who organise."""

from django.urls import path

from circulairwerkt.agenda.views import calendar, feeds, organising, origins

app_name = "agenda"
urlpatterns = [
    path("agenda/", calendar.agenda, name="agenda"),
    path("agenda/maand/", calendar.month, name="month"),
    path("agenda/kader/", calendar.embedded, name="embedded"),
    path("agenda/alles.ics", feeds.feed, name="feed"),
    path("agenda/hubs/<slug:slug>.ics", feeds.hub_feed, name="hub_feed"),
    path("agenda/sectoren/<slug:key>.ics", feeds.sector_feed, name="sector_feed"),
    path("agenda/eigen/<str:token>.ics", feeds.own_feed, name="own_feed"),
    path("mijn/agenda/", feeds.own_calendar, name="own_calendar"),
    path("mijn/agenda/adres/", feeds.renew, name="renew_feed"),
    path("agenda/<slug:slug>/", calendar.event, name="event"),
    path("agenda/<slug:slug>/agenda.ics", feeds.event_file, name="event_file"),
    path("werkplek/<slug:slug>/agenda/", organising.events, name="events"),
    path("werkplek/<slug:slug>/agenda/nieuw/", organising.new_event, name="new_event"),
    path("werkplek/<slug:slug>/agenda/<int:pk>/", organising.inside, name="inside"),
    path("werkplek/<slug:slug>/agenda/<int:pk>/gegevens/", organising.edit_event, name="edit_event"),
    path("werkplek/<slug:slug>/agenda/<int:pk>/publiceren/", organising.publish, name="publish"),
    path("werkplek/<slug:slug>/agenda/<int:pk>/afgelasten/", organising.call_off, name="call_off"),
    path("werkplek/<slug:slug>/agenda/<int:pk>/kopie/", organising.copy_event, name="copy_event"),
    path("werkplek/<slug:slug>/agenda/<int:pk>/weg/", organising.remove_event, name="remove_event"),
    path("werkplek/<slug:slug>/agenda/<int:pk>/reeks/", organising.make_series, name="make_series"),
    path("werkplek/<slug:slug>/agenda/<int:pk>/sessies/nieuw/", organising.new_session, name="new_session"),
    path(
        "werkplek/<slug:slug>/agenda/<int:pk>/sessies/<int:session_pk>/",
        organising.edit_session,
        name="edit_session",
    ),
    path(
        "werkplek/<slug:slug>/agenda/<int:pk>/sessies/<int:session_pk>/schrappen/",
        organising.call_off_session,
        name="call_off_session",
    ),
    path("vragen/<int:pk>/activiteit/", origins.tie_question, name="tie_question"),
    path("dossiers/<int:pk>/activiteit/", origins.tie_case, name="tie_case"),
]
