"""Fair split of what a cooperation gains: Shapley value, least core and nucleolus of a game in coalitions.

Method and worked games: `docs/methods/fair-split.md`. A game tells what every group of parties can earn by
itself; nobody is asked to agree to less than the group that it could join instead.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from symbiosis.errors import InvalidValue, Problem, ProblemCode
from symbiosis.network.program import Program, Solver, Status

Floats = NDArray[np.float64]

MOST_EXACT = 16
"""Parties up to which all coalitions are gone through."""
SAMPLES = 4000
"""Orders of arrival drawn (in pairs with their reverse) where there are more parties."""
SHOWN = 5
"""Missing coalitions that an error names."""


@dataclass(frozen=True)
class Game:
    """Players in the order of their names, and the value in EUR of coalitions as bits of their places."""

    players: tuple[str, ...]
    values: Mapping[int, float]

    @classmethod
    def of(cls, coalitions: Mapping[frozenset[str], float]) -> Game:
        """A game from named coalitions; the empty one is worth 0 unless told.

        Raises `InvalidValue` when nobody is named, when the coalition of all is missing, or when others are
        and the game is small enough to be reckoned exactly (the first few are named).
        """
        players = tuple(sorted({name for members in coalitions for name in members}))
        if not players:
            raise InvalidValue(Problem(ProblemCode.EMPTY, column="coalition"))
        bit = {name: 1 << place for place, name in enumerate(players)}
        values = {0: 0.0} | {sum(bit[m] for m in members): value for members, value in coalitions.items()}
        game = cls(players, values)
        missing = game.missing()
        if missing:
            raise InvalidValue(
                Problem(
                    ProblemCode.COALITIONS_MISSING,
                    column="coalition",
                    value=", ".join(missing[:SHOWN]),
                    details={"found": str(len(missing))},
                )
            )
        return game

    @classmethod
    def of_known(cls, coalitions: Mapping[frozenset[str], float], players: Sequence[str]) -> Game:
        """A game in which a coalition that nobody told is worth the best that its told parts can do apart.

        Each player alone is worth 0 unless told; a told coalition keeps its value or what its parts can do,
        whichever is more: nobody is kept from going on apart. Raises `InvalidValue` beyond `MOST_EXACT`
        players, for a stranger in a coalition, and where the coalition of all is not told.
        """
        names = tuple(sorted(set(players)))
        if len(names) > MOST_EXACT:
            details = {"allowed": f"<= {MOST_EXACT}"}
            raise InvalidValue(Problem(ProblemCode.OUT_OF_RANGE, value=str(len(names)), details=details))
        place = {name: 1 << number for number, name in enumerate(names)}
        strangers = sorted({member for members in coalitions for member in members} - place.keys())
        if strangers:
            details = {"other": "players"}
            raise InvalidValue(Problem(ProblemCode.ID_UNKNOWN, value=strangers[0], details=details))
        known = dict.fromkeys(place.values(), 0.0)
        known |= {sum(place[m] for m in members): value for members, value in coalitions.items() if members}
        everyone = (1 << len(names)) - 1
        if everyone not in known:
            details = {"found": "1"}
            raise InvalidValue(
                Problem(
                    ProblemCode.COALITIONS_MISSING, column="coalition", value="|".join(names), details=details
                )
            )
        values = {0: 0.0}
        for members in range(1, everyone + 1):
            parts = (
                value + values[members ^ part]
                for part, value in known.items()
                if part & members == part and part != members
            )
            values[members] = max([*parts, known.get(members, -math.inf)])
        return cls(names, values)

    def missing(self) -> list[str]:
        """Coalitions without a value, smallest first; beyond `MOST_EXACT` players only all together."""
        count = len(self.players)
        if count > MOST_EXACT:
            return [] if self.everyone in self.values else [self.named(self.everyone)]
        found = []
        for size in range(1, count + 1):
            for places in combinations(range(count), size):
                members = sum(1 << place for place in places)
                if members not in self.values:
                    found.append(self.named(members))
        return found

    @property
    def everyone(self) -> int:
        """All players together."""
        return (1 << len(self.players)) - 1

    def named(self, members: int) -> str:
        """The names of a coalition, divided by `|`."""
        return "|".join(name for place, name in enumerate(self.players) if members >> place & 1)

    @cached_property
    def table(self) -> Floats:
        """The value of every coalition by its bits."""
        return np.array([self.values[members] for members in range(self.everyone + 1)])

    @property
    def alone(self) -> Floats:
        """What each player earns by itself."""
        return np.array([self.values.get(1 << place, 0.0) for place in range(len(self.players))])


@dataclass(frozen=True, eq=False)
class Shares:
    """EUR for each player, and the standard error where they were sampled (0 where exact)."""

    eur: Floats
    error: Floats


def shapley(game: Game) -> Shares:
    """What each player adds on average over all orders in which they could arrive, exactly.

    phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! x (v(S + i) - v(S)).
    """
    count = len(game.players)
    if count > MOST_EXACT:
        raise InvalidValue(
            Problem(ProblemCode.OUT_OF_RANGE, value=str(count), details={"allowed": f"<= {MOST_EXACT}"})
        )
    members = np.arange(game.everyone + 1)
    sizes = np.array([int(number).bit_count() for number in members])
    weight = np.array([1.0 / (count * math.comb(count - 1, size)) for size in range(count)])
    eur = np.zeros(count)
    for place in range(count):
        without = members[(members >> place & 1) == 0]
        added = game.table[without | 1 << place] - game.table[without]
        eur[place] = math.fsum((weight[sizes[without]] * added).tolist())
    return Shares(eur, np.zeros(count))


def sampled_shapley(
    players: int, value: Callable[[int], float], *, samples: int = SAMPLES, seed: int = 0
) -> Shares:
    """The same from orders drawn at random, each with its reverse, with the standard error of each share.

    `value` is asked for coalitions as bits; every order adds up to v(all), and so do the shares. An order
    passes at most players + 1 coalitions, so that a costly value is asked seldom.
    """
    draws = np.random.Generator(np.random.PCG64(seed))
    known: dict[int, float] = {0: 0.0}

    def worth(members: int) -> float:
        if members not in known:
            known[members] = value(members)
        return known[members]

    pairs = max(2, samples // 2)
    added = np.zeros((pairs, players))
    for pair in range(pairs):
        order = draws.permutation(players)
        for turn in (order, order[::-1]):
            members, before = 0, 0.0
            for place in turn.tolist():
                members |= 1 << place
                after = worth(members)
                added[pair, place] += 0.5 * (after - before)
                before = after
    error: Floats = added.std(axis=0, ddof=1) / math.sqrt(pairs)
    return Shares(added.mean(axis=0), error)


@dataclass(frozen=True, eq=False)
class Split:
    """How the gain of all together may be divided.

    `least_core_e` is the smallest e for which every proper coalition can get at least its value less e; the
    core is empty when it is above 0. `nucleolus` is the one split that makes the worst-off coalition as well
    off as can be, then the next, and so on; it lies in the least core. `least_core` is the split of the least
    core that lies nearest to Shapley: by contribution as far as nobody leaves for it. `pressing` are
    the coalitions that get exactly their value less e however the least core is chosen: who leaves first.
    """

    shapley: Shares
    nucleolus: Floats
    least_core: Floats
    least_core_e: float
    core_is_empty: bool
    pressing: tuple[int, ...]


def better_apart(game: Game, shares: Floats) -> list[tuple[int, float]]:
    """Proper coalitions that would earn more by themselves than these shares give them, and how much more.

    The most first; of those, only the ones of which no part gains as much alone.
    """
    scale = _scale(game)
    members = np.arange(1, game.everyone)
    bits = (members[:, None] >> np.arange(len(game.players))[None, :] & 1).astype(np.float64)
    more = game.table[members] - bits @ shares
    order = np.lexsort((members, bits.sum(axis=1), -np.round(more / scale, 9)))
    found: list[tuple[int, float]] = []
    for row in order.tolist():
        if more[row] <= 1e-6 * scale:
            break
        own = int(members[row])
        if not any(part & own == part and gain >= more[row] - 1e-6 * scale for part, gain in found):
            found.append((own, float(more[row])))
    return found


def split(game: Game, solver: Solver) -> Split:
    """All ways to divide one game with every coalition known (up to `MOST_EXACT` players)."""
    shares = shapley(game)
    levels = _nucleolus(game, solver)
    scale = _scale(game)
    return Split(
        shapley=shares,
        nucleolus=_told(levels.shares, scale),
        least_core=_told(_nearest(game, shares.eur, levels.first_e), scale),
        least_core_e=levels.first_e,
        core_is_empty=levels.first_e > 1e-9 * scale,
        pressing=levels.pressing,
    )


def _told(shares: Floats, scale: float) -> Floats:
    """Shares without the rounding of the programs that found them: nobody gets 3e-16 EUR."""
    return np.asarray(np.round(shares / scale, 12) * scale + 0.0)


def _scale(game: Game) -> float:
    return max(1.0, float(np.abs(game.table).max(initial=0.0)))


@dataclass(frozen=True, eq=False)
class _Levels:
    shares: Floats
    first_e: float
    pressing: tuple[int, ...]


def _nucleolus(game: Game, solver: Solver) -> _Levels:
    """The sequence of linear programs: raise the least surplus, fix what cannot rise, go on with the rest.

    A coalition is fixed when its surplus is the same in every optimum of the level: either its price is above
    zero, or a program of its own finds that it cannot rise (a price of zero proves nothing where the optimum
    is degenerate). Each level fixes at least one more direction, so there are at most n levels.
    """
    count = len(game.players)
    everyone = game.everyone
    if count == 1:
        own = np.array([game.table[everyone]])
        return _Levels(own, 0.0, ())
    scale = _scale(game)
    values = game.table / scale
    bits = (np.arange(everyone + 1)[:, None] >> np.arange(count)[None, :] & 1).astype(np.float64)
    free = np.arange(1, everyone)
    fixed: list[int] = [everyone]
    levels: list[float] = [values[everyone]]
    first = _Levels(np.zeros(count), 0.0, ())
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
            first = _Levels(shares * scale, 0.0 - surplus * scale, tuple(held))
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
    return _Levels(shares * scale, first.first_e, first.pressing)


def _nearest(game: Game, shares: Floats, e: float) -> Floats:
    """The split in the least core that lies nearest to these shares (least squares).

    A least-distance problem, solved through non-negative least squares (Lawson and Hanson, 1974, chapter 23),
    in the plane of all splits that divide the same sum.
    """
    count = len(game.players)
    if count == 1:
        return shares
    scale = _scale(game)
    members = np.arange(1, game.everyone)
    bits = (members[:, None] >> np.arange(count)[None, :] & 1).astype(np.float64)
    plane = np.linalg.svd(np.ones((1, count)))[2][1:].T
    lacking = (game.table[members] - e - bits @ shares) / scale - 1e-10
    if (lacking <= 0.0).all():
        return shares
    matrix = np.vstack([(bits @ plane).T, lacking])
    target = np.zeros(count)
    target[-1] = 1.0
    weights, _ = nnls(matrix, target, maxiter=50 * len(members))
    rest = matrix @ weights - target
    return np.asarray(shares - plane @ (rest[:-1] / rest[-1]) * scale)


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


@dataclass(frozen=True)
class Payment:
    """Who pays whom how much."""

    payer: str
    receiver: str
    eur: float


def side_payments(players: Sequence[str], have: Floats, due: Floats) -> list[Payment]:
    """Payments that turn what each has into what each is due; both must add up to the same.

    The largest debtor pays the largest creditor first: at most one payment fewer than there are players.
    Raises `InvalidValue` when the sums differ.
    """
    rest = due - have
    scale = max(1.0, float(np.abs(due).sum()), float(np.abs(have).sum()))
    if abs(float(rest.sum())) > 1e-6 * scale:
        details = {"allowed": f"= {due.sum():.15g}"}
        raise InvalidValue(Problem(ProblemCode.OUT_OF_RANGE, value=f"{have.sum():.15g}", details=details))
    payments = []
    for _ in players:
        payer, receiver = int(np.argmin(rest)), int(np.argmax(rest))
        eur = min(-float(rest[payer]), float(rest[receiver]))
        if eur <= 1e-9 * scale:
            break
        payments.append(Payment(players[payer], players[receiver], eur))
        rest[payer] += eur
        rest[receiver] -= eur
    return payments
