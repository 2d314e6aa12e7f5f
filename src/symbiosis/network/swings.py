"""How far an opportunity swings when quantities turn out other than told: the range of each figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from symbiosis.matching.layout import Floats
from symbiosis.network.allocation import Pool, Region
from symbiosis.network.constraints import master_of
from symbiosis.network.gains import Opportunity, between
from symbiosis.network.generation import Effort
from symbiosis.network.opportunities import Study, Tried, with_room
from symbiosis.network.program import Solver, Status
from symbiosis.network.robustness import SPREAD, moved

SAMPLES = 8

Range = tuple[float, float]
"""Least and most over the draws, in the unit of the figure."""


@dataclass(frozen=True, kw_only=True)
class Swing:
    """The range of each figure of an `Opportunity`, that of its factors included; what was told lies within.

    `samples` is how many draws were solved: fewer than asked where the time was over.
    """

    extra: Range
    loops: tuple[int, int]
    delivered: Range
    hours: Range
    eur: Range
    co2e: Range
    samples: int


def swing(
    found: Study,
    tried: Tried,
    solver: Solver,
    effort: Effort,
    *,
    samples: int = SAMPLES,
    spread: float = SPREAD,
    seed: int = 0,
) -> Swing:
    """The same extra room in regions of which every quantity is multiplied by a draw of its own.

    Draws are even between 1 - spread and 1 + spread, the same with and without the room, over the links that
    both answers generated.
    """
    until = effort.until()
    draws = np.random.Generator(np.random.PCG64(seed))
    pool = {kind: flags | tried.after.pool[kind] for kind, flags in found.base.pool.items()}
    seen = [tried.seen]
    for _ in range(samples):
        base = found.base.region
        sample = replace(base, limits=moved(base.limits, draws, spread))
        before = _flow(sample, pool, solver, effort, until)
        after = _flow(with_room(sample, tried.candidate), pool, solver, effort, until)
        if before is None or after is None:
            break
        seen.append(between(base, before, after, tried.candidate))
    return _ranges(seen)


def _flow(
    region: Region, pool: Pool, solver: Solver, effort: Effort, until: float
) -> Mapping[str, Floats] | None:
    master = master_of(region, pool)
    answer = solver.solve(master.program, time_limit_s=max(0.0, until - perf_counter()), stop=effort.stop)
    if answer.status is not Status.OPTIMAL or answer.values is None:
        return None
    return {kind: amounts.sum(axis=(1, 2)) for kind, amounts in master.flow(answer.values).items()}


def _ranges(seen: list[Opportunity]) -> Swing:
    return Swing(
        extra=(min(each.extra for each in seen), max(each.extra for each in seen)),
        loops=(min(each.loops for each in seen), max(each.loops for each in seen)),
        delivered=(min(each.delivered for each in seen), max(each.delivered for each in seen)),
        hours=(min(each.hours for each in seen), max(each.hours for each in seen)),
        eur=(min(each.eur_low for each in seen), max(each.eur_high for each in seen)),
        co2e=(min(each.co2e_low for each in seen), max(each.co2e_high for each in seen)),
        samples=len(seen) - 1,
    )
