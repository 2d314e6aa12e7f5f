"""A table as read, before any cell is checked: column names, cells, and where each row stood in the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from symbiosis.errors import FileRefused, Problem, ProblemCode

MAX_LINE_BYTES: Final = 1024 * 1024
"""A line longer than this is refused, and never held whole in memory."""

MAX_LINE_TEXT: Final = "1 MiB"

Tick = Callable[[int], None]
"""Told how many bytes were read since the last time."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Cells by column, each an arrow array, and the row (from 1) and line of each in the file.

    `lines` is None where a format has no lines. `problems` and `lost` tell of rows that could not be cut into
    cells and are not in `columns`.
    """

    file: str
    names: tuple[str, ...]
    columns: dict[str, pa.Array]
    row_number: npt.NDArray[np.int64]
    line_number: npt.NDArray[np.int64] | None = None
    problems: tuple[Problem, ...] = ()
    lost: int = 0
    decimal_comma: bool = False
    """True where the file divides cells with `;`, so that a comma in a number can only be a decimal one."""

    def __len__(self) -> int:
        return len(self.row_number)


def column_names(raw: list[str], *, file: str) -> tuple[str, ...]:
    """Column names without spaces around them, in lower case; a blank one keeps its place as `""`.

    Raises `FileRefused` when there is no name at all or a name stands there twice.
    """
    names = tuple(name.strip().lower() for name in raw)
    if not any(names):
        raise FileRefused(Problem(ProblemCode.FILE_EMPTY, file=file))
    for place, name in enumerate(names):
        if name and name in names[:place]:
            raise FileRefused(Problem(ProblemCode.COLUMN_TWICE, file=file, column=name))
    return names


def opened_size(path: Path) -> int:
    """Bytes of an existing, readable file.

    Raises `FileRefused` when it is not there, may not be read, or is empty.
    """
    try:
        with path.open("rb") as stream:
            first = stream.read(1)
        size = path.stat().st_size
    except FileNotFoundError:
        raise FileRefused(Problem(ProblemCode.FILE_MISSING, file=str(path))) from None
    except OSError as error:
        details = {"reason": error.strerror or "?"}
        raise FileRefused(Problem(ProblemCode.FILE_UNREADABLE, file=str(path), details=details)) from None
    if not first:
        raise FileRefused(Problem(ProblemCode.FILE_EMPTY, file=path.name))
    return size
