"""Addresses of the agenda: for everybody, as calendars to follow, and for those who organise."""

from django.urls import path

from circulairwerkt.agenda.views import calendar, feeds, organising, origins, receiving, registering

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
    path("agenda/inschrijving/<str:token>/", registering.registration, name="registration"),
    path("agenda/inschrijving/<str:token>/agenda.ics", registering.own_file, name="registration_file"),
    path("agenda/inschrijving/<str:token>/veranderen/", registering.change, name="change_registration"),
    path("agenda/inschrijving/<str:token>/uitschrijven/", registering.leave, name="leave"),
    path("agenda/inschrijving/<str:token>/ja/", registering.accept, name="accept"),
    path("agenda/inschrijving/<str:token>/nee/", registering.decline, name="decline"),
    path("agenda/inschrijving/<str:token>/terug/", registering.come_back, name="come_back"),
    path("agenda/deur/<str:token>/", receiving.door, name="door"),
    path("agenda/<slug:slug>/inschrijven/", registering.register, name="register"),
    path("agenda/<slug:slug>/ingeschreven/", registering.registered, name="registered"),
    path("agenda/<slug:slug>/", calendar.event, name="event"),
    path("agenda/<slug:slug>/agenda.ics", feeds.event_file, name="event_file"),
    path("werkplek/<slug:slug>/agenda/", organising.events, name="events"),
    path("werkplek/<slug:slug>/agenda/nieuw/", organising.new_event, name="new_event"),
    path("werkplek/<slug:slug>/agenda/<int:pk>/", organising.inside, name="inside"),
    path("werkplek/<slug:slug>/agenda/<int:pk>/gegevens/", organising.edit_event, name="edit_event"),
    path("werkplek/<slug:slug>/agenda/<int:pk>/publiceren/", organising.publish, name="publish"),
    path("werkplek/<slug:slug>/agenda/<int:pk>/afgelasten/", organising.call_off, name="call_off"),
    path("werkplek/<slug:slug>/agenda/<int:pk>/toch/", organising.bring_back, name="bring_back"),
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
    path("werkplek/<slug:slug>/agenda/<int:pk>/inschrijven/", receiving.rules, name="rules"),
    path("werkplek/<slug:slug>/agenda/<int:pk>/vragen/nieuw/", receiving.new_question, name="new_question"),
    path(
        "werkplek/<slug:slug>/agenda/<int:pk>/vragen/<int:question_pk>/",
        receiving.own_question,
        name="own_question",
    ),
    path(
        "werkplek/<slug:slug>/agenda/<int:pk>/vragen/<int:question_pk>/weg/",
        receiving.remove_question,
        name="remove_question",
    ),
    path(
        "werkplek/<slug:slug>/agenda/<int:pk>/inschrijvingen/",
        receiving.registrations,
        name="registrations",
    ),
    path(
        "werkplek/<slug:slug>/agenda/<int:pk>/inschrijvingen/lijst/<slug:ending>/",
        receiving.registrations_file,
        name="registrations_file",
    ),
    path(
        "werkplek/<slug:slug>/agenda/<int:pk>/inschrijvingen/<int:registration_pk>/uit/",
        receiving.take_out,
        name="take_out",
    ),
    path("werkplek/<slug:slug>/agenda/<int:pk>/samengeteld/", receiving.tallies, name="tallies"),
    path("werkplek/<slug:slug>/agenda/<int:pk>/kaartjes/", receiving.badges, name="badges"),
    path(
        "werkplek/<slug:slug>/agenda/<int:pk>/aanwezig/<int:session_pk>/",
        receiving.attendance,
        name="attendance",
    ),
    path(
        "werkplek/<slug:slug>/agenda/<int:pk>/aanwezig/<int:session_pk>/vinkje/",
        receiving.tick,
        name="tick",
    ),
    path(
        "werkplek/<slug:slug>/agenda/<int:pk>/aanwezig/<int:session_pk>/erbij/",
        receiving.walk_in,
        name="walk_in",
    ),
    path(
        "werkplek/<slug:slug>/agenda/<int:pk>/aanwezig/<int:session_pk>/erbij/<int:registration_pk>/weg/",
        receiving.take_back_walk_in,
        name="take_back_walk_in",
    ),
    path(
        "werkplek/<slug:slug>/agenda/<int:pk>/aanwezig/<int:session_pk>/lijst/<slug:ending>/",
        receiving.attendance_file,
        name="attendance_file",
    ),
    path("vragen/<int:pk>/activiteit/", origins.tie_question, name="tie_question"),
    path("dossiers/<int:pk>/activiteit/", origins.tie_case, name="tie_case"),
]
