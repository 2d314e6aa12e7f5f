"""Who may read and work on cases, and why."""

from circulairwerkt.base.permissions import Actor, Role, register
from circulairwerkt.cases.models import Case
from circulairwerkt.hubs.models import Hub

SEE = register("cases.see", "read the cases of a hub", Role.ADMINISTRATOR, Role.COORDINATOR, Role.MEMBER)
WORK = register(
    "cases.work",
    "open cases, move them, hand them over, write in them",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.MEMBER,
)
SET_RHYTHM = register(
    "cases.set_rhythm", "when a case of the hub stands still", Role.ADMINISTRATOR, Role.COORDINATOR
)


COUNTS = register(
    "cases.see_programme_counts", "the same counts of every hub", Role.ADMINISTRATOR, Role.FUNDER
)


def may_see_programme_counts(actor: Actor) -> bool:
    """A funder gets the same counts for every hub, and no rows; the programme answers for them."""
    return actor.may(COUNTS)


def sharing_hubs(case: Case) -> set[int]:
    """Return the ids of the hubs that work along on ``case`` today."""
    return {share.hub_id for share in case.shares.all() if share.ended_at is None}


def may_see_cases_at(actor: Actor, hub: Hub) -> bool:
    """Cases hold what entrepreneurs told in confidence: those who work them read them; a coach comes for
    persons, a funder for counts.
    """
    return actor.may(SEE, hub_id=hub.pk)


def may_open(actor: Actor, hub: Hub) -> bool:
    """Who works at a hub takes up what comes in."""
    return actor.may(WORK, hub_id=hub.pk)


def may_see(actor: Actor, case: Case) -> bool:
    """The hub that owns a case reads it, and a hub it is shared with: they do the work together."""
    return actor.may(SEE, hub_id=case.hub_id) or any(
        actor.may(SEE, hub_id=hub_id) for hub_id in sharing_hubs(case)
    )


def may_work(actor: Actor, case: Case) -> bool:
    """One hub answers for a case: stage, exit, owner and sharing are for the hub that owns it."""
    return actor.may(WORK, hub_id=case.hub_id)


def may_contribute(actor: Actor, case: Case) -> bool:
    """A hub that works along adds notes, tasks and files; nobody needs to type them for it."""
    return may_work(actor, case) or any(actor.may(WORK, hub_id=hub_id) for hub_id in sharing_hubs(case))


def may_set_rhythm(actor: Actor, hub: Hub) -> bool:
    """What counts as standing still changes what the whole hub sees as late; its coordinator decides."""
    return actor.may(SET_RHYTHM, hub_id=hub.pk)
