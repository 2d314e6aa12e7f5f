"""Tables out: CSV, XLSX or Parquet by the ending of the path, the same bytes for the same rows.

A file appears whole or not at all. Numbers are written as the shortest text that reads back the same (in XLSX
with the 15 digits that a spreadsheet keeps); unknown is an empty cell. A CSV is data: text stands in it as it
is. With `for_people` it is meant for a spreadsheet program: it begins with a byte-order mark, and a cell that
such a program would take for a formula gets an apostrophe in front. In XLSX text is always stored as text, so
nothing can become a formula.
"""

from __future__ import annotations

import math
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from symbiosis.errors import FileRefused, InvalidValue, Problem, ProblemCode
from symbiosis.late import late
from symbiosis.resources.words import LabelColumn, WordColumn

if TYPE_CHECKING:
    import openpyxl
    import openpyxl.cell.cell as cell_of
else:
    openpyxl = late("openpyxl")
    cell_of = late("openpyxl.cell.cell")

CHUNK_ROWS: Final = 100_000
XLSX_MOST_ROWS: Final = 1_048_575
_FORMULA: Final = r"^[=+\-@\t\r]"
_NEEDS_QUOTES: Final = r'[",\r\n]'
_FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")

Tick = Callable[[int], None]
Columns = Mapping[str, Any]


def write_table(
    path: Path | str, columns: Columns, *, for_people: bool = False, tick: Tick | None = None
) -> None:
    """Write columns of equal length (numpy, arrow, `WordColumn`, `LabelColumn` or lists) to `path`.

    The ending decides: `.csv`, `.xlsx`, `.parquet`; without one it is CSV. `tick` is told how
    many rows were written. Raises `InvalidValue` for another ending and for more rows than a sheet can hold,
    `FileRefused` where nothing can be written.
    """
    target = Path(path)
    table = pa.table({name: _arrow(values) for name, values in columns.items()})
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx, ".parquet": _write_parquet}
    writer = writers.get(target.suffix.lower() or ".csv")
    if writer is None:
        raise InvalidValue(
            Problem(ProblemCode.UNKNOWN_WORD, file=str(path), details={"allowed": ", ".join(writers)})
        )
    try:
        with _whole(target) as stream:
            writer(stream, table, for_people, tick or (lambda _: None))
    except BrokenPipeError:
        raise
    except OSError as error:
        details = {"reason": error.strerror or "?"}
        raise FileRefused(Problem(ProblemCode.FILE_UNWRITABLE, file=str(path), details=details)) from error


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name only when everything has been written."""
    if path.exists() and not path.is_file():
        # a pipe or /dev/stdout has no name to take over
        with path.open("wb") as stream:
            yield stream
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _arrow(values: Any) -> pa.Array:
    """One column as arrow, NaN and empty text as null."""
    if isinstance(values, WordColumn | LabelColumn):
        values = values.texts()
    if isinstance(values, pa.ChunkedArray):
        values = pa.concat_arrays(values.chunks) if values.num_chunks else pa.array([], type=values.type)
    if not isinstance(values, pa.Array):
        array = np.asarray(values) if not isinstance(values, list) else None
        values = pa.array(values if array is None else array, from_pandas=True)
    if pa.types.is_floating(values.type):
        return pc.if_else(pc.is_nan(values), None, values)
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        return pc.if_else(pc.equal(values, ""), None, values)
    return values


def _write_csv(stream: BinaryIO, table: pa.Table, for_people: bool, tick: Tick) -> None:
    if for_people:
        stream.write(b"\xef\xbb\xbf")
    header = pa.array(table.column_names, type=pa.string())
    stream.write((",".join(_quoted(header).to_pylist()) + "\n").encode())
    for start in range(0, table.num_rows, CHUNK_ROWS):
        part = table.slice(start, CHUNK_ROWS).combine_chunks()
        cells = [_csv_cells(column.chunk(0), for_people) for column in part.columns]
        lines = pc.binary_join_element_wise(*cells, ",", null_handling="replace", null_replacement="")
        lines = pc.binary_join_element_wise(lines, "\n", "")
        stream.write(_bytes_of(lines))
        tick(part.num_rows)


def _csv_cells(cells: pa.Array, for_people: bool) -> pa.Array:
    if not (pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type)):
        return cells.cast(pa.string())
    if for_people:
        risky = pc.match_substring_regex(cells, _FORMULA)
        cells = pc.if_else(risky, pc.binary_join_element_wise("'", cells, ""), cells)
    return _quoted(cells)


def _quoted(cells: pa.Array) -> pa.Array:
    """Cells with a comma, quotation mark or line end, between quotation marks."""
    needed = pc.match_substring_regex(cells, _NEEDS_QUOTES)
    if not pc.any(needed).as_py():
        return cells
    doubled = pc.replace_substring(cells, '"', '""')
    return pc.if_else(needed, pc.binary_join_element_wise('"', doubled, '"', ""), cells)


def _bytes_of(lines: pa.Array) -> memoryview:
    """All strings of a fresh arrow array one after another, without a detour through Python objects."""
    offsets = np.frombuffer(lines.buffers()[1], dtype=np.int32)
    return memoryview(lines.buffers()[2])[: int(offsets[len(lines)])]


def _write_parquet(stream: BinaryIO, table: pa.Table, for_people: bool, tick: Tick) -> None:
    pq.write_table(table, stream, compression="zstd", store_schema=False)
    tick(table.num_rows)


def _write_xlsx(stream: BinaryIO, table: pa.Table, for_people: bool, tick: Tick) -> None:
    if table.num_rows > XLSX_MOST_ROWS:
        details = {"allowed": f"<= {XLSX_MOST_ROWS}"}
        raise InvalidValue(Problem(ProblemCode.OUT_OF_RANGE, value=str(table.num_rows), details=details))
    book = openpyxl.Workbook(write_only=True)
    # no clock: the same rows give the same file
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)
    sheet = book.create_sheet("data")
    sheet.append([_sheet_cell(sheet, name) for name in table.column_names])
    for batch in table.to_batches(max_chunksize=CHUNK_ROWS):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            sheet.append([_sheet_cell(sheet, value) for value in row])
        tick(batch.num_rows)
    with tempfile.TemporaryFile() as draft:
        book.save(draft)
        _repack(draft, stream)


def _sheet_cell(sheet: Any, value: Any) -> Any:
    """A value for one cell; text is stored as text even where it looks like a formula."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if not isinstance(value, str):
        return value
    cell = cell_of.WriteOnlyCell(sheet, cell_of.ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    return cell


def _repack(draft: Any, stream: BinaryIO) -> None:
    """Copy a workbook with one fixed time on every member and as its last change, which openpyxl fills in."""
    with zipfile.ZipFile(draft) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            fixed = zipfile.ZipInfo(member.filename, _FIXED_TIME)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            if member.filename == "docProps/core.xml":
                target.writestr(fixed, _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", source.read(member)))
                continue
            with source.open(member) as content, target.open(fixed, "w") as copy:
                while chunk := content.read(1024 * 1024):
                    copy.write(chunk)
