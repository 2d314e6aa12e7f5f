"""How sure a row still is: whole for a while after somebody confirmed it, then halving, then out of sight.

``confidence(days) = 1`` up to ``fresh`` days after the confirmation, then ``0.5 ** ((days - fresh) /
half)``. What comes again and again is fresh for 90 days and halves every 180; what is there once is fresh
for 30 and halves every 60, because it is taken or thrown away. Below a quarter (after 450 or 150 days) a
row leaves the map and the matching until somebody confirms it. The spans are a choice of ours, not a
measurement: they follow from one mail per half year, which a row must survive twice unanswered.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log2

from django.db.models import Q
from django.utils import timezone

from circulairwerkt.streams.models import Listing
from circulairwerkt.streams.words import Period

#: Below this a row is out of sight, of 1.
LEAST = 0.25
#: Least time between two letters to one organisation.
BETWEEN_LETTERS = timedelta(days=183)


@dataclass(frozen=True)
class Span:
    """How long a row is fresh, and in how many days its confidence halves."""

    fresh_days: int
    half_days: int

    @property
    def limit_days(self) -> float:
        """After how many days the confidence falls below ``LEAST``."""
        return self.fresh_days + self.half_days * log2(1 / LEAST)

    def confidence(self, days: float) -> float:
        """Return the confidence, of 1, ``days`` after the confirmation."""
        return float(0.5 ** (max(0.0, days - self.fresh_days) / self.half_days))


ONCE = Span(fresh_days=30, half_days=60)
AGAIN = Span(fresh_days=90, half_days=180)


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


def _older_than(now: datetime, once_days: float, again_days: float) -> Q:
    once = Q(period=Period.ONCE)
    return (once & Q(confirmed_at__lt=now - timedelta(days=once_days))) | (
        ~once & Q(confirmed_at__lt=now - timedelta(days=again_days))
    )


def is_fading(now: datetime) -> Q:
    """Condition on rows that are no longer fresh, stale ones included."""
    return _older_than(now, ONCE.fresh_days, AGAIN.fresh_days)


def is_stale(now: datetime) -> Q:
    """Condition on rows too long unconfirmed for the map and the matching."""
    return _older_than(now, ONCE.limit_days, AGAIN.limit_days)


def in_sight(now: datetime) -> Q:
    """Condition on rows for the map and the matching: there, not stale, not past their last day."""
    today = timezone.localdate(now)
    lasting = Q(available_until__isnull=True) | Q(available_until__gte=today)
    return Q(is_gone=False) & lasting & ~is_stale(now)
