"""The data of matching: rules with reasons, reach per kind and class, limits of use, scales, weights."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from symbiosis.matching.kinship import Label
from symbiosis.matching.naming import class_of
from symbiosis.quantities import DIMENSIONS
from symbiosis.resources import materials
from symbiosis.resources.kinds import FoodUse, Kind

Language = Literal["nl", "en", "fr"]
LANGUAGES: Final[tuple[Language, ...]] = ("nl", "en", "fr")


def language_of(lang: str) -> Language:
    """This language where sentences exist in it, otherwise Dutch."""
    return next((known for known in LANGUAGES if known == lang), "nl")


def _read(name: str) -> list[dict[str, str]]:
    with files("symbiosis.matching").joinpath(name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason why two rows can never match.

    `basis` tells where it comes from: the law, physics, or what giver or taker stated. `valid_from` is the
    day from which the law in `source` applies, empty where no law is meant.
    """

    key: str
    basis: str
    valid_from: str
    source: str
    nl: str
    en: str
    fr: str

    def reason(self, lang: Language = "nl") -> str:
        """The reason as one sentence."""
        return {"nl": self.nl, "en": self.en, "fr": self.fr}[lang]


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by key, in the order in which they are asked."""
    return {row["key"]: Rule(**row) for row in _read("rules.csv")}


@dataclass(frozen=True, slots=True)
class Limit:
    """What the law allows a material class to be used for at best; holds for all narrower classes."""

    material: str
    best_rung: int | None
    food_use: FoodUse | None
    valid_from: str
    source: str
    nl: str
    en: str
    fr: str

    def reason(self, lang: Language = "nl") -> str:
        """The reason as one sentence."""
        return {"nl": self.nl, "en": self.en, "fr": self.fr}[lang]


@cache
def limits() -> Mapping[str, Limit]:
    """Every limit by material class."""
    return {
        row["material"]: Limit(
            material=row["material"],
            best_rung=int(row["best_rung"]) if row["best_rung"] else None,
            food_use=FoodUse(row["food_use"]) if row["food_use"] else None,
            valid_from=row["valid_from"],
            source=row["source"],
            nl=row["nl"],
            en=row["en"],
            fr=row["fr"],
        )
        for row in _read("limits.csv")
    }


def _lineage(label: Label) -> tuple[str, ...]:
    key = class_of(label)
    return () if key is None else (key, *materials.ancestors(key))


def limits_of(labels: Iterable[Label]) -> tuple[Limit, ...]:
    """The limits that bind a row with these labels.

    A class that only follows from a code does not bind: the code may stand for something milder.
    """
    found = {key: limits()[key] for label in labels if label[1] for key in _lineage(label) if key in limits()}
    return tuple(found.values())


@cache
def _reaches() -> Mapping[tuple[str, str], float]:
    return {(row["kind"], row["material"]): float(row["reach_km"]) for row in _read("reach.csv")}


@cache
def _reach_of_label(kind: Kind, label: Label) -> float:
    for key in (*_lineage(label), ""):
        if (kind.value, key) in _reaches():
            return _reaches()[(kind.value, key)]
    raise LookupError(f"reach.csv has no row for kind {kind.value}")


def reach_km(kind: Kind, labels: Iterable[Label]) -> float:
    """How far this sort of stream travels at most, km by road: the farthest of what it may be."""
    return max(_reach_of_label(kind, label) for label in labels)


@cache
def _products() -> Mapping[str, str]:
    return {row["material"]: row["product"] for row in _read("co2_products.csv")}


def co2_product(labels: Iterable[Label]) -> str | None:
    """Name under which the emission factors know this stuff, of its nearest class; None where they do not."""
    for label in labels:
        for key in _lineage(label):
            if key in _products():
                return _products()[key]
    return None


@cache
def _scales() -> Mapping[str, float]:
    return {row["dimension"]: float(row["eur_per_base_unit"]) for row in _read("margin_scales.csv")}


def margin_scale(dimension: int) -> float:
    """EUR per base unit at which the margin part is three quarters; -1 for an unknown dimension."""
    name = DIMENSIONS[dimension].value if dimension >= 0 else ""
    return _scales().get(name, _scales()[""])


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each part of the fit counts. They are divided by their sum, so only proportions matter.

    Raises `ValueError` when a weight is negative or not finite, or when all are nil.
    """

    near: float = 0.20
    quantity: float = 0.20
    time: float = 0.10
    margin: float = 0.15
    certainty: float = 0.15
    gain: float = 0.10
    material: float = 0.10

    def __post_init__(self) -> None:
        values = self._values()
        if not all(0.0 <= value < float("inf") for value in values) or sum(values) <= 0.0:
            raise ValueError(f"weights are {values}; expected numbers of nil or more, not all nil")

    def _values(self) -> tuple[float, ...]:
        return (self.near, self.quantity, self.time, self.margin, self.certainty, self.gain, self.material)

    def shares(self) -> tuple[float, ...]:
        """The weights in the order of their parts, summing to one."""
        values = self._values()
        whole = sum(values)
        return tuple(value / whole for value in values)


PARTS: Final = ("near", "quantity", "time", "margin", "certainty", "gain", "material")
"""Names of the parts of the fit, in the order of `Weights.shares`."""

_COMMON: Final = ("place", "quantity", "price_eur_per_unit", "dates", "strategy")
_FACTS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.MATERIAL: ("legal_status", "hazardous", "low_codes"),
    Kind.PRODUCT: ("condition", "legal_status"),
    Kind.ENERGY: ("temperature_c",),
    Kind.WATER: ("quality",),
    Kind.SPACE: ("area_m2",),
    Kind.FOOD: ("use_by", "cold_chain", "food_use"),
}


def facts(kind: Kind) -> tuple[str, ...]:
    """What a row of this kind should tell: its certainty is the share of these that it does tell.

    `place` is both coordinates, `quantity` amount and unit, `dates` either `from` or `until`.
    """
    return _COMMON + _FACTS[kind]


ALL_FACTS: Final = (
    *_COMMON,
    *dict.fromkeys(fact for kind in Kind for fact in _FACTS[kind]),
    "hours",
    "permits",
)
"""Every fact that can be missing; the last two of processors only. The place in this list is its bit."""

PROCESSOR_FACTS: Final = ("place", "quantity", "price_eur_per_unit", "strategy", "hours", "permits")
"""What a recipe should tell: `quantity` is its capacity, the price its cost."""
