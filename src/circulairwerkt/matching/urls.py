"""Addresses of proposals."""

from django.urls import path

from circulairwerkt.matching.views import comparing, party, proposals, thread

app_name = "matching"
urlpatterns = [
    path("werkplek/<slug:slug>/voorstellen/", proposals.proposals, name="proposals"),
    path("werkplek/<slug:slug>/voorstellen/waarom-niet/", comparing.why_not, name="why_not"),
    path("werkplek/<slug:slug>/voorstellen/nog-te-vinden/", comparing.gaps, name="gaps"),
    path("werkplek/<slug:slug>/voorstellen/zoek/", proposals.look, name="look"),
    path("werkplek/<slug:slug>/voorstellen/<int:pk>/", proposals.proposal, name="proposal"),
    path("werkplek/<slug:slug>/voorstellen/<int:pk>/gevolg/", proposals.decide, name="decide"),
    path("werkplek/<slug:slug>/voorstellen/<int:pk>/terug/", proposals.undo, name="undo"),
    path("werkplek/<slug:slug>/voorstellen/<int:pk>/vraag/", proposals.ask, name="ask"),
    path("werkplek/<slug:slug>/voorstellen/<int:pk>/dossier/", proposals.open_case, name="open_case"),
    path("werkplek/<slug:slug>/voorstellen/<int:pk>/bericht/", thread.write, name="write"),
    path(
        "werkplek/<slug:slug>/voorstellen/<int:pk>/bericht/<int:message_pk>/",
        thread.decide,
        name="decide_message",
    ),
    path("voorstel/<str:token>/", party.party, name="party"),
    path("voorstel/<str:token>/schrijf/", thread.party_writes, name="party_writes"),
    path("voorstel/<str:token>/geen-mail/", thread.stop_mail, name="party_stop_mail"),
]
