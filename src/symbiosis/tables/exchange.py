"""Tables of the core into columns of a file: the other way round of reading."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from symbiosis.quantities import UNITS, UNKNOWN_DAY, CodeArray, IntArray
from symbiosis.resources.columns import PROCESSOR_COLUMNS, STREAM_COLUMNS, Column, Holds
from symbiosis.resources.processors import ProcessorTable
from symbiosis.resources.streams import FIELD_OF_COLUMN, StreamTable

_RECIPE_NAMES: Final = {"yield": "yield_ratio"}
_PROCESSOR_NAMES: Final = {"id": "ids", "name": "names", "from": "from_day", "until": "until_day"}
_OF_RECIPE: Final = frozenset(
    {
        "accepts",
        "produces",
        "kind",
        "yield",
        "capacity",
        "unit",
        "unit_out",
        "period",
        "hours_per_unit",
        "cost_eur_per_unit",
        "residue_cost_eur_per_unit",
        "min_quantity",
        "storage",
        "strategy",
    }
)


def stream_columns(table: StreamTable, *, beyond_contract: bool = False) -> dict[str, Any]:
    """Columns of offers or needs as a file holds them, in the order of the contract.

    Columns beyond the contract are left out where every cell is empty, unless `beyond_contract`.
    """
    contract = STREAM_COLUMNS.index(next(c for c in STREAM_COLUMNS if c.name == "min_quantity"))
    columns: dict[str, Any] = {}
    for place, column in enumerate(STREAM_COLUMNS):
        cells = _cells(column, getattr(table, FIELD_OF_COLUMN.get(column.name, column.name)))
        if place < contract or beyond_contract or not _empty(cells):
            columns[column.name] = cells
    return columns


def processor_columns(table: ProcessorTable) -> dict[str, Any]:
    """Columns of processors as a file holds them: one row for each recipe."""
    contract = PROCESSOR_COLUMNS.index(next(c for c in PROCESSOR_COLUMNS if c.name == "kind"))
    columns: dict[str, Any] = {}
    for place, column in enumerate(PROCESSOR_COLUMNS):
        name = column.name
        if name in _OF_RECIPE:
            cells = _cells(column, getattr(table, _RECIPE_NAMES.get(name, name)))
        else:
            own = _cells(column, getattr(table, _PROCESSOR_NAMES.get(name, name)))
            cells = (
                own[table.processor] if isinstance(own, np.ndarray) else own.take(pa.array(table.processor))
            )
        if place < contract or not _empty(cells):
            columns[name] = cells
    return columns


def _cells(column: Column, values: Any) -> Any:
    """One column of a table as arrow text or as numbers."""
    match column.holds:
        case Holds.NUMBER:
            return values
        case Holds.DATE:
            return _days(values)
        case Holds.YES_NO:
            return _words(values, ["0", "1"])
        case Holds.UNIT:
            return _words(values, [unit.key for unit in UNITS])
        case Holds.WORD if column.words is not None:
            return _words(values, [member.value for member in column.words])
    return values if isinstance(values, pa.Array) else values.texts()


def _words(codes: CodeArray, words: list[str]) -> pa.Array:
    lookup = pa.array([*words, ""], type=pa.string())
    return lookup.take(pa.array(np.where(codes < 0, len(words), codes).astype(np.int32)))


def _days(days: IntArray) -> pa.Array:
    unknown: npt.NDArray[np.bool_] = days == UNKNOWN_DAY
    return pa.array(np.where(unknown, 0, days), type=pa.int32(), mask=unknown).cast(pa.date32())


def _empty(cells: Any) -> bool:
    if isinstance(cells, np.ndarray):
        return bool(np.isnan(cells).all())
    if pa.types.is_date(cells.type):
        return bool(cells.null_count == len(cells))
    return not any(cells.unique().to_pylist())
