"""Who may see and do what with the flows of a region, and why."""

from circulairwerkt.base.permissions import Actor, Role, register
from circulairwerkt.cases.models import Agreement
from circulairwerkt.cases.perms import may_see_cases_at
from circulairwerkt.hubs.models import Hub

SEE_OPPORTUNITIES = register(
    "flows.see_opportunities",
    "what is missing at a hub, and why streams found no place",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.MEMBER,
)
FOLLOW_OPPORTUNITIES = register(
    "flows.follow_opportunities",
    "work out anew what is missing at a hub, open a case from it",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.MEMBER,
)
SPLIT = register(
    "flows.split",
    "what parties earn together and apart, and how they may share it",
    Role.COORDINATOR,
    Role.ORGANISATION_MEMBER,
)


def may_see_opportunities(actor: Actor, hub: Hub) -> bool:
    """An opportunity rests on closed cards too: those who work at the hub are told, nobody else."""
    return actor.may(SEE_OPPORTUNITIES, hub_id=hub.pk)


def may_follow_opportunities(actor: Actor, hub: Hub) -> bool:
    """Who works at the hub takes up what is missing there."""
    return actor.may(FOLLOW_OPPORTUNITIES, hub_id=hub.pk)


def may_work_split(actor: Actor, agreement: Agreement) -> bool:
    """What each could earn alone is told to the coordinator in confidence: he alone writes it down."""
    return actor.may(SPLIT, hub_id=agreement.case.hub_id)


def may_see_split(actor: Actor, agreement: Agreement) -> bool:
    """Who shares sees what is shared: the coordinator who keeps it and the parties, no hub beside them."""
    if may_work_split(actor, agreement):
        return True
    parties = {agreement.giver_id, agreement.processor_id, agreement.taker_id}
    parties |= set(agreement.case.parties.values_list("organisation_id", flat=True))
    return any(actor.may(SPLIT, organisation_id=pk) for pk in parties if pk is not None)


def may_see_flows(actor: Actor, hub: Hub) -> bool:
    """The flows of a hub name the parties of its agreements: who reads its cases reads them."""
    return may_see_cases_at(actor, hub)
