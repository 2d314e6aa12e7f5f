"""Addresses of the pages across capabilities."""

from django.conf import settings
from django.urls import path

from circulairwerkt.portal import style
from circulairwerkt.portal.views import (
    answers,
    home,
    hubs,
    imports,
    my_question,
    organisations,
    search,
    self_scan,
    statements,
    stories,
    today,
    workspace,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("hubs/kaart.json", home.hubs_on_map, name="hubs_on_map"),
    path("hubs/<slug:slug>/", hubs.hub, name="hub"),
    path("plaatsen/", home.places, name="places"),
    path("antwoord/", answers.answer, name="answer"),
    path("antwoord/vraag/", answers.ask_hub, name="ask"),
    path("antwoord/gevraagd/", answers.asked, name="asked"),
    path("mijn-vraag/<str:token>/", my_question.my_question, name="my_question"),
    path("mijn-vraag/<str:token>/toevoegen/", my_question.add, name="my_question_add"),
    path("mijn-vraag/<str:token>/fotos/<int:pk>/", my_question.photo, name="my_question_photo"),
    path(
        "mijn-vraag/<str:token>/fotos/<int:pk>/weg/",
        my_question.remove_photo,
        name="my_question_remove_photo",
    ),
    path("mijn-vraag/<str:token>/begrepen/", my_question.correct, name="my_question_correct"),
    path("mijn-vraag/<str:token>/intrekken/", my_question.withdraw, name="my_question_withdraw"),
    path("mijn-vraag/<str:token>/verplaatsen/", my_question.move, name="my_question_move"),
    path("organisaties/", organisations.organisations, name="organisations"),
    path("organisaties/<slug:slug>/", organisations.organisation, name="organisation"),
    path("verhalen/", stories.stories, name="stories"),
    path("verhalen/<slug:slug>/", stories.story, name="story"),
    path("zoeken/", search.find, name="search"),
    path("zoeken/snel/", search.quick, name="quick_search"),
    path("zoeken/bewaard/", search.saved_searches, name="saved_searches"),
    path("zoeken/bewaard/nieuw/", search.save_search, name="save_search"),
    path("zoeken/bewaard/<int:pk>/", search.change_search, name="change_search"),
    path("zoeken/bewaard/<int:pk>/pauze/", search.pause_search, name="pause_search"),
    path("zoeken/bewaard/<int:pk>/weg/", search.remove_search, name="remove_search"),
    path("zoeken/bewaard/<int:pk>/terug/", search.bring_back_search, name="bring_back_search"),
    path("zelfscan/", self_scan.self_scan, name="self_scan"),
    path("over/", statements.about, name="about"),
    path("toegankelijkheid/", statements.accessibility, name="accessibility"),
    path("privacy/", statements.privacy, name="privacy"),
    path("werkplek/", workspace.workspace, name="workspace"),
    path("werkplek/<slug:slug>/", workspace.hub_workspace, name="hub_workspace"),
    path("werkplek/<slug:slug>/vandaag/taken/", today.tasks, name="tasks_today"),
    path("werkplek/<slug:slug>/vandaag/mails/", today.mails, name="mails_today"),
    path("werkplek/<slug:slug>/vandaag/nieuws/", today.news, name="news_today"),
    path("werkplek/<slug:slug>/inlezen/", imports.read_in, name="read_in"),
    path("werkplek/<slug:slug>/inlezen/uit/<slug:kind>/<slug:ending>/", imports.export, name="export"),
    path("werkplek/<slug:slug>/inlezen/<int:pk>/", imports.batch, name="import"),
    path("werkplek/<slug:slug>/inlezen/<int:pk>/keuzes/", imports.decide_twins, name="decide_twins"),
    path("werkplek/<slug:slug>/inlezen/<int:pk>/start/", imports.run, name="run_import"),
    path("werkplek/<slug:slug>/inlezen/<int:pk>/terug/", imports.undo, name="undo_import"),
    path("werkplek/<slug:slug>/inlezen/<int:pk>/fouten/", imports.problems, name="import_problems"),
]
if not settings.PRODUCTION:
    urlpatterns.append(path("stijl/", style.style, name="style"))
