"""Addresses of coaching."""

from django.urls import path

from circulairwerkt.coaching.views import asking, mine, room, work

app_name = "coaching"
urlpatterns = [
    path("coach-vragen/", asking.ask, name="ask"),
    path("mijn-begeleiding/<str:token>/", mine.mine, name="mine"),
    path("mijn-begeleiding/<str:token>/kies/", mine.choose, name="choose"),
    path("mijn-begeleiding/<str:token>/agenda.ics", mine.calendar, name="calendar"),
    path("mijn-begeleiding/<str:token>/schrijf/", mine.write, name="write"),
    path("mijn-begeleiding/<str:token>/stoppen/", mine.withdraw, name="withdraw"),
    path("mijn-begeleiding/<str:token>/acties/<int:pk>/", mine.tick, name="tick"),
    path("mijn-begeleiding/<str:token>/afspraken/<int:pk>/", mine.confirm, name="confirm"),
    path("mijn-begeleiding/<str:token>/afspraken/<int:pk>/los/", mine.let_go, name="let_go"),
    path("mijn-begeleiding/<str:token>/afspraken/<int:pk>/afzeggen/", mine.cancel, name="cancel"),
    path("werkplek/<slug:slug>/begeleiding/", room.coachings, name="coachings"),
    path("werkplek/<slug:slug>/begeleiding/nieuw/", room.file_for, name="file"),
    path("werkplek/<slug:slug>/begeleiding/week/", room.week, name="week"),
    path("werkplek/<slug:slug>/begeleiding/profiel/", room.profile, name="profile"),
    path("werkplek/<slug:slug>/begeleiding/afwezig/", room.note_away, name="note_away"),
    path(
        "werkplek/<slug:slug>/begeleiding/afwezig/<int:pk>/weg/", room.take_back_away, name="take_back_away"
    ),
    path("begeleiding/<int:pk>/", work.coaching, name="coaching"),
    path("begeleiding/<int:pk>/coach/", work.give_coach, name="give_coach"),
    path("begeleiding/<int:pk>/afspraken/", work.book, name="book"),
    path("begeleiding/<int:pk>/afspraken/<int:meeting_pk>/", work.mark, name="mark"),
    path("begeleiding/<int:pk>/stappen/", work.add_step, name="add_step"),
    path("begeleiding/<int:pk>/stappen/<int:step_pk>/", work.mark_step, name="mark_step"),
    path("begeleiding/<int:pk>/notities/", work.write_note, name="write_note"),
    path("begeleiding/<int:pk>/afsluiten/", work.close, name="close"),
    path("begeleiding/<int:pk>/heropenen/", work.reopen, name="reopen"),
    path("begeleiding/<int:pk>/nieuwe-link/", work.renew_link, name="renew_link"),
    path("begeleiding/<int:pk>/dossier/nieuw/", work.open_case, name="open_case"),
    path("begeleiding/<int:pk>/dossier/", work.join_case, name="join_case"),
    path("begeleiding/<int:pk>/dossier/<int:case_pk>/los/", work.leave_case, name="leave_case"),
]
