"""Relations that cost effort to open: from a linear allocation to one in which each is opened whole or not.

The linear problem charges a unit what it bears when as much flows as ever can: never too much, so its bound
holds. Small problems are solved to the end with whole numbers; else links that do not earn their opening are
closed, what they carried is divided anew over those that stay, and so on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final

import numpy as np

from symbiosis.network.program import Answer, Flags, Floats, Solver, Stop, Triplets
from symbiosis.network.transport import Transport, TransportSolver

WHOLE_ARCS: Final = 2_000
"""Arcs up to which whole numbers are tried."""
ROUNDS: Final = 30
CLOSE: Final = 1e-6
"""Gap to which what stays open is divided anew."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Opened:
    """Flow per arc of `problem`, worth less what its relations cost; `bound` where one was proven."""

    problem: Transport
    flow: Floats
    objective: float
    bound: float | None


def open_relations(
    problem: Transport,
    kept: Transport,
    flow: Floats,
    cost: float,
    *,
    transport: TransportSolver,
    solver: Solver,
    gap: float,
    time_limit_s: float,
    stop: Stop,
) -> Opened:
    """The best found with `cost` for each relation that is opened.

    `kept` are the arcs that the linear problem uses, with `flow`; `problem` all arcs at hand. The `bound`
    holds for `problem`.
    """
    began = perf_counter()
    best = _closed(kept, flow, cost, transport, time_limit_s=time_limit_s, stop=stop)
    if problem.arcs > WHOLE_ARCS:
        return best
    left = time_limit_s - (perf_counter() - began)
    answer = _in_whole_numbers(problem, cost, solver, gap=gap, time_limit_s=left, stop=stop)
    if answer.values is not None:
        # what is opened is known; how much flows there is found again, without the solver's tolerances
        open_arcs = answer.values[problem.arcs :] > 0.5
        chosen = only(problem, open_arcs)
        found = transport.solve(chosen, gap=CLOSE, stop=stop).flow
        objective = worth_of_opened(chosen, found, cost)
        if objective > best.objective:
            best = Opened(problem=chosen, flow=found, objective=objective, bound=None)
    bound = max(answer.bound, best.objective) if math.isfinite(answer.bound) else None
    return replace(best, bound=bound)


def worth_of_opened(problem: Transport, flow: Floats, cost: float) -> float:
    """What a flow is worth after paying for each arc that it uses."""
    return problem.objective(flow) - cost * int(np.count_nonzero(flow > 0.0))


def only(problem: Transport, arcs: Flags) -> Transport:
    """The same problem over these arcs alone."""
    return replace(problem, tails=problem.tails[arcs], heads=problem.heads[arcs], values=problem.values[arcs])


def _closed(
    kept: Transport, flow: Floats, cost: float, transport: TransportSolver, *, time_limit_s: float, stop: Stop
) -> Opened:
    """Close what does not earn its opening, the worst first, until all that is left does."""
    began = perf_counter()
    best = Opened(problem=kept, flow=flow, objective=worth_of_opened(kept, flow, cost), bound=None)
    if best.objective < 0.0:
        best = replace(best, flow=np.zeros(kept.arcs), objective=0.0)
    problem = kept
    for _ in range(ROUNDS):
        earned = problem.values * flow - cost
        losing = earned < 0.0
        if not losing.any() or stop() or perf_counter() - began > time_limit_s:
            break
        # half of those that lose, so that what they carried can make another one earn
        worst = np.argsort(earned, kind="stable")[: max(1, int(losing.sum()) // 2)]
        stays = np.ones(problem.arcs, dtype=bool)
        stays[worst] = False
        problem = only(problem, stays)
        left = time_limit_s - (perf_counter() - began)
        flow = transport.solve(problem, gap=CLOSE, time_limit_s=left, stop=stop).flow
        objective = worth_of_opened(problem, flow, cost)
        if objective > best.objective:
            best = Opened(problem=problem, flow=flow, objective=objective, bound=None)
    return best


def _in_whole_numbers(
    problem: Transport, cost: float, solver: Solver, *, gap: float, time_limit_s: float, stop: Stop
) -> Answer:
    """Flow and an open-or-not per arc: x_ij <= min(s_i, d_j) y_ij."""
    arcs = problem.arcs
    every = np.arange(arcs)
    most = np.minimum(problem.supply[problem.tails], problem.demand[problem.heads])
    rows = Triplets()
    for limits, ends in ((problem.supply, problem.tails), (problem.demand, problem.heads)):
        rows.add(
            low=np.full(len(limits), -np.inf),
            high=limits,
            rows=ends.astype(np.int64),
            columns=every,
            coefficients=np.ones(arcs),
        )
    rows.add(
        low=np.full(arcs, -np.inf),
        high=np.zeros(arcs),
        rows=np.concatenate([every, every]),
        columns=np.concatenate([every, every + arcs]),
        coefficients=np.concatenate([np.ones(arcs), -most]),
    )
    program = rows.program(
        value=np.concatenate([problem.values, np.full(arcs, -cost)]),
        low=np.zeros(2 * arcs),
        high=np.concatenate([most, np.ones(arcs)]),
        integer=np.concatenate([np.zeros(arcs, dtype=bool), np.ones(arcs, dtype=bool)]),
    )
    return solver.solve(program, gap=min(gap, 1e-6), time_limit_s=time_limit_s, stop=stop)
