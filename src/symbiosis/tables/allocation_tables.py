"""Arcs in, allocations out: flows, prices and a summary in one folder, as the contracts tell."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from symbiosis.errors import FileRefused, Problem, ProblemCode, Report
from symbiosis.quantities import DIMENSIONS, CodeArray, FloatArray
from symbiosis.resources.columns import Column, Holds
from symbiosis.tables.checking import Checker
from symbiosis.tables.reading import read_grid
from symbiosis.tables.writing import write_table

VALUE: Final = Column(
    "value_eur_per_unit", Holds.NUMBER, "EUR per unit of the offer", "what a unit is worth", "", required=True
)
ARC_COLUMNS: Final = (
    Column("offer_id", Holds.TEXT, "-", "an id of the offers", "", required=True),
    Column("need_id", Holds.TEXT, "-", "an id of the needs", "", required=True),
    VALUE,
)


@dataclass(frozen=True, eq=False)
class ArcTable:
    """Explicit arcs: rows of offers and needs, and EUR per unit of the offer."""

    offers: NDArray[np.int32]
    needs: NDArray[np.int32]
    values: FloatArray

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True, eq=False)
class Ends:
    """The rows that arcs may run between: ids, what their units measure, and the file they came from."""

    ids: pa.Array
    dimension: CodeArray
    file: str


def read_arcs(path: Path | str, *, offers: Ends, needs: Ends, report: Report) -> ArcTable:
    """Arcs from a file; those with a bad cell, an unknown end or two measures are left out and told.

    Raises `FileRefused` for a file that cannot be read or lacks a column.
    """
    names = [column.name for column in ARC_COLUMNS]
    grid = read_grid(path, wanted=frozenset(names))
    details = {"allowed": ", ".join(names)}
    for name in names:
        if name not in grid.names:
            raise FileRefused(
                Problem(ProblemCode.COLUMN_MISSING, file=grid.file, column=name, details=details)
            )
    report.extend(
        Problem(ProblemCode.COLUMN_UNKNOWN, file=grid.file, column=name, details=details)
        for name in grid.names
        if name and name not in names
    )
    checker = Checker(grid)
    own, other = (_rows(checker, name, ends) for name, ends in (("offer_id", offers), ("need_id", needs)))
    values = checker.numbers(VALUE)
    checker.refuse(np.isnan(values) & ~checker.bad, ProblemCode.EMPTY, VALUE.name, lambda _: None)
    sound = (own >= 0) & (other >= 0)
    apart = np.zeros(len(grid), dtype=bool)
    apart[sound] = offers.dimension[own[sound]] != needs.dimension[other[sound]]
    checker.refuse(
        apart & ~checker.bad,
        ProblemCode.UNIT_MISMATCH,
        "need_id",
        lambda place: needs.ids[int(other[place])].as_py(),
        lambda place: {
            "found": DIMENSIONS[needs.dimension[other[place]]].value,
            "allowed": DIMENSIONS[offers.dimension[own[place]]].value,
        },
    )
    good = checker.finish(report)
    return ArcTable(own[good].astype(np.int32), other[good].astype(np.int32), values[good])


def _rows(checker: Checker, name: str, ends: Ends) -> NDArray[np.int64]:
    """The row of each id, -1 where it is empty or unknown."""
    cells = checker.texts(name, required=True)
    found = pc.fill_null(pc.index_in(cells, value_set=ends.ids), -1).to_numpy(zero_copy_only=False)
    rows: NDArray[np.int64] = np.asarray(found, dtype=np.int64)
    empty = np.asarray(pc.equal(cells, "").to_numpy(zero_copy_only=False), dtype=bool)
    checker.refuse(
        (rows < 0) & ~empty,
        ProblemCode.ID_UNKNOWN,
        name,
        lambda place: cells[place].as_py(),
        lambda _: {"other": ends.file},
    )
    return rows


def write_allocation(
    folder: Path,
    *,
    flows: Mapping[str, Any],
    prices: Mapping[str, Any],
    summary: Mapping[str, Any],
    more: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """Write `flows.csv`, `prices.csv`, `summary.json` and the tables of `more` by their names.

    A number that is not finite (nothing found, nothing proven) becomes null. Raises `FileRefused` where
    nothing can be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        details = {"reason": error.strerror or "?"}
        raise FileRefused(Problem(ProblemCode.FILE_UNWRITABLE, file=str(folder), details=details)) from error
    for name, columns in (("flows", flows), ("prices", prices), *(more or {}).items()):
        write_table(folder / f"{name}.csv", columns)
    told = {
        key: None if isinstance(value, float) and not math.isfinite(value) else value
        for key, value in summary.items()
    }
    text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    (folder / "summary.json").write_text(text, encoding="utf-8")
