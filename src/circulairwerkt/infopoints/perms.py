"""Who may do what at info points, and why."""

from circulairwerkt.base.permissions import Actor, Role, register
from circulairwerkt.hubs.models import Hub
from circulairwerkt.infopoints.models import InfoPoint

EDIT = register(
    "infopoints.edit",
    "info points of a hub: make, change, close for a day",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
)
SERVE = register(
    "infopoints.serve",
    "sit at an info point: log visits, receive appointments, make a visit a question",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.MEMBER,
)


def may_edit_at(actor: Actor, hub: Hub) -> bool:
    """Where and when one can walk in is a promise of the hub: its coordinator makes it."""
    return actor.may(EDIT, hub_id=hub.pk)


def may_edit(actor: Actor, point: InfoPoint) -> bool:
    """As for the hub whose info point it is."""
    return actor.may(EDIT, hub_id=point.hub_id)


def may_serve_at(actor: Actor, hub: Hub) -> bool:
    """Whoever works at the hub may sit at its desks. A coach comes for persons, not for that."""
    return actor.may(SERVE, hub_id=hub.pk)


def may_serve(actor: Actor, point: InfoPoint) -> bool:
    """As for the hub whose info point it is."""
    return actor.may(SERVE, hub_id=point.hub_id)
