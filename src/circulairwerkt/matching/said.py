"""What was said about proposals, as each reader gets it: the hub that asked, or one party."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from circulairwerkt.base.permissions import Actor
from circulairwerkt.matching import perms
from circulairwerkt.matching.models import Inquiry, Message, Proposal

#: Messages shown to a party, the newest.
MOST = 100


def inquiries_for(actor: Actor, proposals: Iterable[Proposal]) -> list[Inquiry]:
    """Return the parties that were asked about these proposals by a hub whose words ``actor`` reads."""
    found = Inquiry.objects.filter(proposal__in=list(proposals)).select_related("proposal", "hub")
    return [inquiry for inquiry in found if perms.may_talk(actor, inquiry)]


def messages_for(inquiries: Iterable[Inquiry]) -> QuerySet[Message]:
    """Return what these parties wrote, were written or were shared, oldest first, for the hub."""
    mine = list(inquiries)
    found: QuerySet[Message] = (
        Message.objects.filter(Q(writer__in=mine) | Q(readers__in=mine))
        .distinct()
        .select_related("author", "writer", "proposal__hub")
        .prefetch_related("readers")
        .order_by("at", "pk")
    )
    return found


def messages_of_party(inquiry: Inquiry) -> list[dict[str, Any]]:
    """Return what one party may read, oldest first: its own words, the hub's to it, what was shared.

    ``who`` is *mine*, *hub* or *other*: another party has no name here.
    """
    found = (
        Message.objects.filter(Q(writer=inquiry) | Q(readers=inquiry), proposal_id=inquiry.proposal_id)
        .exclude(is_waiting=True)
        .distinct()
        .order_by("-at", "-pk")
    )
    return [
        {
            "who": "mine" if one.writer_id == inquiry.pk else "hub" if one.writer_id is None else "other",
            "text": one.text,
            "at": one.at,
        }
        for one in reversed(found[:MOST])
    ]
