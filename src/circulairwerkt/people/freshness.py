"""How sure work on offer still is: the same span as a material card that comes again and again."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from circulairwerkt.people.models import WorkOffer
from circulairwerkt.streams.queries import AGAIN, LEAST


def state(offer: WorkOffer, now: datetime | None = None) -> str:
    """Return ``gone``, ``fresh``, ``fading`` or ``stale``."""
    if offer.is_gone:
        return "gone"
    days = ((now or timezone.now()) - offer.confirmed_at).total_seconds() / 86_400
    sure = AGAIN.confidence(days)
    return "fresh" if sure >= 1 else "fading" if sure >= LEAST else "stale"


def is_fading(now: datetime) -> Q:
    """Condition on offers that are no longer fresh."""
    return Q(confirmed_at__lt=now - timedelta(days=AGAIN.fresh_days))


def in_sight(now: datetime) -> Q:
    """Condition on offers for job seekers: there, not too long unconfirmed, not past their last day."""
    lasting = Q(available_until__isnull=True) | Q(available_until__gte=timezone.localdate(now))
    return Q(is_gone=False, confirmed_at__gte=now - timedelta(days=AGAIN.limit_days)) & lasting
