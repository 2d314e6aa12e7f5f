"""What a material flow analysis is about: processes, flows, stocks, transfer coefficients, measurements.

Notation as in Cencic and Frühwirth (2015) and Narasimhan and Jordache (2000). Every flow and stock change of
a system is in one unit over one period (`FlowSystem.unit`, `FlowSystem.period`); a transfer coefficient is a
share without unit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from symbiosis.errors import InvalidValue, Problem, ProblemCode
from symbiosis.quantities import Period, unit

ENVIRONMENT: Final = "env"
"""Where flows come from and go to outside the system: the one place without a balance."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measured value with its standard uncertainty, both in the unit of what was measured.

    `sigma` 0 means exact: the value is never adjusted.
    """

    value: float
    sigma: float

    @property
    def is_exact(self) -> bool:
        """True when the value is taken as known without error."""
        return self.sigma == 0.0


@dataclass(frozen=True, slots=True)
class Flow:
    """What moves from one process to another; `None` as measurement means unmeasured.

    A positive value leaves `source` and enters `target`.
    """

    id: str
    source: str
    target: str
    measurement: Measurement | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """The change of what lies in a process over the period: positive when it grows."""

    id: str
    process: str
    measurement: Measurement | None = None


@dataclass(frozen=True, slots=True)
class TransferCoefficient:
    """The share of all that enters `process` which leaves it as `flow`.

    Without a measurement the share is unknown and found from the flows, where they tell it.
    """

    process: str
    flow: str
    measurement: Measurement | None = None

    @property
    def id(self) -> str:
        """Name of the coefficient in results: process and flow."""
        return f"{self.process} -> {self.flow}"


@dataclass(frozen=True, slots=True)
class FlowSystem:
    """A definition with its data. Make one with `flow_system`, which checks it.

    `processes` holds every process that has a balance, never `ENVIRONMENT`.
    """

    processes: tuple[str, ...]
    flows: tuple[Flow, ...]
    stocks: tuple[Stock, ...] = ()
    transfers: tuple[TransferCoefficient, ...] = ()
    unit: str = "t"
    period: Period = Period.YEAR

    def entering(self, process: str) -> tuple[Flow, ...]:
        """Flows into `process`."""
        return tuple(flow for flow in self.flows if flow.target == process)

    def leaving(self, process: str) -> tuple[Flow, ...]:
        """Flows out of `process`."""
        return tuple(flow for flow in self.flows if flow.source == process)

    @property
    def dead_ends(self) -> tuple[str, ...]:
        """Processes without stock that something only enters or only leaves: their balance asks for nothing
        but zeros, so a flow to `env` or a stock was probably forgotten.
        """
        sources = {flow.source for flow in self.flows}
        targets = {flow.target for flow in self.flows}
        kept = {stock.process for stock in self.stocks}
        return tuple(p for p in self.processes if p not in kept and (p in sources) != (p in targets))


def flow_system(
    flows: Iterable[Flow],
    *,
    stocks: Iterable[Stock] = (),
    transfers: Iterable[TransferCoefficient] = (),
    processes: Sequence[str] | None = None,
    unit_key: str = "t",
    period: Period = Period.YEAR,
) -> FlowSystem:
    """A checked system. Without `processes`, every name that a flow mentions is one.

    Raises `InvalidValue` for the first thing wrong: an id that occurs twice, a flow from a process to itself,
    a process nobody knows, a coefficient of a flow that does not leave its process, a value or sigma that is
    not finite, a negative sigma, an unknown unit.
    """
    flows, stocks, transfers = tuple(flows), tuple(stocks), tuple(transfers)
    named = tuple(dict.fromkeys(end for flow in flows for end in (flow.source, flow.target)))
    known = tuple(name for name in (named if processes is None else processes) if name != ENVIRONMENT)
    system = FlowSystem(known, flows, stocks, transfers, unit(unit_key).key, period)
    for problem in problems_of(system):
        raise InvalidValue(problem)
    return system


def problems_of(system: FlowSystem) -> list[Problem]:
    """Everything wrong with a definition and its data; `row` is the place among its own kind, from 1."""
    problems: list[Problem] = []
    known = frozenset(system.processes)
    first: dict[str, int] = {}
    for row, flow in enumerate(system.flows, start=1):
        problems += _flow_problems(flow, row, known, first)
    for row, stock in enumerate(system.stocks, start=1):
        problems += _identity("stock", stock.id, row, first)
        if stock.process not in known:
            problems.append(_unknown("process", stock.process, row, "processes"))
        problems += measurement_problems(stock.measurement, row)
    leaves = {flow.id: flow.source for flow in system.flows}
    divided: dict[str, int] = {}
    for row, transfer in enumerate(system.transfers, start=1):
        problems += _transfer_problems(transfer, row, known, leaves, divided)
    return problems


def _flow_problems(flow: Flow, row: int, known: frozenset[str], first: dict[str, int]) -> list[Problem]:
    problems = _identity("flow", flow.id, row, first)
    for column, end in (("from", flow.source), ("to", flow.target)):
        if not end:
            problems.append(Problem(ProblemCode.EMPTY, row=row, column=column))
        elif end != ENVIRONMENT and end not in known:
            problems.append(_unknown(column, end, row, "processes"))
    if flow.source == flow.target and flow.source:
        problems.append(Problem(ProblemCode.SELF_LOOP, row=row, column="to", value=flow.target))
    return problems + measurement_problems(flow.measurement, row)


def _transfer_problems(
    transfer: TransferCoefficient,
    row: int,
    known: frozenset[str],
    leaves: Mapping[str, str],
    first: dict[str, int],
) -> list[Problem]:
    problems = _identity("flow", transfer.flow, row, first)
    if transfer.process not in known:
        problems.append(_unknown("process", transfer.process, row, "processes"))
    if transfer.flow not in leaves:
        problems.append(_unknown("flow", transfer.flow, row, "flows"))
    elif leaves[transfer.flow] != transfer.process:
        details = {"other": transfer.process}
        problems.append(
            Problem(ProblemCode.FLOW_ELSEWHERE, row=row, column="flow", value=transfer.flow, details=details)
        )
    return problems + measurement_problems(transfer.measurement, row)


def _identity(column: str, name: str, row: int, first: dict[str, int]) -> list[Problem]:
    if not name:
        return [Problem(ProblemCode.EMPTY, row=row, column=column)]
    if name in first:
        details = {"other": str(first[name])}
        return [Problem(ProblemCode.ID_TWICE, row=row, column=column, value=name, details=details)]
    first[name] = row
    return []


def _unknown(column: str, name: str, row: int, other: str) -> Problem:
    return Problem(ProblemCode.ID_UNKNOWN, row=row, column=column, value=name, details={"other": other})


def measurement_problems(measurement: Measurement | None, row: int | None = None) -> list[Problem]:
    """What is wrong with a value and its sigma."""
    if measurement is None:
        return []
    problems = [
        Problem(ProblemCode.NOT_FINITE, row=row, column=column, value=str(number))
        for column, number in (("value", measurement.value), ("sigma", measurement.sigma))
        if not math.isfinite(number)
    ]
    if measurement.sigma < 0:
        problems.append(
            Problem(ProblemCode.NEGATIVE, row=row, column="sigma", value=f"{measurement.sigma:.15g}")
        )
    return problems
