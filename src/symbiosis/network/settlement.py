"""Offers and needs without processors: explicit arcs or every allowed pair, settled to one proven answer."""

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
from symbiosis.network.direct_pieces import solve_directly
from symbiosis.network.links import links_between
from symbiosis.network.program import Solver, Status, Stop, never, relative_gap
from symbiosis.network.relations import open_relations
from symbiosis.network.transport import Transport, TransportSolver
from symbiosis.network.worth import Goal, Worth, worth_of

LISTED_PAIRS: Final = 4_000_000
"""Up to so many pairs of an offer and a need all allowed ones are listed and solved to the end."""
EXACT_ARCS: Final = 500_000
"""Up to so many arcs a problem is solved to the end, whatever gap was asked."""
EXACT: Final = 1e-9


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is asked: goal, EUR for each relation, relative gap, seconds, and whom to ask whether to stop.

    `need_prices` are those of an earlier run, to begin with.
    """

    goal: Goal = "value"
    relation_cost: float = 0.0
    gap: float = 1e-3
    time_limit_s: float = math.inf
    stop: Stop = never
    need_prices: Floats | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Settlement:
    """Flows with what they are worth per base unit, prices per base unit, and how good it all provably is.

    `relation_prices` is what a unit of each flow bears of the cost of its relation. `gap_pricing` is what
    arcs or shares of relations may still add to the linear problem, `gap_integer` what is lost (or not yet
    proven) by opening relations whole.
    """

    status: Status
    offers: NDArray[np.int64]
    needs: NDArray[np.int64]
    flow: Floats
    values: Floats
    relation_prices: Floats
    offer_prices: Floats
    need_prices: Floats
    objective: float
    bound: float
    gap_pricing: float
    gap_integer: float
    considered: int
    possible: int
    seconds: float

    @property
    def gap(self) -> float:
        """What may still be won, relative to the bound."""
        return relative_gap(self.objective, self.bound)


def settle_arcs(problem: Transport, wish: Wish, *, transport: TransportSolver, solver: Solver) -> Settlement:
    """The best allocation over explicit arcs."""
    return _settle(problem, wish, problem.arcs, transport, solver)


def settle_pairs(
    offers: PackedSide,
    needs: PackedSide,
    terms: Terms,
    wish: Wish,
    *,
    transport: TransportSolver,
    solver: Solver,
    worth: Worth | None = None,
) -> Settlement:
    """The best allocation over every pair that the rules of matching allow.

    `worth` stands in for what these rows alone would tell, where they are a part of a region.
    """
    pairs = len(offers) * len(needs)
    if worth is None:
        worth = worth_of(offers, needs, terms, wish.goal, opening=wish.relation_cost)
    if pairs <= LISTED_PAIRS:
        links = links_between(offers, needs, terms)
        free = replace(worth, opening=0.0)
        problem = Transport(
            offers.numbers[:, c.QUANTITY].copy(),
            needs.numbers[:, c.QUANTITY].copy(),
            links.givers.astype(np.int32),
            links.takers,
            free.of(offers, needs, links.givers, links.takers, links.km),
        )
        return _settle(problem, wish, pairs, transport, solver)
    began = perf_counter()
    found = solve_directly(
        offers,
        needs,
        worth,
        terms,
        transport,
        gap=wish.gap,
        time_limit_s=wish.time_limit_s,
        stop=wish.stop,
        prices=wish.need_prices,
    )
    share = worth.share_of_opening(offers, needs, found.offers, found.needs)
    settled = Settlement(
        status=found.status,
        offers=found.offers,
        needs=found.needs,
        flow=found.flow,
        values=found.values + share,
        relation_prices=share,
        offer_prices=found.offer_prices,
        need_prices=found.need_prices,
        objective=found.objective,
        bound=found.bound,
        gap_pricing=found.gap,
        gap_integer=0.0,
        considered=found.considered,
        possible=pairs,
        seconds=found.seconds,
    )
    if wish.relation_cost <= 0.0:
        return settled
    supply, demand = offers.numbers[:, c.QUANTITY], needs.numbers[:, c.QUANTITY]
    return _whole(settled, supply, demand, wish, began, transport, solver, listed=False)


def _settle(
    problem: Transport, wish: Wish, possible: int, transport: TransportSolver, solver: Solver
) -> Settlement:
    """Solve a problem whose arcs are all listed."""
    began = perf_counter()
    gap = EXACT if problem.arcs <= EXACT_ARCS else wish.gap
    share = np.zeros(problem.arcs)
    if wish.relation_cost > 0.0:
        most = np.minimum(problem.supply[problem.tails], problem.demand[problem.heads])
        # where nothing can flow, nothing is opened
        share = np.divide(wish.relation_cost, most, out=np.zeros(problem.arcs), where=most > 0.0)
    relaxed = replace(problem, values=problem.values - share) if wish.relation_cost > 0.0 else problem
    found = transport.solve(relaxed, gap=gap, time_limit_s=wish.time_limit_s, stop=wish.stop)
    status = Status.OPTIMAL if found.gap <= wish.gap else found.status
    used = np.flatnonzero(found.flow > 0.0)
    settled = Settlement(
        status=status,
        offers=problem.tails[used].astype(np.int64),
        needs=problem.heads[used].astype(np.int64),
        flow=found.flow[used],
        values=problem.values[used],
        relation_prices=share[used],
        offer_prices=found.offer_prices,
        need_prices=found.need_prices,
        objective=found.objective,
        bound=found.bound,
        gap_pricing=found.gap,
        gap_integer=0.0,
        considered=problem.arcs,
        possible=possible,
        seconds=perf_counter() - began,
    )
    if wish.relation_cost <= 0.0:
        return settled
    return _whole(settled, problem.supply, problem.demand, wish, began, transport, solver, listed=problem)


def _whole(
    settled: Settlement,
    supply: Floats,
    demand: Floats,
    wish: Wish,
    began: float,
    transport: TransportSolver,
    solver: Solver,
    *,
    listed: Transport | bool,
) -> Settlement:
    """The same with relations opened whole or not at all."""
    kept = Transport(
        supply, demand, settled.offers.astype(np.int32), settled.needs.astype(np.int32), settled.values
    )
    left = wish.time_limit_s - (perf_counter() - began)
    opened = open_relations(
        listed if isinstance(listed, Transport) else kept,
        kept,
        settled.flow,
        wish.relation_cost,
        transport=transport,
        solver=solver,
        gap=wish.gap,
        time_limit_s=left,
        stop=wish.stop,
    )
    bound = settled.bound
    if opened.bound is not None and isinstance(listed, Transport):
        bound = min(bound, opened.bound)
    bound = max(bound, opened.objective)
    used = np.flatnonzero(opened.flow > 0.0)
    problem = opened.problem
    most = np.minimum(supply[problem.tails[used]], demand[problem.heads[used]])
    status = settled.status
    if status is Status.OPTIMAL and relative_gap(opened.objective, bound) > wish.gap:
        status = Status.INTERRUPTED if wish.stop() else Status.STALLED
        if not wish.stop() and perf_counter() - began >= wish.time_limit_s:
            status = Status.TIME_LIMIT
    return replace(
        settled,
        status=status,
        offers=problem.tails[used].astype(np.int64),
        needs=problem.heads[used].astype(np.int64),
        flow=opened.flow[used],
        values=problem.values[used],
        relation_prices=wish.relation_cost / most,
        objective=opened.objective,
        bound=bound,
        gap_integer=relative_gap(opened.objective, max(opened.objective, min(bound, settled.objective))),
        seconds=perf_counter() - began,
    )
