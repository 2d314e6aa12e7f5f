"""How sure a row still is: whole for a while after somebody confirmed it, then halving, then out of sight.

The spans and the formula stand in ``spans``; the moments that follow from them are columns of the row.
"""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from circulairwerkt.streams.models import Listing
from circulairwerkt.streams.spans import AGAIN, LEAST, ONCE, Span
from circulairwerkt.streams.words import Period

#: Least time between two letters to one organisation.
BETWEEN_LETTERS = timedelta(days=183)


def span_of(row: Listing) -> Span:
    """Return the span of a row by its rhythm; an unknown rhythm counts as coming again."""
    return ONCE if row.period == Period.ONCE else AGAIN


def confidence(row: Listing, now: datetime | None = None) -> float:
    """Return how sure a row still is at ``now``, of 1; nothing that is gone is sure."""
    if row.is_gone:
        return 0.0
    days = ((now or timezone.now()) - row.confirmed_at).total_seconds() / 86_400
    return span_of(row).confidence(days)


def state(row: Listing, now: datetime | None = None) -> str:
    """Return ``gone``, ``fresh``, ``fading`` or ``stale``."""
    if row.is_gone:
        return "gone"
    sure = confidence(row, now)
    return "fresh" if sure >= 1 else "fading" if sure >= LEAST else "stale"


def is_fading(now: datetime) -> Q:
    """Condition on rows that are no longer fresh, stale ones included."""
    return Q(fades_at__lt=now)


def is_stale(now: datetime) -> Q:
    """Condition on rows too long unconfirmed for the map and the matching."""
    return Q(stale_at__lt=now)


def in_sight(now: datetime) -> Q:
    """Condition on rows for the map and the matching: there, not stale, not past their last day."""
    today = timezone.localdate(now)
    lasting = Q(available_until__isnull=True) | Q(available_until__gte=today)
    return Q(is_gone=False, stale_at__gte=now) & lasting
