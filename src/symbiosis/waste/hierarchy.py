"""The waste hierarchy as five rungs, and where R-strategies and treatment operations stand on it.

The order is that of Directive 2008/98/EC, article 4(1), and of the Flemish Materialendecreet, article 4,
paragraph 3; both name the same five steps. On screen none of the labels show: a person reads one of a few
verbs (`Word`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache
from types import MappingProxyType

from symbiosis.waste.sources import Wording, read_rows, wording


class HierarchyRung(IntEnum):
    """A step of the waste hierarchy, 1 the best; a smaller number is a better destination."""

    PREVENTION = 1
    PREPARING_FOR_REUSE = 2
    RECYCLING = 3
    OTHER_RECOVERY = 4
    DISPOSAL = 5


class Word(StrEnum):
    """The verb a person reads for what happens to a thing, from best to worst."""

    AVOID = "avoid"
    REUSE = "reuse"
    REPAIR = "repair"
    REFURBISH = "refurbish"
    PROCESS = "process"
    BURN = "burn"
    LANDFILL = "landfill"


@dataclass(frozen=True, slots=True)
class RungFacts:
    """A rung with its name, what it means, and where the law says so."""

    rung: HierarchyRung
    name: Wording
    meaning: Wording
    eu_point: str
    flemish_point: str
    source_eu: str
    source_flemish: str


@cache
def rungs() -> Mapping[HierarchyRung, RungFacts]:
    """The five rungs, best first."""
    return MappingProxyType(
        {
            HierarchyRung(int(row["rung"])): RungFacts(
                rung=HierarchyRung(int(row["rung"])),
                name=wording(row, "name"),
                meaning=wording(row, "meaning"),
                eu_point=row["eu_point"],
                flemish_point=row["flemish_point"],
                source_eu=row["source_eu"],
                source_flemish=row["source_flemish"],
            )
            for row in read_rows("hierarchy.csv")
        }
    )


@cache
def words() -> Mapping[Word, Wording]:
    """The verb of each word in three languages, best first."""
    return MappingProxyType({Word(row["word"]): wording(row, "name") for row in read_rows("words.csv")})
