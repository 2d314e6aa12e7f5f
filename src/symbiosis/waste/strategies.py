"""The ten R-strategies R0-R9, from the most to the least value kept.

They say what one can do with a product or material, whether it is waste or not. They share labels with the
recovery operations R1-R13 of the law and mean other things: see `symbiosis.waste.operations`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from symbiosis.waste.hierarchy import HierarchyRung, Word
from symbiosis.waste.sources import Wording, read_rows, wording


class RStrategy(StrEnum):
    """The ten rungs of the R-ladder, from the highest value kept to the lowest.

    Not to be confused with the recovery operations R1-R13 of the Waste Framework Directive, which share the
    labels and mean other things.
    """

    R0 = "R0"
    """Refuse: do without."""
    R1 = "R1"
    """Rethink: use more intensively, share."""
    R2 = "R2"
    """Reduce: less material or energy for the same."""
    R3 = "R3"
    """Reuse: the same thing for the same use by somebody else."""
    R4 = "R4"
    """Repair."""
    R5 = "R5"
    """Refurbish: bring an old thing up to date."""
    R6 = "R6"
    """Remanufacture: parts into a new thing with the same use."""
    R7 = "R7"
    """Repurpose: the thing or its parts for another use."""
    R8 = "R8"
    """Recycle: the material again."""
    R9 = "R9"
    """Recover: the energy in it."""

    @property
    def rung(self) -> int:
        """0 for R0 (best) to 9 for R9 (worst)."""
        return int(self.value[1:])


@dataclass(frozen=True, slots=True)
class StrategyFacts:
    """A strategy with its name, meaning, the verb on screen and its place on the waste hierarchy.

    `rung_product` holds while the thing has not become waste, `rung_waste` once it has: reuse of a product is
    prevention, of waste it is preparing for reuse.
    """

    strategy: RStrategy
    name: Wording
    meaning: Wording
    word: Word
    rung_product: HierarchyRung
    rung_waste: HierarchyRung
    source: str
    note: str


@cache
def strategies() -> Mapping[RStrategy, StrategyFacts]:
    """The ten strategies, best first."""
    return MappingProxyType(
        {
            RStrategy(row["strategy"]): StrategyFacts(
                strategy=RStrategy(row["strategy"]),
                name=wording(row, "name"),
                meaning=wording(row, "meaning"),
                word=Word(row["word"]),
                rung_product=HierarchyRung(int(row["rung_product"])),
                rung_waste=HierarchyRung(int(row["rung_waste"])),
                source=row["source"],
                note=row["note"],
            )
            for row in read_rows("strategies.csv")
        }
    )


def strategy_rung(strategy: RStrategy, *, is_waste: bool) -> HierarchyRung:
    """Where a strategy stands on the waste hierarchy for a product or for waste.

    Ask with `is_waste=True` when the legal status is unknown: the more careful answer.

    >>> strategy_rung(RStrategy.R4, is_waste=False).name, strategy_rung(RStrategy.R4, is_waste=True).name
    ('PREVENTION', 'PREPARING_FOR_REUSE')
    """
    facts = strategies()[strategy]
    return facts.rung_waste if is_waste else facts.rung_product
