"""The transport problem: how much each offer gives to each need, arc by arc, and what prices prove of it.

Maximise sum v x with sum over needs of x <= supply, sum over offers of x <= demand, x >= 0. Any need prices
mu >= 0 prove a bound: with lambda_i = max(0, max_j (v_ij - mu_j)) no allocation is worth more than
supply . lambda + demand . mu. Sums are rounded once (`math.fsum`), so that no order of rows changes them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from symbiosis.matching.compiling import compiled
from symbiosis.network.program import Floats, Ints, Status, Stop, Triplets, never, relative_gap
from symbiosis.network.program import Program as Program

Rows = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Transport:
    """A transport problem; arc a runs from offer `tails[a]` to need `heads[a]`, `values[a]` EUR per unit.

    Supply and demand are totals over the horizon in one unit per pair. Raises `ValueError` for an amount that
    is negative or not finite, for a value that is not finite, and for an arc that ends nowhere.
    """

    supply: Floats
    demand: Floats
    tails: Rows
    heads: Rows
    values: Floats

    def __post_init__(self) -> None:
        if not len(self.tails) == len(self.heads) == len(self.values):
            raise ValueError("tails, heads and values must have the same length")
        for name, amounts in (("supply", self.supply), ("demand", self.demand)):
            if not (np.isfinite(amounts).all() and (amounts >= 0.0).all()):
                raise ValueError(f"{name} holds an amount that is negative or not finite")
        if not np.isfinite(self.values).all():
            raise ValueError("values holds a number that is not finite")
        for name, ends, size in (("tails", self.tails, self.supply), ("heads", self.heads, self.demand)):
            if len(ends) and (int(ends.min()) < 0 or int(ends.max()) >= len(size)):
                raise ValueError(f"{name} holds an arc that ends nowhere")

    @property
    def arcs(self) -> int:
        """How many arcs there are."""
        return len(self.values)

    @cached_property
    def by_offer(self) -> tuple[Ints, Ints]:
        """Where the arcs of each offer stand, and the arcs in that order."""
        return grouped(self.tails, len(self.supply))

    @cached_property
    def by_need(self) -> tuple[Ints, Ints]:
        """Where the arcs of each need stand, and the arcs in that order."""
        return grouped(self.heads, len(self.demand))

    def objective(self, flow: Floats) -> float:
        """What this flow is worth."""
        return math.fsum((self.values * flow)[flow != 0.0].tolist())

    def bound(self, offer_prices: Floats, need_prices: Floats) -> float:
        """supply . lambda + demand . mu; a valid bound when the prices cover every arc."""
        return math.fsum((self.supply * offer_prices).tolist() + (self.demand * need_prices).tolist())

    def offer_prices(self, need_prices: Floats) -> Floats:
        """The least lambda that covers every arc beside these need prices."""
        starts, order = self.by_offer
        found = np.zeros(len(self.supply))
        cover(starts, order, self.heads, self.values, need_prices, found)
        return found

    def need_prices(self, offer_prices: Floats) -> Floats:
        """The least mu that covers every arc beside these offer prices."""
        starts, order = self.by_need
        found = np.zeros(len(self.demand))
        cover(starts, order, self.tails, self.values, offer_prices, found)
        return found

    def proven(self, need_prices: Floats, *, rounds: int = 3) -> tuple[float, Floats, Floats]:
        """The best bound that these need prices lead to, with its prices of offers and needs.

        Each round gives offers the least price that covers their arcs, then needs: no price rises after the
        first, so the bound never gets worse.
        """
        mu = np.maximum(need_prices, 0.0)
        found = (math.inf, np.zeros(len(self.supply)), mu)
        for _ in range(rounds):
            offer_side = self.offer_prices(mu)
            mu = self.need_prices(offer_side)
            bound = self.bound(offer_side, mu)
            if not bound < found[0]:
                break
            found = (bound, offer_side, mu)
        return found

    def spent(self, flow: Floats) -> tuple[Floats, Floats]:
        """What leaves each offer and what reaches each need."""
        left: Floats = np.bincount(self.tails, weights=flow, minlength=len(self.supply)).astype(np.float64)
        reached: Floats = np.bincount(self.heads, weights=flow, minlength=len(self.demand)).astype(np.float64)
        return left, reached

    def program(self) -> Program:
        """The same problem for a general solver: a row per offer, then a row per need."""
        rows = Triplets()
        every = np.arange(self.arcs)
        for limits, ends in ((self.supply, self.tails), (self.demand, self.heads)):
            rows.add(
                low=np.full(len(limits), -np.inf),
                high=limits,
                rows=ends.astype(np.int64),
                columns=every,
                coefficients=np.ones(self.arcs),
            )
        return rows.program(value=self.values, low=np.zeros(self.arcs), high=np.full(self.arcs, np.inf))


@dataclass(frozen=True, eq=False, kw_only=True)
class Allocation:
    """An allocation with its proof: `flow` per arc, a price per unit of each offer and need, EUR.

    No allocation over the arcs that were considered is worth more than `bound`.
    """

    status: Status
    flow: Floats
    offer_prices: Floats
    need_prices: Floats
    objective: float
    bound: float
    seconds: float = 0.0

    @property
    def gap(self) -> float:
        """What may still be won, relative to the bound."""
        return relative_gap(self.objective, self.bound)


class TransportSolver(Protocol):
    """What a problem with transport inside asks of a solver."""

    def solve(
        self,
        problem: Transport,
        *,
        gap: float = 1e-9,
        time_limit_s: float = math.inf,
        stop: Stop = never,
        start: Floats | None = None,
    ) -> Allocation:
        """Solve to this relative gap, within this time; `start` is a good flow to go on from."""


def grouped(ends: Any, count: int) -> tuple[Ints, Ints]:
    """Arcs put together by one of their ends, in their own order within it: starts, and the arcs."""
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(ends, minlength=count), out=starts[1:])
    if len(ends) and bool((np.diff(ends) >= 0).all()):
        return starts, np.arange(len(ends), dtype=np.int64)
    order = np.empty(len(ends), dtype=np.int64)
    deal(np.ascontiguousarray(ends), starts[:-1].copy(), order)
    return starts, order


@compiled
def deal(ends: Any, places: Any, order: Any) -> None:
    """Put each arc at the next place of its end: a stable sort by counting, far faster than by comparing."""
    for arc in range(len(ends)):
        end = ends[arc]
        order[places[end]] = arc
        places[end] += 1


@compiled
def cover(starts: Any, order: Any, others: Any, values: Any, prices: Any, found: Any) -> None:
    """The least price, 0 or more, of each node that covers its arcs beside the prices at their other ends."""
    for node in range(len(found)):
        best = 0.0
        for place in range(starts[node], starts[node + 1]):
            arc = order[place]
            margin = values[arc] - prices[others[arc]]
            if margin > best:
                best = margin
        found[node] = best


def plain_cover(ends: Any, others: Any, values: Floats, prices: Floats, count: int) -> Floats:
    """The same as `cover` in plain numpy."""
    found = np.zeros(count)
    np.maximum.at(found, ends, values - prices[others])
    return found
