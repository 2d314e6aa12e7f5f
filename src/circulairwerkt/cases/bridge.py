"""What questions and agreements ask of the core: what else was meant, what is light, units, the law."""

from collections.abc import Mapping
from datetime import date

from symbiosis.quantities import PERIOD_CODES, PERIOD_DAYS, UNITS, Dimension, convert
from symbiosis.quantities import unit as _unit
from symbiosis.resources import materials
from symbiosis.waste import low
from symbiosis.waste.legal_status import (
    Checklist,
    LegalFacts,
    LegalStatus,
    Question,
    open_questions,
    questions,
)

__all__ = [
    "Checklist",
    "LegalQuestion",
    "amount_units",
    "converted",
    "days_in",
    "is_container",
    "legal_checklist",
    "legal_questions",
    "measured",
    "similar_materials",
    "unit_name",
    "usual_code",
]

LegalQuestion = Question

#: What measures rather than packs; people look for these first.
_MEASURES = (Dimension.MASS, Dimension.VOLUME, Dimension.COUNT, Dimension.AREA, Dimension.LENGTH)
_NO_AMOUNTS = frozenset({Dimension.ENERGY, Dimension.POWER, Dimension.TEMPERATURE, Dimension.TIME})
_CONTAINERS = frozenset({"drum_ibc", "gas_cylinder", "contaminated_packaging"})


def similar_materials(key: str, most: int = 5) -> tuple[str, ...]:
    """Return the classes that somebody may have meant instead: under it, beside it, above it."""
    if key not in materials.all():
        return ()
    above = materials.ancestors(key)
    beside = materials.children(above[0]) if above else ()
    nearest = [*materials.children(key), *beside, *above[:1]]
    kept = [other for other in dict.fromkeys(nearest) if other != key and materials.get(other).parent]
    return tuple(kept[:most])


def usual_code(key: str, day: date) -> str:
    """Return the List-of-Waste code under which a class is usually filed on ``day``; empty where none is."""
    codes = materials.all()[key].low_codes
    return next((code for code in codes if any(one.valid_on(day) for one in low.versions(code))), "")


def amount_units() -> tuple[str, ...]:
    """Return the units in which the amount of a stream can be told, those that measure first."""
    measures = [one.key for one in UNITS if one.dimension in _MEASURES]
    packs = [one.key for one in UNITS if one.dimension not in _NO_AMOUNTS and one.dimension not in _MEASURES]
    return (*measures, *packs)


def is_container(material: str) -> bool:
    """Whether a class names what holds something, not what is in it."""
    return material in _CONTAINERS


def measured(unit: str) -> str:
    """Return what a unit measures (``mass``, ``pallet``...), empty without a unit."""
    return _unit(unit).dimension.value if unit else ""


def unit_name(unit: str, value: float = 2.0, language: str = "nl") -> str:
    """Return the word of a unit, singular for exactly one."""
    return _unit(unit).name(value, language[:2]) if unit else ""


def converted(value: float, source: str, target: str) -> float:
    """Return ``value`` of unit ``source`` in unit ``target``; both must measure the same."""
    return convert(value, source, target)


def days_in(period: str) -> float:
    """Return the days of one period: a week is 7/365 of a year, a month 1/12; infinite for ``once``."""
    return float(PERIOD_DAYS[PERIOD_CODES[period]])


def legal_questions() -> Mapping[str, LegalQuestion]:
    """Return every question of the legal checklist by its key, in the order to ask them."""
    return questions()


def legal_checklist(
    *, kind: str, status: str, low_code: str, answers: Mapping[str, bool], day: date
) -> Checklist:
    """Return the questions still open for a stream and those whose answer says stop; advice, no decision.

    A code that is not valid on ``day`` is left out: then more is asked, never less.
    """
    valid = bool(low_code) and any(one.valid_on(day) for one in low.versions(low_code))
    return open_questions(
        LegalFacts(
            kind=kind,
            on_date=day,
            legal_status=LegalStatus(status),
            low_code=low_code if valid else None,
            answers=answers,
        )
    )
