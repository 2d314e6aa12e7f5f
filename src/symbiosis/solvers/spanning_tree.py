"""The tree that pivots work on: planted from a forest, asked for the flow and prices it stands for."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from symbiosis.network.program import Floats, Ints
from symbiosis.network.transport import Transport
from symbiosis.solvers.network_simplex import DONE, PIVOTS, STOPPED, pivot_all, plant

PIVOTS_PER_NODE: Final = 200


class SpanningTree:
    """A tree over offers, needs and a root (the last node) that carries a feasible flow of this problem.

    `edges` are those of `symbiosis.network.forest.as_forest`, `flow` the flow along them.
    """

    def __init__(self, problem: Transport, flow: Floats, edges: Ints) -> None:
        self._offers, self._arcs = len(problem.supply), problem.arcs
        self.root = root = self._offers + len(problem.demand)
        self._tails, self._heads = problem.tails.astype(np.int32), problem.heads.astype(np.int32)
        self._values = np.ascontiguousarray(problem.values)
        self._edge = np.append(np.maximum(edges[:root], -1), -1).astype(np.int32)
        real = np.flatnonzero(self._edge >= 0)
        arc = self._edge[real]
        self._parent = np.full(root + 1, root, dtype=np.int32)
        self._parent[real] = np.where(real < self._offers, self._heads[arc] + self._offers, self._tails[arc])
        spent, reached = problem.spent(flow)
        slack = np.concatenate([problem.supply - spent, problem.demand - reached])
        self._amount = np.append(np.maximum(0.0, slack), 0.0)
        self._amount[real] = flow[arc]
        self._price = np.empty(root + 1)
        self._size, self._waiting = (np.empty(root + 1, dtype=np.int32) for _ in range(2))
        self._kids = np.empty((root + 1, 3), dtype=np.int32)
        self._counts = np.zeros(2, dtype=np.int64)

    def pivot(self, most: int, stop: Any) -> bool:
        """Up to so many pivots; whether more may help. `stop[0]` ends them."""
        left = PIVOTS_PER_NODE * (self.root + 1) - int(self._counts[PIVOTS])
        if left <= 0:
            return False
        before = int(self._counts[PIVOTS])
        # pivots let prices drift by what rounding leaves: this puts them right
        plant(self._values, self._parent, self._edge, self._price, self._size, self._kids, self._waiting)
        ended = pivot_all(
            self._offers, self._tails, self._heads, self._values,
            1e-12 * float(np.abs(self._values).max(initial=0.0)), max(100, int(math.sqrt(self._arcs) * 2)),
            min(most, left), self._parent, self._edge, self._amount, self._price, self._size, self._kids,
            self._waiting, stop, self._counts,
        )  # fmt: skip
        done = int(self._counts[PIVOTS]) - before
        # it is over when nothing gains beside prices that are right
        return done > 0 and ended != STOPPED and (ended == DONE or done == min(most, left))

    def told(self) -> tuple[Floats, Floats]:
        """The flow per arc, and the price of each need."""
        flow = np.zeros(self._arcs)
        used = np.flatnonzero(self._edge >= 0)
        flow[self._edge[used]] = np.maximum(0.0, self._amount[used])
        return flow, self._price[self._offers : self.root].copy()
