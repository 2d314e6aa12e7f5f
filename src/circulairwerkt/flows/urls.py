"""Addresses of the map of materials, of flows and of opportunities."""

from django.urls import path

from circulairwerkt.flows.views import opportunities, splits

app_name = "flows"
urlpatterns = [
    path("werkplek/<slug:slug>/kansen/", opportunities.opportunities, name="opportunities"),
    path("werkplek/<slug:slug>/kansen/zoek/", opportunities.look, name="look"),
    path("werkplek/<slug:slug>/kansen/zonder-plaats/", opportunities.unplaced, name="unplaced"),
    path("werkplek/<slug:slug>/kansen/berekening/", opportunities.analyse, name="analysis"),
    path("werkplek/<slug:slug>/kansen/<int:pk>/", opportunities.opportunity, name="opportunity"),
    path("werkplek/<slug:slug>/kansen/<int:pk>/dossier/", opportunities.open_case, name="open_case"),
    path("dossiers/<int:pk>/overeenkomsten/<int:agreement_pk>/verdeling/", splits.split, name="split"),
]
