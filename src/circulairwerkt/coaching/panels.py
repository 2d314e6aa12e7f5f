"""What coaching adds to pages of other rooms: the case that came of it, and the day of who works at a hub."""

from collections.abc import Mapping
from typing import Any

from circulairwerkt.base.panels import panel
from circulairwerkt.base.requests import Request
from circulairwerkt.cases.models import Case
from circulairwerkt.coaching import perms, queries
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import is_on


@panel("cases:case_side", template="coaching/_case_coaching.html", order=70)
def coaching_of_case(request: Request, case: Case) -> Mapping[str, Any] | None:
    """Say of which coaching the case came, to who may read it."""
    found = queries.came_from(case, request.actor)
    return {"coachings": found} if found else None


@panel("portal:hub_workspace", template="coaching/_workspace.html", order=30)
def day_of_coaching(request: Request, hub: Hub) -> Mapping[str, Any] | None:
    """Show a coach his appointments of today and this week, and a coordinator who waits for a coach."""
    if not perms.may_see_room(request.actor, hub) or not is_on(hub, "coaching"):
        return None
    coach = queries.own_coach(request.actor, hub)
    waiting = list(queries.waiting_at(hub)[:5]) if perms.may_lead(request.actor, hub) else []
    week = queries.week_of(coach) if coach else None
    if not waiting and (week is None or week.is_empty):
        return None
    return {"hub": hub, "week": week, "waiting": waiting}
