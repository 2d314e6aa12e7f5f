"""Fair split of what a cooperation gains: Shapley value, least core and nucleolus of a game in coalitions.

Method and worked games: `docs/methods/fair-split.md`. A game tells what every group of parties can earn by
itself; nobody is asked to agree to less than the group that it could join instead.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from symbiosis.errors import InvalidValue, Problem, ProblemCode
from symbiosis.late import late
from symbiosis.network.game import MOST_EXACT, Floats, Game
from symbiosis.network.nucleolus import nucleolus
from symbiosis.network.program import Solver

if TYPE_CHECKING:
    from scipy import optimize
else:
    optimize = late("scipy.optimize")

SAMPLES = 4000
"""Orders of arrival drawn (in pairs with their reverse) where there are more parties."""


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
    scale = game.scale
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
    levels = nucleolus(game, solver)
    scale = game.scale
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


def _nearest(game: Game, shares: Floats, e: float) -> Floats:
    """The split in the least core that lies nearest to these shares (least squares).

    A least-distance problem, solved through non-negative least squares (Lawson and Hanson, 1974, chapter 23),
    in the plane of all splits that divide the same sum.
    """
    count = len(game.players)
    if count == 1:
        return shares
    scale = game.scale
    members = np.arange(1, game.everyone)
    bits = (members[:, None] >> np.arange(count)[None, :] & 1).astype(np.float64)
    plane = np.linalg.svd(np.ones((1, count)))[2][1:].T
    lacking = (game.table[members] - e - bits @ shares) / scale - 1e-10
    if (lacking <= 0.0).all():
        return shares
    matrix = np.vstack([(bits @ plane).T, lacking])
    target = np.zeros(count)
    target[-1] = 1.0
    weights, _ = optimize.nnls(matrix, target, maxiter=50 * len(members))
    rest = matrix @ weights - target
    return np.asarray(shares - plane @ (rest[:-1] / rest[-1]) * scale)


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
