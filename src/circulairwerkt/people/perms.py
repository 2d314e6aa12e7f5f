"""Who may read about a person, and why: those who guide him, and nobody because of a higher place."""

from circulairwerkt.base.permissions import Actor, Role, register
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Kind, Organisation
from circulairwerkt.organisations.perms import hubs_of
from circulairwerkt.people.models import Caller, PersonFile, WorkOffer
from circulairwerkt.people.switches import is_switched_on

#: Kinds that guide people with a distance to the labour market; nobody else keeps files here.
GUIDING_KINDS = frozenset(
    {
        Kind.SOCIAL_ENTERPRISE,
        Kind.SHELTERED_DEPARTMENT,
        Kind.LOCAL_SERVICES,
        Kind.REUSE_CENTRE,
        Kind.OTHER_SOCIAL_ENTERPRISE,
    }
)

GUIDE = register(
    "people.guide", "keep files of the people whom one's own enterprise guides", Role.ORGANISATION_MEMBER
)
OFFER = register(
    "people.offer",
    "work that an organisation offers",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.ORGANISATION_MEMBER,
)
ROUTE_CALLS = register(
    "people.route_calls",
    "who calls job seekers back, and whether it happens in time",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
)
SEE_RETENTION = register(
    "people.see_retention", "what each round of retention did, in numbers", Role.ADMINISTRATOR
)
SEE_FIGURES = register(
    "people.see_figures",
    "counts about people, with their definitions",
    Role.ADMINISTRATOR,
    Role.FUNDER,
    Role.COORDINATOR,
)
RETAIN = register("people.retain", "take away what is too old, seal anew")


def may_switch_growth(actor: Actor, organisation: Organisation) -> bool:
    """Whether people are followed here is for the enterprise that guides them; a hub cannot decide it."""
    return Kind(organisation.kind) in GUIDING_KINDS and actor.may(GUIDE, organisation_id=organisation.pk)


def may_guide(actor: Actor, organisation: Organisation) -> bool:
    """A file is opened only where the enterprise switched growth on: no plan is kept twice by accident."""
    return may_switch_growth(actor, organisation) and is_switched_on(organisation)


def may_send_group(actor: Actor, organisation: Organisation) -> bool:
    """Only a maatwerkbedrijf sends a group to work in another firm; its own members keep the papers right."""
    return Kind(organisation.kind) == Kind.SOCIAL_ENTERPRISE and actor.may(
        GUIDE, organisation_id=organisation.pk
    )


def may_read(actor: Actor, file: PersonFile) -> bool:
    """One's own coach reads it, as long as he works there; an administrator or a coordinator never does."""
    return (
        actor.user_id is not None
        and file.coach_id == actor.user_id
        and file.pseudonymised_on is None
        and actor.may(GUIDE, organisation_id=file.organisation_id)
    )


def may_stand_in(actor: Actor, file: PersonFile) -> bool:
    """A colleague helps when the coach is away; he says why, and the person sees that he looked."""
    return file.pseudonymised_on is None and actor.may(GUIDE, organisation_id=file.organisation_id)


def may_retain(actor: Actor) -> bool:
    """What is too old goes by the clock; nobody decides it case by case."""
    return actor.may(RETAIN)


def may_see_retention(actor: Actor) -> bool:
    """Who answers for the platform must be able to show that what should go, goes."""
    return actor.may(SEE_RETENTION)


def may_offer(actor: Actor, organisation: Organisation, hub: Hub) -> bool:
    """An organisation says itself which work it has; the coordinator of its hub helps who does not."""
    if hub.pk not in hubs_of(organisation):
        return False
    return actor.may(OFFER, hub_id=hub.pk, organisation_id=organisation.pk)


def may_keep_offer(actor: Actor, offer: WorkOffer) -> bool:
    """Whose work it is keeps it right, and so does the hub that shows it."""
    return actor.may(OFFER, hub_id=offer.hub_id, organisation_id=offer.organisation_id)


def may_route_calls(actor: Actor, hub: Hub) -> bool:
    """The coordinator knows who can call; he reads that somebody waits, never who or which number."""
    return actor.may(ROUTE_CALLS, hub_id=hub.pk)


def may_call(actor: Actor, caller: Caller) -> bool:
    """Name and number are for the one who agreed to call. With an account the link alone does not do."""
    return caller.user_id is None or caller.user_id == actor.user_id


def may_see_figures(actor: Actor) -> bool:
    """Who pays and who answers for a hub read the same counts of every hub; none tells of a person."""
    return actor.may_anywhere(SEE_FIGURES)
