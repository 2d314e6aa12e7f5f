"""Files into tables of the core: offers, needs, processors, and any table with described columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from symbiosis.errors import FileRefused, Problem, ProblemCode, Report
from symbiosis.quantities import PERIOD_DAYS
from symbiosis.resources.columns import PROCESSOR_COLUMNS, STREAM_COLUMNS, Column, Holds
from symbiosis.resources.kinds import LegalStatus
from symbiosis.resources.processors import ProcessorTable
from symbiosis.resources.streams import FIELD_OF_COLUMN, Side, StreamTable
from symbiosis.resources.words import LabelColumn, WordColumn
from symbiosis.tables.checking import Checker, Mask
from symbiosis.tables.cross_checks import (
    check_dates,
    check_places,
    check_something_named,
    check_unique,
    first_places,
    shared_by_id,
)
from symbiosis.tables.csv_files import read_csv
from symbiosis.tables.grid import Grid, Tick, opened_size
from symbiosis.tables.parquet_files import read_parquet
from symbiosis.tables.spreadsheets import read_xlsx

_MAGIC: Final = {b"PK\x03\x04": "xlsx", b"PAR1": "parquet", b"\xd0\xcf\x11\xe0": "xls"}


def read_grid(path: Path | str, *, wanted: frozenset[str] | None = None, tick: Tick | None = None) -> Grid:
    """The cells of a CSV, XLSX or Parquet file, told apart by their first bytes.

    Raises `FileRefused` for a file that cannot be read at all.
    """
    file = Path(path)
    opened_size(file)
    with file.open("rb") as stream:
        kind = _MAGIC.get(stream.read(4), "csv")
    if kind == "xls":
        details = {"format": "XLSX", "reason": "XLS"}
        raise FileRefused(Problem(ProblemCode.FILE_FORMAT, file=file.name, details=details))
    if kind == "xlsx":
        return read_xlsx(file, wanted=wanted)
    if kind == "parquet":
        return read_parquet(file, wanted=wanted)
    return read_csv(file, wanted=wanted, tick=tick)


def _opened(
    path: Path | str, columns: Sequence[Column], report: Report, *, others: bool, tick: Tick | None
) -> Checker:
    """The file's cells, its required columns sure to be there; columns nobody knows are told of."""
    names = frozenset(column.name for column in columns)
    grid = read_grid(path, wanted=names, tick=tick)
    for column in columns:
        if column.required and column.name not in grid.names:
            details = {"allowed": ", ".join(c.name for c in columns if c.required)}
            raise FileRefused(
                Problem(ProblemCode.COLUMN_MISSING, file=grid.file, column=column.name, details=details)
            )
    if not others:
        details = {"allowed": ", ".join(column.name for column in columns)}
        report.extend(
            Problem(ProblemCode.COLUMN_UNKNOWN, file=grid.file, column=name, details=details)
            for name in grid.names
            if name and name not in names
        )
    return Checker(grid)


@dataclass(frozen=True, slots=True, eq=False)
class CheckedTable:
    """The good rows of a file: one array for each described column, and each row's number in the file."""

    file: str
    columns: dict[str, Any]
    row_number: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.row_number)

    def __getitem__(self, name: str) -> Any:
        """Text and words as arrow strings, labels as `LabelColumn`, all else as numpy."""
        return self.columns[name]


def read_table(
    path: Path | str,
    columns: Sequence[Column],
    *,
    report: Report,
    on_date: date | None = None,
    unique: str | None = None,
    tick: Tick | None = None,
) -> CheckedTable:
    """Read any table by a description of its columns; others in the file are left aside without a word.

    `on_date` is needed where a column holds List-of-Waste codes; cells of column `unique` must differ. Bad
    rows are left out and told in `report`. Raises `FileRefused` for a file without a required column.
    """
    checker = _opened(path, columns, report, others=True, tick=tick)
    found = {column.name: _values(checker, column, on_date) for column in columns}
    if unique is not None:
        check_unique(checker, found[unique], unique)
    good = checker.finish(report)
    taken = {name: _take(values, good) for name, values in found.items()}
    return CheckedTable(checker.grid.file, taken, checker.grid.row_number[good])


