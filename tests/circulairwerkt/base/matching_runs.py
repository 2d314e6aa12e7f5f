"""Work for ``killing``: follow what changed with runs of the matching, a few rows at a time."""

from typing import Any

from django.utils import timezone

from circulairwerkt.base.audit import last_line
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Hub
from circulairwerkt.matching import services
from circulairwerkt.matching.bridge import terms_of
from circulairwerkt.matching.models import Proposal, Run
from circulairwerkt.matching.pools import follower
from circulairwerkt.matching.services import runs
from circulairwerkt.streams.models import MaterialCard
from tests.circulairwerkt import factories

CARDS, NEEDS = 24, 3


def begin() -> None:
    """Write cards and needs, as the trail tells of them; the next begin brings as many anew."""
    runs.BATCH = 2
    # Read once here: each worker is forked from this process and has it.
    terms_of(timezone.localdate())
    with everywhere("cards for a run that is killed"):
        hub = Hub.objects.first() or factories.hub()
        if not Run.objects.exists():
            services.follow(actor=SYSTEM)
            for _need in range(NEEDS):
                factories.need(hub, quantity=9.0, unit="t")
        for _card in range(CARDS):
            card = factories.card(hub, quantity=1.0, unit="t")
            AuditEntry.objects.create(
                action="streams.make", object_type="streams.materialcard", object_id=str(card.pk)
            )


def work() -> None:
    """Do what the clock does each minute."""
    follower.forget()
    services.follow(actor=SYSTEM)


def take_back() -> None:
    """Nothing: a run that was killed left nothing, and the next one begins where the last one ended."""


def is_over() -> bool:
    """Whether every line of the trail was followed."""
    newest = Run.objects.filter(until_entry__isnull=False).order_by("-until_entry").first()
    rows = AuditEntry.objects.filter(object_type="streams.materialcard").order_by("-pk")
    last = rows.values_list("pk", flat=True).first() or last_line()
    return newest is not None and (newest.until_entry or 0) >= last


def facts() -> dict[str, Any]:
    """What is left: each pair, and the runs that did not end."""
    with everywhere("what a killed run left"):
        pairs = list(Proposal.objects.values_list("card_id", "need_id"))
        return {
            "cards": MaterialCard._base_manager.count(),
            "pairs": len(pairs),
            "different": len(set(pairs)),
            "half": Run.objects.exclude(state=Run.State.DONE).count(),
        }
