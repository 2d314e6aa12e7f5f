"""What maps and flows ask of the core without solving: cells, units, years, balances, bands of a diagram."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from symbiosis.factors import load
from symbiosis.flows import ENVIRONMENT, Flow, Measurement, flow_system, reconcile
from symbiosis.flows.sankey import DESTINATION, MOST_BANDS, ORIGIN, REST, Band, Node, Sankey, sankey_of
from symbiosis.places import Point, cell_boundary, cell_centre, distance_km
from symbiosis.quantities import DAYS_PER_YEAR, UNITS, Period, convert, total
from symbiosis.quantities import unit as _unit

__all__ = [
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


def in_base_unit(value: float, unit: str) -> float:
    """Return ``value`` of ``unit`` in its base unit."""
    return convert(value, unit, base_unit(unit))


def unit_word(unit: str, value: float, language: str) -> str:
    """Return the word of a unit, singular for exactly one."""
    return _unit(unit).name(value, language[:2])


@dataclass(frozen=True)
class Leg:
    """What was measured to move from one party to another; None: nobody measured it. One unit for all."""

    id: str
    source: str
    target: str
    value: float | None
    sigma: float


@dataclass(frozen=True)
class Balanced:
    """The value that agrees with all others and its standard uncertainty.

    ``is_adjusted``: it was measured, and the measurements around it could not all be true.
    """

    value: float
    sigma: float
    is_adjusted: bool


def balanced(legs: Sequence[Leg]) -> Mapping[str, Balanced]:
    """Return the values of ``legs`` that agree with each other, as far as they are known.

    Who receives and passes on gives at most what came in: the rest stays with him, unmeasured. Where more
    went out than came in the measurements disagree; then nothing stayed, and the smallest changes weighed by
    their uncertainties close the balance (``docs/methods/flows-of-a-region.md``). Where only one of two sides
    was measured nothing can disagree.
    """
    through = {leg.target for leg in legs if leg.value is not None} & {
        leg.source for leg in legs if leg.value is not None
    }
    touched = [leg for leg in legs if leg.source in through or leg.target in through]
    found = {leg.id: Balanced(leg.value, leg.sigma, False) for leg in legs if leg.value is not None}
    held: frozenset[str] = frozenset()
    while touched:
        values = _reconciled(touched, through, held)
        below = {each for each in through - held if values[f"stays:{each}"][0] < 0.0}
        if not below:
            for leg in touched:
                value, sigma = values[leg.id]
                if leg.value is not None:
                    is_adjusted = abs(value - leg.value) > 1e-9 * max(abs(value), abs(leg.value))
                    found[leg.id] = Balanced(max(value, 0.0), sigma, is_adjusted)
            break
        held |= below
    return found


def _reconciled(
    legs: Sequence[Leg], through: set[str], held: frozenset[str]
) -> Mapping[str, tuple[float, float]]:
    flows = [
        Flow(
            leg.id,
            leg.source if leg.source in through else ENVIRONMENT,
            leg.target if leg.target in through else ENVIRONMENT,
            Measurement(leg.value, leg.sigma),
        )
        for leg in legs
        if leg.value is not None
    ]
    for each in sorted(through):
        nothing = Measurement(0.0, 0.0) if each in held else None
        flows.append(Flow(f"stays:{each}", each, ENVIRONMENT, nothing))
    outcome = reconcile(flow_system(flows))
    return {each.id: (each.value, each.sigma or 0.0) for each in outcome.flows if each.value is not None}


def laid_out(values: Mapping[tuple[str, str], float], most_bands: int = MOST_BANDS) -> Sankey:
    """Return where nodes and bands stand for values by (source, target); the small ones are gathered."""
    names = {f"{source}\t{target}": (source, target) for source, target in values}
    system = flow_system([Flow(name, *ends) for name, ends in names.items()])
    return sankey_of(system, {name: values[ends] for name, ends in names.items()}, most_bands=most_bands)


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
