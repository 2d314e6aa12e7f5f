"""The yardsticks of allocation: OR-tools' min-cost flow and PDLP, HiGHS, and what people do today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter, process_time
from typing import Any

import numpy as np
import scipy.sparse

from symbiosis.network.allocation import Region, price
from symbiosis.network.constraints import master_of
from symbiosis.network.generation import worth_of
from symbiosis.network.master import Master
from symbiosis.network.program import Answer, Floats, Method, Program, Status, relative_gap
from symbiosis.network.promise import all_links
from symbiosis.network.transport import Transport
from symbiosis.solvers.highs import Highs, lp_of

QUANTA, CENTS = 1_000, 10_000
"""Parts of a unit and of a EUR that all sides count in, because min-cost flow knows whole numbers alone."""
MOST_S = 600.0
"""Seconds after which a yardstick on the whole model of a region is stopped, and judged by what it has."""
THREADS = 2
"""Of the yardsticks, unless a bench is told otherwise."""


@dataclass(frozen=True)
class Clock:
    """Both clocks from when it is made: the wall's, and the processor time of all threads of this process."""

    wall: float = field(default_factory=perf_counter)
    processor: float = field(default_factory=process_time)

    def told(self) -> dict[str, float]:
        """Seconds by the wall's clock, and of the processors; the latter hardly depends on what others do."""
        return {"seconds": perf_counter() - self.wall, "cpu": process_time() - self.processor}


def rounded(problem: Transport) -> Transport:
    """The same problem in thousandths of a unit and hundredths of a cent."""
    return Transport(
        np.floor(problem.supply * QUANTA) / QUANTA,
        np.floor(problem.demand * QUANTA) / QUANTA,
        problem.tails,
        problem.heads,
        np.rint(problem.values * CENTS) / CENTS,
    )


def min_cost_flow(problem: Transport) -> dict[str, Any]:
    """OR-tools' min-cost flow over the arcs that are worth something; what is kept goes round by one node."""
    from ortools.graph.python import min_cost_flow as flows

    offers, needs = len(problem.supply), len(problem.demand)
    supply = np.rint(problem.supply * QUANTA).astype(np.int64)
    demand = np.rint(problem.demand * QUANTA).astype(np.int64)
    gains = np.rint(problem.values * CENTS).astype(np.int64)
    good = np.flatnonzero(gains > 0)
    tails, heads = problem.tails[good].astype(np.int64), problem.heads[good].astype(np.int64)
    node = offers + needs
    clock = Clock()
    model = flows.SimpleMinCostFlow()
    most = np.minimum(supply[tails], demand[heads])
    model.add_arcs_with_capacity_and_unit_cost(tails, offers + heads, most, -gains[good])
    for ends, amounts in (((np.arange(offers), node), supply), ((node, offers + np.arange(needs)), demand)):
        one, other = (np.broadcast_to(end, len(amounts)).astype(np.int64) for end in ends)
        model.add_arcs_with_capacity_and_unit_cost(
            one, other, amounts, np.zeros(len(amounts), dtype=np.int64)
        )
    left = int(demand.sum() - supply.sum())
    model.set_nodes_supplies(np.arange(node + 1), np.concatenate([supply, -demand, [left]]))
    status = model.solve()
    told = clock.told()
    objective = -model.optimal_cost() / QUANTA / CENTS
    return {"who": "OR-tools MCF", **told, "objective": objective, "bound": objective,
            "note": str(status)}  # fmt: skip


def pdlp(problem: Transport, gap: float, *, most_s: float = MOST_S) -> dict[str, Any]:
    """OR-tools' PDLP, at the loosest of its tolerances that proves this gap; the seconds of that run alone.

    Its point is made feasible and its prices cover every arc, as nothing is proven otherwise. Who has not got
    there in `most_s` seconds is judged by what he has.
    """
    found: dict[str, Any] = {}
    for tolerance in (gap, gap / 10.0, gap / 100.0):
        found = pdlp_once(problem, tolerance, most_s)
        if relative_gap(found["objective"], found["bound"]) <= gap or found["seconds"] > most_s:
            break
    return found


