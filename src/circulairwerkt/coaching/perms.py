"""Who may do what around coaching, and why."""

from circulairwerkt.base.permissions import Actor, Role, register
from circulairwerkt.coaching.models import Coach, Coaching, Note
from circulairwerkt.hubs.models import Hub

FILE = register(
    "coaching.file",
    "note that an entrepreneur asks for a coach",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.MEMBER,
)
LEAD = register(
    "coaching.lead",
    "see every coaching of a hub, give it a coach, close it, link it to a case",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
)
COACH = register(
    "coaching.coach",
    "keep own hours free and coach the entrepreneurs who chose them",
    Role.COORDINATOR,
    Role.COACH,
)


def may_file(actor: Actor, hub: Hub) -> bool:
    """Whoever hears an entrepreneur on the phone writes down what he asks; nobody sends him to a form."""
    return actor.may(FILE, hub_id=hub.pk)


def may_lead(actor: Actor, hub: Hub) -> bool:
    """The coordinator answers for whom the hub coaches; a colleague need not know what was told."""
    return actor.may(LEAD, hub_id=hub.pk)


def may_coach(actor: Actor, hub: Hub) -> bool:
    """A coach keeps his own hours; a coordinator may coach too, an administrator comes for the programme."""
    return actor.may(COACH, hub_id=hub.pk)


def may_see_room(actor: Actor, hub: Hub) -> bool:
    """The room opens for who leads it or coaches in it; each sees there what is his."""
    return may_lead(actor, hub) or may_coach(actor, hub)


def may_keep(actor: Actor, coach: Coach) -> bool:
    """What somebody helps with and when he is free, he says himself."""
    return coach.user_id == actor.user_id and actor.may(COACH, hub_id=coach.hub_id)


def is_coach_of(actor: Actor, coaching: Coaching) -> bool:
    """A coach works with those who chose him, as long as he coaches for the hub."""
    return coaching.coach is not None and may_keep(actor, coaching.coach)


def may_work(actor: Actor, coaching: Coaching) -> bool:
    """An entrepreneur speaks in confidence: his coach hears it, and the coordinator who answers for it."""
    return actor.may(LEAD, hub_id=coaching.hub_id) or is_coach_of(actor, coaching)


def may_lead_coaching(actor: Actor, coaching: Coaching) -> bool:
    """Who coaches whom, and which case it belongs to, the coordinator of the hub decides."""
    return actor.may(LEAD, hub_id=coaching.hub_id)


def may_read_note(actor: Actor, note: Note) -> bool:
    """A private note helps the memory of who wrote it; nobody else reads it."""
    return note.is_shared or (note.author_id is not None and note.author_id == actor.user_id)
