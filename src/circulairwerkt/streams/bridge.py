"""What cards, needs and capabilities ask of the core: materials, units, cells, codes, reading a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from circulairwerkt.base.findables import words_of
from symbiosis.errors import InvalidValue, UnitMismatch
from symbiosis.places import H3_RESOLUTION, Point, cells
from symbiosis.quantities import UNITS, Dimension, convert
from symbiosis.quantities import Period as CorePeriod
from symbiosis.quantities import unit as _unit
from symbiosis.resources import FoodUse as CoreFoodUse
from symbiosis.resources import Kind as CoreKind
from symbiosis.resources import LegalStatus as CoreStatus
from symbiosis.resources import Need as CoreNeed
from symbiosis.resources import Processor, Recipe, Resource, RStrategy, Stream, materials
from symbiosis.resources import Visibility as CoreVisibility
from symbiosis.waste import low
from symbiosis.waste.legal_status import questions

if TYPE_CHECKING:
    from circulairwerkt.streams.models import Capability, Described, MaterialCard, Need

__all__ = [
    "COARSE_RESOLUTION",
    "CodeGuess",
    "Point",
    "Reading",
    "advice_address",
    "ancestors_of",
    "capability_values",
    "card_values",
    "cell_of",
    "coarse_cell_of",
    "code_spelled",
    "code_title",
    "converted",
    "is_material",
    "kind_of_material",
    "known_code",
    "material_name",
    "material_names",
    "measures",
    "names_for",
    "near_classes",
    "need_of",
    "need_values",
    "processor_of",
    "read_code",
    "read_sentence",
    "stream_of",
    "unit_keys",
    "unit_named",
    "unit_word",
    "with_descendants",
]

#: Cells of some 250 km2, in which a public place is told: no firm can be found by it.
COARSE_RESOLUTION = 5
#: What measures time or heat is no amount of a stream.
_NO_AMOUNT = frozenset({Dimension.TEMPERATURE, Dimension.TIME})


def cell_of(lat: float | None, lon: float | None, resolution: int = H3_RESOLUTION) -> str:
    """Return the H3 cell of a point in degrees, as text; empty where there is no point."""
    if lat is None or lon is None:
        return ""
    return f"{int(cells(np.array([lat]), np.array([lon]), resolution)[0]):x}"


def coarse_cell_of(lat: float | None, lon: float | None) -> str:
    """Return the large cell that holds a point, as text; empty where there is no point."""
    return cell_of(lat, lon, COARSE_RESOLUTION)


def is_material(key: str) -> bool:
    """Whether ``key`` is a class of the core's taxonomy."""
    return key in materials.all()


def material_name(key: str, language: str = "nl") -> str:
    """Return the name of a class; of other words the words themselves."""
    found = materials.all().get(key)
    if found is None:
        return key
    return {"en": found.en, "fr": found.fr}.get(language[:2], found.nl)


@cache
def material_names(language: str = "nl") -> tuple[tuple[str, str], ...]:
    """Return every class but the roots as (key, name), by name."""
    named = (
        (key, material_name(key, language)) for key, one in materials.all().items() if one.parent is not None
    )
    return tuple(sorted(named, key=lambda pair: pair[1].casefold()))


def kind_of_material(key: str) -> str:
    """Return the kind of a class, empty for other words."""
    found = materials.all().get(key)
    return found.kind if found else ""


def ancestors_of(key: str) -> tuple[str, ...]:
    """Return the classes above ``key``, nearest first; none for other words."""
    return materials.ancestors(key) if is_material(key) else ()


def with_descendants(key: str) -> tuple[str, ...]:
    """Return ``key`` and every class under it; other words alone."""
    return (key, *materials.descendants(key)) if is_material(key) else (key,)


def unit_keys() -> tuple[str, ...]:
    """Return the keys of the units in which an amount can be told, in the core's order."""
    return tuple(unit.key for unit in UNITS if unit.dimension not in _NO_AMOUNT)


def unit_word(key: str, value: float = 2.0, language: str = "nl") -> str:
    """Return the word of a unit, singular for exactly one."""
    return _unit(key).name(value, language[:2]) if key else ""