def pdlp_once(problem: Transport, tolerance: float, most_s: float) -> dict[str, Any]:
    """One run of PDLP to its own relative tolerance."""
    from ortools.pdlp import solvers_pb2
    from ortools.pdlp.python import pdlp as solver

    offers, arcs = len(problem.supply), problem.arcs
    clock = Clock()
    rows = np.concatenate([problem.tails, offers + problem.heads.astype(np.int64)])
    columns = np.concatenate([np.arange(arcs), np.arange(arcs)])
    shape = (offers + len(problem.demand), arcs)
    model = solver.QuadraticProgram()
    model.resize_and_initialize(arcs, shape[0])
    model.constraint_matrix = scipy.sparse.csc_matrix((np.ones(2 * arcs), (rows, columns)), shape=shape)
    model.objective_vector = -problem.values
    model.variable_lower_bounds = np.zeros(arcs)
    model.variable_upper_bounds = np.full(arcs, np.inf)
    model.constraint_lower_bounds = np.full(shape[0], -np.inf)
    model.constraint_upper_bounds = np.concatenate([problem.supply, problem.demand])
    options = solvers_pb2.PrimalDualHybridGradientParams()
    options.num_threads = 2
    options.termination_criteria.simple_optimality_criteria.eps_optimal_relative = tolerance
    options.termination_criteria.simple_optimality_criteria.eps_optimal_absolute = 0.0
    options.termination_criteria.time_sec_limit = most_s
    answer = solver.primal_dual_hybrid_gradient(model, options)
    flow, prices = feasible(problem, np.array(answer.primal_solution)), -np.array(answer.dual_solution)
    bound, _, _ = problem.proven(np.maximum(0.0, prices[offers:]))
    return {"who": "OR-tools PDLP", **clock.told(), "objective": problem.objective(flow), "bound": bound,
            "note": f"eps_optimal_relative {tolerance:g}, two threads, at most {most_s:g} s"}  # fmt: skip


def feasible(problem: Transport, flow: Floats) -> Floats:
    """A flow scaled down where it asks more than there is."""
    flow = np.maximum(0.0, np.where(problem.values > 0.0, flow, 0.0))
    for ends, limits in ((problem.tails, problem.supply), (problem.heads, problem.demand)):
        asked = np.bincount(ends, weights=flow, minlength=len(limits))
        flow = (
            flow * np.minimum(1.0, np.divide(limits, asked, out=np.ones(len(limits)), where=asked > 0))[ends]
        )
    return flow


def highs(problem: Transport, method: Method) -> dict[str, Any]:
    """HiGHS on the whole model."""
    program = problem.program()
    clock = Clock()
    answer = Highs(threads=2).solve(program, method=method, time_limit_s=900.0)
    return {"who": f"HiGHS {method}", **clock.told(), "objective": answer.objective,
            "bound": answer.bound, "note": answer.message}  # fmt: skip


def with_processors(
    region: Region, who: str, gap: float, *, threads: int = THREADS, most_s: float = MOST_S
) -> dict[str, Any]:
    """A yardstick on the whole model of a region, every link a column, to a proven gap of a feasible flow.

    Each stops at the loosest of its tolerances that proves the gap; the seconds are of that run alone. Its
    point is made feasible and its prices are worked back over all links, as nothing is proven otherwise.
    """
    whole = master_of(region, all_links(region))
    found: dict[str, Any] = {}
    for tolerance in (gap, gap / 10.0, gap / 100.0, gap / 1000.0):
        clock = Clock()
        solve = pdlp_program if who == "pdlp" else interior_point
        point, row_prices = solve(whole.program, tolerance, threads=threads, most_s=most_s)
        flow = feasible_flow(region, whole, point)
        priced = price(region, whole.prices(Answer(status=Status.STALLED, row_prices=row_prices)))
        found = {
            "who": "OR-tools PDLP" if who == "pdlp" else "HiGHS ipm",
            **clock.told(),
            "objective": worth_of(region, flow),
            "bound": priced.bound,
            "note": f"relative tolerance {tolerance:g}, threads {threads}, at most {most_s:g} s",
        }
        if relative_gap(found["objective"], found["bound"]) <= gap or found["seconds"] > most_s:
            break
    return found