def _values(checker: Checker, column: Column, on_date: date | None) -> Any:
    """The values of one column, by what it holds."""
    match column.holds:
        case Holds.NUMBER:
            values = checker.numbers(column)
            if column.required:
                checker.refuse(
                    np.isnan(values) & ~checker.bad, ProblemCode.EMPTY, column.name, lambda _: None
                )
            return values
        case Holds.DATE:
            return checker.days(column.name)
        case Holds.YES_NO:
            return checker.flags(column.name)
        case Holds.UNIT:
            return checker.units(column.name)
        case Holds.WORD if column.words is not None:
            return checker.words(column.name, column.words)
        case Holds.LOW_CODES if on_date is not None:
            return checker.low_codes(column.name, on_date)
        case Holds.LABELS:
            return LabelColumn.of(checker.texts(column.name, required=column.required))
    return checker.texts(column.name, required=column.required)


def _take(values: Any, rows: Mask) -> Any:
    if isinstance(values, WordColumn | LabelColumn):
        return values.take(rows)
    return values.filter(pa.array(rows)) if isinstance(values, pa.Array) else values[rows]


def read_streams(
    path: Path | str, side: Side, *, on_date: date, report: Report, tick: Tick | None = None
) -> StreamTable:
    """Offers or needs from a file, codes read for `on_date`.

    Bad rows are left out, each bad cell told in `report`. Raises `FileRefused` when the file cannot be read
    or lacks `id`, `kind`, or all of `text`, `low_code` and `material`.
    """
    checker = _opened(path, STREAM_COLUMNS, report, others=False, tick=tick)
    naming = ("text", "low_code", "material")
    if not any(checker.has(name) for name in naming):
        details = {"allowed": " | ".join(naming)}
        raise FileRefused(
            Problem(ProblemCode.COLUMN_MISSING, file=checker.grid.file, column="text", details=details)
        )
    found: dict[str, Any] = {}
    for column in STREAM_COLUMNS:
        name = column.name
        if not checker.has(name):
            continue
        plain = Column(name, column.holds, "", "", "") if name in ("lat", "lon") else column
        found[FIELD_OF_COLUMN.get(name, name)] = _values(checker, plain, on_date)
    rows = len(checker.grid)
    checker.refuse(_no_kind(checker, found["kind"]), ProblemCode.EMPTY, "kind", lambda _: None)
    unplaced = np.full(rows, np.nan)
    found["lat"], found["lon"] = check_places(checker, found.get("lat", unplaced), found.get("lon", unplaced))
    if "from_day" in found and "until_day" in found:
        check_dates(checker, found["from_day"], found["until_day"])
    check_unique(checker, found["ids"])
    check_something_named(checker, naming)
    good = checker.finish(report)
    for name in ("quality", "brand", "model", "condition", "destination", "hub"):
        if name in found:
            found[name] = WordColumn.of(found[name])
    if "legal_status" in found:
        unknown = list(LegalStatus).index(LegalStatus.UNKNOWN)
        found["legal_status"] = np.where(found["legal_status"] == unknown, -1, found["legal_status"]).astype(
            np.int8
        )
    found["row_number"] = checker.grid.row_number
    if good.all():
        return StreamTable.of(side, found)
    return StreamTable.of(side, {name: _take(values, good) for name, values in found.items()})


def _no_kind(checker: Checker, kinds: npt.NDArray[np.int8]) -> Mask:
    """Rows whose kind is blank; a wrong word has been told already."""
    blank = pc.equal(checker.texts("kind"), "").to_numpy(zero_copy_only=False)
    return np.asarray((kinds < 0) & blank, dtype=bool)


_SHARED: Final = ("name", "lat", "lon", "hours_available", "max_km", "certificates", "permits", "social")
"""Columns that belong to the processor and not to one recipe."""


