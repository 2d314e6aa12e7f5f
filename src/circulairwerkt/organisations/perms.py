"""What may be done to an organisation, and why."""

from collections.abc import Iterable

from django.utils import timezone

from circulairwerkt.base.periods import in_force_on
from circulairwerkt.base.permissions import Actor, Role, register
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Claim, Organisation, Partnership

EDIT = register(
    "organisations.edit",
    "texts, sites and numbers of an organisation",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.ORGANISATION_MEMBER,
)
VOUCH = register(
    "organisations.vouch",
    "what others rely on: kind and recognitions of an organisation",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
)
MANAGE_PARTNERS = register(
    "organisations.manage_partners",
    "who is partner of a hub, since when",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
)
DECIDE_CLAIM = register(
    "organisations.decide_claim",
    "say whether somebody speaks for an organisation",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
)


def hubs_of(organisation: Organisation) -> Iterable[int]:
    """Return the ids of the hubs that the organisation is a partner of today."""
    return Partnership.objects.filter(
        in_force_on(timezone.localdate()), organisation=organisation
    ).values_list("hub_id", flat=True)


def _at_its_hubs(actor: Actor, codename: str, organisation: Organisation) -> bool:
    return any(actor.may(codename, hub_id=hub_id) for hub_id in hubs_of(organisation))


def may_edit(actor: Actor, organisation: Organisation) -> bool:
    """An organisation speaks for itself; until it does, the coordinator of its hub keeps it right."""
    return actor.may(EDIT, organisation_id=organisation.pk) or _at_its_hubs(actor, EDIT, organisation)


def may_vouch(actor: Actor, organisation: Organisation) -> bool:
    """Goal 4 counts recognised enterprises only, so nobody confirms the own kind or recognition."""
    return actor.may(VOUCH) or _at_its_hubs(actor, VOUCH, organisation)


def may_see_history(actor: Actor, organisation: Organisation) -> bool:
    """Who may change an organisation may know who did so before him."""
    return may_edit(actor, organisation)


def may_manage_partners(actor: Actor, hub: Hub) -> bool:
    """Who works together in a hub is for the hub to say."""
    return actor.may(MANAGE_PARTNERS, hub_id=hub.pk)


def may_decide_claim(actor: Actor, claim: Claim) -> bool:
    """The coordinator knows the people of the hub's partners; nobody decides about his own claim."""
    return actor.user_id != claim.user_id and actor.may(DECIDE_CLAIM, hub_id=claim.hub_id)


def may_withdraw_claim(actor: Actor, claim: Claim) -> bool:
    """A claim is the asker's own."""
    return actor.user_id is not None and actor.user_id == claim.user_id
