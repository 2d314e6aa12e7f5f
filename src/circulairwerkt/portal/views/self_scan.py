"""The self-scan of an enterprise: eight questions, and a useful answer at once. Nothing is kept."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from circulairwerkt.base.requests import Request
from circulairwerkt.coaching.queries import ScanForm, reads
from circulairwerkt.hubs.queries import HubAnswer, answer_for
from circulairwerkt.knowledge.queries import resembling
from circulairwerkt.portal.bridge import Point
from circulairwerkt.reference.queries import FoundPlace


@login_not_required
@require_safe
def self_scan(request: Request) -> HttpResponse:
    """Ask, or say how far the enterprise is, what to do next, which hub helps, and what others did.

    The answers stand in the address, so that they can be kept or passed on; the platform keeps none.
    """
    if not request.GET:
        return _kept_close(render(request, "portal/self_scan.html", {"form": ScanForm()}))
    form = ScanForm(request.GET)
    is_valid = form.is_valid()
    outcome = form.outcome
    if not is_valid or outcome is None:
        return _kept_close(render(request, "portal/self_scan.html", {"form": form}, status=422))
    place: FoundPlace | None = form.cleaned_data["plaats"]
    answer = _answer(place)
    hubs = answer.hubs if answer else ()
    context = {
        "form": form,
        "outcome": outcome,
        "place": place,
        "answer": answer,
        "coaching_hub": next((hub for hub in hubs if reads(hub)), None),
        "ask_url": _ask_url(place, outcome.maturity.value, outcome.themes),
        "stories": resembling(f"{form.cleaned_data['doet']} {outcome.seeks}", hubs=hubs),
    }
    return _kept_close(render(request, "portal/self_scan.html", context))


def _answer(place: FoundPlace | None) -> HubAnswer | None:
    return answer_for(place.municipality, Point(lat=place.lat, lon=place.lon)) if place else None


def _ask_url(place: FoundPlace | None, maturity: str, themes: list[str]) -> str:
    """Return the address of the form for a coach, with what was found filled in."""
    brought = QueryDict(mutable=True)
    brought["staat"] = maturity
    if place:
        brought["plaats"] = place.value
    brought.setlist("thema", themes)
    return f"{reverse('coaching:ask')}?{brought.urlencode()}"


def _kept_close(response: HttpResponse) -> HttpResponse:
    """What somebody answered stands in the address: no other site, and no cache, is told."""
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
