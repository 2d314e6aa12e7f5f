"""Which links of an allocation survive when quantities turn out other than told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from symbiosis.matching.layout import Floats
from symbiosis.network.constraints import master_of
from symbiosis.network.generation import Allocated, Effort
from symbiosis.network.limits import Limits
from symbiosis.network.program import Solver, Status
from symbiosis.network.weights import KINDS

SPREAD = 0.3
"""By how much of itself each quantity moves at most, either way."""
SAMPLES = 20
LEAST_FLOW = 1e-9


@dataclass(frozen=True, kw_only=True)
class Robustness:
    """How each link fares over samples: in what share it is used, and the least and most that goes over it.

    `objectives` are the optima of the samples. Fewer samples than asked: the time was over.
    """

    share: Mapping[str, Floats]
    least: Mapping[str, Floats]
    most: Mapping[str, Floats]
    objectives: Floats


def robustness(
    found: Allocated,
    solver: Solver,
    effort: Effort,
    *,
    samples: int = SAMPLES,
    spread: float = SPREAD,
    seed: int = 0,
) -> Robustness:
    """Solve again with every supply, demand, capacity and number of hours moved by chance.

    Each is multiplied by its own draw, even between 1 - spread and 1 + spread; over the links that were
    generated, without least batches.
    """
    region = found.region
    draws = np.random.Generator(np.random.PCG64(seed))
    until = effort.until()
    count = {kind: np.zeros(len(links)) for kind, links in region.links.items()}
    least = {kind: np.full(len(links), np.inf) for kind, links in region.links.items()}
    most = {kind: np.zeros(len(links)) for kind, links in region.links.items()}
    objectives: list[float] = []
    for _ in range(samples):
        sample = replace(region, limits=moved(region.limits, draws, spread))
        master = master_of(sample, found.pool)
        answer = solver.solve(master.program, time_limit_s=max(0.0, until - perf_counter()), stop=effort.stop)
        if answer.status is not Status.OPTIMAL or answer.values is None:
            break
        objectives.append(answer.objective)
        flow = master.flow(answer.values)
        for kind in KINDS:
            whole = flow[kind].sum(axis=(1, 2))
            count[kind] += whole > LEAST_FLOW
            least[kind] = np.minimum(least[kind], whole)
            most[kind] = np.maximum(most[kind], whole)
    done = max(1, len(objectives))
    return Robustness(
        share={kind: used / done for kind, used in count.items()},
        least={kind: np.where(np.isfinite(low), low, 0.0) for kind, low in least.items()},
        most=most,
        objectives=np.array(objectives),
    )


def moved(limits: Limits, draws: np.random.Generator, spread: float) -> Limits:
    """Limits of which every supply, demand, capacity and number of hours is multiplied by its own draw."""

    def drawn(amounts: Floats) -> Floats:
        by = draws.uniform(1.0 - spread, 1.0 + spread, size=(len(amounts),) + (1,) * (amounts.ndim - 1))
        return np.asarray(amounts * by)

    return replace(
        limits,
        supply=drawn(limits.supply),
        demand=drawn(limits.demand),
        capacity=drawn(limits.capacity),
        hours=drawn(limits.hours),
    )
