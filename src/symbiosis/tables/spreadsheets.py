"""XLSX files into a `Grid`: the first sheet that holds cells, looked over for bombs before it is unpacked."""

from __future__ import annotations

import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import python_calamine

from symbiosis.errors import FileRefused, Problem, ProblemCode
from symbiosis.tables.grid import Grid, column_names, opened_size

MAX_UNPACKED_BYTES: Final = 2 * 1024**3
MAX_CELLS: Final = 60_000_000
"""Rows times columns of the widest and the lowest cell: the reader makes room for all of them."""

_DEFLATE_MOST: Final = 1032
"""No deflate stream unpacks to more than this many times its size."""
_CHUNK: Final = 1024 * 1024
_ROW: Final = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,9})"')
_WIDE_CELL: Final = re.compile(rb'\br="([A-Z]{2,9})(\d{1,9})"')

CellValue = int | float | str | bool | time | date | datetime | timedelta


def read_xlsx(path: Path, *, wanted: frozenset[str] | None = None) -> Grid:
    """The cells of the first sheet that has any, as text; numbers and dates as a CSV would write them.

    Raises `FileRefused` when the file is no workbook, is too large once unpacked, or has no cells.
    """
    opened_size(path)
    _check_size(path)
    rows = _rows(path)
    top = next((place for place, row in enumerate(rows) if any(cell != "" for cell in row)), None)
    if top is None:
        raise FileRefused(Problem(ProblemCode.FILE_EMPTY, file=path.name))
    names = column_names([_text(cell) for cell in rows[top]], file=path.name)
    lines = [place for place in range(top + 1, len(rows)) if any(cell != "" for cell in rows[place])]
    columns = {
        name: pa.array([_text(rows[line][place]) for line in lines], type=pa.string())
        for place, name in enumerate(names)
        if name and (wanted is None or name in wanted)
    }
    return Grid(
        file=path.name,
        names=names,
        columns=columns,
        row_number=np.arange(1, len(lines) + 1, dtype=np.int64),
        line_number=np.array(lines, dtype=np.int64) + 1,
    )


def _rows(path: Path) -> list[list[CellValue]]:
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            for name in book.sheet_names:
                rows: list[list[CellValue]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                if any(cell != "" for row in rows for cell in row):
                    return rows
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _not_a_workbook(path, str(error)) from None
    return []


def _not_a_workbook(path: Path, reason: str) -> FileRefused:
    details = {"format": "XLSX", "reason": reason}
    return FileRefused(Problem(ProblemCode.FILE_FORMAT, file=path.name, details=details))


def _too_large(path: Path, limit: str) -> FileRefused:
    return FileRefused(Problem(ProblemCode.FILE_TOO_LARGE, file=path.name, details={"limit": limit}))


def _check_size(path: Path) -> None:
    """Refuse what would fill the memory: much from little, or two cells far apart."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            packed = sum(member.compress_size for member in members)
            if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
                raise _too_large(path, "2 GiB")
            if packed * _DEFLATE_MOST > MAX_UNPACKED_BYTES:
                for member in members:
                    _check_member(path, archive, member)
            for member in members:
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", member.filename, re.IGNORECASE):
                    _check_extent(path, archive, member)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise _not_a_workbook(path, str(error)) from None


def _check_member(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Unpack one member without keeping it: what its header promises may be a lie."""
    unpacked = 0
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            unpacked += len(chunk)
            if unpacked > MAX_UNPACKED_BYTES:
                raise _too_large(path, "2 GiB")


def _check_extent(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse a sheet whose lowest row times widest column is more than `MAX_CELLS`."""
    last_row, last_column, before = 1, 26, b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            text = before + chunk
            last_row = max(last_row, *map(int, _ROW.findall(text)), 1)
            for letters, row in set(_WIDE_CELL.findall(text)):
                last_column = max(last_column, _column_number(letters))
                last_row = max(last_row, int(row))
            before = text[-64:]
            if last_row * last_column > MAX_CELLS:
                raise _too_large(path, f"{MAX_CELLS // 10**6} million cells")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(cell: CellValue) -> str:
    """One cell as a CSV would hold it: 12 and not 12.0, days as yyyy-mm-dd, yes and no as 1 and 0."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
