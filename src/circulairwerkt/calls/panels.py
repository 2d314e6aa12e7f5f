"""What calls add to pages of other rooms: ideas and challenges of rows and cases, the call at an event."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from circulairwerkt.agenda.models import Event
from circulairwerkt.base.panels import panel
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.requests import Request
from circulairwerkt.calls import perms, queries
from circulairwerkt.calls.models import Entry
from circulairwerkt.calls.origins import calls_to_offer, challenges_from, sort_of
from circulairwerkt.cases.models import Case, Question
from circulairwerkt.cases.queries import Beginning, begins, origin_keys
from circulairwerkt.streams.models import Listing


@begins
def ideas_behind(actor: Actor, row: Question | Case) -> Iterator[Beginning]:
    """The ideas in calls of which a case came, for who may see them from the inside."""
    keys = origin_keys(row, Entry)
    rows = Entry.objects.filter(pk__in=keys) if keys else Entry.objects.none()
    for entry in rows.select_related("call__hub", "challenge").prefetch_related("versions"):
        call = entry.call
        if perms.may_see(actor, call):
            yield Beginning(
                icon="lightbulb",
                sort=_("idee in een oproep"),
                title=entry.last.title,
                url=reverse("calls:entry", args=[call.hub.slug, call.pk, entry.pk]),
                note=f"{call.shown_title} · {entry.challenge.title}" if entry.challenge else call.shown_title,
            )


def _challenges(request: Request, row: Listing | Case) -> Mapping[str, Any] | None:
    """The challenges that came of a row, and the gesture to make one of it."""
    if not (sort_of(row) and perms.may_see_at(request.actor, row.hub) and perms.uses_calls(row.hub)):
        return None
    made, calls = challenges_from(request.actor, row), calls_to_offer(request.actor, row.hub)
    if not (made or calls):
        return None
    return {"made": made, "calls": calls, "sort": sort_of(row), "key": row.pk, "hub": row.hub}


@panel("streams:row", template="calls/_challenges_of.html", order=40)
def challenges_of_row(request: Request, row: Listing) -> Mapping[str, Any] | None:
    """What a card or need was asked for in calls."""
    return _challenges(request, row)


@panel("cases:case_side", template="calls/_challenges_of.html", order=66)
def challenges_of_case(request: Request, case: Case) -> Mapping[str, Any] | None:
    """The same of a case."""
    return _challenges(request, case)


@panel("agenda:event", template="calls/_at_event.html", order=40)
def calls_at_event(request: Request, event: Event) -> Mapping[str, Any] | None:
    """Say what one can hand in at an event."""
    found = [call for call in queries.of_event(request.actor, event) if not call.is_draft]
    return {"calls": found} if found else None


@panel("agenda:inside", template="calls/_at_event.html", order=40)
def calls_inside_event(request: Request, event: Event) -> Mapping[str, Any] | None:
    """The same for who organises it, drafts included."""
    found = queries.of_event(request.actor, event)
    return {"calls": found, "is_inside": True} if found else None
