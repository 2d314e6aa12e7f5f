"""The fifteen properties HP1-HP15 that make waste hazardous (Directive 2008/98/EC, annex III).

Which words in a description hint at a property is the classifier's knowledge; here stand the names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from symbiosis.waste.sources import Wording, read_rows, wording


class HazardProperty(StrEnum):
    """A property of which one is enough to make waste hazardous."""

    HP1 = "HP1"
    HP2 = "HP2"
    HP3 = "HP3"
    HP4 = "HP4"
    HP5 = "HP5"
    HP6 = "HP6"
    HP7 = "HP7"
    HP8 = "HP8"
    HP9 = "HP9"
    HP10 = "HP10"
    HP11 = "HP11"
    HP12 = "HP12"
    HP13 = "HP13"
    HP14 = "HP14"
    HP15 = "HP15"


@dataclass(frozen=True, slots=True)
class HazardFacts:
    """A hazard property with its name and what it means in plain words."""

    hazard: HazardProperty
    name: Wording
    meaning: Wording
    source: str


@cache
def hazard_properties() -> Mapping[HazardProperty, HazardFacts]:
    """The fifteen properties in their order."""
    return MappingProxyType(
        {
            HazardProperty(row["property"]): HazardFacts(
                hazard=HazardProperty(row["property"]),
                name=wording(row, "name"),
                meaning=wording(row, "meaning"),
                source=row["source"],
            )
            for row in read_rows("hazard_properties.csv")
        }
    )
