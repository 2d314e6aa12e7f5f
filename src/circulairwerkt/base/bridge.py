"""Files of cells, read and written by the core."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc

from symbiosis.errors import FileRefused
from symbiosis.tables.reading import read_grid
from symbiosis.tables.writing import write_table

__all__ = ["Cells", "UnreadableFile", "read_cells", "write_for_people"]

#: A web process shares its memory with everybody: it unpacks less than the core would.
MOST_UNPACKED_BYTES = 200 * 1024**2


class UnreadableFile(Exception):
    """A file cannot be read; ``sentence`` says why, in the language asked for."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Cells:
    """The cells of a file as text: columns, rows with their numbers, and lines that were lost."""

    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    numbers: list[int]
    lost: dict[int, str]

    def __len__(self) -> int:
        return len(self.rows)


def read_cells(path: Path, *, language: str) -> Cells:
    """Read a CSV or XLSX file. Raises UnreadableFile for anything else, or too large."""
    try:
        if path.read_bytes()[:4] == b"PAR1" or _unpacks_too_large(path):
            raise UnreadableFile("")
        grid = read_grid(path)
    except FileRefused as refused:
        problem = refused.problem
        raise UnreadableFile(f"{problem.what(language)}; {problem.expected(language)}") from None
    names = tuple(name for name in grid.names if name)
    columns = [pc.utf8_trim_whitespace(pc.fill_null(grid.columns[name], "")).to_pylist() for name in names]
    return Cells(
        columns=names,
        rows=list(zip(*columns, strict=True)),
        numbers=grid.row_number.tolist(),
        lost={each.row: each.what(language) for each in grid.problems if each.row is not None},
    )


def _unpacks_too_large(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED_BYTES


def write_for_people(path: Path, columns: Mapping[str, Sequence[object]]) -> None:
    """Write CSV or XLSX, by the ending of ``path``, in which no cell can become a formula."""
    write_table(path, {name: list(values) for name, values in columns.items()}, for_people=True)
