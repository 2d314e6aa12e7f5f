"""Asking a party by mail whether it wants this, at somebody's click; it answers without an account."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.outbox import send
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.hubs.models import Hub
from circulairwerkt.matching import perms
from circulairwerkt.matching.links import mail_address_of, party_address
from circulairwerkt.matching.models import Inquiry, Message, Proposal, State
from circulairwerkt.matching.services.standing import apply, locked
from circulairwerkt.streams.models import Capability, Listing

#: What a party may answer, and what then stands; ``too_small`` asks for no explanation.
ANSWERS = ("yes", "no", "too_small", "later")
_LATER = timedelta(days=90)


class AlreadyAnswered(Exception):
    """The party answered before; its first answer stands until the hub changes it."""


def offer_of(proposal: Proposal, side: str) -> dict[str, Any]:
    """Return what a party is told of the other side: amount, rhythm and start; no firm, cost or sentence."""
    row: Listing = proposal.card if side == Inquiry.Side.TAKER else proposal.taker
    hides_amount = isinstance(row, Capability)
    return {
        "kind": row.kind,
        "material": row.material,
        "quantity": None if hides_amount else row.quantity,
        "unit": "" if hides_amount else row.unit,
        "period": "" if hides_amount else row.period,
        "from": _day(row.available_from),
        "until": _day(row.available_until),
        "packaging": getattr(row, "packaging", ""),
        "distance_km": proposal.distance_km,
    }


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


@write("matching.ask_party", gettext_lazy("partij gevraagd bij een voorstel"))
def ask_party(
    *,
    actor: Actor,
    proposal: Proposal,
    side: str,
    email: str,
    transport: str = Inquiry.Transport.OPEN,
    message: str = "",
    language: str = "nl",
    hub: Hub | None = None,
) -> Inquiry:
    """Mail one party what is asked of it, for ``hub`` (default: the one that follows the proposal up); the
    proposal counts as proposed from then on.
    """
    asking = hub or proposal.hub
    require(asking.pk in proposal.hub_ids and actor.may(perms.DECIDE, hub_id=asking.pk))
    proposal = locked(proposal)
    inquiry = Inquiry.objects.create(
        proposal=proposal,
        hub=asking,
        side=side,
        email=email,
        language=language,
        transport=transport,
        message=message,
        offer=offer_of(proposal, side),
        sent_by_id=actor.user_id,
    )
    if proposal.state == State.NEW:
        apply(proposal, state=State.PROPOSED, by_id=actor.user_id)
    record(actor=actor, row=inquiry, hub_id=proposal.hub_id, changes={"asked": [None, side]})
    mail_address = mail_address_of(inquiry)
    send(
        "matching/mail/inquiry.txt",
        to=email,
        language=language,
        context={
            "inquiry": inquiry,
            "hub": asking,
            "address": party_address(inquiry),
            "mail_address": mail_address,
        },
        reply_to=mail_address,
    )
    return inquiry


@write("matching.answer_inquiry", gettext_lazy("partij antwoordde op een voorstel"))
def answer(*, actor: Actor, inquiry: Inquiry, answer: str) -> Inquiry:
    """Note what the party answered through its link.

    One "nee" or "te klein" ends it, one "later" puts it off; "ja" counts once all who were asked said so.
    Raises AlreadyAnswered, and ValueError for an answer that is none.
    """
    if answer not in ANSWERS:
        raise ValueError(f"no such answer: {answer}")
    proposal = locked(inquiry.proposal)
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    if inquiry.answered_at is not None:
        raise AlreadyAnswered
    inquiry.answer, inquiry.answered_at = answer, timezone.now()
    inquiry.save(update_fields=["answer", "answered_at"])
    if answer in ("no", "too_small"):
        reason = "too_small" if answer == "too_small" else ""
        apply(proposal, state=State.NO, by_id=None, is_by_party=True, reason=reason)
    elif answer == "later":
        later_on = timezone.localdate() + _LATER
        apply(proposal, state=State.LATER, by_id=None, is_by_party=True, later_on=later_on)
    elif not proposal.inquiries.exclude(answer="yes").exists() and proposal.state != State.YES:
        apply(proposal, state=State.YES, by_id=None, is_by_party=True)
    record(actor=actor, row=inquiry, hub_id=proposal.hub_id, changes={"answer": ["", answer]})
    return inquiry


@write("matching.erase_old_inquiries")
def erase_old_addresses(*, actor: Actor) -> int:
    """Erase addresses and words of parties that are too old; return how many addresses."""
    require(perms.may_run(actor))
    border = timezone.now() - timedelta(days=Inquiry.RETENTION_DAYS)
    count = Inquiry.objects.filter(sent_at__lt=border).exclude(email="").update(email="", message="")
    Message.objects.filter(at__lt=border).delete()
    record(actor=actor, row=Inquiry(pk=0), changes={"erased": [count, 0]})
    return count
