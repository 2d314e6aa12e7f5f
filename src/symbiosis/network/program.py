"""A linear or mixed-integer program as arrays, what a solver answers, and what a problem asks of a solver."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

Stop = Callable[[], bool]
"""Asked between steps; True ends the work with the best found so far."""

Method = Literal["choose", "simplex", "ipm"]


def never() -> bool:
    """A `Stop` that lets the work run to its end."""
    return False


class Status(StrEnum):
    """How solving ended. Every one of them is an answer, not an exception."""

    OPTIMAL = "optimal"
    """Proven within the gap that was asked."""
    TIME_LIMIT = "time_limit"
    INTERRUPTED = "interrupted"
    INFEASIBLE = "infeasible"
    """Nothing meets all constraints."""
    UNBOUNDED = "unbounded"
    """The objective can grow without end: a limit is missing."""
    STALLED = "stalled"
    """The solver gave up before the gap was proven; what it found stands with its bound."""


WORST: tuple[Status, ...] = (
    Status.INTERRUPTED,
    Status.INFEASIBLE,
    Status.UNBOUNDED,
    Status.TIME_LIMIT,
    Status.STALLED,
    Status.OPTIMAL,
)
"""How a region ended, by how the worst of its pieces did."""


def worst(ends: Sequence[Status]) -> Status:
    """How all pieces together ended."""
    return min(ends, key=WORST.index, default=Status.OPTIMAL)


@dataclass(frozen=True, eq=False, kw_only=True)
class Program:
    """Maximise value . x with low <= x <= high and row_low <= A x <= row_high.

    A lies row by row: `coefficients[starts[r]:starts[r + 1]]` belong to the variables
    `columns[starts[r]:starts[r + 1]]`. `integer` marks variables that must be whole; None: none of them.
    """

    value: Floats
    low: Floats
    high: Floats
    row_low: Floats
    row_high: Floats
    starts: Ints
    columns: Ints
    coefficients: Floats
    integer: Flags | None = None

    def __post_init__(self) -> None:
        variables, rows = len(self.value), len(self.row_low)
        shapes = (
            ("low", self.low, variables),
            ("high", self.high, variables),
            ("row_high", self.row_high, rows),
            ("starts", self.starts, rows + 1),
            ("coefficients", self.coefficients, len(self.columns)),
        )
        for name, values, length in shapes:
            if len(values) != length:
                raise ValueError(f"{name} has {len(values)} entries, expected {length}")


@dataclass(frozen=True, eq=False, kw_only=True)
class Answer:
    """What a solver found for a `Program`.

    `objective` is that of `values` (NaN and None where nothing feasible was found); no feasible point has
    more than `bound`. `row_prices` is how much the objective grows per unit of the binding limit of a row
    (0 or more for an upper limit), `margins` what one unit of a variable adds after paying those prices;
    both None for integer programs. `message` is the solver's own word.
    """

    status: Status
    objective: float = math.nan
    bound: float = math.inf
    values: Floats | None = None
    row_prices: Floats | None = None
    margins: Floats | None = None
    seconds: float = 0.0
    message: str = ""

    @property
    def gap(self) -> float:
        """What may still be won, relative to the bound; infinite where nothing was found."""
        return relative_gap(self.objective, self.bound)


def relative_gap(objective: float, bound: float) -> float:
    """(bound - objective) / max(|bound|, |objective|), never below 0; infinite where one is not known.

    >>> relative_gap(99.0, 100.0), relative_gap(0.0, 0.0)
    (0.01, 0.0)
    """
    if not (math.isfinite(objective) and math.isfinite(bound)):
        return math.inf
    scale = max(abs(objective), abs(bound))
    return max(0.0, bound - objective) / scale if scale > 0.0 else 0.0


class GrowingSolver(Protocol):
    """A solver that keeps one program without integers, to which columns are added."""

    def solve(
        self, program: Program, keys: Ints, *, time_limit_s: float = math.inf, stop: Stop = never
    ) -> Answer:
        """Solve this program, going on from the one before where that is a part of it.

        `keys` name the columns, each once. Of a program solved before all columns must be there, and nothing
        of them or of the limits of rows may have changed.
        """


class Solver(Protocol):
    """What a problem asks of a solver; `symbiosis.solvers.highs.Highs` is one."""

    def solve(
        self,
        program: Program,
        *,
        gap: float = 1e-9,
        time_limit_s: float = math.inf,
        stop: Stop = never,
        method: Method = "choose",
        start: Floats | None = None,
    ) -> Answer:
        """Solve to this relative gap, within this time; `start` is a point to begin an integer search at."""

    def growing(self) -> GrowingSolver:
        """A solver of one program that gains columns."""


@dataclass(slots=True)
class Triplets:
    """Constraint rows gathered one family at a time, and turned into a `Program` in the end."""

    row_low: list[Floats] = field(default_factory=list)
    row_high: list[Floats] = field(default_factory=list)
    rows: list[Ints] = field(default_factory=list)
    columns: list[Ints] = field(default_factory=list)
    coefficients: list[Floats] = field(default_factory=list)
    count: int = 0

    def add(self, *, low: Floats, high: Floats, rows: Ints, columns: Ints, coefficients: Floats) -> slice:
        """Add len(low) rows; `rows` count from 0 within this family. Returns where they stand."""
        if not len(rows) == len(columns) == len(coefficients) or len(low) != len(high):
            raise ValueError("a family of rows needs as many rows as columns as coefficients")
        first = self.count
        self.row_low.append(np.asarray(low, dtype=np.float64))
        self.row_high.append(np.asarray(high, dtype=np.float64))
        self.rows.append(np.asarray(rows, dtype=np.int64) + first)
        self.columns.append(np.asarray(columns, dtype=np.int64))
        self.coefficients.append(np.asarray(coefficients, dtype=np.float64))
        self.count += len(low)
        return slice(first, self.count)

    def program(self, *, value: Floats, low: Floats, high: Floats, integer: Flags | None = None) -> Program:
        """All rows together over these variables."""
        rows = np.concatenate(self.rows) if self.rows else np.zeros(0, dtype=np.int64)
        order = np.argsort(rows, kind="stable")
        starts = np.zeros(self.count + 1, dtype=np.int64)
        np.cumsum(np.bincount(rows, minlength=self.count), out=starts[1:])

        def joined(parts: list[Floats]) -> Floats:
            return np.concatenate(parts) if parts else np.zeros(0)

        columns = np.concatenate(self.columns) if self.columns else np.zeros(0, dtype=np.int64)
        return Program(
            value=value,
            low=low,
            high=high,
            row_low=joined(self.row_low),
            row_high=joined(self.row_high),
            starts=starts,
            columns=columns[order],
            coefficients=joined(self.coefficients)[order],
            integer=integer,
        )
