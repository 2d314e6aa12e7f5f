"""The first screen: one question, and all hubs as a list beside a map."""

from functools import cache
from typing import TypedDict

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from circulairwerkt.base import still_map
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs import queries as hub_queries
from circulairwerkt.hubs.models import Hub, LifeCycle
from circulairwerkt.hubs.queries import HubFilter
from circulairwerkt.knowledge import queries as knowledge_queries
from circulairwerkt.portal import schema
from circulairwerkt.portal.forms import HubFilterForm, PlaceForm
from circulairwerkt.reference.queries import municipalities_today, suggest_places

_STORIES_ON_HOME = 3


class Feature(TypedDict):
    """A point on the map as GeoJSON has it."""

    type: str
    geometry: dict[str, object]
    properties: dict[str, str | bool]


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
def home(request: Request) -> HttpResponse:
    """Ask the one question; below it the hubs with their filters."""
    filters = HubFilterForm(request.GET or None)
    valid = not filters.is_bound or filters.is_valid()
    hubs = list(hub_queries.hubs_matching(filters.wanted()))
    context = {
        "form": PlaceForm(),
        "filters": filters,
        "hubs": hubs,
        "is_narrowed": bool(filters.chosen),
    }
    if request.htmx:
        return render(request, "portal/_hub_list.html", context, status=200 if valid else 422)
    all_hubs = list(hub_queries.hubs_matching(HubFilter())) if filters.chosen else hubs
    context["all_hubs"] = all_hubs
    context["hubs_out"] = {hub.slug for hub in all_hubs} - {hub.slug for hub in hubs}
    context["schema"] = schema.of_site()
    context["place_dots"] = _place_dots()
    context["stories"] = knowledge_queries.published()[:_STORIES_ON_HOME]
    return render(request, "portal/home.html", context, status=200 if valid else 422)


@login_not_required
@require_safe
def hubs_on_map(request: Request) -> JsonResponse:
    """The same hubs with the same filters, as points: seats, the municipalities they serve, faintly the
    others (GeoJSON).
    """
    filters = HubFilterForm(request.GET or None)
    valid = not filters.is_bound or filters.is_valid()
    features = [
        feature for hub in hub_queries.hubs_matching(filters.wanted()) for feature in hub_features(hub)
    ]
    # First the faint points, so that those a hub serves are drawn over them.
    features = [*_all_municipalities(), *features]
    response = JsonResponse({"type": "FeatureCollection", "features": features}, status=200 if valid else 422)
    response["Cache-Control"] = "public, max-age=60"
    return response


@cache
def _place_dots() -> str:
    return still_map.dots((town.lat, town.lon) for town in municipalities_today() if town.lat and town.lon)


@cache
def _all_municipalities() -> tuple[Feature, ...]:
    """Every municipality as a faint point, so that one sees where Flanders is without a drawn border."""
    return tuple(
        _point(town.lon, town.lat, sort="place", id=town.nis, name=town.name)
        for town in municipalities_today()
    )


def hub_features(hub: Hub) -> list[Feature]:
    """Return a hub's seat as a marker and the municipalities it serves as points; never a border."""
    seat = _point(
        hub.lon,
        hub.lat,
        sort="hub",
        id=hub.slug,
        name=hub.name,
        url=reverse("portal:hub", args=[hub.slug]),
        detail=str(hub.get_life_cycle_display()),
        unsure=hub.life_cycle != LifeCycle.ACTIVE,
    )
    served = [
        _point(
            row.municipality.lon,
            row.municipality.lat,
            sort="place",
            id=row.municipality.nis,
            name=row.municipality.name,
            hub=hub.slug,
            served=True,
        )
        for row in hub.area.all()
        if row.municipality_id != hub.seat_id and row.municipality.lat is not None
    ]
    return [seat, *served]


def _point(lon: float | None, lat: float | None, **properties: str | bool) -> Feature:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": properties,
    }


@login_not_required
@require_safe
def places(request: Request) -> JsonResponse:
    """Suggest places for what was typed so far; the form works without it."""
    typed = request.GET.get("q", "")[:80]
    response = JsonResponse(
        {
            "suggestions": [
                {"value": suggestion.value, "label": suggestion.label, "detail": suggestion.detail}
                for suggestion in suggest_places(typed, limit=8)
            ]
        }
    )
    response["Cache-Control"] = "public, max-age=3600"
    return response
