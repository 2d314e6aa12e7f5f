"""CSV files into a `Grid`: UTF-8, comma (or `;` or tab) between cells, one bad line never costs another."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from symbiosis.errors import FileRefused, Problem, ProblemCode
from symbiosis.tables.csv_lines import BLOCK_BYTES, BOM, looks_odd, sorted_records
from symbiosis.tables.grid import MAX_LINE_BYTES, MAX_LINE_TEXT, Grid, Tick, column_names, opened_size

DELIMITERS: Final = (",", ";", "\t")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def read_csv(path: Path, *, wanted: frozenset[str] | None = None, tick: Tick | None = None) -> Grid:
    """The cells of a CSV file, all as text.

    Only columns in `wanted` are kept (all when None). Raises `FileRefused` when the file is missing, empty,
    not UTF-8 in its first line, or when a column stands there twice.
    """
    opened_size(path)
    with path.open("rb") as stream:
        names, delimiter = _header(stream.readline(MAX_LINE_BYTES + 2), file=path.name)
        odd = looks_odd(stream, tick)
    if not odd:
        grid = _read_plain(path, names, delimiter, wanted)
        if grid is not None:
            return grid
    return _read_sorted(path, names, delimiter, wanted)


def _header(line: bytes, *, file: str) -> tuple[tuple[str, ...], str]:
    """Names in the first line, and what divides them."""
    if line.startswith(_UTF16):
        raise FileRefused(Problem(ProblemCode.FILE_ENCODING, file=file, details={"reason": "UTF-16"}))
    body = line.removeprefix(BOM).rstrip(b"\r\n")
    if len(body) > MAX_LINE_BYTES:
        details = {"limit": MAX_LINE_TEXT}
        raise FileRefused(Problem(ProblemCode.LINE_TOO_LONG, file=file, line=1, details=details))
    try:
        text = body.split(b"\r")[0].decode("utf-8")
    except UnicodeDecodeError as error:
        details = {"reason": error.reason}
        raise FileRefused(Problem(ProblemCode.FILE_ENCODING, file=file, line=1, details=details)) from None
    if "\0" in text:
        details = {"format": "CSV", "reason": "NUL"}
        raise FileRefused(Problem(ProblemCode.FILE_FORMAT, file=file, line=1, details=details))
    delimiter = next((mark for mark in DELIMITERS if mark in text), ",")
    try:
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error as error:
        details = {"format": "CSV", "reason": str(error)}
        raise FileRefused(Problem(ProblemCode.FILE_FORMAT, file=file, line=1, details=details)) from None
    return column_names(cells, file=file), delimiter


def _cut(
    source: object,
    names: tuple[str, ...],
    delimiter: str,
    wanted: frozenset[str] | None,
    *,
    skip: int = 0,
    multi_line: bool = False,
) -> pa.Table | None:
    """Cut well-formed lines into columns of text; None when a line has another number of cells."""
    ragged: list[object] = []

    def note(row: object) -> str:
        ragged.append(row)
        return "skip"

    places = [name or f"\0{place}" for place, name in enumerate(names)]
    kept = [name for name in names if name and (wanted is None or name in wanted)]
    try:
        table = pa_csv.read_csv(
            source,
            read_options=pa_csv.ReadOptions(column_names=places, skip_rows=skip, block_size=BLOCK_BYTES),
            parse_options=pa_csv.ParseOptions(
                delimiter=delimiter,
                invalid_row_handler=note,
                newlines_in_values=multi_line,
                ignore_empty_lines=True,
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(places, pa.string()),
                include_columns=kept or places[:1],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    return None if ragged else table


def _columns(table: pa.Table) -> dict[str, pa.Array]:
    return {
        name: pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], type=pa.string())
        for name, column in zip(table.column_names, table.columns, strict=True)
        if not name.startswith("\0")
    }


def _read_plain(
    path: Path, names: tuple[str, ...], delimiter: str, wanted: frozenset[str] | None
) -> Grid | None:
    table = _cut(str(path), names, delimiter, wanted, skip=1)
    if table is None:
        return None
    rows = np.arange(1, table.num_rows + 1, dtype=np.int64)
    return Grid(
        file=path.name,
        names=names,
        columns=_columns(table),
        row_number=rows,
        line_number=rows + 1,
        decimal_comma=delimiter == ";",
    )


def _read_sorted(path: Path, names: tuple[str, ...], delimiter: str, wanted: frozenset[str] | None) -> Grid:
    """Read a file with odd lines: sorted first, the good ones cut together."""
    found = sorted_records(path, delimiter=delimiter, cells=len(names))
    columns = {name: pa.array([], type=pa.string()) for name in names if name}
    if found.records:
        source = pa.BufferReader(b"\n".join(found.records))
        table = _cut(source, names, delimiter, wanted, multi_line=found.multi_line)
        if table is None or table.num_rows != len(found.records):
            details = {"format": "CSV", "reason": '"'}
            raise FileRefused(Problem(ProblemCode.FILE_FORMAT, file=path.name, details=details))
        columns = _columns(table)
    return Grid(
        file=path.name,
        names=names,
        columns=columns,
        row_number=np.array(found.row_number, dtype=np.int64),
        line_number=np.array(found.line_number, dtype=np.int64),
        problems=tuple(found.problems),
        lost=found.lost,
        decimal_comma=delimiter == ";",
    )
