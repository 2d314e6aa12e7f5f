"""What may be done to a hub, and why."""

from circulairwerkt.base.permissions import Actor, Role, register
from circulairwerkt.hubs.models import Hub

EDIT = register(
    "hubs.edit", "texts, contact, sectors, area, switches of a hub", Role.ADMINISTRATOR, Role.COORDINATOR
)
CREATE = register("hubs.create", "add a hub to the programme", Role.ADMINISTRATOR)
MANAGE_MEMBERS = register(
    "hubs.manage_members", "give and end roles at a hub", Role.ADMINISTRATOR, Role.COORDINATOR
)
SEE_INSIDE = register(
    "hubs.see_inside", "the workspace of a hub", Role.ADMINISTRATOR, Role.COORDINATOR, Role.MEMBER, Role.COACH
)
SEE_HISTORY = register(
    "hubs.see_history",
    "who changed what at a hub",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.MEMBER,
)
SET_INBOX = register("hubs.set_inbox", "who reads questions that no hub reads", Role.ADMINISTRATOR)


def may_edit(actor: Actor, hub: Hub) -> bool:
    """A hub speaks for itself: its coordinator edits it; the programme steps in where nobody does."""
    return actor.may(EDIT, hub_id=hub.pk)


def may_create(actor: Actor) -> bool:
    """Which hubs there are is the programme's decision, so only its administrator adds one."""
    return actor.may(CREATE)


def may_manage_members(actor: Actor, hub: Hub) -> bool:
    """Who works at a hub is known by its coordinator; the programme appoints the first one."""
    return actor.may(MANAGE_MEMBERS, hub_id=hub.pk)


def may_see_inside(actor: Actor, hub: Hub) -> bool:
    """Work in progress is for those who do it: members of the hub, and the programme that answers for it."""
    return actor.may(SEE_INSIDE, hub_id=hub.pk)


def may_see_history(actor: Actor, hub: Hub) -> bool:
    """Who did what is told to those who work at the hub together; a coach comes for persons, not for that."""
    return actor.may(SEE_HISTORY, hub_id=hub.pk)


def may_set_inbox(actor: Actor) -> bool:
    """The programme says itself who reads what reaches no hub."""
    return actor.may(SET_INBOX)
