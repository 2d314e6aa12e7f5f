"""Who may do what with calls and hackathons, and why."""

from circulairwerkt.base.permissions import Actor, Role, register
from circulairwerkt.calls.models import SWITCHES, Call
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import switched_off

EDIT = register(
    "calls.edit",
    "calls and hackathons of a hub: make, open, lead from step to step, tell the result",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
)
SEE = register(
    "calls.see",
    "calls and hackathons of a hub from the inside: drafts, and what was handed in by whom",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.MEMBER,
)


def uses_calls(hub: Hub) -> bool:
    """An instrument that a hub switched off is nowhere in sight, whoever asks."""
    return not set(SWITCHES.values()) <= switched_off(hub)


def may_edit_at(actor: Actor, hub: Hub) -> bool:
    """A call promises something in the name of the hub: its coordinator makes it, the programme steps in."""
    return actor.may(EDIT, hub_id=hub.pk)


def may_edit(actor: Actor, call: Call) -> bool:
    """Who goes on and who wins is said by the hub that made the promise."""
    return actor.may(EDIT, hub_id=call.hub_id)


def may_see_at(actor: Actor, hub: Hub) -> bool:
    """Who works at the hub helps with its calls. A coach comes for persons, not for that."""
    return actor.may(SEE, hub_id=hub.pk)


def may_see(actor: Actor, call: Call) -> bool:
    """Ideas are handed in in confidence: who works at the hub reads them, and whom the entrant knows of."""
    return actor.may(SEE, hub_id=call.hub_id)
