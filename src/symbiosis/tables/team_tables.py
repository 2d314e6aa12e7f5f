"""Members and challenges from files into what teams are built from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from symbiosis.errors import FileRefused, Problem, ProblemCode, Report
from symbiosis.resources.columns import Column, Holds
from symbiosis.resources.words import DIVIDER
from symbiosis.tables.checking import Checker
from symbiosis.tables.cross_checks import check_unique
from symbiosis.tables.reading import read_grid
from symbiosis.teams.given import Challenge, Member

MEMBER_COLUMNS: Final = (
    Column("id", Holds.TEXT, "-", "who it is, unique in the file; a number will do", "", required=True),
    Column("organisation", Holds.TEXT, "-", "of which house; empty: alone", ""),
    Column("kind", Holds.TEXT, "-", "kind of organisation", ""),
    Column("skills", Holds.LABELS, "-", "what he brings", ""),
    Column("languages", Holds.LABELS, "-", "what he speaks; empty: nl", ""),
    Column("wishes", Holds.LABELS, "-", "ids of challenges, the dearest first", ""),
    Column("together", Holds.LABELS, "-", "ids of who must be in the same team", ""),
)
CHALLENGE_COLUMNS: Final = (
    Column("id", Holds.TEXT, "-", "which challenge, unique in the file", "", required=True),
    Column("skills", Holds.LABELS, "-", "what its team needs", ""),
)
SPOKEN: Final = "nl"
"""Taken where nobody said which languages somebody speaks."""


def read_members(path: Path | str, *, report: Report) -> list[Member]:
    """Who takes part; bad rows are left out and told. Raises `FileRefused` without a column `id`."""
    cells, checker = _read(path, MEMBER_COLUMNS, report)
    known = set(cells["id"])
    together = [_labels(cell) for cell in cells["together"]]
    strange = np.array([not set(keys) <= known for keys in together], dtype=bool)
    checker.refuse(
        strange & ~checker.bad,
        ProblemCode.UNKNOWN_WORD,
        "together",
        lambda place: cells["together"][place],
        lambda _: {"allowed": "id"},
    )
    good = np.flatnonzero(checker.finish(report)).tolist()
    there = {cells["id"][place] for place in good}
    return [
        Member(
            key=cells["id"][place],
            organisation=cells["organisation"][place],
            kind=cells["kind"][place],
            skills=frozenset(_labels(cells["skills"][place])),
            languages=frozenset(_labels(cells["languages"][place]) or (SPOKEN,)),
            wishes=_labels(cells["wishes"][place]),
            # of a row that was refused it was told already
            together=frozenset(together[place]) & there,
        )
        for place in good
    ]


def read_challenges(path: Path | str, *, report: Report) -> list[Challenge]:
    """What is to be worked on; bad rows are left out and told. Raises `FileRefused` without a column `id`."""
    cells, checker = _read(path, CHALLENGE_COLUMNS, report)
    good = np.flatnonzero(checker.finish(report)).tolist()
    return [Challenge(cells["id"][place], frozenset(_labels(cells["skills"][place]))) for place in good]


def _read(
    path: Path | str, columns: Sequence[Column], report: Report
) -> tuple[dict[str, list[str]], Checker]:
    known = frozenset(column.name for column in columns)
    grid = read_grid(path, wanted=known)
    details = {"allowed": ", ".join(column.name for column in columns)}
    if "id" not in grid.names:
        raise FileRefused(Problem(ProblemCode.COLUMN_MISSING, file=grid.file, column="id", details=details))
    report.extend(
        Problem(ProblemCode.COLUMN_UNKNOWN, file=grid.file, column=name, details=details)
        for name in grid.names
        if name and name not in known
    )
    checker = Checker(grid)
    arrays = {column.name: checker.texts(column.name, required=column.required) for column in columns}
    check_unique(checker, arrays["id"], "id")
    return {name: cells.to_pylist() for name, cells in arrays.items()}, checker


def _labels(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in cell.split(DIVIDER)))))
