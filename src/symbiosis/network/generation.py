"""Solving a region: links generated on demand, prices steadied, integers last, everything with its proof."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from symbiosis.matching.layout import Floats
from symbiosis.network.allocation import Pool, Priced, Prices, Region, price
from symbiosis.network.ascent import first_prices
from symbiosis.network.constraints import master_of
from symbiosis.network.master import Master
from symbiosis.network.program import Answer, Solver, Status, Stop, never
from symbiosis.network.promise import all_links, is_all, join, no_links, promising, shortfalls
from symbiosis.network.weights import KINDS

ROUNDS = 200
FEW = 20_000
"""Links, times periods, up to which solving over all of them takes less than choosing among them."""
STEADY = (0.0, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85)
"""How far trial points stay with the best prices known instead of following the newest."""
FIRST_PER_ROW, LATER_PER_ROW = 4, 2
"""Links that each row brings in at first (one where prices were found by trial) and in every round after."""
MOST_WHOLE = 20_000
"""Links that a search with integers is given at most."""
ROUNDING = 1e-9
NOTHING = 1e-9
"""EUR, kg or hours that nobody can tell from nothing: no solver sees a gap of so little."""


@dataclass(frozen=True, kw_only=True)
class Allocated:
    """An allocation with its proof.

    `flow[kind]` is (links, T, levels) in base units of the giver. `relaxed` is the optimum over the generated
    links without integers, `whole_bound` what no allocation over them with integers exceeds.
    No allocation over all links is worth more than `bound`: `priced` proves it, and where all links were
    generated the search with integers may prove less.
    """

    region: Region
    status: Status
    flow: Mapping[str, Floats]
    objective: float
    relaxed: float
    whole_bound: float
    bound: float
    priced: Priced
    pool: Pool
    seconds: float
    rounds: int

    @property
    def gap(self) -> float:
        """What may still be won, relative to the bound."""
        return _share(self.bound - self.objective, self.bound, self.objective)

    @property
    def gap_pricing(self) -> float:
        """What more links might still add, integers left aside."""
        return _share(self.priced.bound - self.relaxed, self.priced.bound, self.relaxed)

    @property
    def gap_integer(self) -> float:
        """What the search with integers might still find over the generated links."""
        return _share(self.whole_bound - self.objective, self.whole_bound, self.objective)

    @property
    def considered(self) -> int:
        """How many links were generated."""
        return sum(int(flags.sum()) for flags in self.pool.values())


def _share(part: float, *whole: float) -> float:
    if not math.isfinite(part):
        return math.inf
    scale = max(abs(value) for value in whole)
    return part / scale if part > NOTHING and scale > 0.0 else 0.0


@dataclass(frozen=True)
class Effort:
    """How much work an allocation may take: gap to prove, seconds, and who may stop it."""

    gap: float = 1e-3
    time_limit_s: float = math.inf
    stop: Stop = never

    def until(self) -> float:
        """When the time is over, by the clock of `perf_counter`."""
        return perf_counter() + self.time_limit_s


def allocate(
    region: Region,
    solver: Solver,
    effort: Effort | None = None,
    *,
    pool: Pool | None = None,
    prices: Prices | None = None,
) -> Allocated:
    """The allocation of a region, proven to the gap that is asked or as far as the time goes.

    `pool` are links to begin with, `prices` of limits near the best: those of an earlier answer. Infeasible
    floors, an ended time and an interrupt are told as a status, with the best found and its bound.
    """
    effort = effort or Effort()
    began, until = perf_counter(), effort.until()
    found = _relaxed(region, solver, effort, until, pool, prices)
    if region.is_integer and found.status in (Status.OPTIMAL, Status.STALLED, Status.TIME_LIMIT):
        found = _whole(found, solver, effort, until)
    return replace(found, seconds=perf_counter() - began)


def _relaxed(
    region: Region,
    solver: Solver,
    effort: Effort,
    until: float,
    pool: Pool | None,
    prices: Prices | None,
) -> Allocated:
    """Generate links until no prices promise more than the gap, without integers."""
    count = FIRST_PER_ROW if prices is None else LATER_PER_ROW
    few = region.possible * region.limits.periods <= FEW
    if pool is None and prices is None and not few:
        best, visited = first_prices(region)
        count = 1
    else:
        best, visited = price(region, prices or Prices.nil(region)), pool or no_links(region)
    held = {kind: flags.copy() for kind, flags in visited.items()}
    join(held, all_links(region) if few else promising(region, best, count))
    growing = solver.growing()
    kept: tuple[Master, Answer] | None = None
    status, rounds = Status.STALLED, 0
    for rounds in range(1, ROUNDS + 1):  # noqa: B007 - told afterwards
        master = master_of(region, held)
        answer = growing.solve(
            master.program, master.keys, time_limit_s=max(0.0, until - perf_counter()), stop=effort.stop
        )
        if answer.status is not Status.OPTIMAL or answer.values is None or answer.row_prices is None:
            status = answer.status
            if status is Status.INFEASIBLE and not is_all(held):
                # a floor that these links do not reach may be reached by others
                join(held, all_links(region))
                continue
            break
        kept = (master, answer)
        newest = master.prices(answer)
        trial = _steadied(region, (master.mirrored(answer, newest), newest), best)
        best = min(best, trial, key=lambda priced: priced.bound)
        if _near(best.bound, answer.objective, effort.gap):
            status = Status.OPTIMAL
            break
        if not join(held, promising(region, trial, LATER_PER_ROW)):
            # the steadied prices show nothing new: ask the newest themselves
            trial = price(region, newest)
            best = min(best, trial, key=lambda priced: priced.bound)
            grown = join(held, promising(region, trial, LATER_PER_ROW))
            if not grown or _near(best.bound, answer.objective, effort.gap):
                status = Status.OPTIMAL if _near(best.bound, answer.objective, effort.gap) else status
                break
    values = None if kept is None else kept[1].values
    flow = _no_flow(region) if kept is None or values is None else kept[0].flow(values)
    nothing = kept is None and bool(region.floors)
    objective = math.nan if nothing else worth_of(region, flow)
    return Allocated(
        region=region,
        status=status,
        flow=flow,
        objective=objective,
        relaxed=objective if kept is None else kept[1].objective,
        whole_bound=objective,
        bound=best.bound if math.isnan(objective) else max(best.bound, objective),
        priced=best,
        pool=held,
        seconds=0.0,
        rounds=rounds,
    )


def _steadied(region: Region, newest: Sequence[Prices], best: Priced) -> Priced:
    """The best of some points between new prices and the best: pricing costs far less than solving."""
    trials = (price(region, new.towards(best.prices, share)) for new in newest for share in STEADY)
    return min(trials, key=lambda priced: priced.bound)


def _near(bound: float, objective: float, gap: float) -> bool:
    return _share(bound - objective, bound, objective) <= max(gap, ROUNDING)


def worth_of(region: Region, flow: Mapping[str, Floats]) -> float:
    """The objective of a flow: weights times quantities, less what its relations cost."""
    parts: list[float] = []
    for kind, amounts in flow.items():
        whole = amounts.sum(axis=(1, 2))
        parts += (region.weights[kind] * whole)[whole > 0.0].tolist()
        if region.relation_cost > 0.0:
            share = 1.0 if region.has_relations else 0.0
            parts.append(-region.relation_cost * share * float((whole > 0.0).sum()))
    return math.fsum(parts)


def _whole(found: Allocated, solver: Solver, effort: Effort, until: float) -> Allocated:
    """The same with least batches and relations all or nothing, over the links that matter."""
    region = found.region
    pool = _leaner(found)
    every = is_all(pool)
    master = master_of(region, pool, whole=True)
    answer = solver.solve(
        master.program,
        gap=effort.gap / 2,
        time_limit_s=max(0.0, until - perf_counter()),
        stop=effort.stop,
    )
    status = answer.status
    if answer.values is None:
        nothing = bool(region.floors)
        status = Status.TIME_LIMIT if status is Status.OPTIMAL else status
        flow, objective = _no_flow(region), math.nan if nothing else 0.0
    else:
        carried = master.flow(answer.values)
        flow = {kind: np.where(amounts > ROUNDING, amounts, 0.0) for kind, amounts in carried.items()}
        objective = worth_of(region, flow)
    whole_bound = min(answer.bound, found.priced.bound)
    bound = min(found.bound, max(whole_bound, objective)) if every else found.bound
    if status is Status.OPTIMAL and not _near(bound, objective, effort.gap):
        # the search ended within its links, but nobody knows what others would add with integers
        status = Status.STALLED if found.status is Status.OPTIMAL else found.status
    return replace(
        found,
        status=status,
        flow=flow,
        objective=objective,
        whole_bound=whole_bound,
        bound=bound,
        pool={kind: flags | found.pool[kind] for kind, flags in pool.items()},
    )


def _leaner(found: Allocated) -> Pool:
    """All links where they are few, else those that were used and the most promising of all the others."""
    if found.region.possible <= MOST_WHOLE:
        return all_links(found.region)
    lacking = shortfalls(found.region, found.priced)
    used = {kind: found.flow[kind].sum(axis=(1, 2)) > 0.0 for kind in KINDS}
    every = np.sort(np.concatenate([lacking[kind][~used[kind]] for kind in KINDS]))
    limit = every[min(len(every) - 1, MOST_WHOLE)] if len(every) else 0.0
    return {kind: used[kind] | (lacking[kind] <= limit) for kind in KINDS}


def _no_flow(region: Region) -> dict[str, Floats]:
    shape = (region.limits.periods, region.most_steps + 1)
    return {kind: np.zeros((len(links), *shape)) for kind, links in region.links.items()}
