"""Flows, stock changes and transfer coefficients from files into a flow system.

A row that names no flow (an id that stood before, an end that is empty, a flow back to where it left) is left
out. A row with a bad value or sigma is refused as a measurement only: the flow itself stays, unmeasured,
because a balance without it would be wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from symbiosis.errors import FileRefused, Problem, ProblemCode, Report
from symbiosis.flows import (
    ENVIRONMENT,
    Flow,
    FlowSystem,
    Measurement,
    Stock,
    TransferCoefficient,
    flow_system,
)
from symbiosis.resources.columns import Column, Holds
from symbiosis.tables.checking import Checker, Mask
from symbiosis.tables.cross_checks import check_unique
from symbiosis.tables.reading import read_grid

SIGMA: Final = Column("sigma", Holds.NUMBER, "as value", "standard uncertainty; 0 is exact", "", least=0.0)

FLOW_COLUMNS: Final = (
    Column("flow", Holds.TEXT, "-", "name of the flow, unique in the file", "", required=True),
    Column("from", Holds.TEXT, "-", "process it leaves, or `env`", "", required=True),
    Column("to", Holds.TEXT, "-", "process it enters, or `env`", "", required=True),
    Column("value", Holds.NUMBER, "of the system", "measured; empty is unmeasured", ""),
    SIGMA,
)
STOCK_COLUMNS: Final = (
    Column("stock", Holds.TEXT, "-", "name of the stock change, no flow has it", "", required=True),
    Column("process", Holds.TEXT, "-", "process in which it lies", "", required=True),
    Column("value", Holds.NUMBER, "of the system", "growth over the period; empty is unmeasured", ""),
    SIGMA,
)
TRANSFER_COLUMNS: Final = (
    Column("process", Holds.TEXT, "-", "process that divides what enters it", "", required=True),
    Column("flow", Holds.TEXT, "-", "flow that leaves it", "", required=True),
    Column("value", Holds.NUMBER, "share", "share of all that enters; empty is unknown", "", least=0, most=1),
    SIGMA,
)


def read_flow_system(
    flows: Path | str,
    *,
    stocks: Path | str | None = None,
    transfers: Path | str | None = None,
    report: Report,
) -> FlowSystem:
    """The flow system of these files, with every problem told in `report`.

    Raises `FileRefused` for a file that cannot be read or lacks a column.
    """
    flow_rows = _read_flows(flows, report)
    names = {flow.id: flow.source for flow in flow_rows}
    processes = {end for flow in flow_rows for end in (flow.source, flow.target)} - {ENVIRONMENT}
    stock_rows = () if stocks is None else _read_stocks(stocks, names, processes, report)
    transfer_rows = () if transfers is None else _read_transfers(transfers, names, processes, report)
    system = flow_system(flow_rows, stocks=stock_rows, transfers=transfer_rows)
    _tell_dead_ends(system, Path(flows).name, report)
    return system


def _checker(path: Path | str, columns: Sequence[Column], report: Report) -> Checker:
    known = frozenset(column.name for column in columns)
    grid = read_grid(path, wanted=known)
    for column in columns:
        # a file without measurements is a definition; one without ends is none
        if column.required and column.name not in grid.names:
            allowed = ", ".join(c.name for c in columns)
            raise FileRefused(
                Problem(
                    ProblemCode.COLUMN_MISSING,
                    file=grid.file,
                    column=column.name,
                    details={"allowed": allowed},
                )
            )
    details = {"allowed": ", ".join(column.name for column in columns)}
    report.extend(
        Problem(ProblemCode.COLUMN_UNKNOWN, file=grid.file, column=name, details=details)
        for name in grid.names
        if name and name not in known
    )
    return Checker(grid)


def _measurements(
    checker: Checker, columns: Sequence[Column], report: Report
) -> tuple[Mask, list[Measurement | None]]:
    """Rows that name something, and the measurement of each row where it is good."""
    named = ~checker.bad
    value = checker.numbers(next(column for column in columns if column.name == "value"))
    sigma = checker.numbers(SIGMA)
    checker.refuse(
        ~np.isnan(value) & np.isnan(sigma) & ~checker.bad, ProblemCode.EMPTY, "sigma", lambda _: None
    )
    kept = int((named & checker.bad).sum())
    good = checker.finish(report) & ~np.isnan(value)
    if kept:
        details = {"found": str(kept)}
        report.add(Problem(ProblemCode.KEPT_UNMEASURED, file=checker.grid.file, details=details))
    found = [
        Measurement(float(v), float(s)) if g else None for v, s, g in zip(value, sigma, good, strict=True)
    ]
    return named, found


def _texts(checker: Checker, name: str) -> list[str]:
    cells: list[str] = checker.texts(name, required=True).to_pylist()
    return cells


def _refuse_unknown(checker: Checker, column: str, cells: list[str], known: set[str], other: str) -> None:
    checker.refuse(
        np.array([bool(cell) and cell not in known for cell in cells], dtype=bool),
        ProblemCode.ID_UNKNOWN,
        column,
        lambda place: cells[place],
        lambda _: {"other": other},
    )


def _read_flows(path: Path | str, report: Report) -> tuple[Flow, ...]:
    checker = _checker(path, FLOW_COLUMNS, report)
    ids, sources, targets = (_texts(checker, name) for name in ("flow", "from", "to"))
    check_unique(checker, pa.array(ids, type=pa.string()), "flow")
    loops = [bool(source) and source == target for source, target in zip(sources, targets, strict=True)]
    checker.refuse(np.array(loops, dtype=bool), ProblemCode.SELF_LOOP, "to", lambda place: targets[place])
    named, found = _measurements(checker, FLOW_COLUMNS, report)
    return tuple(
        Flow(ids[place], sources[place], targets[place], found[place]) for place in np.flatnonzero(named)
    )


def _read_stocks(
    path: Path | str, flows: dict[str, str], processes: set[str], report: Report
) -> tuple[Stock, ...]:
    checker = _checker(path, STOCK_COLUMNS, report)
    ids, places = (_texts(checker, name) for name in ("stock", "process"))
    check_unique(checker, pa.array(ids, type=pa.string()), "stock")
    checker.refuse(
        np.array([name in flows for name in ids], dtype=bool),
        ProblemCode.ID_TWICE,
        "stock",
        lambda place: ids[place],
        lambda place: {"other": str(list(flows).index(ids[place]) + 1)},
    )
    _refuse_unknown(checker, "process", places, processes, "FLOWS")
    named, found = _measurements(checker, STOCK_COLUMNS, report)
    return tuple(Stock(ids[place], places[place], found[place]) for place in np.flatnonzero(named))


def _read_transfers(
    path: Path | str, flows: dict[str, str], processes: set[str], report: Report
) -> tuple[TransferCoefficient, ...]:
    checker = _checker(path, TRANSFER_COLUMNS, report)
    places, names = (_texts(checker, name) for name in ("process", "flow"))
    check_unique(checker, pa.array(names, type=pa.string()), "flow")
    _refuse_unknown(checker, "process", places, processes, "FLOWS")
    _refuse_unknown(checker, "flow", names, set(flows), "FLOWS")
    elsewhere = [
        name in flows and place in processes and flows[name] != place
        for place, name in zip(places, names, strict=True)
    ]
    checker.refuse(
        np.array(elsewhere, dtype=bool),
        ProblemCode.FLOW_ELSEWHERE,
        "flow",
        lambda place: names[place],
        lambda place: {"other": places[place]},
    )
    named, found = _measurements(checker, TRANSFER_COLUMNS, report)
    return tuple(
        TransferCoefficient(places[place], names[place], found[place]) for place in np.flatnonzero(named)
    )


def _tell_dead_ends(system: FlowSystem, file: str, report: Report) -> None:
    entered = {flow.target for flow in system.flows}
    for process in system.dead_ends:
        column = "to" if process in entered else "from"
        report.add(Problem(ProblemCode.DEAD_END, file=file, column=column, value=process))