def read_processors(path: Path | str, *, report: Report, tick: Tick | None = None) -> ProcessorTable:
    """Processors from a file, one row for each recipe; rows with one id are one processor.

    What belongs to the processor may stand in any of its rows and must be the same wherever it stands. Bad
    rows are left out, each bad cell told in `report`. Raises `FileRefused` when the file cannot be read or
    lacks `id` or `accepts`.
    """
    checker = _opened(path, PROCESSOR_COLUMNS, report, others=False, tick=tick)
    found: dict[str, Any] = {}
    for column in PROCESSOR_COLUMNS:
        name = column.name
        plain = Column(name, column.holds, "", "", "") if name in ("lat", "lon") else column
        found[name] = _values(checker, plain, None)
    found["lat"], found["lon"] = check_places(checker, found["lat"], found["lon"])
    check_dates(checker, found["from"], found["until"])
    encoded = found["id"].dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    leaders = {name: _leader(checker, name, codes, found) for name in (*_SHARED, "from", "until")}
    good = checker.finish(report)
    return _processor_table(found, codes, leaders, good, checker.grid.row_number)


def _leader(
    checker: Checker, name: str, codes: npt.NDArray[np.int64], found: dict[str, Any]
) -> npt.NDArray[Any]:
    values = found[name]
    if isinstance(values, LabelColumn):
        values = values.texts()
    if isinstance(values, pa.Array):
        texts = values.to_numpy(zero_copy_only=False)
        return shared_by_id(checker, name, codes, texts, np.asarray(texts != "", dtype=bool))
    if name == "hours_available":
        # 40 hours a week and 40 hours a month are not the same hours
        span = PERIOD_DAYS[np.maximum(found["period"], 0)]
        per_day = np.round(values / np.where(np.isinf(span), 1.0, span), 9)
        return shared_by_id(checker, name, codes, per_day, ~np.isnan(values))
    known = ~np.isnan(values) if values.dtype.kind == "f" else values > np.int32(-1)
    if name in ("from", "until"):
        known = values != np.iinfo(np.int32).min
    return shared_by_id(checker, name, codes, values, known)


def _processor_table(
    found: dict[str, Any],
    codes: npt.NDArray[np.int64],
    leaders: dict[str, npt.NDArray[Any]],
    good: Mask,
    row_number: npt.NDArray[np.int64],
) -> ProcessorTable:
    kept = codes[good]
    order = np.sort(first_places(kept, int(codes.max()) + 1 if len(codes) else 0))
    order = order[order < len(kept)]
    heads = np.flatnonzero(good)[order]
    place_of = np.full(int(codes.max()) + 1 if len(codes) else 0, -1, dtype=np.int32)
    place_of[codes[heads]] = np.arange(len(heads), dtype=np.int32)

    def own(name: str) -> Any:
        rows = leaders[name][heads]
        values = found[name]
        if isinstance(values, LabelColumn):
            return values.take(rows)
        return values.take(pa.array(rows)) if isinstance(values, pa.Array) else values[rows]

    def each(name: str) -> Any:
        return _take(found[name], good)

    residue = each("residue_cost_eur_per_unit")
    return ProcessorTable.of(
        {
            "processor": place_of[kept],
            "accepts": each("accepts"),
            "produces": each("produces"),
            "kind": each("kind"),
            "yield_ratio": each("yield"),
            "unit": each("unit"),
            "unit_out": each("unit_out"),
            "period": each("period"),
            "strategy": each("strategy"),
            "residue_cost_eur_per_unit": np.where(np.isnan(residue), 0.0, residue),
            "row_number": row_number[good],
            **{
                name: each(name)
                for name in ("capacity", "hours_per_unit", "cost_eur_per_unit", "min_quantity", "storage")
            },
            "ids": found["id"].take(pa.array(heads)),
            "names": own("name"),
            "lat": own("lat"),
            "lon": own("lon"),
            "hours_available": own("hours_available"),
            "hours_period": found["period"][leaders["hours_available"][heads]],
            "max_km": own("max_km"),
            "certificates": own("certificates"),
            "permits": own("permits"),
            "social": own("social"),
            "from_day": own("from"),
            "until_day": own("until"),
        }
    )
