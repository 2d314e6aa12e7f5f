"""Offers and needs directly: the best allocation over every pair that the rules allow, without listing them.

Arcs are generated where they can help. Each round solves the arcs at hand, then asks the tree for the best
needs of every offer at the prices found: what they are worth to it proves a bound over all allowed pairs,
and the pairs that beat the prices join the arcs. Prices are smoothed between rounds (Wentges 1997, Weighted
Dantzig-Wolfe decomposition, International Transactions in Operational Research 4), for those of few
arcs alone prove little.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from symbiosis.matching import layout as c
from symbiosis.matching.layout import Floats, PackedSide
from symbiosis.matching.terms import Terms
from symbiosis.network.pricing import Best, Pricing
from symbiosis.network.program import Status, Stop, never, relative_gap
from symbiosis.network.transport import Allocation, Transport, TransportSolver
from symbiosis.network.worth import Worth

TOP: Final = 24
"""Needs per offer that a round asks for."""
TOP_OF_NEED: Final = 12
"""Offers per need that a round asks for."""
ENOUGH: Final = 4.0
"""How many times what a row has its partners must be able to give or take, or it asks for more of them."""
WIDER: Final = 8
"""How many times as many it asks for then."""
WIDENINGS: Final = 2
ROUNDS: Final = 60
SHARE: Final = 0.3
"""Part of the asked gap that solving the arcs at hand may use."""
ROUGH: Final = 0.02
"""Largest gap to which the arcs at hand are solved."""
SMALL: Final = 3000
"""Rows of a side below which prices begin at zero."""
SAMPLED: Final = 6
"""One row in so many is taken into a sample."""
SAMPLE_GAP: Final = 5e-3
FLOORS: Final = (0.9, 0.7, 0.3)
"""Part of the proven price below which no need sells in each of the first rounds.

