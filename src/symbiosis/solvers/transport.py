"""The solver of transport problems: an auction to the gap that was asked, a forest, the exact end."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter
from typing import Any, Final

import numpy as np

from symbiosis.matching.snapshot import cores
from symbiosis.network.forest import as_forest
from symbiosis.network.program import Floats, Ints, Status, Stop, never, relative_gap
from symbiosis.network.transport import Allocation, Transport, grouped
from symbiosis.solvers.auction import PARTS_BITS, auction, parts_of
from symbiosis.solvers.spanning_tree import SpanningTree

AUCTION_GAP: Final = 2e-4
"""Smallest relative gap that an auction is asked for; the rest is left to pivots."""
MANY_PIVOTS: Final = 2**62
EARLY: Final = 1e-6
"""Gaps from which pivots may end before the optimum; every so often they are looked at."""
FEWEST_PIVOTS: Final = 1_000
GLANCE_S: Final = 0.1
"""Seconds between two looks at the clock and at whoever may stop the work."""


@dataclass(frozen=True, eq=False)
class Parts:
    """Offers and needs put together by the part of the region they belong to, parts with most arcs first."""

    offers: Ints
    offer_cuts: Ints
    needs: Ints
    need_cuts: Ints
    sizes: Ints

    def __len__(self) -> int:
        return len(self.sizes)

    @classmethod
    def of(cls, problem: Transport) -> Parts:
        """The parts of a problem that no arc of any worth joins."""
        offers = len(problem.supply)
        label = np.empty(offers + len(problem.demand), dtype=np.int64)
        parts_of(problem.tails, problem.heads, problem.values, offers, label)
        _, number = np.unique(label, return_inverse=True)
        count = int(number.max(initial=-1)) + 1
        sizes = np.bincount(number[problem.tails], minlength=count)
        rank = np.empty(count, dtype=np.int64)
        rank[np.argsort(-sizes, kind="stable")] = np.arange(count)
        number = rank[number]
        offer_cuts, own = grouped(number[:offers], count)
        need_cuts, other = grouped(number[offers:], count)
        return cls(own, offer_cuts, other, need_cuts, np.sort(sizes)[::-1].astype(np.int64))

    def whole(self, problem: Transport) -> tuple[Floats, Floats]:
        """Supply and demand rounded down to what adds up without rounding within each part."""
        own = np.repeat(np.arange(len(self)), np.diff(self.offer_cuts))
        other = np.repeat(np.arange(len(self)), np.diff(self.need_cuts))
        total = np.maximum(
            np.bincount(own, weights=problem.supply[self.offers], minlength=len(self)),
            np.bincount(other, weights=problem.demand[self.needs], minlength=len(self)),
        )
        _, exponent = np.frexp(total)
        unit = np.maximum(np.ldexp(1.0, exponent - PARTS_BITS), np.finfo(np.float64).tiny)
        supply, demand = np.empty(len(problem.supply)), np.empty(len(problem.demand))
        supply[self.offers] = np.floor(problem.supply[self.offers] / unit[own]) * unit[own]
        demand[self.needs] = np.floor(problem.demand[self.needs] / unit[other]) * unit[other]
        return supply, demand


class TransportEngine:
    """Solves transport problems on `threads` cores; one kernel for every size."""

    def __init__(self, *, threads: int | None = None) -> None:
        self._threads = threads or cores()

    def solve(
        self,
        problem: Transport,
        *,
        gap: float = 1e-9,
        time_limit_s: float = math.inf,
        stop: Stop = never,
        start: Floats | None = None,
    ) -> Allocation:
        """Solve to this relative gap, within this time; see `symbiosis.network.transport.TransportSolver`."""
        began = perf_counter()
        halt = Halt(until=began + time_limit_s, stop=stop)
        nothing = (math.inf, np.zeros(len(problem.supply)), np.zeros(len(problem.demand)))
        # prices of an auction grow dear below this; a tree gets there from close by
        flow, prices = self._bid(problem, max(gap, AUCTION_GAP), halt) if start is None else (start, None)
        flow, edges = as_forest(
            problem.supply, problem.demand, problem.tails, problem.heads, problem.values, flow
        )
        objective = problem.objective(flow)
        # a flow alone proves nothing
        proven = nothing if prices is None else problem.proven(prices)
        if relative_gap(objective, proven[0]) > gap and not halt.look():
            flow, prices = self._pivot(problem, flow, edges, gap, halt)
            objective = problem.objective(flow)
            proven = min(proven, problem.proven(prices), key=lambda told: told[0])
        if math.isinf(proven[0]):
            proven = problem.proven(nothing[2])
        bound, offer_prices, need_prices = proven
        status = Status.OPTIMAL if relative_gap(objective, bound) <= gap else halt.status
        return Allocation(
            status=status,
            flow=flow,
            offer_prices=offer_prices,
            need_prices=need_prices,
            objective=objective,
            bound=max(bound, objective),
            seconds=perf_counter() - began,
        )

    def _pivot(
        self, problem: Transport, flow: Floats, edges: Ints, gap: float, halt: Halt
    ) -> tuple[Floats, Floats]:
        """Flow and need prices after pivoting from this forest until they prove the gap."""
        tree = SpanningTree(problem, flow, edges)
        # to the end in one go, or some pivots at a time where less than the best will do
        turn = MANY_PIVOTS if gap < EARLY else max(FEWEST_PIVOTS, tree.root // 10)

        def work(_first: int, _last: int) -> None:
            while tree.pivot(turn, halt.flag):
                if gap >= EARLY:
                    flow, prices = tree.told()
                    if relative_gap(problem.objective(flow), problem.proven(prices)[0]) <= gap:
                        break

        halt.watch(work, [(0, 1)], threads=1)
        return tree.told()

    def _bid(self, problem: Transport, gap: float, halt: Halt) -> tuple[Floats, Floats]:
        """Flow and need prices of the auction."""
        starts, order = problem.by_offer
        room, _ = problem.by_need
        tails = np.ascontiguousarray(problem.tails[order], dtype=np.int32)
        heads = np.ascontiguousarray(problem.heads[order], dtype=np.int32)
        values = np.ascontiguousarray(problem.values[order])
        parts = Parts.of(problem)
        whole_supply, whole_demand = parts.whole(problem)
        offers, needs, arcs = len(problem.supply), len(problem.demand), problem.arcs
        best_flow, best_price = np.zeros(arcs), np.zeros(needs)
        shared = (
            parts.offers, parts.offer_cuts, parts.needs, parts.need_cuts,
            starts, heads, values, tails, room, problem.supply, problem.demand, whole_supply, whole_demand,
            gap, np.empty(offers, dtype=np.int32), np.zeros(offers, dtype=np.uint8),
            np.empty(arcs, dtype=np.int32), np.zeros(needs, dtype=np.int64), np.zeros(needs),
            np.zeros(needs), np.zeros(offers), np.zeros(arcs), np.zeros(arcs), halt.flag,
        )  # fmt: skip

        lam, mu = np.zeros(offers), np.zeros(needs)

        def work(first: int, last: int) -> None:
            auction(first, last, *shared, np.zeros(1, dtype=np.int64), best_flow, best_price, lam, mu)

        halt.watch(work, _loads(parts.sizes, self._threads), threads=self._threads)
        flow = np.empty(arcs)
        flow[order] = best_flow
        return flow, best_price


def _loads(sizes: Ints, threads: int) -> list[tuple[int, int]]:
    """Stretches of parts of like weight, the heaviest first; parts come with most arcs first."""
    total = int(sizes.sum())
    if not total:
        return []
    target = max(20_000, total // (threads * 8))
    cuts = [0]
    weight = 0
    for part, size in enumerate(sizes.tolist()):
        weight += size
        if weight >= target:
            cuts.append(part + 1)
            weight = 0
    if cuts[-1] != len(sizes):
        cuts.append(len(sizes))
    return list(pairwise(cuts))


class Halt:
    """Tells the kernels to end: out of time, or somebody asked."""

    def __init__(self, *, until: float, stop: Stop) -> None:
        self.flag: Any = np.zeros(1, dtype=np.uint8)
        self.status = Status.STALLED
        self._until = until
        self._stop = stop

    def look(self) -> bool:
        """Whether to end; sets the flag that kernels read."""
        if self.flag[0]:
            return True
        if self._stop():
            self.status = Status.INTERRUPTED
        elif perf_counter() >= self._until:
            self.status = Status.TIME_LIMIT
        else:
            return False
        self.flag[0] = 1
        return True

    def watch(self, work: Callable[[int, int], None], parts: list[tuple[int, int]], *, threads: int) -> None:
        """Do the parts on `threads` cores while looking at the clock; ends early when told to."""
        self.look()
        if not parts:
            return
        if len(parts) == 1 and self._stop is never and math.isinf(self._until):
            work(*parts[0])
            return
        with ThreadPoolExecutor(min(threads, len(parts))) as pool:
            pending = {pool.submit(work, *part) for part in parts}
            while pending:
                done, pending = wait(pending, timeout=GLANCE_S)
                self.look()
                for future in done:
                    future.result()