def unit_named(word: str) -> str:
    """Return the key of the unit that a word or symbol names; empty where it is none of an amount."""
    try:
        key = _unit(word).key
    except InvalidValue:
        return ""
    return key if key in unit_keys() else ""


def measures(key: str) -> str:
    """Return what a unit measures: ``mass``, ``volume``, ``pallet``...; empty without a unit."""
    return _unit(key).dimension.value if key else ""


def converted(value: float, source: str, target: str) -> float | None:
    """Return ``value`` in another unit; None where the two measure different things."""
    try:
        return convert(value, source, target)
    except UnitMismatch:
        return None


def read_code(text: str, on_date: date) -> str | None:
    """Return a List-of-Waste code as six digits, None where it is none that is valid on the day."""
    try:
        return low.lookup(low.parse(text), on_date).code
    except InvalidValue:
        return None


def known_code(text: str) -> str | None:
    """Return a code as six digits where it ever stood on the list, else None."""
    try:
        return low.versions(text)[-1].code
    except InvalidValue:
        return None


def code_spelled(code: str) -> str:
    """Return a code as people write it: ``20 01 01``."""
    return low.spelled(code)


def near_classes(key: str) -> tuple[str, ...]:
    """Return the classes right under ``key``, else those beside it: what else it may be."""
    if not is_material(key):
        return ()
    above = materials.get(key).parent
    beside = materials.children(above) if above else ()
    return (*materials.children(key), *(other for other in beside if other != key))


def code_title(code: str, language: str = "nl") -> str:
    """Return what the list says of a code, in its newest version."""
    wording = low.versions(code)[-1].title
    return {"en": wording.en, "fr": wording.fr}.get(language[:2], wording.nl)


@cache
def _classes_by_word() -> Mapping[str, tuple[str, ...]]:
    """Return the classes that each single word of the thesaurus stands for, folded."""
    # Late on purpose, as below.
    from symbiosis.classification.lexicon import concepts

    found: dict[str, list[str]] = {}
    for concept, terms in concepts().items():
        for term in terms if is_material(concept) else ():
            words = words_of(term.rstrip("*"))
            if len(words) == 1:
                found.setdefault(words[0], []).append(concept)
    return {word: tuple(dict.fromkeys(keys)) for word, keys in found.items()}


def names_for(word: str) -> list[str]:
    """Return how the materials are called, in each language, that a word of everyday stands for.

    ``word`` is folded as a search does it. *vodden* and *tissus* are *textiel*, *textiles*, *textile*.
    """
    classes = _classes_by_word().get(word, ())
    return [material_name(key, language) for key in classes for language in ("nl", "en", "fr")]


@dataclass(frozen=True)
class CodeGuess:
    """A List-of-Waste code with the probability (0 to 1) that this waste is filed under it."""

    code: str
    label: str
    title: str
    probability: float
    is_hazardous: bool


@dataclass(frozen=True)
class Reading:
    """What the core read in one sentence, in plain values; empty and None are unknown.

    ``is_known`` is False where the first code is a mere guess. Shares lie between 0 and 1. ``words`` pairs
    what was understood (a class key) with the words it was read from.
    """

    kind: str
    material: str
    materials: tuple[str, ...]
    product: str
    state: str
    quantity: float | None
    unit: str
    period: str
    is_estimate: bool
    temperature_c: float | None
    codes: tuple[CodeGuess, ...]
    is_known: bool
    mixed_share: float
    clean_share: float
    hazards: tuple[str, ...]
    excluded_hazards: tuple[str, ...]
    hazard_share: float
    words: tuple[tuple[str, str], ...]
    unknown_words: tuple[str, ...]


