"""What maps and flows ask of the core without solving: cells, units, years, balances, bands of a diagram."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache
from heapq import nsmallest
from typing import NamedTuple

from symbiosis.factors import load
from symbiosis.flows import ENVIRONMENT, Flow, Measurement, flow_system, reconcile
from symbiosis.flows.sankey import DESTINATION, MOST_BANDS, ORIGIN, REST, Band, Node, Sankey, sankey_of
from symbiosis.places import Point, cell_boundary, cell_centre, distance_km
from symbiosis.quantities import DAYS_PER_YEAR, UNITS, Period, convert, total
from symbiosis.quantities import unit as _unit

__all__ = [
    "BASE_UNITS",
    "DESTINATION",
    "MOST_BANDS",
    "ORIGIN",
    "REST",
    "Balanced",
    "Band",
    "Leg",
    "Node",
    "Point",
    "Sankey",
    "balanced",
    "base_unit",
    "corners_of",
    "distance_km",
    "hours_per_fte",
    "in_base_unit",
    "laid_out",
    "middle_of",
    "unit_word",
    "yearly",
]


@cache
def middle_of(cell: str) -> Point:
    """Return the middle of a cell."""
    return cell_centre(cell)


@cache
def corners_of(cell: str) -> tuple[Point, ...]:
    """Return the corners of a cell, one after another."""
    return cell_boundary(cell)


@cache
def base_unit(unit: str) -> str:
    """Return the unit in which amounts like ``unit`` are added up: tonnes of what is weighed, and so on."""
    measured = _unit(unit).dimension
    return next(one.key for one in UNITS if one.dimension is measured)


#: Every unit in which amounts are added up.
BASE_UNITS = frozenset(base_unit(one.key) for one in UNITS)


def in_base_unit(value: float, unit: str) -> float:
    """Return ``value`` of ``unit``, an amount and no temperature, in its base unit."""
    return value / _in_one_base_unit(unit)


@cache
def _in_one_base_unit(unit: str) -> float:
    return convert(1.0, base_unit(unit), unit)


def unit_word(unit: str, value: float, language: str) -> str:
    """Return the word of a unit, singular for exactly one."""
    return _unit(unit).name(value, language[:2])


class Leg(NamedTuple):
    """What was measured to move from one party to another; None: nobody measured it. One unit for all."""

    id: str
    source: str
    target: str
    value: float | None
    sigma: float


class Balanced(NamedTuple):
    """The value that agrees with all others and its standard uncertainty.

    ``is_adjusted``: it was measured, and the measurements around it could not all be true.
    """

    value: float
    sigma: float
    is_adjusted: bool


def balanced(legs: Iterable[Leg]) -> Mapping[str, Balanced]:
    """Return the values of ``legs`` that agree with each other, as far as they are known.

    Who receives and passes on gives at most what came in: the rest stays with him, unmeasured. Where more
    went out than came in the measurements disagree; then nothing stayed, and the smallest changes weighed by
    their uncertainties close the balance (``docs/methods/flows-of-a-region.md``). Where only one of two sides
    was measured nothing can disagree. So the core is asked about those with whom nothing stayed alone.
    """
    measured = [leg for leg in legs if leg.value is not None]
    found = {leg.id: Balanced(leg.value or 0.0, leg.sigma, False) for leg in measured}
    through = {leg.target for leg in measured} & {leg.source for leg in measured}
    around = [leg for leg in measured if leg.source in through or leg.target in through]
    held: set[str] = set()
    while below := _overdrawn(around, found, through - held):
        held |= below
        touched = [leg for leg in around if leg.source in held or leg.target in held]
        for leg, (value, sigma) in zip(touched, _reconciled(touched, held), strict=True):
            found[leg.id] = Balanced(value, sigma, _differs(value, leg.value or 0.0))
    return {key: one._replace(value=0.0) if one.value < 0.0 else one for key, one in found.items()}


def _overdrawn(legs: Sequence[Leg], found: Mapping[str, Balanced], parties: Set[str]) -> set[str]:
    """Return the ``parties`` of whom more went out than came in."""
    came, went = dict.fromkeys(parties, 0.0), dict.fromkeys(parties, 0.0)
    for leg in legs:
        if leg.target in parties:
            came[leg.target] += found[leg.id].value
        if leg.source in parties:
            went[leg.source] += found[leg.id].value
    return {each for each in parties if went[each] > came[each] and _differs(went[each], came[each])}


def _differs(one: float, other: float) -> bool:
    """Whether two values differ by more than what rounding leaves."""
    return abs(one - other) > 1e-9 * max(abs(one), abs(other))


def _reconciled(legs: Sequence[Leg], held: Set[str]) -> list[tuple[float, float]]:
    """Return the value and the sigma of each of ``legs`` where nothing stays with those who are ``held``."""
    flows = [
        Flow(
            leg.id,
            leg.source if leg.source in held else ENVIRONMENT,
            leg.target if leg.target in held else ENVIRONMENT,
            Measurement(leg.value or 0.0, leg.sigma),
        )
        for leg in legs
    ]
    return [(each.value or 0.0, each.sigma or 0.0) for each in reconcile(flow_system(flows)).flows]


def laid_out(values: Mapping[tuple[str, str], float], most_bands: int = MOST_BANDS) -> Sankey:
    """Return where nodes and bands stand for values by (source, target); the small ones are gathered."""
    names = {f"{source}\t{target}": (source, target) for source, target in values}
    largest = nsmallest(most_bands, names, key=lambda name: (-values[names[name]], name))
    kept = {end for name in largest for end in names[name]}
    # What touches none of the largest moves within what is gathered: of thousands, the core gets the others.
    near = {name: ends for name, ends in names.items() if not kept.isdisjoint(ends)}
    far = sum(values[ends] for name, ends in names.items() if name not in near)
    system = flow_system([Flow(name, *ends) for name, ends in near.items()])
    found = sankey_of(system, {name: values[ends] for name, ends in near.items()}, most_bands=most_bands)
    return replace(found, inside_rest=found.inside_rest + far)


def yearly(quantity: float | None, unit_key: str, period: str) -> float | None:
    """Return how much that is a year, in the base unit; what comes once counts once. None where unknown."""
    if quantity is None or not unit_key:
        return None
    one = _unit(unit_key)
    return (
        total(quantity, Period(period) if period else Period.ONCE, horizon_days=DAYS_PER_YEAR) * one.to_base
    )


@cache
def hours_per_fte() -> float:
    """Return the hours of a full-time year of work."""
    return float(load().value("job.hours_per_fte"))
