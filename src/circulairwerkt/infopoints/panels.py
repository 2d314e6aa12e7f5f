"""What info points add to pages of other rooms: where a question began, and the desks on a hub's day."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.panels import panel
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.requests import Request
from circulairwerkt.cases.models import Case, Question
from circulairwerkt.cases.queries import Beginning, begins, origin_keys
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import is_on
from circulairwerkt.infopoints import perms, queries
from circulairwerkt.infopoints.forms import VisitForm
from circulairwerkt.infopoints.models import Visit


@begins
def visits_behind(actor: Actor, row: Question | Case) -> Iterator[Beginning]:
    """The visits to an info point with which a question or case began, for who may sit there."""
    keys = origin_keys(row, Visit)
    rows = Visit._base_manager.filter(pk__in=keys).select_related("point__hub") if keys else ()
    for visit in rows:
        if perms.may_serve(actor, visit.point):
            yield Beginning(
                icon="door-open",
                sort=_("bezoek aan een infopunt"),
                title=visit.point.name,
                url=reverse("infopoints:desk", args=[visit.point.hub.slug, visit.point_id]),
                at=visit.at,
            )


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
