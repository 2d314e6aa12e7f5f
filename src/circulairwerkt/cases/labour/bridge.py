"""What the work in a case asks of the core: rows to processing steps, and work packages back."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from symbiosis import factors
from symbiosis.factors import Factor
from symbiosis.impact import tasks as _tasks
from symbiosis.impact.hours import Ground, Hours, HoursPerUnit, added, told
from symbiosis.impact.tasks import Condition, Level
from symbiosis.impact.work import (
    Missing,
    Step,
    WorkPackage,
    WorkSum,
    package_of,
    summed,
    summed_alike,
)
from symbiosis.quantities import Period
from symbiosis.resources.kinds import Kind, RStrategy

__all__ = [
    "Condition",
    "Factor",
    "Ground",
    "Hours",
    "HoursPerUnit",
    "Level",
    "Missing",
    "Step",
    "WorkPackage",
    "WorkSum",
    "added",
    "competence_keys",
    "competence_name",
    "competences_of",
    "conditions_of",
    "hours_per",
    "package",
    "step",
    "summed",
    "summed_alike",
    "task_keys",
]


def task_keys() -> tuple[str, ...]:
    """Return the keys of the tasks that the core knows."""
    return tuple(_tasks.tasks())


def competence_keys() -> tuple[str, ...]:
    """Return the keys of the competences that tasks may need."""
    return tuple(_tasks.competences())


def competence_name(key: str, language: str = "nl") -> str:
    """Return what a competence is called."""
    words = _tasks.competences()[key]
    return {"en": words.en, "fr": words.fr}.get(language[:2], words.nl)


def conditions_of(keys: Iterable[str]) -> Mapping[Condition, Level]:
    """Return what tasks together ask; empty for no task."""
    return _tasks.conditions_of(tuple(keys))


def competences_of(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of the competences that tasks together need."""
    return _tasks.competences_of(tuple(keys))


def hours_per(low: float, high: float | None, unit: str) -> HoursPerUnit:
    """Return the hours per unit that somebody told; without ``high`` nobody knows how far they may be off."""
    return told(low, high, unit)


def step(
    *,
    key: str,
    quantity: float | None,
    unit: str,
    period: str,
    strategy: str,
    kind: str,
    material: str,
    tasks: Iterable[str],
    said: HoursPerUnit | None,
    is_further: bool,
) -> Step:
    """Return one processing step as the core reads it; tasks that it does not know are left out."""
    known = _tasks.tasks()
    return Step(
        id=key,
        quantity=quantity,
        unit=unit,
        period=Period(period) if period else None,
        strategy=RStrategy(strategy) if strategy else None,
        kind=Kind(kind),
        material=material,
        tasks=tuple(one for one in tasks if one in known),
        said=said,
        is_further=is_further,
    )


@lru_cache(maxsize=1)
def _counts() -> factors.FactorSet:
    return factors.load()


def package(one: Step) -> WorkPackage:
    """Return the work package of a step, by the factors that ship."""
    return package_of(one, _counts())
