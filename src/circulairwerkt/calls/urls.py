"""Addresses of calls and hackathons."""

from django.urls import path

from circulairwerkt.calls.views import deciding, handing_in, jury, organising, parts, public, teams, voting

app_name = "calls"
_HUB = "werkplek/<slug:slug>/oproepen/"
_CALL = f"{_HUB}<int:pk>/"
urlpatterns = [
    path("oproepen/", public.calls, name="calls"),
    path("oproepen/<slug:slug>/", public.call, name="call"),
    path("oproepen/<slug:slug>/agenda.ics", public.calendar, name="calendar"),
    path("oproepen/<slug:slug>/meedoen/", handing_in.hand_in, name="hand_in"),
    path("oproepen/<slug:slug>/ingezonden/", handing_in.handed_in, name="handed_in"),
    path("mijn-idee/<str:token>/", handing_in.mine, name="mine"),
    path("mijn-idee/<str:token>/intrekken/", handing_in.withdraw, name="withdraw"),
    path("oproepen/<slug:slug>/stemmen/", voting.ask_vote, name="ask_vote"),
    path("mijn-stem/<str:token>/", voting.vote, name="vote"),
    path("jury/<str:token>/", jury.judging, name="judging"),
    path("jury/<str:token>/<int:pk>/", jury.judge, name="judge"),
    path("jury/<str:token>/<int:pk>/belang/", jury.tell_interest, name="tell_interest"),
    path("oproepen/<slug:slug>/deelnemen/", teams.take_part, name="take_part"),
    path("mijn-team/<str:token>/", teams.participation, name="participation"),
    path("mijn-team/<str:token>/uitschrijven/", teams.leave, name="leave"),
    path(_HUB, organising.at_hub, name="at_hub"),
    path(f"{_HUB}nieuw/", organising.new_call, name="new_call"),
    path(_CALL, organising.inside, name="inside"),
    path(f"{_CALL}gegevens/", organising.edit_call, name="edit_call"),
    path(f"{_CALL}openen/", organising.publish, name="publish"),
    path(f"{_CALL}stoppen/", organising.stop, name="stop"),
    path(f"{_CALL}weg/", organising.remove_call, name="remove_call"),
    path(f"{_CALL}stappen/nieuw/", parts.step, name="new_step"),
    path(f"{_CALL}stappen/<int:step_pk>/", parts.step, name="step"),
    path(f"{_CALL}stappen/<int:step_pk>/weg/", parts.remove_step, name="remove_step"),
    path(f"{_CALL}uitdagingen/nieuw/", parts.challenge, name="new_challenge"),
    path(f"{_CALL}uitdagingen/uit/<slug:sort>/<int:key>/", parts.challenge_of, name="challenge_of"),
    path(f"{_CALL}uitdagingen/<int:challenge_pk>/", parts.challenge, name="challenge"),
    path(f"{_CALL}uitdagingen/<int:challenge_pk>/weg/", parts.remove_challenge, name="remove_challenge"),
    path(f"{_CALL}jury/", jury.jury, name="jury"),
    path(f"{_CALL}jury/sluiten/", jury.close_round, name="close_round"),
    path(f"{_CALL}jury/<int:juror_pk>/weg/", jury.remove_juror, name="remove_juror"),
    path(f"{_CALL}jury/<int:juror_pk>/nieuwe-link/", jury.renew_juror_link, name="renew_juror_link"),
    path(f"{_CALL}teams/", teams.teams, name="teams"),
    path(f"{_CALL}teams/maken/", teams.build_teams, name="build_teams"),
    path(f"{_CALL}teams/terug/", teams.undo_teams, name="undo_teams"),
    path(f"{_CALL}teams/mailen/", teams.tell_teams, name="tell_teams"),
    path(f"{_CALL}teams/<int:participant_pk>/", teams.place, name="place"),
    path(f"{_CALL}verder/", deciding.move_on, name="move_on"),
    path(f"{_CALL}uitslag/", deciding.finish, name="finish"),
    path(f"{_CALL}ideeen/<int:entry_pk>/", deciding.entry, name="entry"),
    path(f"{_CALL}ideeen/<int:entry_pk>/dossier/", deciding.open_case, name="open_case"),
    path(f"{_CALL}ideeen/<int:entry_pk>/nieuwe-link/", deciding.renew_link, name="renew_link"),
]
