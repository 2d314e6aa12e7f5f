"""How long a row is fresh and when it leaves the map: by its rhythm.

``confidence(days) = 1`` up to ``fresh`` days after the confirmation, then ``0.5 ** ((days - fresh) /
half)``. What comes again and again is fresh for 90 days and halves every 180; what is there once is fresh
for 30 and halves every 60, because it is taken or thrown away. Below a quarter (after 450 or 150 days) a
row leaves the map and the matching until somebody confirms it. The spans are a choice of ours, not a
measurement: they follow from one mail per half year, which a row must survive twice unanswered.
"""

from dataclasses import dataclass
from math import log2

#: Below this a row is out of sight, of 1.
LEAST = 0.25


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