def feasible_flow(region: Region, whole: Master, point: Floats) -> Mapping[str, Floats]:
    """A point scaled down where it asks more than there is: offers, work, what is made, needs, in that order.

    For one period. What leaves a recipe on a level is scaled to what reached it there.
    """
    limits, recipes, links = region.limits, region.network.recipes, region.links
    flow = {kind: np.array(amounts[:, 0, :]) for kind, amounts in whole.flow(point).items()}
    givers, takers = (
        {kind: getattr(own, end) for kind, own in links.items()} for end in ("givers", "takers")
    )

    def share(limit: Floats, asked: Floats) -> Floats:
        return np.minimum(1.0, np.divide(limit, asked, out=np.ones(len(limit)), where=asked > limit))

    def sums(kinds: tuple[str, ...], ends: Mapping[str, Any], count: int) -> Floats:
        parts = [np.bincount(ends[kind], weights=flow[kind].sum(axis=1), minlength=count) for kind in kinds]
        return np.asarray(np.sum(parts, axis=0), dtype=np.float64)

    scale = share(limits.supply, sums(("direct", "into"), givers, len(limits.supply)))
    for kind in ("direct", "into"):
        flow[kind] *= scale[givers[kind]][:, None]
    runs = sums(("into", "onward"), takers, len(recipes))
    room = share(limits.capacity[:, 0], runs)
    work = np.bincount(recipes.processor, weights=recipes.hours * runs, minlength=len(limits.hours))
    room = np.minimum(room, share(limits.hours[:, 0], work)[recipes.processor])
    for kind in ("into", "onward"):
        flow[kind] *= room[takers[kind]][:, None]
    reached = np.bincount(takers["into"], weights=flow["into"][:, 0], minlength=len(recipes))
    for level in range(1, region.most_steps + 1):
        asked = np.zeros(len(recipes))
        for kind in ("onward", "ends"):
            asked += np.bincount(givers[kind], weights=flow[kind][:, level], minlength=len(recipes))
        made = share(recipes.yields * reached, asked)
        for kind in ("onward", "ends"):
            flow[kind][:, level] *= made[givers[kind]]
        reached = np.bincount(takers["onward"], weights=flow["onward"][:, level], minlength=len(recipes))
    scale = share(limits.demand, sums(("direct", "ends"), takers, len(limits.demand)))
    for kind in ("direct", "ends"):
        flow[kind] *= scale[takers[kind]][:, None]
    return {kind: amounts[:, None, :] for kind, amounts in flow.items()}


def interior_point(
    program: Program, tolerance: float, *, threads: int, most_s: float
) -> tuple[Floats, Floats]:
    """HiGHS' interior point to its own relative tolerance, without crossover: its point and row prices."""
    import highspy

    model = highspy.Highs()
    options = {"threads": threads, "time_limit": most_s, "solver": "ipm", "run_crossover": "off"}
    model.silent()
    for name, value in {**options, "ipm_optimality_tolerance": tolerance}.items():
        model.setOptionValue(name, value)
    model.passModel(lp_of(program))
    model.run()
    found: highspy.HighsSolution = model.getSolution()
    return np.array(found.col_value), -np.array(found.row_dual)


def pdlp_program(program: Program, tolerance: float, *, threads: int, most_s: float) -> tuple[Floats, Floats]:
    """OR-tools' PDLP to its own relative tolerance: its point and row prices."""
    from ortools.pdlp import solvers_pb2
    from ortools.pdlp.python import pdlp as solver

    rows, columns = len(program.row_low), len(program.value)
    matrix = scipy.sparse.csr_matrix(
        (program.coefficients, program.columns, program.starts), shape=(rows, columns)
    )
    model = solver.QuadraticProgram()
    model.resize_and_initialize(columns, rows)
    model.constraint_matrix = matrix.tocsc()
    model.objective_vector = -program.value
    model.variable_lower_bounds, model.variable_upper_bounds = program.low, program.high
    model.constraint_lower_bounds, model.constraint_upper_bounds = program.row_low, program.row_high
    options = solvers_pb2.PrimalDualHybridGradientParams()
    options.num_threads = threads
    criteria = options.termination_criteria
    criteria.simple_optimality_criteria.eps_optimal_relative = tolerance
    criteria.simple_optimality_criteria.eps_optimal_absolute = 0.0
    criteria.time_sec_limit = most_s
    answer = solver.primal_dual_hybrid_gradient(model, options)
    return np.array(answer.primal_solution), -np.array(answer.dual_solution)


def greedy(problem: Transport, rank: Floats) -> Floats:
    """What flows when arcs worth something are served one after another, the highest rank first."""
    rest, room = problem.supply.copy(), problem.demand.copy()
    flow = np.zeros(problem.arcs)
    for arc in np.lexsort((problem.heads, problem.tails, -rank)).tolist():
        if problem.values[arc] > 0.0:
            i, j = problem.tails[arc], problem.heads[arc]
            flow[arc] = min(rest[i], room[j])
            rest[i] -= flow[arc]
            room[j] -= flow[arc]
    return flow


def pairwise(problem: Transport) -> Floats:
    """Each offer in turn deals with the one need that leaves it best off with what is still asked."""
    starts, order = problem.by_offer
    room = problem.demand.copy()
    flow = np.zeros(problem.arcs)
    for offer in range(len(problem.supply)):
        arcs = order[starts[offer] : starts[offer + 1]]
        if len(arcs):
            amounts = np.minimum(problem.supply[offer], room[problem.heads[arcs]])
            best = int(np.argmax(problem.values[arcs] * amounts))
            if problem.values[arcs[best]] > 0.0:
                flow[arcs[best]] = amounts[best]
                room[problem.heads[arcs[best]]] -= amounts[best]
    return flow
