"""Addresses of work and of the people who do it."""

from django.urls import path

from circulairwerkt.people.views import calls, files, growth, offers, own, register, seekers

app_name = "people"
urlpatterns = [
    path("werk/", seekers.start, name="work"),
    path("werk/dichtbij/", seekers.near_me, name="near"),
    path("werk/activiteiten/", seekers.activities, name="activities"),
    path("werk/wie-helpt/", seekers.who_helps, name="who_helps"),
    path("werk/zeg-het/", seekers.say, name="say"),
    path("werk/bel-mij/", seekers.call_me, name="call_me"),
    path("werk/bel-mij/<str:token>/", seekers.called, name="called"),
    path("werk/bel-mij/<str:token>/weg/", seekers.withdraw_call, name="withdraw_call"),
    path("werk/aanbod/<int:pk>/", seekers.offer, name="offer"),
    path("werk/aanbod/<int:pk>/wijzig/", offers.change_offer, name="change_offer"),
    path("werk/aanbod/<int:pk>/keuze/", offers.choose_offer, name="choose_offer"),
    path("organisaties/<slug:slug>/beheer/werk/", offers.offers, name="offers"),
    path("organisaties/<slug:slug>/beheer/werk/nieuw/", offers.new_offer, name="new_offer"),
    path("werkplek/<slug:slug>/bellers/", calls.callers, name="callers"),
    path("werkplek/<slug:slug>/bellers/<int:pk>/stop/", calls.stop_caller, name="stop_caller"),
    path("bellen/<str:token>/", calls.calling, name="calling"),
    path("organisaties/<slug:slug>/beheer/mensen/", files.growth, name="growth"),
    path("organisaties/<slug:slug>/beheer/mensen/nieuw/", files.add, name="add"),
    path("mensen/<int:pk>/", files.file, name="file"),
    path("mensen/<int:pk>/wijzig/", files.change, name="change"),
    path("mensen/<int:pk>/stop/", files.end, name="end"),
    path("mensen/<int:pk>/overnemen/", files.take_over, name="take_over"),
    path("mensen/<int:pk>/code/", files.code, name="code"),
    path("mensen/<int:pk>/groei/", growth.note, name="note"),
    path("mensen/<int:pk>/groei/<int:note_pk>/", growth.move_note, name="move_note"),
    path("mensen/<int:pk>/nodig/", growth.adjust, name="adjust"),
    path("mensen/<int:pk>/doorstroom/", growth.transition, name="transition"),
    path("mensen/<int:pk>/paspoort/", growth.passport, name="passport"),
    path("hoe-gaat-het/<str:token>/", growth.follow_up, name="follow_up"),
    path("programma/cijfers-mensen/", growth.figures, name="figures"),
    path("mijn-pad/<str:token>/paspoort/", growth.own_passport, name="own_passport"),
    path("mijn-pad/", own.enter, name="enter"),
    path("mijn-pad/<str:token>/", own.own, name="own"),
    path("mijn-pad/<str:token>/wijzig/", own.correct, name="correct"),
    path("mijn-pad/<str:token>/keuze/", own.choose, name="choose"),
    path("mijn-pad/<str:token>/bestand/", own.take_out, name="take_out"),
    path("privacy/mensen/", register.register, name="register"),
    path("privacy/mensen/bestand/", register.register_file, name="register_file"),
    path("programma/bewaring/", register.retention, name="retention"),
]
