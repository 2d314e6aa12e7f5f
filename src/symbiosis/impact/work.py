"""Work packages: the hours, tasks and conditions that a processing step brings, and their sums.

Formulas and worked numbers: `docs/methods/work.md`. A package tells how much work there is while the stream
runs; who does it, and whether it is new work, it does not tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from symbiosis.factors import FactorSet
from symbiosis.impact.hours import Ground, Hours, HoursPerUnit, added, estimated
from symbiosis.impact.tasks import Condition, Level, competences_of, conditions_of, usual_tasks
from symbiosis.quantities import PERIOD_CODES, PERIOD_DAYS, Period, convert, unit
from symbiosis.resources.kinds import Kind, RStrategy

DAYS_PER_WEEK = 7.0


class Missing(StrEnum):
    """Why the hours of a step are not known."""

    QUANTITY = "quantity"
    """Nobody said how much it is."""
    MEASURE = "measure"
    """The quantity and the hours are told in measures that do not convert: pallets have no weight here."""
    HOURS = "hours"
    """Nobody said how many hours it takes, and no count fits: rung unknown, or energy, water, space."""
    FURTHER = "further"
    """A count per tonne holds the whole way; a further step on the same tonnes needs hours that are told."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done to one flow: `quantity` in `unit` per `period` (empty or once: in all).

    `tasks` are known keys; empty asks for a guess by rung and material. `said` are the hours that somebody
    tells. `is_further` marks a step on what an earlier step of the same flow gave.
    """

    id: str
    quantity: float | None = None
    unit: str = ""
    period: Period | None = None
    strategy: RStrategy | None = None
    kind: Kind | None = Kind.MATERIAL
    material: str = ""
    tasks: tuple[str, ...] = ()
    said: HoursPerUnit | None = None
    is_further: bool = False

    @property
    def recurs(self) -> bool:
        """Whether it comes again and again; an unknown rhythm counts once."""
        return self.period not in (None, Period.ONCE)


@dataclass(frozen=True, slots=True)
class WorkPackage:
    """What a step brings. `hours` are per week where it recurs and in all where not; None says why not.

    `amount` is what is worked on in that time, in the unit of `per_unit`. `guessed_tasks` says that nobody
    told the tasks: conditions and competences then rest on a guess too.
    """

    step: Step
    per_unit: HoursPerUnit | None
    amount: float | None
    hours: Hours | None
    missing: Missing | None
    tasks: tuple[str, ...]
    guessed_tasks: bool
    conditions: Mapping[Condition, Level]
    competences: tuple[str, ...]


def amount_in(quantity: float, period: Period | None) -> float:
    """What comes in a week while it runs; in all where it comes once. A week is 7/365 of a year."""
    if period in (None, Period.ONCE):
        return quantity
    return quantity * (DAYS_PER_WEEK / float(PERIOD_DAYS[PERIOD_CODES[period.value]]))


def package_of(step: Step, factors: FactorSet) -> WorkPackage:
    """The work package of one step.

    120 t a year, recycled, of which nobody told the hours: 120 x 7 / 365 = 2.301370 t a week, times 6.9366 to
    20.102 h a tonne is 15.96 to 46.26 h a week.
    """
    tasks = step.tasks or usual_tasks(step.strategy, step.material)
    per_unit = step.said
    if per_unit is None and not step.is_further:
        per_unit = estimated(factors, step.strategy, step.kind)
    amount, hours, missing = None, None, _missing(step, per_unit)
    if per_unit is not None and step.quantity is not None and missing is None:
        amount = convert(amount_in(step.quantity, step.period), step.unit, per_unit.unit)
        hours = per_unit.hours.times(amount)
    return WorkPackage(
        step=step,
        per_unit=per_unit,
        amount=amount,
        hours=hours,
        missing=missing,
        tasks=tasks,
        guessed_tasks=not step.tasks,
        conditions=conditions_of(tasks),
        competences=competences_of(tasks),
    )


def _missing(step: Step, per_unit: HoursPerUnit | None) -> Missing | None:
    if step.quantity is None or not step.unit:
        return Missing.QUANTITY
    if per_unit is None:
        return Missing.FURTHER if step.is_further else Missing.HOURS
    if unit(step.unit).dimension is not unit(per_unit.unit).dimension:
        return Missing.MEASURE
    return None


@dataclass(frozen=True, slots=True)
class WorkSum:
    """Hours of several packages: each week and once apart, of each what was told and what was estimated.

    `unknown` counts the packages without hours, `open_ranges` those whose range nobody knows: the true sum
    may lie further out than `low` and `high` say.
    """

    weekly: Hours
    once: Hours
    weekly_told: Hours
    once_told: Hours
    packages: int
    unknown: int
    open_ranges: int

    @property
    def is_empty(self) -> bool:
        """Whether no package told any hours."""
        return self.packages == self.unknown


def summed(packages: Iterable[WorkPackage]) -> WorkSum:
    """The sum of packages that share no tonne; who gives them sees to that (`docs/methods/work.md`)."""
    return summed_alike((one, 1) for one in packages)


def summed_alike(groups: Iterable[tuple[WorkPackage, int]]) -> WorkSum:
    """The sum of groups of packages alike but for how much: one of all their quantities, and how many.

    Hours are linear in the quantity: five cards of 2 t give the hours of one of 10 t, and count as five.
    """
    found = list(groups)
    known = [(one, one.hours, count) for one, count in found if one.hours is not None]

    def total(*, recurs: bool, told_alone: bool) -> Hours:
        return added(
            hours
            for one, hours, _count in known
            if one.step.recurs is recurs
            and (not told_alone or (one.per_unit is not None and one.per_unit.ground is Ground.TOLD))
        )

    packages = sum(count for _one, count in found)
    return WorkSum(
        weekly=total(recurs=True, told_alone=False),
        once=total(recurs=False, told_alone=False),
        weekly_told=total(recurs=True, told_alone=True),
        once_told=total(recurs=False, told_alone=True),
        packages=packages,
        unknown=packages - sum(count for _one, _hours, count in known),
        open_ranges=sum(
            count
            for one, _hours, count in known
            if one.per_unit is not None and not one.per_unit.is_range_known
        ),
    )
