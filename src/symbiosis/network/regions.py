"""Questions asked of a region: one objective, hierarchy first, two objectives at once, more of one limit.

Each question is a sequence of allocations over one growing pool of links.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from symbiosis.matching.layout import Floats
from symbiosis.network.allocation import Floor, Pool, Region
from symbiosis.network.constraints import master_of
from symbiosis.network.generation import Allocated, Effort, allocate
from symbiosis.network.graph import Network
from symbiosis.network.limits import limits_of
from symbiosis.network.program import Solver, Status
from symbiosis.network.weights import (
    KINDS,
    Objective,
    PerLink,
    rung_weights,
    rungs_present,
    weights_for,
)

MOST_CANDIDATES = 10
"""Limits whose worth of more is worked out by solving again."""
LUMP = 0.1
"""The lump more, as a part of the limit."""
MOST_EXACT_LINKS = 5_000
"""Links up to which least batches and relations stay all or nothing where differences are told."""
SMALLER_GAP = 1e-9
"""Gap of allocations that are told apart by their difference."""


def region_of(
    network: Network,
    objective: Objective = Objective.VALUE,
    *,
    periods: int = 1,
    relation_cost: float = 0.0,
    relations_most: float = math.inf,
    most_steps: int = 3,
) -> Region:
    """The problem of a network under one objective. A relation costs EUR, so only where EUR are counted."""
    return Region(
        network=network,
        limits=limits_of(network, periods=periods),
        weights=weights_for(network, objective),
        relation_cost=relation_cost if objective is Objective.VALUE else 0.0,
        relations_most=relations_most,
        sold_only=objective is Objective.HOURS,
        most_steps=most_steps,
    )


def weighted(parts: Sequence[tuple[float, PerLink]]) -> PerLink:
    """Weights of several objectives added up, each times its own number."""
    return {kind: np.sum([share * weights[kind] for share, weights in parts], axis=0) for kind in KINDS}


def reached(weights: PerLink, found: Allocated) -> float:
    """What an allocation reaches of other weights than its own."""
    parts: list[float] = []
    for kind in KINDS:
        whole = found.flow[kind].sum(axis=(1, 2))
        parts += (weights[kind] * whole)[whole > 0.0].tolist()
    return math.fsum(parts)


@dataclass(frozen=True)
class Rung:
    """One level of the hierarchy: the share delivered on this rung at best, and what the end result keeps."""

    rung: int
    best: float
    bound: float
    kept: float


@dataclass(frozen=True)
class ByHierarchy:
    """The allocation with the hierarchy first, and the one without it: their difference is its price."""

    allocated: Allocated
    free: Allocated
    rungs: tuple[Rung, ...]
    tolerance: float

    @property
    def cost(self) -> float:
        """What the hierarchy costs, in the unit of the objective."""
        return self.free.objective - self.allocated.objective


def hierarchy_first(region: Region, solver: Solver, effort: Effort, *, tolerance: float = 0.0) -> ByHierarchy:
    """Rung by rung as much as can be, each kept within the tolerance of its optimum; last the objective.

    What is delivered on a rung counts as a share of what is offered in its measure, so that measures are
    never added up as they are. No weight trades a better rung for more of a worse one.
    """
    free = allocate(region, solver, effort)
    pool: Pool = free.pool
    floors = list(region.floors)
    levels: list[tuple[int, Allocated, PerLink]] = []
    for rung in rungs_present(region.network):
        weights = rung_weights(region.network, rung)
        stage = replace(region, weights=weights, floors=tuple(floors), relation_cost=0.0, sold_only=False)
        found = allocate(stage, solver, effort, pool=pool)
        pool = found.pool
        if math.isnan(found.objective):
            break
        levels.append((rung, found, weights))
        target = found.objective * (1.0 - tolerance) - 1e-7 * abs(found.objective)
        floors.append(Floor(weights, target))
    last = allocate(replace(region, floors=tuple(floors)), solver, effort, pool=pool)
    rungs = tuple(
        Rung(rung, found.objective, found.bound, math.nan if _lost(last) else reached(weights, last))
        for rung, found, weights in levels
    )
    return ByHierarchy(allocated=last, free=free, rungs=rungs, tolerance=tolerance)


def _lost(found: Allocated) -> bool:
    return found.status is Status.INFEASIBLE or math.isnan(found.objective)


@dataclass(frozen=True)
class Point:
    """One point of a front: at least `least` of the second objective, what is reached of both, the bound."""

    least: float
    first: float
    second: float
    bound: float
    allocated: Allocated


def pareto_front(
    region: Region, second: PerLink, solver: Solver, effort: Effort, *, points: int = 5
) -> list[Point]:
    """The first objective at its best for ever more of the second, from none asked to the most there is.

    Epsilon-constraint: the region's weights are the first objective, `second` must reach a floor that rises
    in equal steps. The most of the second is itself only as sure as its gap: the last floor asks for what was
    found.
    """
    best = allocate(region, solver, effort)
    other = allocate(replace(region, weights=second, relation_cost=0.0), solver, effort, pool=best.pool)
    start, end = reached(second, best), reached(second, other)
    found = [Point(start, best.objective, start, best.bound, best)]
    pool = other.pool
    for step in range(1, points):
        least = start + (end - start) * step / max(1, points - 1)
        floor = Floor(second, least - 1e-7 * abs(least))
        answer = allocate(replace(region, floors=(*region.floors, floor)), solver, effort, pool=pool)
        pool = answer.pool
        if not _lost(answer):
            told = Point(least, answer.objective, reached(second, answer), answer.bound, answer)
            found.append(told)
    return found


@dataclass(frozen=True)
class More:
    """What a lump more of one limit brings: `row` is an offer, need, recipe or processor."""

    side: str
    row: int
    extra: float
    value: float


def limit_prices(found: Allocated) -> dict[str, Floats]:
    """Price of each offer, need, recipe and processor: the mean over its periods."""
    limits, priced = found.region.limits, found.priced
    offer = np.append(priced.offer, 0.0)[limits.offer_row]
    need = np.append(priced.prices.need, 0.0)[limits.need_row]
    return {
        "offer": offer.mean(axis=1),
        "need": need.mean(axis=1),
        "capacity": priced.prices.capacity.mean(axis=1),
        "hours": priced.prices.hours.mean(axis=1),
    }


def limit_amounts(region: Region) -> dict[str, Floats]:
    """How much each offer, need, recipe and processor has over the horizon."""
    limits = region.limits
    found = {}
    for side, rows, amounts in (
        ("offer", limits.offer_row, limits.supply),
        ("need", limits.need_row, limits.demand),
    ):
        whole = np.zeros(len(rows))
        for row, own in enumerate(rows):
            known = np.unique(own[own >= 0])
            whole[row] = amounts[known].sum()
        found[side] = whole
    return found | {"capacity": limits.capacity.sum(axis=1), "hours": limits.hours.sum(axis=1)}


def candidates(
    found: Allocated, *, most: int = MOST_CANDIDATES, lump: float = LUMP
) -> list[tuple[str, int, float]]:
    """The limits of which a lump more promises most by its price: side, row and lump."""
    prices, amounts = limit_prices(found), limit_amounts(found.region)
    chosen = []
    for side, own in prices.items():
        extra = np.where(np.isfinite(amounts[side]), amounts[side], 0.0) * lump
        promise = own * extra
        order = np.argsort(-promise, kind="stable")[:most]
        chosen += [(side, int(row), float(extra[row])) for row in order if promise[row] > 1e-9]
    chosen.sort(key=lambda told: -float(prices[told[0]][told[1]]) * told[2])
    return chosen[:most]


def value_of_more(
    found: Allocated,
    solver: Solver,
    effort: Effort,
    asked: Sequence[tuple[str, int, float]] | None = None,
) -> list[More]:
    """What each lump more brings, by solving again: prices only chose which to ask.

    Both answers are exact over the links that were generated, for their difference would drown in a gap;
    links that only the lump would make worth it are left out, so a lump may bring more than is told. What is
    not solved within the time of `effort` is left out. Beyond `MOST_EXACT_LINKS` links both leave least
    batches aside and divide relations: an exact search would take too long.
    """
    until = effort.until()
    before = _exact(found.region, found.pool, solver, effort, until)
    told = []
    for side, row, extra in candidates(found) if asked is None else asked:
        more = replace(found.region, limits=found.region.limits.with_more(side, row, extra))
        after = _exact(more, found.pool, solver, effort, until)
        if math.isfinite(before) and math.isfinite(after):
            told.append(More(side, row, extra, max(0.0, after - before)))
    return told


def _exact(region: Region, pool: Pool, solver: Solver, effort: Effort, until: float) -> float:
    """The optimum over these links, NaN where it was not proven in time."""
    few = sum(int(flags.sum()) for flags in pool.values()) <= MOST_EXACT_LINKS
    master = master_of(region, pool, whole=region.is_integer and few)
    answer = solver.solve(
        master.program,
        gap=SMALLER_GAP,
        time_limit_s=max(0.0, until - perf_counter()),
        stop=effort.stop,
    )
    return answer.objective if answer.status is Status.OPTIMAL else math.nan
