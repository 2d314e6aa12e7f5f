"""What this room adds to pages of lower rooms: work and people on the page of an organisation."""

from typing import Any

from circulairwerkt.base.panels import panel
from circulairwerkt.base.requests import Request
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people import perms


@panel("organisations:manage", template="people/_organisation.html")
def organisation(request: Request, row: Organisation) -> dict[str, Any]:
    """Lead to the work on offer, and who guides people to them."""
    return {"organisation": row, "guides": perms.may_switch_growth(request.actor, row)}
