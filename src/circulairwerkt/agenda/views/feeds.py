"""Calendars to follow: of all, a hub, a sector, one event; and one's own at a secret address."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_POST, require_safe

from circulairwerkt.accounts.models import User
from circulairwerkt.agenda import feeds, queries, services
from circulairwerkt.agenda.feeds import Stamp
from circulairwerkt.agenda.models import CalendarFeed, State
from circulairwerkt.agenda.queries import EventSearch
from circulairwerkt.base import scope
from circulairwerkt.base.calendars import CONTENT_TYPE, own_entries, written
from circulairwerkt.base.requests import Request
from circulairwerkt.hubs.actors import actor_by_id, scope_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.reference.models import Sector

#: How long a calendar may be kept, here and on the way, before it is asked for again, in seconds.
_KEPT_SECONDS = 900


def _answer(
    request: Request, stamp: Stamp, body: Callable[[], bytes], *, name: str, is_public: bool
) -> HttpResponse:
    """Answer with the file, or with 304 where the asker has it already."""

    @condition(etag_func=lambda _request: stamp.etag, last_modified_func=lambda _request: stamp.changed_at)
    def file(_request: Request) -> HttpResponse:
        return HttpResponse(
            body(),
            content_type=CONTENT_TYPE,
            headers={"Content-Disposition": f'inline; filename="{name}.ics"', "X-Robots-Tag": "noindex"},
        )

    answer = file(request)
    if is_public:
        patch_cache_control(answer, public=True, max_age=_KEPT_SECONDS)
    else:
        patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _followed(request: Request, wanted: EventSearch, *, title: str, name: str) -> HttpResponse:
    events = feeds.feed_events(wanted)
    stamp = feeds.stamp_of(events, name)

    return _answer(
        request, stamp, _once(stamp, lambda: feeds.calendar_of(events, title)), name=name, is_public=True
    )


def _once(stamp: Stamp, body: Callable[[], bytes], *, of: int | None = None) -> Callable[[], bytes]:
    """Write a file once for all who follow it (one person, ``of``), for as long as its stamp is the same."""

    def kept() -> bytes:
        return cast(bytes, caches["memory"].get_or_set(f"agenda.feed:{of}:{stamp.etag}", body, _KEPT_SECONDS))

    return kept


@login_not_required
@require_safe
def feed(request: Request) -> HttpResponse:
    """Everything in the agenda."""
    return _followed(request, EventSearch(), title=_("Agenda van Circulair Werkt"), name="agenda")


@login_not_required
@require_safe
def hub_feed(request: Request, slug: str) -> HttpResponse:
    """What a hub organises, alone or with others."""
    hub = get_object_or_404(Hub, slug=slug)
    title = _("Agenda van %(hub)s") % {"hub": hub.name}
    return _followed(request, EventSearch(hub=slug), title=title, name=f"agenda-{slug}")


@login_not_required
@require_safe
def sector_feed(request: Request, key: str) -> HttpResponse:
    """What there is about a sector."""
    sector = get_object_or_404(Sector, key=key)
    title = _("Agenda over %(sector)s") % {"sector": sector.shown_label}
    return _followed(request, EventSearch(sector=key), title=title, name=f"agenda-{key}")


@login_not_required
@require_safe
def event_file(request: Request, slug: str) -> HttpResponse:
    """One event, to put in one's own calendar."""
    events = queries.published().filter(slug=slug).exclude(state=State.DRAFT)
    if not events.exists():
        raise Http404
    return _answer(
        request,
        feeds.stamp_of(events, slug),
        lambda: feeds.calendar_of(events, slug),
        name=slug,
        is_public=True,
    )


@login_not_required
@require_safe
def own_feed(request: Request, token: str) -> HttpResponse:
    """One's own calendar: the address is the right, and it shows what that person may see now."""
    found = feeds.feed_of(token)
    if found is None:
        raise Http404
    with scope.opened(scope_of(actor_by_id(found.user_id))):
        entries = own_entries(found.user_id)
    stamp = feeds.stamp_of_entries(entries)
    body = _once(stamp, lambda: written(entries, name=_("Mijn agenda bij Circulair Werkt")), of=found.user_id)
    return _answer(request, stamp, body, name="mijn-agenda", is_public=False)


@require_safe
def own_calendar(request: Request) -> HttpResponse:
    """The address of one's own calendar, to copy into a calendar program."""
    user = cast(User, request.user)
    found = CalendarFeed.objects.filter(user=user).first()
    return render(
        request,
        "agenda/own_calendar.html",
        {"feed": found, "address": feeds.own_address(found) if found else ""},
    )


@require_POST
def renew(request: Request) -> HttpResponse:
    """Make the address, or a new one in its place."""
    services.renew_feed(actor=request.actor)
    messages.success(request, _("Hier is je adres. Een vorig adres werkt niet meer."))
    return redirect("agenda:own_calendar")
