"""What people did with a proposal: one gesture each, with the time noted by itself, and taken back."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.matching import perms
from circulairwerkt.matching.models import GESTURES, Decision, Proposal, Reason, State
from circulairwerkt.matching.services.standing import apply, check_share, locked, stand


class NothingToUndo(Exception):
    """Nobody decided anything yet, or it was taken back already."""


@write("matching.decide", gettext_lazy("gevolg gegeven aan een voorstel"))
def decide(
    *,
    actor: Actor,
    proposal: Proposal,
    state: str,
    reason: str = "",
    note: str = "",
    quantity: float | None = None,
    later_on: date | None = None,
) -> Decision:
    """Note what was done or answered. With "ja" a share of the card may be agreed.

    Raises TooMuch where the shares would be more than there is, ValueError for no such gesture or reason.
    """
    require(perms.may_decide(actor, proposal))
    if state not in GESTURES or (reason and reason not in Reason.values):
        raise ValueError(f"no such gesture: {state} {reason}")
    proposal = locked(proposal)
    before = proposal.state
    decision = apply(
        proposal,
        state=State(state),
        by_id=actor.user_id,
        reason=reason,
        note=note,
        quantity=quantity,
        later_on=later_on,
    )
    changes = {"state": [before, str(state)], "reason": ["", reason]}
    record(actor=actor, row=proposal, hub_id=proposal.hub_id, changes=changes)
    return decision


@write("matching.undo", gettext_lazy("gevolg aan een voorstel teruggenomen"))
def undo(*, actor: Actor, proposal: Proposal) -> Proposal:
    """Take the last decision back; what stood before stands again, without growing beyond what is left.

    Raises NothingToUndo, and TooMuch where a share that stood before is no longer free.
    """
    require(perms.may_decide(actor, proposal))
    proposal = locked(proposal)
    standing = list(proposal.decisions.filter(undone_at__isnull=True)[:2])
    if not standing:
        raise NothingToUndo
    last, earlier = standing[0], standing[1] if len(standing) > 1 else None
    if earlier is not None and earlier.state != last.before:
        earlier = None
    if earlier is not None and last.before == State.YES:
        check_share(proposal, earlier.quantity)
    last.undone_at = timezone.now()
    last.save(update_fields=["undone_at"])
    stand(proposal, State(last.before), earlier)
    record(
        actor=actor, row=proposal, hub_id=proposal.hub_id, changes={"state": [last.state, str(last.before)]}
    )
    return proposal
