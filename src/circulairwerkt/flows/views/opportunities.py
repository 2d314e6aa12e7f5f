"""The Kansenkaart of a hub: what is missing there, one opportunity, streams without a place, the analysis."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import require
from circulairwerkt.base.requests import Request
from circulairwerkt.base.still_map import project
from circulairwerkt.flows import perms, services
from circulairwerkt.flows.models import Opportunity, OpportunityRun, UnplacedCard
from circulairwerkt.flows.opportunities import analysis, queries
from circulairwerkt.hubs.models import Hub

PER_PAGE = 40


def _hub(request: Request, slug: str) -> Hub:
    hub = get_object_or_404(Hub.objects.select_related("seat"), slug=slug)
    require(perms.may_see_opportunities(request.actor, hub))
    return hub


def _run(hub: Hub) -> OpportunityRun:
    run = queries.last_run(hub)
    if run is None:
        raise Http404
    return run


def _found(request: Request, hub: Hub, pk: int) -> queries.Shown:
    rows = Opportunity.objects.select_related("run").filter(run__hub=hub)
    return queries.shown_all([get_object_or_404(rows, pk=pk)], request.actor, hub)[0]


@require_safe
def opportunities(request: Request, slug: str) -> HttpResponse:
    """The opportunities of a hub as sentences and on the map; choosing one lights its loops on both."""
    hub = _hub(request, slug)
    run = queries.last_run(hub)
    rows = list(run.opportunities.select_related("run")) if run else []
    shown = queries.shown_all(rows, request.actor, hub)
    chosen = next((one for one in shown if str(one.one.pk) == request.GET.get("kans")), None)
    if "kans" in request.GET and chosen is None:
        raise Http404
    context = {
        "hub": hub,
        "run": run,
        "shown": shown,
        "chosen": chosen,
        "job": queries.last_job(hub),
        "reasons": queries.reasons_at(run) if run else [],
        "points": _points(hub, shown, chosen),
        "still_lines": _still_lines(chosen),
        "still_hubs": [
            {"lat": one.one.lat, "lon": one.one.lon, "name": one.title, "slug": f"kans-{one.one.pk}"}
            for one in shown
        ],
        "may_follow": perms.may_follow_opportunities(request.actor, hub),
    }
    return render(request, "flows/opportunities.html", context)


def _points(hub: Hub, shown: list[queries.Shown], chosen: queries.Shown | None) -> dict[str, Any]:
    """Return GeoJSON: a marker for each opportunity, and the loops of the chosen one as lines."""
    address = reverse("flows:opportunities", args=[hub.slug])
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.one.lon, one.one.lat]},
            "properties": {
                "sort": "opportunity",
                "id": f"kans-{one.one.pk}",
                "name": f"{one.one.rank}. {one.one.place}",
                "detail": one.work,
                "url": f"{address}?kans={one.one.pk}#kans-{one.one.pk}",
                "frame": chosen is None or one is chosen,
            },
        }
        for one in shown
    ]
    for start, end in _ends(chosen):
        line = [[start[1], start[0]], [end[1], end[0]]]
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": "LineString", "coordinates": line},
                "properties": {"sort": "loop"},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _ends(chosen: queries.Shown | None) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Both ends of each line that may be drawn, as (latitude, longitude); an empty end is the work itself."""
    if chosen is None:
        return []
    here = (chosen.one.lat, chosen.one.lon)
    found = []
    for loop in chosen.loops:
        ends = [here if party is None else (party.lat, party.lon) for party in (loop.giver, loop.taker)]
        if all(lat is not None and lon is not None for lat, lon in ends):
            found.append(tuple(ends))
    return found  # type: ignore[return-value]


def _still_lines(chosen: queries.Shown | None) -> str:
    """Return path data of the loops on the still map."""
    parts = []
    for start, end in _ends(chosen):
        (x1, y1), (x2, y2) = (project(lat=lat, lon=lon) for lat, lon in (start, end))
        parts.append(f"M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}")
    return "".join(parts)


@require_POST
def look(request: Request, slug: str) -> HttpResponse:
    """Have it worked out anew; the page of the job shows how far it is, and stops it."""
    hub = _hub(request, slug)
    job = services.look_for_opportunities(actor=request.actor, hub=hub)
    return redirect("base:job", pk=job.pk)


@require_safe
def opportunity(request: Request, slug: str, pk: int) -> HttpResponse:
    """One opportunity: before and after, who takes part, a call for partners. Made to be printed too."""
    hub = _hub(request, slug)
    shown = _found(request, hub, pk)
    newest = queries.last_run(hub)
    context = {
        "hub": hub,
        "shown": shown,
        "is_old": newest is not None and newest.pk != shown.one.run_id,
        "may_follow": perms.may_follow_opportunities(request.actor, hub),
    }
    return render(request, "flows/opportunity.html", context)


@require_POST
def open_case(request: Request, slug: str, pk: int) -> HttpResponse:
    """Open a case from an opportunity, or go to the one that came of it."""
    hub = _hub(request, slug)
    shown = _found(request, hub, pk)
    case = services.open_case(actor=request.actor, hub=hub, opportunity=shown.one)
    if shown.case is None:
        messages.success(request, _("Het dossier is open, met alle partijen die we mogen noemen."))
    return redirect("cases:case", pk=case.pk)


@require_safe
def unplaced(request: Request, slug: str) -> HttpResponse:
    """Streams that found no place, with the reason."""
    hub = _hub(request, slug)
    run = _run(hub)
    reason = request.GET.get("reden", "")
    if reason and reason not in UnplacedCard.Reason.values:
        raise Http404
    page = page_of(request, queries.unplaced_at(run, reason), PER_PAGE)
    context = {
        "hub": hub,
        "run": run,
        "reason": reason,
        "reasons": queries.reasons_at(run),
        "page_obj": page,
        "shown": queries.shown_unplaced(page, request.actor, hub),
    }
    return render(request, "flows/unplaced.html", context)


@require_safe
def analyse(request: Request, slug: str) -> HttpResponse:
    """Everything that stands behind the sentences, for who wants to check it."""
    hub = _hub(request, slug)
    run = _run(hub)
    context = {"hub": hub, "run": run, "told": analysis.of_run(run, request.actor, hub)}
    return render(request, "flows/analysis.html", context)
