"""How a proposal stands: what is left to share, and what one decision makes of it."""

from datetime import date
from math import inf

from circulairwerkt.base import scope
from circulairwerkt.matching.bridge import yearly
from circulairwerkt.matching.models import Decision, Proposal, State
from circulairwerkt.streams.models import Capability, MaterialCard, Need

#: What may be agreed beyond what there is, for figures that were rounded on the way.
_SLACK = 1e-9
#: The columns that say that and why a pair was refused.
REFUSAL = ("refused_digest", "refused_for", "refused_amount", "refused_km")


class TooMuch(Exception):
    """More was agreed than the card holds or the taker takes; ``left`` is what is, in the card's unit."""

    def __init__(self, left: float) -> None:
        super().__init__(f"{left:g} left")
        self.left = left


def locked(proposal: Proposal) -> Proposal:
    """Return the proposal as it is now; its card and taker are locked first, so that shares add up."""
    rows = {MaterialCard: proposal.card_id, Need: proposal.need_id, Capability: proposal.capability_id}
    for model, pk in rows.items():
        if pk is not None:
            list(model._base_manager.select_for_update().filter(pk=pk).values_list("pk"))
    found: Proposal = (
        Proposal._base_manager.select_for_update(of=("self",))
        .select_related("card", "need", "capability")
        .get(pk=proposal.pk)
    )
    return found


def left_of_card(proposal: Proposal) -> float:
    """Return how much of the card others left, in its unit per its period; infinity without an amount."""
    quantity = proposal.card.quantity
    if quantity is None:
        return inf
    return quantity - sum(_agreed_elsewhere(proposal, card_id=proposal.card_id))


def left_of_taker(proposal: Proposal) -> float:
    """Return how much the taker can still take, in the card's unit per its period; infinity where unknown.

    Amounts of another dimension than the taker's own are not counted together.
    """
    taker = proposal.taker
    whole = yearly(taker.quantity, taker.unit, taker.period)
    one = yearly(1.0, proposal.card.unit, proposal.card.period)
    if whole is None or one is None or whole[0] != one[0] or not one[1]:
        return inf
    field = "need_id" if proposal.need_id else "capability_id"
    used = 0.0
    for other in _others(proposal, **{field: taker.pk}):
        amount = yearly(other.agreed_quantity, other.card.unit, other.card.period)
        if amount is not None and amount[0] == whole[0]:
            used += amount[1]
    return (whole[1] - used) / one[1]


def _others(proposal: Proposal, **which: int) -> list[Proposal]:
    with scope.everywhere("shares of one row add up over all hubs"):
        rows = Proposal.objects.filter(state=State.YES, agreed_quantity__isnull=False, **which)
        return list(rows.exclude(pk=proposal.pk).select_related("card"))


def _agreed_elsewhere(proposal: Proposal, **which: int) -> list[float]:
    return [other.agreed_quantity or 0.0 for other in _others(proposal, **which)]


def check_share(proposal: Proposal, quantity: float | None) -> None:
    """Raise TooMuch where ``quantity`` is more than the others left of the card or of its taker."""
    if quantity is None:
        return
    left = min(left_of_card(proposal), left_of_taker(proposal))
    if quantity > left * (1 + _SLACK):
        raise TooMuch(max(0.0, left))


def apply(
    proposal: Proposal,
    *,
    state: State,
    by_id: int | None,
    is_by_party: bool = False,
    reason: str = "",
    note: str = "",
    quantity: float | None = None,
    later_on: date | None = None,
) -> Decision:
    """Put a decision on a locked proposal; part of a service that checked who may."""
    before = State(proposal.state)
    if state == State.YES:
        check_share(proposal, quantity)
    decision = _noted(
        Decision(
            proposal=proposal,
            state=state,
            before=before,
            reason=reason if state == State.NO else "",
            note=note,
            quantity=quantity if state == State.YES else None,
            later_on=later_on if state == State.LATER else None,
            by_id=by_id,
            is_by_party=is_by_party,
        )
    )
    stand(proposal, state, decision)
    return decision


def stand(proposal: Proposal, state: State, decision: Decision | None) -> None:
    """Let a locked proposal stand as ``decision`` says, or as before any decision."""
    proposal.state = state
    proposal.agreed_quantity = decision.quantity if decision and state == State.YES else None
    proposal.later_on = decision.later_on if decision and state == State.LATER else None
    is_refused = state == State.NO
    card = proposal.card
    amount = yearly(card.quantity, card.unit, card.period) if is_refused else None
    proposal.refused_digest = proposal.pair_digest if is_refused else ""
    proposal.refused_for = decision.reason if decision and is_refused else ""
    proposal.refused_amount = amount[1] if amount else None
    proposal.refused_km = proposal.distance_km if is_refused else None
    proposal.decided_at = decision.at if decision else None
    _save(proposal)


def _noted(decision: Decision) -> Decision:
    decision.save()
    return decision


def _save(proposal: Proposal) -> None:
    fields = ["state", "agreed_quantity", "later_on", "decided_at", *REFUSAL]
    proposal.save_as_successor_of(proposal.version, fields)