A need that few arcs reach would else cost nothing at the arcs at hand, and all the world would ask for it.
"""
NEAR: Final = 0.04
"""Gap from which the allocation of the round before is a better start than none."""
STEP: Final = 1.0
"""How far prices move from those that proved most towards those of the arcs at hand."""


@dataclass(frozen=True, eq=False, kw_only=True)
class DirectAllocation:
    """Flows between rows of offers and needs, with prices per base unit and a bound over all allowed pairs.

    `considered` counts the arcs that were generated, `rounds` how often prices were asked.
    """

    status: Status
    offers: NDArray[np.int64]
    needs: NDArray[np.int64]
    flow: Floats
    values: Floats
    offer_prices: Floats
    need_prices: Floats
    objective: float
    bound: float
    considered: int
    rounds: int
    seconds: float

    @property
    def gap(self) -> float:
        """What may still be won over all allowed pairs, relative to the bound."""
        return relative_gap(self.objective, self.bound)


class Arcs:
    """The arcs generated so far, each pair once, by offer and then by need."""

    def __init__(self, needs: int) -> None:
        self._needs = needs
        self.keys = np.zeros(0, dtype=np.int64)
        self.values = np.zeros(0)

    def add(self, offers: NDArray[np.int64], needs: NDArray[np.int64], values: Floats) -> int:
        """Take these pairs in; returns how many are new."""
        keys, first = np.unique(offers * self._needs + needs, return_index=True)
        places: NDArray[np.int64] = np.asarray(np.searchsorted(self.keys, keys), dtype=np.int64)
        new = np.ones(len(keys), dtype=bool)
        inside = places < len(self.keys)
        new[inside] = self.keys[places[inside]] != keys[inside]
        self.keys = np.insert(self.keys, places[new], keys[new])
        self.values = np.insert(self.values, places[new], values[first[new]])
        return int(np.count_nonzero(new))

    def problem(self, supply: Floats, demand: Floats) -> Transport:
        """The transport problem over these arcs."""
        tails, heads = np.divmod(self.keys, self._needs)
        return Transport(supply, demand, tails.astype(np.int32), heads.astype(np.int32), self.values)


class Direct:
    """All allowed pairs of offers and needs, each with its worth."""

    def __init__(self, offers: PackedSide, needs: PackedSide, worth: Worth, terms: Terms) -> None:
        self.supply: Floats = offers.numbers[:, c.QUANTITY].copy()
        self.demand: Floats = needs.numbers[:, c.QUANTITY].copy()
        self._offers, self._needs, self._worth, self._terms = offers, needs, worth, terms
        self._of_offers = Pricing(offers, needs, worth, terms)
        self._of_needs = Pricing(offers, needs, worth, terms, forward=False)

    def solve(
        self,
        solver: TransportSolver,
        *,
        gap: float = 1e-3,
        time_limit_s: float = math.inf,
        stop: Stop = never,
        prices: Floats | None = None,
    ) -> DirectAllocation:
        """The best allocation, proven over all allowed pairs to this relative gap.

        `prices` of needs near the best, from an earlier run, save looking for the first ones.
        """
        began = perf_counter()
        until = began + time_limit_s
        arcs = Arcs(max(1, len(self.demand)))
        first = self._first_prices(solver, until, stop) if prices is None else prices
        proven = self._priced(arcs, first)

        def solved(left: float, start: Floats | None, part: float) -> Allocation:
            # nobody needs the best over few arcs while much is unproven
            asked = max(SHARE * gap, min(ROUGH, left / 20.0))
            problem = arcs.problem(self.supply, self.demand)
            floor = part * proven[2]
            held = replace(problem, values=problem.values - floor[problem.heads]) if part else problem
            found = solver.solve(held, gap=asked, time_limit_s=until - perf_counter(), stop=stop, start=start)
            if not part:
                return found
            return replace(
                found, need_prices=found.need_prices + floor, objective=problem.objective(found.flow)
            )

        parts = iter(FLOORS)
        found = solved(1.0, None, next(parts))
        status, rounds, left = Status.STALLED, 1, relative_gap(found.objective, proven[0])
        while left > gap and rounds < ROUNDS:
            if found.status in (Status.TIME_LIMIT, Status.INTERRUPTED):
                status = found.status
                break
            # between the prices that proved most so far and those of the arcs at hand
            prices = proven[2] + STEP * (found.need_prices - proven[2])
            before = arcs.keys
            proven = min(proven, self._priced(arcs, prices), key=lambda told: told[0])
            rounds += 1
            if relative_gap(found.objective, proven[0]) <= gap:
                break
            start = None
            if left < NEAR:
                start = np.zeros(len(arcs.keys))
                start[np.searchsorted(arcs.keys, before)] = found.flow
            found = solved(left, start, next(parts, 0.0))
            left = relative_gap(found.objective, proven[0])
        if relative_gap(found.objective, proven[0]) <= gap:
            status = Status.OPTIMAL
        return self._told(arcs, found, status, proven, rounds, perf_counter() - began)

    def _first_prices(self, solver: TransportSolver, until: float, stop: Stop) -> Floats:
        """Need prices to begin with: those that the offers of a sample of the region would pay.

        A sixth of offers and of needs, at random, meets with the same scarcity as all of them.
        """
        if min(len(self.supply), len(self.demand)) < SMALL:
            return np.zeros(len(self.demand))
        random = np.random.default_rng(0)
        own, other = (
            np.sort(random.choice(size, size // SAMPLED, replace=False))
            for size in (len(self.supply), len(self.demand))
        )
        offers, needs = self._offers.take(own), self._needs.take(other)
        sample = Direct(offers, needs, self._worth.take(own, other), self._terms)
        found = sample.solve(solver, gap=SAMPLE_GAP, time_limit_s=until - perf_counter(), stop=stop)
        every = np.arange(len(self.demand))
        asked = Pricing(offers, self._needs, self._worth.take(own, every), self._terms, forward=False)
        return asked.best(found.offer_prices, top=1).prices

    def _priced(self, arcs: Arcs, prices: Floats) -> tuple[float, Floats, Floats]:
        """What these need prices prove over all allowed pairs: bound, offer prices, need prices.

        Offers get the least price that covers all their pairs, then needs beside those. The pairs that were
        worth most to each of them join the arcs.
        """
        offer_prices = self._joined(arcs, prices, offers=True)
        need_prices = self._joined(arcs, offer_prices, offers=False)
        spent = (self.supply * offer_prices).tolist() + (self.demand * need_prices).tolist()
        return math.fsum(spent), offer_prices, need_prices

    def _joined(self, arcs: Arcs, prices: Floats, *, offers: bool) -> Floats:
        """The best pairs of each offer (or need) at these prices join the arcs; returns what they are worth.

        Some rows are a thousand times as large as others: who finds less with the best partners than a few
        times what it has itself asks for more of them.
        """
        pricing, top = (self._of_offers, TOP) if offers else (self._of_needs, TOP_OF_NEED)
        own, other = (self.supply, self.demand) if offers else (self.demand, self.supply)
        asking, told = np.arange(len(own), dtype=np.int64), np.zeros(len(own))
        for _ in range(WIDENINGS + 1):
            best = pricing.best(prices, top=top, rows=asking)
            told[asking] = best.prices
            places, partners, nets = _pairs(best)
            rows = asking[places]
            arcs.add(*((rows, partners) if offers else (partners, rows)), nets + prices[partners])
            found = np.bincount(places, weights=other[partners], minlength=len(asking))
            asking = asking[(best.filled == top) & (found < ENOUGH * own[asking])]
            top *= WIDER
            if not len(asking):
                break
        return told

    def _told(
        self,
        arcs: Arcs,
        found: Allocation,
        status: Status,
        proven: tuple[float, Floats, Floats],
        rounds: int,
        seconds: float,
    ) -> DirectAllocation:
        used = np.flatnonzero(found.flow > 0.0)
        offers, needs = np.divmod(arcs.keys[used], max(1, len(self.demand)))
        return DirectAllocation(
            status=status,
            offers=offers,
            needs=needs,
            flow=found.flow[used],
            values=arcs.values[used],
            offer_prices=proven[1],
            need_prices=proven[2],
            objective=found.objective,
            bound=max(proven[0], found.objective),
            considered=len(arcs.keys),
            rounds=rounds,
            seconds=seconds,
        )


def _pairs(best: Best) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Asking row, partner and net worth of everything that was found."""
    told = np.arange(best.rows.shape[1])[None, :] < best.filled[:, None]
    rows = np.repeat(np.arange(len(best.filled), dtype=np.int64), best.filled)
    return rows, best.rows[told].astype(np.int64), best.nets[told]
