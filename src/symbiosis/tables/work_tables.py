"""Processing steps from files into the records that work packages are made of."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np

from symbiosis.errors import FileRefused, Problem, ProblemCode, Report
from symbiosis.impact.hours import told
from symbiosis.impact.tasks import tasks
from symbiosis.impact.work import Step
from symbiosis.quantities import Period
from symbiosis.resources.cells import flag, member_at, number, unit_key
from symbiosis.resources.columns import Column, Holds
from symbiosis.resources.kinds import Kind, RStrategy
from symbiosis.resources.words import DIVIDER
from symbiosis.tables.checking import Checker
from symbiosis.tables.cross_checks import check_unique
from symbiosis.tables.reading import read_grid

STEP_COLUMNS: Final = (
    Column("id", Holds.TEXT, "-", "name of the step, unique in the file", "", required=True),
    Column("quantity", Holds.NUMBER, "unit", "what comes in, per period", "", least=0.0),
    Column("unit", Holds.UNIT, "-", "unit of the quantity and of the hours", ""),
    Column("period", Holds.WORD, "-", "rhythm of the quantity; empty: once", "", words=Period),
    Column("strategy", Holds.WORD, "-", "R-strategy of the step", "", words=RStrategy),
    Column("kind", Holds.WORD, "-", "one of the six kinds; empty: material", "", words=Kind),
    Column("material", Holds.TEXT, "-", "class key", ""),
    Column("tasks", Holds.LABELS, "-", "keys of tasks; empty: guessed", ""),
    Column(
        "hours_per_unit", Holds.NUMBER, "h per unit", "hours that somebody tells, the least", "", least=0.0
    ),
    Column("hours_per_unit_high", Holds.NUMBER, "h per unit", "and the most; empty: no range", "", least=0.0),
    Column("further", Holds.YES_NO, "-", "it works on what an earlier step of the same flow gave", ""),
)


def read_steps(path: Path | str, *, report: Report) -> list[Step]:
    """The steps of a file; bad rows are left out and told.

    Raises `FileRefused` for a file that cannot be read or lacks `id`.
    """
    known = frozenset(column.name for column in STEP_COLUMNS)
    grid = read_grid(path, wanted=known)
    details = {"allowed": ", ".join(column.name for column in STEP_COLUMNS)}
    if "id" not in grid.names:
        raise FileRefused(Problem(ProblemCode.COLUMN_MISSING, file=grid.file, column="id", details=details))
    report.extend(
        Problem(ProblemCode.COLUMN_UNKNOWN, file=grid.file, column=name, details=details)
        for name in grid.names
        if name and name not in known
    )
    checker = Checker(grid)
    by_name = {column.name: column for column in STEP_COLUMNS}
    texts = {name: checker.texts(name, required=name == "id") for name in ("id", "material", "tasks")}
    check_unique(checker, texts["id"], "id")
    numbers = {
        name: checker.numbers(by_name[name]) for name in ("quantity", "hours_per_unit", "hours_per_unit_high")
    }
    codes = {
        name: checker.words(name, words)
        for name, words in (("period", Period), ("strategy", RStrategy), ("kind", Kind))
    }
    units, further = checker.units("unit"), checker.flags("further")
    _check(checker, texts["tasks"].to_pylist(), numbers, units)
    good = checker.finish(report)
    found = []
    for place in np.flatnonzero(good).tolist():
        per, least = unit_key(units[place]) or "", number(numbers["hours_per_unit"][place])
        most = number(numbers["hours_per_unit_high"][place])
        found.append(
            Step(
                id=texts["id"][place].as_py(),
                quantity=number(numbers["quantity"][place]),
                unit=per,
                period=member_at(Period, codes["period"][place]),
                strategy=member_at(RStrategy, codes["strategy"][place]),
                kind=member_at(Kind, codes["kind"][place]) or Kind.MATERIAL,
                material=texts["material"][place].as_py(),
                tasks=_keys(texts["tasks"][place].as_py()),
                said=told(least, most, per) if least is not None else None,
                is_further=bool(flag(further[place])),
            )
        )
    return found


def _keys(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in cell.split(DIVIDER))))


def _check(checker: Checker, given: list[str], numbers: dict[str, Any], units: Any) -> None:
    strange = np.array([not set(_keys(cell)) <= set(tasks()) for cell in given], dtype=bool)
    checker.refuse(
        strange,
        ProblemCode.UNKNOWN_WORD,
        "tasks",
        lambda place: given[place],
        lambda _: {"allowed": ", ".join(tasks())},
    )
    least, most = numbers["hours_per_unit"], numbers["hours_per_unit_high"]
    turned = (most < least) | (np.isnan(least) & ~np.isnan(most))
    checker.refuse(
        turned,
        ProblemCode.OUT_OF_RANGE,
        "hours_per_unit_high",
        lambda place: f"{most[place]:.15g}",
        lambda _: {"allowed": ">= hours_per_unit"},
    )
    checker.refuse(~np.isnan(least) & (units < 0), ProblemCode.EMPTY, "unit", lambda _: None)
