"""Who may do what with events, and why."""

from circulairwerkt.agenda.models import SWITCHES, Event
from circulairwerkt.base.permissions import Actor, Role, register
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import switched_off

EDIT = register(
    "agenda.edit",
    "events of a hub: make, change, put in the agenda, call off",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
)
SEE = register(
    "agenda.see",
    "events of a hub from the inside: drafts, and what came of them",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.MEMBER,
)
RECEIVE = register(
    "agenda.receive",
    "who registered for an event, and ticking who came",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.MEMBER,
)


def uses_agenda(hub: Hub) -> bool:
    """An instrument that a hub switched off is nowhere in sight, whoever asks."""
    return not set(SWITCHES.values()) <= switched_off(hub)


def may_edit_at(actor: Actor, hub: Hub) -> bool:
    """What stands in the agenda speaks for the hub: its coordinator writes it, the programme steps in."""
    return actor.may(EDIT, hub_id=hub.pk)


def may_edit(actor: Actor, event: Event) -> bool:
    """As for the hub that organises it; a hub that joins in has its name there, not its pen."""
    return actor.may(EDIT, hub_id=event.hub_id)


def may_see_at(actor: Actor, hub: Hub) -> bool:
    """Drafts are work in progress: for those who work at the hub. A coach comes for persons, not for that."""
    return actor.may(SEE, hub_id=hub.pk)


def may_see(actor: Actor, event: Event) -> bool:
    """As for the hub that organises it."""
    return actor.may(SEE, hub_id=event.hub_id)


def may_receive(actor: Actor, event: Event) -> bool:
    """Who stands at the door must know who comes: those who work at the hubs that organise it together."""
    hubs = [event.hub_id, *event.with_hubs.values_list("pk", flat=True)]
    return any(actor.may(RECEIVE, hub_id=hub_id) for hub_id in hubs)
