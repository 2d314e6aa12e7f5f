"""Who may see and decide on proposals, and why."""

from circulairwerkt.base.permissions import Actor, Role, register
from circulairwerkt.hubs.models import Hub
from circulairwerkt.matching.models import Inquiry, Proposal

SEE = register(
    "matching.see",
    "the proposals of a hub, with their reasons and figures",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.MEMBER,
)
DECIDE = register(
    "matching.decide",
    "say what was done with a proposal, ask the parties",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.MEMBER,
)
RUN = register("matching.run", "work out again who fits, for all hubs")


def may_see_at(actor: Actor, hub: Hub) -> bool:
    """A proposal may rest on a closed card: those who answer for the hub are told, nobody else."""
    return actor.may(SEE, hub_id=hub.pk)


def may_see(actor: Actor, proposal: Proposal) -> bool:
    """It belongs to the hubs that may be told of both sides."""
    return any(actor.may(SEE, hub_id=hub_id) for hub_id in proposal.hub_ids)


def may_decide(actor: Actor, proposal: Proposal) -> bool:
    """Nothing goes to a company without somebody of a hub that answers for one of the sides."""
    return any(actor.may(DECIDE, hub_id=hub_id) for hub_id in proposal.hub_ids)


def may_talk(actor: Actor, inquiry: Inquiry) -> bool:
    """Who a party is and what it says is for the hub that asked it: the other hub of a proposal may know the
    stream, not the firm.
    """
    return actor.may(DECIDE, hub_id=inquiry.hub_id or inquiry.proposal.hub_id)


def may_run(actor: Actor) -> bool:
    """The clock works out all proposals; a person asks for those of one row of the own hub."""
    return actor.may(RUN)
