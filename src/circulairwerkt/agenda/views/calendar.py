"""The agenda for everybody: as a list, as a month, as a list for other sites, and the page of an event."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from circulairwerkt.agenda import perms, queries, schema
from circulairwerkt.agenda.models import Event
from circulairwerkt.agenda.registering import is_open
from circulairwerkt.agenda.search_form import EventSearchForm, month_in
from circulairwerkt.agenda.standing import standing_of
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs import perms as hub_perms

PER_PAGE = 20
#: Events in the list on another site, and sessions on one day of the month before it says how many more.
EMBEDDED = 10
_ON_A_DAY = 4


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
def agenda(request: Request) -> HttpResponse:
    """What is to come, the next first; or what is over, the latest first."""
    form = EventSearchForm(request.GET or None)
    valid = not form.is_bound or form.is_valid()
    wanted = form.wanted()
    page = page_of(request, queries.gone_by(wanted) if form.is_gone_by else queries.to_come(wanted), PER_PAGE)
    context = {"form": form, "page_obj": page, "is_narrowed": bool(form.chosen), **_ways(form)}
    template = "agenda/_list.html" if request.htmx else "agenda/agenda.html"
    return render(request, template, context, status=200 if valid else 422)


def _ways(form: EventSearchForm) -> dict[str, str]:
    """The same choice in the other views, and as a calendar to follow."""
    query = urlencode(form.chosen)
    wanted = form.wanted()
    if wanted.hub:
        feed = reverse("agenda:hub_feed", args=[wanted.hub])
    elif wanted.sector:
        feed = reverse("agenda:sector_feed", args=[wanted.sector])
    else:
        feed = reverse("agenda:feed")
    return {"query": f"?{query}" if query else "", "feed_url": feed}


@login_not_required
@require_safe
def month(request: Request) -> HttpResponse:
    """One month, day by day."""
    first = month_in(request.GET.get("maand", ""))
    if first is None:
        raise Http404
    data = request.GET.copy()
    data.pop("maand", None)
    form = EventSearchForm(data or None)
    valid = not form.is_bound or form.is_valid()
    weeks = queries.month_of(form.wanted(), first)
    context = {
        "form": form,
        "first": first,
        "weeks": weeks,
        "most": _ON_A_DAY,
        "rest": f"{_ON_A_DAY}:",
        "has_any": any(day.sessions for week in weeks for day in week if day.is_in_month),
        "before": month_in(f"{first - timedelta(days=1):%Y-%m}"),
        "after": month_in(f"{_next_month(first):%Y-%m}"),
        **_ways(form),
    }
    return render(request, "agenda/month.html", context, status=200 if valid else 422)


def _next_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


@login_not_required
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type] # our request has more
def embedded(request: Request) -> HttpResponse:
    """What is to come as a plain list that any site may show in a frame: no form, no cookie, no person.

    What cannot be chosen (any more) is said in the frame: a page that refuses frames leaves a hole in a site
    whose owner did nothing wrong.
    """
    form = EventSearchForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        return render(request, "agenda/embedded.html", {"is_gone": True}, status=404)
    context = {
        "events": queries.to_come(form.wanted())[:EMBEDDED],
        "hub": form.cleaned_data["hub"] if form.is_bound else None,
        **_ways(form),
    }
    return render(request, "agenda/embedded.html", context)


@login_not_required
@require_safe
def event(request: Request, slug: str) -> HttpResponse:
    """One event: what, when, where, with whom, at what price. A draft is shown to its hub alone."""
    found = get_object_or_404(queries.of_address(slug), slug=slug)
    now = timezone.now()
    if found.is_draft and not perms.may_see(request.actor, found):
        raise Http404
    standing = standing_of(found) if found.registration == Event.Registration.HERE else []
    open_rows = [row for row in standing if row.session.starts_at > now and row.session.cancelled_at is None]
    context = {
        "event": found,
        "standing": open_rows if not found.is_cancelled else [],
        "may_register": bool(open_rows) and is_open(found, now),
        "is_full": bool(open_rows) and all(row.is_full for row in open_rows),
        "hub": found.hub,
        "sessions": list(found.sessions.all()),
        "may_see_inside": hub_perms.may_see_inside(request.actor, found.hub)
        and perms.may_see(request.actor, found),
        **_on_the_map(found),
        "schema": None if found.is_draft or found.is_example else schema.of_event(found),
        "trail": [(_("Agenda"), reverse("agenda:agenda"))],
        "here": found.shown_title,
    }
    return render(request, "agenda/event.html", context)


def _on_the_map(event: Event) -> dict[str, Any]:
    """The one point of the map: the drawing that stands there without script, and the marker."""
    if not event.has_place or event.lat is None or event.lon is None:
        return {"point": None}
    place = event.place_name or event.address
    properties = {
        "sort": "organisation",
        "id": event.slug,
        "name": place,
        "url": reverse("agenda:event", args=[event.slug]),
        "detail": event.address,
        "frame": True,
    }
    geometry = {"type": "Point", "coordinates": [event.lon, event.lat]}
    feature = {"type": "Feature", "geometry": geometry, "properties": properties}
    return {
        "point": {"type": "FeatureCollection", "features": [feature]},
        "still": [{"lat": event.lat, "lon": event.lon, "name": place, "slug": event.slug}],
    }