def read_sentence(sentence: str, on_date: date, language: str = "nl", top: int = 5) -> Reading:
    """Read one sentence with the List of Waste in force on ``on_date``.

    The classifier is loaded at the first call of a process, which takes seconds; later ones take a
    millisecond.
    """
    # Late on purpose: it brings in the learning library, which no command and no other page needs.
    from symbiosis.classification import classify

    found = classify(sentence, on_date=on_date, top=top)
    codes = tuple(
        CodeGuess(
            code=guess.code,
            label=guess.label,
            title=code_title(guess.code, language),
            probability=guess.probability,
            is_hazardous=guess.hazardous,
        )
        for guess in found.codes
    )
    amount, properties = found.amount, found.properties
    return Reading(
        kind=found.kind,
        material=found.material or "",
        materials=found.materials,
        product=properties.product,
        state=properties.state,
        quantity=amount.quantity,
        unit=(amount.unit or "") if amount.quantity is not None else "",
        period=amount.period.value if amount.period else "",
        is_estimate=amount.estimate,
        temperature_c=amount.temperature_c,
        codes=codes,
        is_known=found.known,
        mixed_share=properties.mixed,
        clean_share=properties.clean,
        hazards=found.hazards,
        excluded_hazards=found.excluded_hazards,
        hazard_share=found.hazard_probability,
        words=tuple((reason.concept, reason.words) for reason in found.reasons if not reason.denied),
        unknown_words=found.unknown_words,
    )


def advice_address(question: str) -> tuple[str, str]:
    """Return the authority that answers a question of the legal checklist, and its page."""
    found = questions()[question]
    return found.authority, found.url


#: Where it goes today as an operation of the law, of which the core reads the rung alone; the operation
#: itself nobody told us. Reuse and storing have none.
_OPERATIONS: Mapping[str, str] = {"recycle": "R3", "burn": "R1", "dump": "D1"}
_DESTINATIONS: Mapping[str, str] = {operation: word for word, operation in _OPERATIONS.items()}
_SOCIAL = frozenset({"social_enterprise", "sheltered_department", "local_services", "reuse_centre"})
_SAME = (
    "quantity",
    "price_eur_per_unit",
    "max_km",
    "temperature_c",
    "power_kw",
    "area_m2",
    "use_by",
    "cold_chain",
    "min_quantity",
    "available_from",
    "available_until",
)
"""Fields that the tables and the core name alike; units stand in the field or in ``unit``."""
_WORDS = ("brand", "model", "condition")


def stream_of(card: "MaterialCard") -> Stream:
    """Return a card as the core's offer: its quantity in ``unit`` per ``period``, its place in degrees.

    What is only guessed counts as told; ask `Listing.guessed` where that matters.
    """
    destination = _OPERATIONS.get(card.destination)
    return Stream(id=f"card-{card.pk}", destination=destination, **_resource(card, card.material))


def need_of(need: "Need") -> CoreNeed:
    """Return a need as the core's need: the classes accepted are ``material`` and ``materials``."""
    return CoreNeed(id=f"need-{need.pk}", **_resource(need, need.material, *need.materials))


def _resource(row: "Described", *classes: str) -> dict[str, Any]:
    known = tuple(dict.fromkeys(filter(None, classes)))
    return {
        "kind": CoreKind(row.kind),
        "text": row.sentence,
        "low_codes": (row.low_code,) if row.low_code else (),
        "materials": known,
        "unit": row.unit or None,
        "period": CorePeriod(row.period) if row.period else None,
        "place": _point(row.lat, row.lon),
        "strategy": RStrategy(row.strategy) if row.strategy else None,
        "legal_status": CoreStatus(row.legal_status),
        "hazardous": _is_hazardous(row.low_code, row.dangers),
        "quality": row.water_class or None,
        "food_use": CoreFoodUse(row.food_use) if row.food_use else None,
        "visibility": CoreVisibility(row.visibility),
        "hub": str(row.hub_id),
        **{name: getattr(row, name) for name in _SAME},
        **{name: getattr(row, name) or None for name in _WORDS},
    }


def _point(lat: float | None, lon: float | None) -> Point | None:
    return None if lat is None or lon is None else Point(lat=lat, lon=lon)


def _is_hazardous(code: str, dangers: Sequence[str]) -> bool | None:
    """True where a danger is named or the code says so; False by the code alone; else nobody knows."""
    if dangers:
        return True
    return low.versions(code)[-1].hazardous if code else None


