"""The fixed vocabularies of a resource: kind, R-strategy, legal status, condition, water class, visibility.

Each vocabulary is an enum in a fixed order; coded columns hold a member's place in it, -1 for unknown. The
R-strategies and the legal status are knowledge of waste and stand in `symbiosis.waste`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from symbiosis.waste.legal_status import LegalStatus as LegalStatus
from symbiosis.waste.strategies import RStrategy as RStrategy


class Kind(StrEnum):
    """The six kinds of resource. They are never added up with each other."""

    MATERIAL = "material"
    PRODUCT = "product"
    ENERGY = "energy"
    WATER = "water"
    SPACE = "space"
    FOOD = "food"


class Condition(StrEnum):
    """State of a product, from best to worst."""

    NEW = "new"
    AS_NEW = "as_new"
    GOOD = "good"
    USED = "used"
    REPAIRABLE = "repairable"
    PARTS = "parts"


class WaterClass(StrEnum):
    """Quality of water, from best to worst; A-D as in Regulation (EU) 2020/741 on water reuse."""

    DEMINERALISED = "demineralised"
    DRINKING = "drinking"
    A = "A"
    B = "B"
    C = "C"
    D = "D"
    UNTREATED = "untreated"


class FoodUse(StrEnum):
    """What food or an animal by-product may still serve for, from the most to the least demanding."""

    HUMAN = "human"
    FEED = "feed"
    TECHNICAL = "technical"
    ENERGY = "energy"


class Visibility(StrEnum):
    """Who may see a stream or need, from everybody to only the parties named."""

    PUBLIC = "public"
    NETWORK = "network"
    HUB = "hub"
    PARTIES = "parties"


CONDITION_WORDS: Final[dict[str, Condition]] = {
    **{member.value: member for member in Condition},
    "nieuw": Condition.NEW,
    "neuf": Condition.NEW,
    "like new": Condition.AS_NEW,
    "as new": Condition.AS_NEW,
    "zo goed als nieuw": Condition.AS_NEW,
    "comme neuf": Condition.AS_NEW,
    "goed": Condition.GOOD,
    "bon": Condition.GOOD,
    "gebruikt": Condition.USED,
    "fair": Condition.USED,
    "usagé": Condition.USED,
    "te herstellen": Condition.REPAIRABLE,
    "herstelbaar": Condition.REPAIRABLE,
    "broken": Condition.REPAIRABLE,
    "defect": Condition.REPAIRABLE,
    "à réparer": Condition.REPAIRABLE,
    "for parts": Condition.PARTS,
    "onderdelen": Condition.PARTS,
    "pour pièces": Condition.PARTS,
}
"""Words for a condition that have a place on the scale; any other word is an opaque label."""

WATER_WORDS: Final[dict[str, WaterClass]] = {
    **{member.value.lower(): member for member in WaterClass},
    "demi": WaterClass.DEMINERALISED,
    "demiwater": WaterClass.DEMINERALISED,
    "drinkwater": WaterClass.DRINKING,
    "drinking water": WaterClass.DRINKING,
    "potable": WaterClass.DRINKING,
    "eau potable": WaterClass.DRINKING,
    "afvalwater": WaterClass.UNTREATED,
    "onbehandeld": WaterClass.UNTREATED,
    "raw": WaterClass.UNTREATED,
    "non traitée": WaterClass.UNTREATED,
}
"""Words for a quality of water that have a place on the scale; any other word is an opaque label."""
