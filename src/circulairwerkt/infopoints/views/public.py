"""Info points as everybody sees them, and making an appointment without an account."""

from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from circulairwerkt.base import hours
from circulairwerkt.base.forms import refused
from circulairwerkt.base.from_people import fresh_stamp
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.requests import Request
from circulairwerkt.base.slots import Span
from circulairwerkt.hubs.models import Hub
from circulairwerkt.infopoints import opening, perms, queries, services
from circulairwerkt.infopoints.forms import BookForm
from circulairwerkt.infopoints.models import InfoPoint

PER_PAGE = 30
#: Moments that stand on the page; the rest behind a fold.
_AT_FIRST = 12
_MOST_SHOWN = 60


@login_not_required
@require_safe
def points(request: Request) -> HttpResponse:
    """All info points, or those of one hub, each with whether it is open now."""
    slug = request.GET.get("hub", "")
    hub = get_object_or_404(Hub, slug=slug) if slug else None
    page = page_of(request, queries.shown(hub), PER_PAGE)
    context = {"page_obj": page, "rows": queries.with_standing(list(page.object_list)), "hub": hub}
    return render(request, "infopoints/points.html", context)


def shown_point(slug: str) -> InfoPoint:
    """Return an info point that everybody sees; of a hub that uses none, these pages do not exist."""
    found: InfoPoint = get_object_or_404(queries.shown(), slug=slug)
    return found


def by_day(slots: list[Span]) -> list[tuple[datetime, list[datetime]]]:
    """Return the beginnings of moments by day, in Belgian time."""
    starts = [timezone.localtime(slot.start) for slot in slots]
    return [(day[0], day) for day in (list(group) for _day, group in groupby(starts, key=datetime.date))]


@login_not_required
@require_safe
def point(request: Request, slug: str) -> HttpResponse:
    """One info point: open now or when, its hours, where, who, and the moments one can choose."""
    found = shown_point(slug)
    free = opening.free_moments(found)
    weekly = opening.is_weekly(found)
    context = {
        "point": found,
        "hub": found.hub,
        "standing": opening.standing_of(found),
        "week": hours.in_words(found.hours) if weekly else [],
        "coming": [] if weekly else opening.coming(found),
        "otherwise": opening.otherwise(found),
        "first_days": by_day(free[:_AT_FIRST]),
        "more_days": by_day(free[_AT_FIRST:_MOST_SHOWN]),
        "may_serve": perms.may_serve(request.actor, found),
        "trail": [(_("Infopunten"), reverse("infopoints:points"))],
        **_on_the_map(found),
    }
    return render(request, "infopoints/point.html", context)


def _on_the_map(point: InfoPoint) -> dict[str, Any]:
    """The one point of the map: the drawing that stands there without script, and the marker."""
    if point.lat is None or point.lon is None:
        return {"feature": None}
    properties = {
        "sort": "organisation",
        "id": point.slug,
        "name": point.name,
        "url": reverse("infopoints:point", args=[point.slug]),
        "detail": point.address,
        "frame": True,
    }
    geometry = {"type": "Point", "coordinates": [point.lon, point.lat]}
    feature = {"type": "Feature", "geometry": geometry, "properties": properties}
    return {
        "feature": {"type": "FeatureCollection", "features": [feature]},
        "still": [{"lat": point.lat, "lon": point.lon, "name": point.name, "slug": point.slug}],
    }


def moment_sent(text: str) -> datetime:
    """Return the instant that a button names; Http404 for what is none."""
    try:
        return datetime.fromisoformat(text[:40]).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Http404 from None


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: Request, slug: str) -> HttpResponse:
    """Make an appointment at the moment that was chosen."""
    found = shown_point(slug)
    start = moment_sent((request.POST if request.method == "POST" else request.GET).get("begin", ""))
    if request.method != "POST":
        if opening.is_free(found, start) is None:
            messages.warning(request, _("Dit moment is niet meer vrij. Kies een ander."))
            return redirect("infopoints:point", slug=slug)
        return _page(request, found, start, BookForm(initial={"getoond": fresh_stamp()}))
    form = BookForm(request.POST)
    status = form.held_back(
        request,
        action="infopoints.book",
        most=5,
        seconds=600,
        too_often=_("Je koos al enkele momenten. Probeer het over tien minuten opnieuw."),
    )
    if status is not None:
        return _page(request, found, start, form, status=status)
    try:
        made = services.book(
            actor=request.actor,
            point=found,
            start=start,
            values=form.values(),
            language=get_language() or settings.LANGUAGE_CODE,
        )
    except (services.NotFree, services.TooManyAhead) as error:
        refused(form, error)
        return _page(request, found, start, form, status=409)
    messages.success(request, _("Afgesproken. We verwachten je."))
    return redirect("infopoints:appointment", token=queries.token_of(made))


def _page(
    request: Request, point: InfoPoint, start: datetime, form: BookForm, status: int = 200
) -> HttpResponse:
    context = {"point": point, "hub": point.hub, "start": start, "form": form}
    return render(request, "infopoints/book.html", context, status=status)
