"""The treatment operations of waste law: recovery R1-R13 and disposal D1-D15.

Directive 2008/98/EC, annexes II and I. They stand on transport forms and permits and hold for waste only.
They share labels with the R-strategies and mean other things: see `symbiosis.waste.strategies`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import MappingProxyType

from symbiosis.waste.hierarchy import HierarchyRung, Word
from symbiosis.waste.sources import Wording, read_rows, wording, yes


class Operation(Enum):
    """A recovery (R) or disposal (D) operation.

    Not a text, so that `Operation.R1` never equals the R-strategy of the same label.
    """

    R1 = "R1"
    R2 = "R2"
    R3 = "R3"
    R4 = "R4"
    R5 = "R5"
    R6 = "R6"
    R7 = "R7"
    R8 = "R8"
    R9 = "R9"
    R10 = "R10"
    R11 = "R11"
    R12 = "R12"
    R13 = "R13"
    D1 = "D1"
    D2 = "D2"
    D3 = "D3"
    D4 = "D4"
    D5 = "D5"
    D6 = "D6"
    D7 = "D7"
    D8 = "D8"
    D9 = "D9"
    D10 = "D10"
    D11 = "D11"
    D12 = "D12"
    D13 = "D13"
    D14 = "D14"
    D15 = "D15"

    @property
    def is_recovery(self) -> bool:
        """Whether the law counts it as recovery; otherwise it is disposal."""
        return self.value.startswith("R")


@dataclass(frozen=True, slots=True)
class OperationFacts:
    """An operation with its title, the verb on screen and its place on the waste hierarchy.

    `interim` marks storage, exchange, blending and repacking: what follows decides, so `rung` and `word` are
    None. `word` is also None where no single verb tells what happens (D8, D9). `note` says where a place on
    the hierarchy is our reading.
    """

    operation: Operation
    interim: bool
    title: Wording
    word: Word | None
    rung: HierarchyRung | None
    source: str
    note: str


@cache
def operations() -> Mapping[Operation, OperationFacts]:
    """Every operation, in the order of the annexes."""
    return MappingProxyType(
        {
            Operation(row["operation"]): OperationFacts(
                operation=Operation(row["operation"]),
                interim=yes(row["interim"]),
                title=wording(row, "title"),
                word=Word(row["word"]) if row["word"] else None,
                rung=HierarchyRung(int(row["rung"])) if row["rung"] else None,
                source=row["source"],
                note=row["note"],
            )
            for row in read_rows("operations.csv")
        }
    )


def operation_rung(operation: Operation) -> HierarchyRung | None:
    """Where an operation stands on the waste hierarchy; None for an interim operation.

    >>> operation_rung(Operation.R3), operation_rung(Operation.D5), operation_rung(Operation.R13)
    (<HierarchyRung.RECYCLING: 3>, <HierarchyRung.DISPOSAL: 5>, None)
    """
    return operations()[operation].rung
