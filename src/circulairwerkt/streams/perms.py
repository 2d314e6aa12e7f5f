"""What may be done to cards, needs and capabilities, and why."""

from circulairwerkt.base.permissions import Actor, Role, register
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.organisations.perms import hubs_of
from circulairwerkt.streams.dangers import danger
from circulairwerkt.streams.models import Listing

SEE = register(
    "streams.see",
    "the lists of material, needs and capabilities of a hub",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.MEMBER,
    Role.COACH,
)
KEEP = register(
    "streams.keep",
    "make, change, confirm and close cards, needs and capabilities",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.MEMBER,
    Role.ORGANISATION_MEMBER,
)
OPEN = register(
    "streams.open",
    "say who may see a card, need or capability; see and set its money",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.ORGANISATION_MEMBER,
)
ASK_FRESHNESS = register("streams.ask_freshness", "mail organisations whether their rows still hold")


def may_see_lists(actor: Actor, hub: Hub) -> bool:
    """What lies in a region is working material of those who work at its hub."""
    return actor.may(SEE, hub_id=hub.pk)


def may_make(actor: Actor, hub: Hub, organisation: Organisation | None) -> bool:
    """The hub notes what it hears; an organisation speaks for itself, at the hubs it is a partner of."""
    if actor.may(KEEP, hub_id=hub.pk):
        return True
    return (
        organisation is not None
        and actor.may(KEEP, organisation_id=organisation.pk)
        and hub.pk in hubs_of(organisation)
    )


def may_keep(actor: Actor, row: Listing) -> bool:
    """Whose it is may keep it right, and so may the hub that noted it."""
    return actor.may(KEEP, hub_id=row.hub_id, organisation_id=row.organisation_id)


def may_open(actor: Actor, row: Listing) -> bool:
    """Opening shows it to competitors too: only the party itself and the coordinator who answers for it."""
    return actor.may(OPEN, hub_id=row.hub_id, organisation_id=row.organisation_id)


def may_see_money(actor: Actor, row: Listing) -> bool:
    """Prices between competitors are a risk in law: the parties and the hub's coordinator see them alone."""
    return actor.may(OPEN, hub_id=row.hub_id, organisation_id=row.organisation_id)


def may_see_history(actor: Actor, row: Listing) -> bool:
    """Who may change a row may know who did so before him."""
    return may_keep(actor, row)


def may_ask_freshness(actor: Actor) -> bool:
    """Only the clock asks, so that nobody gets more than one mail per half year."""
    return actor.may(ASK_FRESHNESS)


def is_stopped(row: Listing) -> bool:
    """Something in it may hurt people; until somebody knows what it is, it is shown to no others."""
    return any(danger(key).stops for key in getattr(row, "dangers", ()))
