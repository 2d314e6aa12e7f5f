"""What an earlier run wrote down, as a start for the next: links that carried something, and prices.

Rows are found again by their ids, so that files may have changed in between. The answer is proven anew over
all links: a start that fits badly costs time and never truth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from symbiosis.matching.layout import Floats
from symbiosis.network.allocation import Pool, Prices, Region


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """Pairs of ids between which something flowed, and the prices of each side and id in their order.

    An id has several prices where it stands for several recipes or periods.
    """

    pairs: frozenset[tuple[str, str]] = frozenset()
    prices: Mapping[tuple[str, str], tuple[float, ...]] = field(default_factory=dict)

    def of(self, side: str, ids: list[str], each: int = 1) -> Floats:
        """The prices of these rows, `each` of them a row; 0 where none was told.

        Rows with one id take its prices one after another.
        """
        found = np.zeros((len(ids), each))
        taken: dict[str, int] = {}
        for row, key in enumerate(ids):
            told = self.prices.get((side, key), ())
            first = taken.get(key, 0)
            own = told[first : first + each]
            found[row, : len(own)] = own
            taken[key] = first + each
        return found


def start_of(region: Region, earlier: Earlier | None) -> dict[str, Any]:
    """Pool and prices to begin with, as `allocate` takes them; nothing where there is no earlier run."""
    if earlier is None:
        return {}
    return {"pool": _pool(region, earlier), "prices": _prices(region, earlier)}


def _pool(region: Region, earlier: Earlier) -> Pool:
    network = region.network
    recipes = network.recipes.ids()
    ids = {"offer": [str(key) for key in network.offers.ids], "need": [str(key) for key in network.needs.ids]}
    ends = {
        "direct": (ids["offer"], ids["need"]),
        "into": (ids["offer"], recipes),
        "onward": (recipes, recipes),
        "ends": (recipes, ids["need"]),
    }
    number = {key: place for place, key in enumerate(sorted({key for pair in earlier.pairs for key in pair}))}
    known = [number[one] * len(number) + number[other] for one, other in earlier.pairs]
    found = {}
    for kind, links in region.links.items():
        givers, takers = (np.array([number.get(key, -1) for key in names], dtype=int) for names in ends[kind])
        one, other = givers[links.givers], takers[links.takers]
        found[kind] = np.isin(one * len(number) + other, known) & (one >= 0) & (other >= 0)
    return found


def _prices(region: Region, earlier: Earlier) -> Prices:
    """Prices of needs, capacities and hours; what else has a price begins at nil."""
    limits, network = region.limits, region.network
    nil = Prices.nil(region)
    need = np.append(nil.need, 0.0)
    told = earlier.of("need", [str(key) for key in network.needs.ids])[:, 0]
    need[limits.need_row] = told[:, None]
    periods = limits.periods
    capacity = earlier.of("capacity", network.recipes.ids(), periods)
    hours = earlier.of("hours", network.recipes.table.ids.to_pylist(), periods)
    return Prices(
        need=need[:-1],
        capacity=np.where(np.isfinite(limits.capacity), capacity, 0.0),
        hours=np.where(np.isfinite(limits.hours), hours, 0.0),
        storage=nil.storage,
        floors=nil.floors,
    )
