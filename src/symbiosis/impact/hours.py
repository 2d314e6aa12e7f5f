"""Hours of work per unit of a stream: what somebody says, else counts elsewhere, with its range."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from symbiosis.errors import InvalidValue, Problem, ProblemCode
from symbiosis.factors import Factor, FactorSet
from symbiosis.matching.impacts import hours_per_job, work_factor
from symbiosis.quantities import unit
from symbiosis.resources.kinds import Kind, RStrategy

WORKED_ON: Final = frozenset({Kind.MATERIAL, Kind.PRODUCT, Kind.FOOD})
"""Kinds whose tonnes the job factors were counted on; of energy, water and space they say nothing."""

BESIDE: Final = {
    "job.reuse_centre_flanders_2016": ("job.reuse_centre_flanders_2012", "job.reuse_social_europe"),
    "job.repair": ("job.us_reuse",),
    "job.remanufacturing": (),
    "job.recycling": ("job.us_recycling",),
    "job.landfill_incineration": ("job.us_incineration",),
}
"""Other counts of the same treatment on the same tonnes (collected, or processed): together a range."""


class Ground(StrEnum):
    """What a figure of hours rests on."""

    TOLD = "told"
    """Somebody who knows the work says so."""
    ESTIMATED = "estimated"
    """Counts elsewhere, per tonne."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of work: the figure reckoned with, and between which two it lies; 0 <= low <= value <= high."""

    low: float
    value: float
    high: float

    def __post_init__(self) -> None:
        """Refuse what is no range."""
        if not 0.0 <= self.low <= self.value <= self.high < math.inf:
            found = f"{self.low:g}, {self.value:g}, {self.high:g}"
            details = {"allowed": "0 <= low <= value <= high"}
            raise InvalidValue(
                Problem(ProblemCode.OUT_OF_RANGE, column="hours", value=found, details=details)
            )

    def times(self, factor: float) -> Hours:
        """The hours of `factor` times as much."""
        return Hours(self.low * factor, self.value * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class HoursPerUnit:
    """Hours for one `unit` (key of the core) of what comes in, and what that rests on.

    `factors` are the counts behind an estimate, the one reckoned with first. `is_range_known` is False where
    nothing tells how far the figure may be off: low and high are then the figure itself.
    """

    hours: Hours
    unit: str
    ground: Ground
    factors: tuple[Factor, ...] = ()
    is_range_known: bool = True


def told(low: float, high: float | None, per: str) -> HoursPerUnit:
    """What somebody says: from `low` to `high` hours per unit, the middle reckoned with.

    Raises `InvalidValue` for a range turned round, a negative number or an unknown unit.
    """
    most = low if high is None else high
    hours = Hours(low, low + (most - low) / 2.0, most)
    return HoursPerUnit(hours, unit(per).key, Ground.TOLD, is_range_known=high is not None)


def estimated(factors: FactorSet, strategy: RStrategy | None, kind: Kind | None) -> HoursPerUnit | None:
    """Hours per tonne on this rung, from the lowest to the highest count known; None where none is.

    Jobs or full-time equivalents per tonnes, times the hours of a full-time year. Recycling: 115 jobs per
    10,000 t is 20.102 h a tonne, 36 jobs per 10,000 short tons is 6.9366 h: from 6.9366 to 20.102.
    """
    central = work_factor(factors, strategy)
    if central is None or kind not in WORKED_ON:
        return None
    counts = (central, *(factors.get(key) for key in BESIDE[central.key]))
    scaled = [(hours_per_job(factors, one), one) for one in counts]
    bounds = [scale * bound for scale, one in scaled for bound in (one.value, *one.range)]
    value = scaled[0][0] * central.value
    return HoursPerUnit(
        Hours(min(bounds), value, max(bounds)),
        "t",
        Ground.ESTIMATED,
        counts,
        is_range_known=min(bounds) < max(bounds),
    )


def added(parts: Iterable[Hours]) -> Hours:
    """The sum of hours, bound by bound; of nothing it is 0."""
    found = list(parts)
    low, value, high = (math.fsum(getattr(one, name) for one in found) for name in ("low", "value", "high"))
    return Hours(low, value, high)