def processor_of(capability: "Capability", on_date: date) -> Processor | None:
    """Return a capability as the core's processor with one recipe; None where it does not say what it takes.

    Capacity, least amount, hours and cost are per unit of input and per ``period``; its hours count per week.
    One that is full works again from the day after.
    """
    if not capability.accepts:
        return None
    starts = capability.available_from
    if capability.full_until and capability.full_until >= on_date:
        starts = max(filter(None, (starts, capability.full_until + timedelta(days=1))))
    ends = capability.available_until
    organisation = capability.organisation
    return Processor(
        id=f"capability-{capability.pk}",
        name=organisation.name if organisation else "",
        recipes=(
            Recipe(
                accepts=tuple(capability.accepts),
                produces=tuple(capability.produces),
                kind=None,
                yield_ratio=capability.yield_ratio,
                capacity=capability.quantity,
                unit=capability.unit or None,
                unit_out=capability.unit_out or None,
                period=CorePeriod(capability.period) if capability.period else None,
                hours_per_unit=capability.hours_per_unit_h,
                cost_eur_per_unit=capability.cost_eur_per_unit,
                min_quantity=capability.min_quantity,
                storage=capability.storage,
                strategy=RStrategy(capability.strategy) if capability.strategy else None,
            ),
        ),
        place=_point(capability.lat, capability.lon),
        hours_available=capability.hours_per_week_h,
        hours_period=CorePeriod.WEEK if capability.hours_per_week_h is not None else None,
        max_km=capability.max_km,
        certificates=tuple(capability.certificates),
        permits=tuple(capability.permits),
        social=organisation.kind in _SOCIAL if organisation else None,
        available_from=starts,
        available_until=max(starts, ends) if starts and ends else ends,
    )


def card_values(stream: Stream) -> dict[str, Any]:
    """Return an offer of the core as the columns of a card; place, hub and organisation are the caller's."""
    return {**_values(stream), "destination": _DESTINATIONS.get(stream.destination or "", "")}


def need_values(need: CoreNeed) -> dict[str, Any]:
    """Return a need of the core as the columns of a need."""
    return {**_values(need), "materials": list(need.materials[1:])}


def _values(row: Resource) -> dict[str, Any]:
    return {
        "sentence": row.text,
        "kind": row.kind.value,
        "material": row.materials[0] if row.materials else "",
        "low_code": row.low_codes[0] if row.low_codes else "",
        "unit": row.unit or "",
        "period": row.period.value if row.period else "",
        "strategy": row.strategy.value if row.strategy else "",
        "legal_status": row.legal_status.value,
        "water_class": row.water_class.value if row.water_class else "",
        "food_use": row.food_use.value if row.food_use else "",
        "visibility": row.visibility.value if row.visibility else CoreVisibility.PARTIES.value,
        **{name: getattr(row, name) for name in _SAME},
        **{name: getattr(row, name) or "" for name in _WORDS},
    }


def capability_values(processor: Processor) -> list[dict[str, Any]]:
    """Return a processor of the core as the columns of capabilities: one for each recipe.

    Hours that count per another period than a week stay unknown: no week is worked out of them.
    """
    weekly = processor.hours_period is CorePeriod.WEEK
    return [
        {
            "accepts": list(recipe.accepts),
            "produces": list(recipe.produces),
            "yield_ratio": recipe.yield_ratio,
            "quantity": recipe.capacity,
            "unit": recipe.unit or "",
            "unit_out": recipe.unit_out or "",
            "period": recipe.period.value if recipe.period else "",
            "hours_per_unit_h": recipe.hours_per_unit,
            "hours_per_week_h": processor.hours_available if weekly else None,
            "cost_eur_per_unit": recipe.cost_eur_per_unit,
            "min_quantity": recipe.min_quantity,
            "storage": recipe.storage,
            "strategy": recipe.strategy.value if recipe.strategy else "",
            "max_km": processor.max_km,
            "certificates": list(processor.certificates),
            "permits": list(processor.permits),
            "available_from": processor.available_from,
            "available_until": processor.available_until,
        }
        for recipe in processor.recipes
    ]
