"""What calls add to pages of other rooms: the idea that a case came of, and the call at an event."""

from collections.abc import Mapping
from typing import Any

from circulairwerkt.agenda.models import Event
from circulairwerkt.base.panels import panel
from circulairwerkt.base.requests import Request
from circulairwerkt.calls import queries
from circulairwerkt.cases.models import Case


@panel("cases:case_side", template="calls/_case_came_of.html", order=65)
def idea_behind_case(request: Request, case: Case) -> Mapping[str, Any] | None:
    """Say of which idea in which call a case came, to who may read that."""
    found = queries.behind(request.actor, case)
    return {"entries": found} if found else None


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
