"""What a link saves and the work it brings, per tonne: reported beside a ranking, never part of it.

The emission factors must not rank ways of treating waste, and more hours per tonne is not better. Formulas:
`docs/methods/co2e.md` and `docs/methods/hours.md`.
"""

from __future__ import annotations

from collections.abc import Iterable

from symbiosis.factors import Factor, FactorSet
from symbiosis.matching.kinship import Label
from symbiosis.matching.reference import co2_product
from symbiosis.resources.kinds import RStrategy

Range = tuple[float, float, float]
"""Value, low, high."""

LAST_REUSE_RUNG = 7
RECYCLE_RUNG = 8

_WORK = {
    0: "job.reuse_centre_flanders_2016",
    1: "job.reuse_centre_flanders_2016",
    2: "job.reuse_centre_flanders_2016",
    3: "job.reuse_centre_flanders_2016",
    4: "job.repair",
    5: "job.repair",
    6: "job.remanufacturing",
    7: "job.remanufacturing",
    8: "job.recycling",
    9: "job.landfill_incineration",
}
"""Factor of work per rung. Reuse comes from another count (FTE per 1000 t collected) than the rest."""

_TONNES = {
    "jobs/10000 t a year": 10_000.0,
    "jobs/10000 short tons": 9_071.8474,
    "FTE/1000 t collected": 1_000.0,
    "jobs/1000 t collected": 1_000.0,
}
"""Tonnes that the jobs of a factor were counted on; a short ton is 0.90718474 t."""


def avoided_factors(
    factors: FactorSet, labels: Iterable[Label], strategy: RStrategy | None
) -> tuple[Factor, Factor | None] | None:
    """What making the thing new emits and what making it this way emits (None: nothing); None where unknown.

    Energy recovery (R9) replaces no product here, and neither does an unknown rung.
    """
    product = co2_product(labels)
    if product is None or strategy is None or strategy.rung > RECYCLE_RUNG:
        return None
    primary = f"emission.product.{product}.primary"
    if primary not in factors:
        return None
    way = "reused" if strategy.rung <= LAST_REUSE_RUNG else "closed_loop"
    second = f"emission.product.{product}.{way}"
    if second in factors:
        return factors.get(primary), factors.get(second)
    # Reuse without a figure of its own makes nothing anew; recycling without one is not known.
    return None if way == "closed_loop" else (factors.get(primary), None)


def co2e_per_tonne(
    factors: FactorSet, labels: Iterable[Label], strategy: RStrategy | None, road_km: float | None
) -> Range:
    """kg CO2e per tonne: transport less what need not be made new; negative is saved.

    The range runs from all of the new product replaced with clean transport to nothing replaced with the
    dirtiest: how much is really replaced differs between methods.
    """
    carrier = factors.get("transport.kgco2e_per_tkm")
    low, high = carrier.range
    road = road_km or 0.0
    found = avoided_factors(factors, labels, strategy)
    avoided = 0.0
    if found is not None:
        primary, second = found
        avoided = primary.value - (second.value if second is not None else 0.0)
    return road * carrier.value - avoided, road * low - max(avoided, 0.0), road * high - min(avoided, 0.0)


def work_factor(factors: FactorSet, strategy: RStrategy | None) -> Factor | None:
    """The factor that tells the work of this rung; None for an unknown rung."""
    return None if strategy is None else factors.get(_WORK[strategy.rung])


def hours_per_job(factors: FactorSet, factor: Factor) -> float:
    """Hours per tonne for each job that a factor counts: the hours of a full-time year over its tonnes.

    A job is taken as full-time, which makes the figure high where many work part-time.
    """
    return factors.value("job.hours_per_fte") / _TONNES[factor.unit]


def hours_per_tonne(factors: FactorSet, strategy: RStrategy | None) -> Range | None:
    """Hours of work per tonne on this rung; None for an unknown rung.

    Jobs or full-time equivalents per tonnes, times the hours of a full-time year. Reuse at 56.79 FTE per
    1,000 t and 1,748 h a year is 99.27 h per tonne.
    """
    factor = work_factor(factors, strategy)
    if factor is None:
        return None
    scale = hours_per_job(factors, factor)
    low, high = factor.range
    return factor.value * scale, low * scale, high * scale
