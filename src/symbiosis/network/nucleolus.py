"""The nucleolus of a game by a sequence of linear programs; its first level is the least core.

Method and worked games: `docs/methods/fair-split.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from symbiosis.network.game import Floats, Game
from symbiosis.network.program import Program, Solver, Status


@dataclass(frozen=True, eq=False)
class Levels:
    """The nucleolus, the e of its first level (the least core), and the coalitions held fast there."""

    shares: Floats
    first_e: float
    pressing: tuple[int, ...]


def nucleolus(game: Game, solver: Solver) -> Levels:
    """The sequence of linear programs: raise the least surplus, fix what cannot rise, go on with the rest.

    A coalition is fixed when its surplus is the same in every optimum of the level: either its price is above
    zero, or a program of its own finds that it cannot rise (a price of zero proves nothing where the optimum
    is degenerate). Each level fixes at least one more direction, so there are at most n levels.
    """
    count = len(game.players)
    everyone = game.everyone
    if count == 1:
        own = np.array([game.table[everyone]])
        return Levels(own, 0.0, ())
    scale = game.scale
    values = game.table / scale
    bits = (np.arange(everyone + 1)[:, None] >> np.arange(count)[None, :] & 1).astype(np.float64)
    free = np.arange(1, everyone)
    fixed: list[int] = [everyone]
    levels: list[float] = [values[everyone]]
    first = Levels(np.zeros(count), 0.0, ())
    began = False
    shares = np.zeros(count)
    while True:
        shares, surplus, prices = _least_surplus(bits, values, free, fixed, levels, solver)
        tight = free[bits[free] @ shares - values[free] <= surplus + 1e-9]
        held = []
        for members in tight.tolist():
            priced = prices[np.searchsorted(free, members)] > 1e-7
            if priced or not _can_rise(bits, values, free, fixed, levels, surplus, members, solver):
                held.append(members)
        if not began:
            began = True
            first = Levels(shares * scale, 0.0 - surplus * scale, tuple(held))
        fixed += held
        levels += [values[members] + surplus for members in held]
        basis = _independent(bits, fixed)
        fixed, levels = [fixed[row] for row in basis], [levels[row] for row in basis]
        if len(fixed) >= count or not held:
            break
        # what depends on the fixed ones can no longer change
        free = np.array([m for m in free.tolist() if not _depends(bits, fixed, m)], dtype=np.int64)
        if not len(free):
            break
    if len(fixed) >= count:
        shares = np.linalg.lstsq(bits[fixed], np.array(levels), rcond=None)[0]
    return Levels(shares * scale, first.first_e, first.pressing)


def _least_surplus(
    bits: Floats,
    values: Floats,
    free: NDArray[np.int64],
    fixed: list[int],
    levels: list[float],
    solver: Solver,
) -> tuple[Floats, float, Floats]:
    """Shares that make the least surplus of the free coalitions greatest, that surplus, and their prices."""
    count = bits.shape[1]
    rows = np.hstack([bits[free], -np.ones((len(free), 1))])
    program = _program(
        rows,
        values[free],
        np.full(len(free), np.inf),
        bits[fixed],
        np.array(levels),
        np.eye(count + 1)[count],
    )
    answer = solver.solve(program)
    if answer.status is not Status.OPTIMAL or answer.values is None or answer.row_prices is None:
        raise ArithmeticError(f"the least core was not found: {answer.status}")
    return answer.values[:count], float(answer.values[count]), np.abs(answer.row_prices[: len(free)])


def _can_rise(
    bits: Floats,
    values: Floats,
    free: NDArray[np.int64],
    fixed: list[int],
    levels: list[float],
    surplus: float,
    members: int,
    solver: Solver,
) -> bool:
    """Whether this coalition can get more than the least surplus while no other gets less than it."""
    program = _program(
        bits[free],
        values[free] + surplus - 1e-11,
        np.full(len(free), np.inf),
        bits[fixed],
        np.array(levels),
        bits[members],
    )
    answer = solver.solve(program)
    if answer.status is Status.UNBOUNDED:
        return True
    return answer.values is not None and answer.objective > values[members] + surplus + 1e-8


def _program(
    rows: Floats, low: Floats, high: Floats, fixed: Floats, levels: Floats, value: Floats
) -> Program:
    """Maximise value . x with rows x between low and high and the fixed coalitions at their levels."""
    wide = rows.shape[1]
    equal = np.hstack([fixed, np.zeros((len(fixed), wide - fixed.shape[1]))])
    matrix = np.vstack([rows, equal])
    places = np.nonzero(matrix)
    starts = np.zeros(len(matrix) + 1, dtype=np.int64)
    np.cumsum(np.bincount(places[0], minlength=len(matrix)), out=starts[1:])
    return Program(
        value=value,
        low=np.full(wide, -np.inf),
        high=np.full(wide, np.inf),
        row_low=np.concatenate([low, levels]),
        row_high=np.concatenate([high, levels]),
        starts=starts,
        columns=places[1].astype(np.int64),
        coefficients=matrix[places],
    )


def _independent(bits: Floats, rows: Sequence[int]) -> list[int]:
    """Places of rows that none of the rows before them make up, the first row first."""
    kept: list[int] = []
    for place, row in enumerate(rows):
        if np.linalg.matrix_rank(bits[[*(rows[other] for other in kept), row]]) > len(kept):
            kept.append(place)
    return kept


def _depends(bits: Floats, fixed: Sequence[int], members: int) -> bool:
    return bool(np.linalg.matrix_rank(bits[[*fixed, members]]) == len(fixed))
