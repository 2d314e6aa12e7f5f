"""Sparse elimination that finds the rank: which columns a set of linear equations determines, and which not.

Gauss' elimination on rows kept as dictionaries. A column is removed with the shortest row whose entry is not
small beside the others in that column (threshold pivoting), so that on a pure flow network every step merges
two processes, entries stay -1 and 1, and nothing is rounded. An entry is zero when terms cancel to within
`CANCELLED` of their size: a relative test, free of units.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

CANCELLED: Final = 1e-9
"""A sum smaller than this share of its terms is zero."""

THRESHOLD: Final = 0.1
"""A pivot is at least this share of the largest entry of its column."""

Row = dict[int, float]


@dataclass(slots=True)
class Equation:
    """`sum(coefficients * x) = constant`.

    `size` is the sum of the magnitudes that went into `constant`: what a remainder is compared with. `merged`
    remembers the equations that were added to this one.
    """

    name: int
    coefficients: Row
    constant: float = 0.0
    size: float = 0.0
    merged: list[Equation] = field(default_factory=list)

    def copy(self) -> Equation:
        """The same equation, to be changed apart from this one."""
        return Equation(self.name, dict(self.coefficients), self.constant, self.size, list(self.merged))

    def contradicts(self, tolerance: float) -> bool:
        """True for `0 = constant` with a constant that is no rounding remainder."""
        return not self.coefficients and abs(self.constant) > tolerance * self.size

    def names(self) -> tuple[int, ...]:
        """Names of this equation and all that were added to it, in order."""
        found: set[int] = set()
        seen: set[int] = set()
        waiting = [self]
        while waiting:
            equation = waiting.pop()
            if id(equation) not in seen:
                seen.add(id(equation))
                found.add(equation.name)
                waiting.extend(equation.merged)
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Pivot:
    """A column and the equation that was used to remove it from all others."""

    column: int
    equation: Equation


@dataclass(frozen=True, slots=True)
class Eliminated:
    """The pivots in the order taken, the columns without one, and the equations left over."""

    pivots: tuple[Pivot, ...]
    free: tuple[int, ...]
    left: tuple[Equation, ...]


def eliminate(equations: Iterable[Equation], columns: Iterable[int], current: Sequence[float]) -> Eliminated:
    """Remove `columns` from `equations`, which are changed in place.

    `current` holds a value of every column: a remainder that counts as zero leaves with its share of the
    constant, so that equations linearised at `current` stay as true there as they were.
    """
    active = list(equations)
    holders: dict[int, dict[int, None]] = {}
    for place, equation in enumerate(active):
        for column in equation.coefficients:
            holders.setdefault(column, {})[place] = None
    used = [False] * len(active)
    pivots: list[Pivot] = []
    free: list[int] = []
    for column in sorted(columns, key=lambda column: (len(holders.get(column, ())), column)):
        places = [place for place in holders.get(column, ()) if not used[place]]
        if not places:
            free.append(column)
            continue
        chosen = _pivot_place(active, places, column)
        used[chosen] = True
        for place in places:
            if place != chosen:
                _subtract(active[place], active[chosen], column, place, holders, current)
        pivots.append(Pivot(column, active[chosen]))
    left = tuple(equation for place, equation in enumerate(active) if not used[place])
    return Eliminated(tuple(pivots), tuple(free), left)


def _pivot_place(active: list[Equation], places: list[int], column: int) -> int:
    largest = max(abs(active[place].coefficients[column]) for place in places)
    strong = [p for p in places if abs(active[p].coefficients[column]) >= THRESHOLD * largest]
    return min(strong, key=lambda place: (len(active[place].coefficients), place))


def _subtract(
    target: Equation,
    pivot: Equation,
    column: int,
    place: int,
    holders: dict[int, dict[int, None]],
    current: Sequence[float],
) -> None:
    """Take away as much of `pivot` from `target` as removes `column`."""
    factor = -target.coefficients[column] / pivot.coefficients[column]
    for name, coefficient in pivot.coefficients.items():
        added = factor * coefficient
        before = target.coefficients.get(name)
        if before is None:
            target.coefficients[name] = added
            holders.setdefault(name, {})[place] = None
            continue
        after = before + added
        if name == column or abs(after) <= CANCELLED * (abs(before) + abs(added)):
            if name != column:
                target.constant -= after * current[name]
            del target.coefficients[name]
            holders[name].pop(place, None)
        else:
            target.coefficients[name] = after
    target.constant += factor * pivot.constant
    target.size += abs(factor) * pivot.size
    target.merged.append(pivot)


def free_parts(eliminated: Eliminated) -> dict[int, Row]:
    """For each pivot column, how it moves with the free columns; empty when it does not: it is determined."""
    free = frozenset(eliminated.free)
    parts: dict[int, Row] = {column: {column: 1.0} for column in free}
    for pivot in reversed(eliminated.pivots):
        own = pivot.equation.coefficients[pivot.column]
        part: Row = {}
        sizes: Row = {}
        for column, coefficient in _others(pivot):
            for name, share in parts.get(column, {}).items():
                added = -coefficient / own * share
                part[name] = part.get(name, 0.0) + added
                sizes[name] = sizes.get(name, 0.0) + abs(added)
        parts[pivot.column] = {
            name: value for name, value in part.items() if abs(value) > CANCELLED * sizes[name]
        }
    return {pivot.column: parts[pivot.column] for pivot in eliminated.pivots}


def substitute(eliminated: Eliminated, known: Mapping[int, float]) -> dict[int, float]:
    """Values of the pivot columns from those of all other columns (free ones included)."""
    values = dict(known)
    for pivot in reversed(eliminated.pivots):
        total = pivot.equation.constant
        for column, coefficient in _others(pivot):
            total -= coefficient * values[column]
        values[pivot.column] = total / pivot.equation.coefficients[pivot.column]
    return {pivot.column: values[pivot.column] for pivot in eliminated.pivots}


def _others(pivot: Pivot) -> Iterator[tuple[int, float]]:
    return (item for item in pivot.equation.coefficients.items() if item[0] != pivot.column)
