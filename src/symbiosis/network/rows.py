"""Which rows a network can use: those that tell how much and where; every other row is refused by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from symbiosis.errors import Problem, ProblemCode, Report
from symbiosis.matching import layout as c
from symbiosis.matching.layout import PackedSide
from symbiosis.matching.packing import pack
from symbiosis.matching.terms import Terms
from symbiosis.quantities import (
    BASE_UNITS,
    DIMENSIONS,
    UNIT_CODES,
    UNIT_TO_BASE,
    CodeArray,
    Dimension,
    dimensions_of,
)
from symbiosis.resources.processors import ProcessorTable
from symbiosis.resources.streams import StreamTable

MASS = DIMENSIONS.index(Dimension.MASS) + 1
"""The number that `layout.UNIT` holds for a mass; its base unit is the tonne."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Offers or needs that a network can use: the table, packed for the rules, and the unit of each row."""

    table: StreamTable
    side: PackedSide
    units: CodeArray

    def __len__(self) -> int:
        return len(self.table)


def usable_streams(
    table: StreamTable, terms: Terms, *, file: str, report: Report, placed: bool = True
) -> Rows:
    """The rows that tell a quantity with its unit and, where `placed`, a place.

    Every other row gives one problem in `report` and counts as refused.
    """
    side = pack(table, terms)
    counted = ~np.isnan(side.numbers[:, c.QUANTITY]) & (side.marks[:, c.UNIT] > 0)
    here = ~np.isnan(side.numbers[:, c.X]) if placed else np.ones(len(table), dtype=bool)
    _refuse(table.row_number, table.ids, counted, here, "quantity", file, report)
    good = counted & here
    if not good.all():
        rows = np.flatnonzero(good)
        table, side = table.take(rows), _entities(side.take(rows))
    base = np.array([UNIT_CODES[BASE_UNITS[dimension]] for dimension in DIMENSIONS], dtype=np.int8)
    # where an area or a power stood in for a quantity, its base unit is the unit of the row
    own = np.where(np.isnan(table.quantity), -1, table.unit)
    return Rows(table, side, np.where(own >= 0, own, base[side.marks[:, c.UNIT] - 1]).astype(np.int8))


def _entities(side: PackedSide) -> PackedSide:
    marks = side.marks.copy()
    marks[:, c.ENTITY] = np.arange(len(side))
    return replace(side, marks=marks)


def usable_recipes(table: ProcessorTable, *, file: str, report: Report) -> NDArray[np.int64]:
    """The recipes that tell the unit of their input, an output that can be reckoned, and a place.

    A yield that is not told counts as 1 where input and output measure the same, and an empty capacity as
    none that binds; both are told once. Every other recipe gives one problem and counts as refused.
    """
    counted = table.unit >= 0
    here = (np.isfinite(table.lat) & np.isfinite(table.lon))[table.processor]
    ids = table.ids.take(pa.array(table.processor))
    _refuse(table.row_number, ids, counted, here, "unit", file, report)
    good = counted & here
    out = np.where(table.output_unit >= 0, table.output_unit, 0)
    same = dimensions_of(out.astype(np.int8)) == table.dimension
    unknown = np.isnan(table.yield_ratio)
    lost = good & unknown & ~same & (table.produces.counts > 0)
    for row in np.flatnonzero(lost).tolist():
        report.add(Problem(ProblemCode.EMPTY, file=file, row=int(table.row_number[row]), column="yield"))
    report.count(file=file, read=0, refused=int(lost.sum()))
    good &= ~lost
    _counted_as(good & unknown & (table.produces.counts > 0), "yield", "1", file, report)
    _counted_as(good & np.isnan(table.capacity), "capacity", "∞", file, report)
    return np.flatnonzero(good)


def _counted_as(rows: NDArray[np.bool_], column: str, value: str, file: str, report: Report) -> None:
    if rows.any():
        details = {"found": str(int(rows.sum())), "allowed": value}
        report.add(Problem(ProblemCode.COUNTED_AS, file=file, column=column, details=details))


def _refuse(
    numbers: Any, ids: pa.Array, counted: Any, here: Any, column: str, file: str, report: Report
) -> None:
    """One problem for each row that cannot be used: the quantity first, else the place."""
    bad = np.flatnonzero(~(counted & here))
    for row in bad.tolist():
        lacks_amount = not counted[row]
        code = ProblemCode.QUANTITY_MISSING if lacks_amount else ProblemCode.PLACE_MISSING
        name = column if lacks_amount else "lat"
        number = int(numbers[row])
        report.add(Problem(code, file=file, row=number, column=name, value=ids[row].as_py()))
    report.count(file=file, read=0, refused=len(bad))


def base_per_unit(units: Any) -> NDArray[np.float64]:
    """Base units in one unit of each code; 1 where the unit is unknown."""
    codes = np.asarray(units)
    return np.where(codes >= 0, UNIT_TO_BASE[np.where(codes >= 0, codes, 0)], 1.0)
