"""A game from a file: what each coalition of players is worth."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from symbiosis.errors import FileRefused, Problem, ProblemCode, Report
from symbiosis.resources.columns import Column, Holds
from symbiosis.resources.words import DIVIDER
from symbiosis.tables.checking import Checker
from symbiosis.tables.cross_checks import check_unique
from symbiosis.tables.reading import read_grid

GAME_COLUMNS: Final = (
    Column("coalition", Holds.LABELS, "-", "members divided by |, in any order; empty: nobody", ""),
    Column("value_eur", Holds.NUMBER, "EUR", "what they earn without the others", "", required=True),
)


def read_game(path: Path | str, *, report: Report) -> dict[frozenset[str], float]:
    """The value of each coalition of a file; bad rows are left out and told.

    A coalition is told once, in whatever order its members stand. Raises `FileRefused` for a file that cannot
    be read or lacks a column.
    """
    names = [column.name for column in GAME_COLUMNS]
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
    cells: list[str] = checker.texts("coalition").to_pylist()
    members = [frozenset(filter(None, (part.strip() for part in cell.split(DIVIDER)))) for cell in cells]
    # the empty coalition has no name of its own, and may be told once as any other
    told = [DIVIDER.join(sorted(names)) or DIVIDER for names in members]
    check_unique(checker, pa.array(told, type=pa.string()), "coalition")
    values = checker.numbers(GAME_COLUMNS[1])
    checker.refuse(np.isnan(values) & ~checker.bad, ProblemCode.EMPTY, "value_eur", lambda _: None)
    good = checker.finish(report)
    return {members[row]: float(values[row]) for row in np.flatnonzero(good).tolist()}
