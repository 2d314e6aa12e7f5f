"""What coaching adds to pages of other rooms: the case that came of it, and the day of who works at a hub."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.panels import panel
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.requests import Request
from circulairwerkt.cases.models import Case, Question
from circulairwerkt.cases.queries import Beginning, begins, origin_keys
from circulairwerkt.coaching import perms, queries
from circulairwerkt.coaching.models import Coaching
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import is_on


@begins
def coaching_behind(actor: Actor, row: Question | Case) -> Iterator[Beginning]:
    """The coaching of which a case came, for who may read it."""
    keys = origin_keys(row, Coaching)
    rows = Coaching._base_manager.filter(pk__in=keys) if keys else Coaching._base_manager.none()
    for coaching in rows.select_related("coach", "municipality"):
        if perms.may_work(actor, coaching):
            yield Beginning(
                icon="users-round",
                sort=_("begeleiding"),
                title=str(coaching),
                url=reverse("coaching:coaching", args=[coaching.pk]),
                at=coaching.closed_at or coaching.asked_at,
                note=_("loopt") if coaching.is_open else coaching.get_closing_display(),
            )


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
