"""Addresses of the map of materials, of flows and of opportunities."""

from django.urls import path

from circulairwerkt.flows.views import material_map, opportunities, sankey, splits

app_name = "flows"
urlpatterns = [
    path("materialenkaart/", material_map.material_map, name="material_map"),
    path("materialenkaart/punten.json", material_map.points, name="material_map_points"),
    path("stromen/", sankey.of_region, name="of_region"),
    path("stromen/bestand/", sankey.file_of_region, name="file_of_region"),
    path("werkplek/<slug:slug>/stromen/", sankey.of_hub, name="of_hub"),
    path("werkplek/<slug:slug>/stromen/bestand/", sankey.file_of_hub, name="file_of_hub"),
    path("werkplek/<slug:slug>/kansen/", opportunities.opportunities, name="opportunities"),
    path("werkplek/<slug:slug>/kansen/zoek/", opportunities.look, name="look"),
    path("werkplek/<slug:slug>/kansen/zonder-plaats/", opportunities.unplaced, name="unplaced"),
    path("werkplek/<slug:slug>/kansen/berekening/", opportunities.analyse, name="analysis"),
    path("werkplek/<slug:slug>/kansen/<int:pk>/", opportunities.opportunity, name="opportunity"),
    path("werkplek/<slug:slug>/kansen/<int:pk>/dossier/", opportunities.open_case, name="open_case"),
    path("dossiers/<int:pk>/overeenkomsten/<int:agreement_pk>/verdeling/", splits.split, name="split"),
]
