"""What info points add to pages of other rooms: where a question began, and the desks on a hub's day."""

from collections.abc import Mapping
from typing import Any

from circulairwerkt.base.panels import panel
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import perms as case_perms
from circulairwerkt.cases.models import Question
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import is_on
from circulairwerkt.infopoints import perms, queries, yields
from circulairwerkt.infopoints.forms import VisitForm


@panel("cases:question", template="infopoints/_question_visits.html", order=65)
def visits_of_question(request: Request, question: Question) -> Mapping[str, Any] | None:
    """Say at which info point a question began, to who may sit there."""
    if not case_perms.may_answer(request.actor, question):
        return None
    found = yields.visits_behind(request.actor, question)
    return {"visits": found} if found else None


@panel("portal:hub_workspace", template="infopoints/_workspace.html", order=20)
def desks_of_hub(request: Request, hub: Hub) -> Mapping[str, Any] | None:
    """Offer the one line with which a visit is logged, and show who comes today."""
    if not perms.may_serve_at(request.actor, hub) or not is_on(hub, queries.SWITCH):
        return None
    points, appointments = queries.today_at(hub)
    if not points:
        return None
    desks = [(point, VisitForm(auto_id=f"bezoek_{point.pk}_%s")) for point in points]
    return {"hub": hub, "desks": desks, "appointments": appointments}
