"""The map of materials: a list, the same as a map, and chips that narrow both."""

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from circulairwerkt.base import still_map
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.requests import Request
from circulairwerkt.flows.bridge import corners_of
from circulairwerkt.flows.density import Hexagon, density_today
from circulairwerkt.flows.material_map import (
    Cluster,
    Wanted,
    clusters_on_map,
    lines_of,
    name_of,
    on_map,
)
from circulairwerkt.flows.material_map_form import MapForm, chips_of, query_of, sorts_of

#: As many as stand beside the map without it going out of sight.
PER_PAGE = 12
#: Radius of a cluster on the still drawing: from, and by how much per power of ten.
_STILL_LEAST, _STILL_STEP = 13.0, 7.0


@login_not_required
@require_safe
@vary_on_headers("HX-Request", "Cookie")
def material_map(request: Request) -> HttpResponse:
    """Narrow, read the list, look at the map; the address holds the search."""
    form = MapForm(request.GET)
    valid = form.is_valid()
    wanted = form.wanted()
    found = on_map(request.actor, wanted)
    page = page_of(request, found.rows, PER_PAGE, total=found.total)
    density = density_today()
    context = {
        "form": form,
        "wanted": wanted,
        "found": found,
        "page_obj": page,
        "rows": lines_of(request.actor, wanted.sort, cast("QuerySet[Any]", page.object_list)),
        "sorts": sorts_of(found),
        "chips": chips_of(found),
        "cell_name": next((one.name for one in found.clusters if one.cell == wanted.cell), ""),
        "without_cell": query_of(wanted, cel=""),
        "places": [_place(one, wanted, link) for one, link in _linked(found.clusters, wanted)],
        "density": density,
        "hexagons": [_still_hexagon(one) for one in density.hexagons],
        "points_url": reverse("flows:material_map_points") + query_of(wanted, cel=""),
    }
    template = "flows/_material_map_results.html" if request.htmx else "flows/material_map.html"
    return render(request, template, context, status=200 if valid else 422)


@login_not_required
@require_safe
@vary_on_headers("Cookie")
def points(request: Request) -> JsonResponse:
    """What the moving map draws, with the same filters: clusters, and where closed cards lie (GeoJSON)."""
    form = MapForm(request.GET)
    valid = form.is_valid()
    wanted = form.wanted()
    features = [
        *(_hexagon(one) for one in density_today().hexagons),
        *(_cluster(one, link) for one, link in _linked(clusters_on_map(request.actor, wanted), wanted)),
    ]
    answer = JsonResponse({"type": "FeatureCollection", "features": features}, status=200 if valid else 422)
    answer["Cache-Control"] = "private, max-age=60"
    return answer


def _said(count: int) -> str:
    return ngettext("%(n)s gevonden", "%(n)s gevonden", count) % {"n": count}


def _linked(clusters: Sequence[Cluster], wanted: Wanted) -> list[tuple[Cluster, str]]:
    """Return clusters, each with the address of what lies in it: they differ by the cell alone."""
    cell = clusters[0].cell if clusters else ""
    link = reverse("flows:material_map") + query_of(wanted, cel=cell)
    return [(one, link.replace(cell, one.cell)) for one in clusters]


def _place(one: Cluster, wanted: Wanted, link: str) -> dict[str, Any]:
    """Return a cluster for the list of places and for the still drawing."""
    x, y = still_map.project(lat=one.middle.lat, lon=one.middle.lon)
    return {
        "cell": one.cell,
        "label": _("rond %(name)s") % {"name": one.name},
        "count": one.count,
        "url": link,
        "is_on": one.cell == wanted.cell,
        "x": f"{x:.0f}",
        "y": f"{y:.0f}",
        "r": f"{_STILL_LEAST + _STILL_STEP * (len(str(one.count)) - 1):.0f}",
    }


def _still_hexagon(one: Hexagon) -> dict[str, str]:
    return {
        "path": _outline(one.cell),
        "band": str(one.least),
        "name": name_of(one.cell),
        "said": said(one),
    }


@cache
def _outline(cell: str) -> str:
    corners = (still_map.project(lat=each.lat, lon=each.lon) for each in corners_of(cell))
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in corners) + "Z"


def said(one: Hexagon) -> str:
    """Return the band of a hexagon in words."""
    if one.most is None:
        return _("%(least)d of meer") % {"least": one.least}
    return _("%(least)d tot %(most)d") % {"least": one.least, "most": one.most}


def _hexagon(one: Hexagon) -> dict[str, Any]:
    corners = [[round(each.lon, 4), round(each.lat, 4)] for each in corners_of(one.cell)]
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[*corners, corners[0]]]},
        "properties": {"sort": "hexagon", "id": one.cell, "least": one.least},
    }


def _cluster(one: Cluster, link: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(one.middle.lon, 4), round(one.middle.lat, 4)]},
        "properties": {
            "sort": "cluster",
            "id": one.cell,
            "name": one.name,
            "detail": _said(one.count),
            "count": one.count,
            "url": link,
            # The map opens on what was found.
            "frame": True,
        },
    }
