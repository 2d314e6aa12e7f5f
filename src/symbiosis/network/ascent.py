"""Prices found by trial before any program is solved: what is overasked grows dearer, what is left cheaper.

Each turn every giver sends all to its best link at the prices of that turn; the links so visited are a good
first pool, and the best bound met on the way steadies the prices of the programs that follow.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from symbiosis.matching.compiling import compiled
from symbiosis.matching.layout import Floats
from symbiosis.network.allocation import Pool, Priced, Prices, Region, effective_weights, price
from symbiosis.network.links import Links

TURNS = 500
"""Turns of trial; the links visited in the last quarter make up the pool."""
FIRST_STEP, FALL = 0.2, 200.0
"""First step as a part of what a limit can be worth, and the turns in which it halves for the first time."""
DAMPING = 0.95
"""How much of the load of earlier turns counts beside that of this one."""

Ints = NDArray[np.int64]


@compiled
def _best_links(starts: Any, takers: Any, weights: Any, worth: Any, best: Any, chosen: Any) -> None:
    """For each giver its best link: weight plus what the taker is worth; -1 where it has none."""
    for giver in range(len(starts) - 1):
        top, at = -np.inf, -1
        for link in range(starts[giver], starts[giver + 1]):
            value = weights[link] + worth[takers[link]]
            if value > top:
                top, at = value, link
        best[giver] = top
        chosen[giver] = at


def _best(links: Links, weights: Floats, worth: Floats) -> tuple[Floats, Ints]:
    count = len(links.starts) - 1
    best, chosen = np.empty(count), np.empty(count, dtype=np.int64)
    _best_links(links.starts, links.takers, weights, worth, best, chosen)
    return best, chosen


def first_prices(region: Region, *, turns: int = TURNS) -> tuple[Priced, Pool]:
    """The best prices met in so many turns, and the links that were visited in the last quarter of them.

    Meant for one period; with several the prices begin at nil and no link is visited.
    """
    start = Prices.nil(region)
    visited = {kind: np.zeros(len(links), dtype=bool) for kind, links in region.links.items()}
    if region.limits.periods > 1 or region.most_steps < 1:
        return price(region, start), visited
    trial = _Trial(region)
    best = price(region, start)
    for turn in range(turns):
        trial.turn(FIRST_STEP / (1.0 + turn / FALL))
        if turn >= turns - turns // 4:
            trial.mark(visited)
        if turn % 100 == 99:
            best = min(best, price(region, trial.prices()), key=lambda priced: priced.bound)
    mean = price(region, trial.mean())
    return min(best, mean, key=lambda priced: priced.bound), visited


class _Trial:
    """Prices and the loads that they lead to."""

    def __init__(self, region: Region) -> None:
        self.region = region
        limits, recipes, links = region.limits, region.network.recipes, region.links
        self.links, self.recipes = links, recipes
        self.weights = effective_weights(region, Prices.nil(region))
        self.demand = limits.demand
        self.capacity, self.hours = limits.capacity[:, 0], limits.hours[:, 0]
        self.need = np.zeros(len(self.demand))
        self.room = np.zeros(len(recipes))
        self.work = np.zeros(len(self.hours))
        self.loads = [np.zeros(len(self.need)), np.zeros(len(self.room)), np.zeros(len(self.work))]
        self.sums = [np.zeros(len(self.need)), np.zeros(len(self.room)), np.zeros(len(self.work))]
        self.turns = 0
        self.chosen: dict[str, list[Ints]] = {}
        self._look()
        self.scales = self._scales()

    def _scales(self) -> tuple[Floats, Floats, Floats]:
        """What a unit of each limit can be worth at most, before anything has a price."""
        need = np.zeros(len(self.need))
        for kind in ("direct", "ends"):
            np.maximum.at(need, self.links[kind].takers, np.abs(self.weights[kind]))
        room = np.maximum(0.0, np.where(np.isfinite(self.inputs[-1]), self.inputs[-1], 0.0))
        gain = np.zeros(len(self.recipes))
        np.maximum.at(gain, self.links["into"].takers, np.abs(self.weights["into"]))
        room = np.maximum(room, gain)
        hours = self.recipes.hours
        work = np.zeros(len(self.work))
        each = np.where(hours > 0.0, room / np.where(hours > 0.0, hours, 1.0), 0.0)
        np.maximum.at(work, self.recipes.processor, each)
        return need, room, work

    def _look(self) -> None:
        """Best links and prices backwards over the recipes, at the prices of now."""
        links, weights, recipes = self.links, self.weights, self.recipes
        spent = self.room + recipes.hours * self.work[recipes.processor]
        least = -np.inf if self.region.sold_only else 0.0
        ends, end_links = _best(links["ends"], weights["ends"], -self.need)
        self.inputs: list[Floats] = []
        self.outlets: list[tuple[Ints, Ints]] = []
        for k in range(self.region.most_steps):
            best, onward = ends, np.full(len(recipes), -1, dtype=np.int64)
            if k:
                further, onward = _best(links["onward"], weights["onward"], self.inputs[k - 1])
                best = np.maximum(ends, further)
                onward = np.where(further > ends, onward, -1)
            sold = best > 0.0 if not self.region.sold_only else np.isfinite(best)
            self.outlets.append((np.where(sold & (onward < 0), end_links, -1), np.where(sold, onward, -1)))
            product = np.maximum(best, least)
            makes = recipes.yields > 0.0
            worth = np.where(makes, recipes.yields * np.where(makes, product, 0.0), 0.0) - spent
            self.inputs.append(np.where(self.capacity > 0.0, worth, -np.inf))
        direct, self.direct = _best(links["direct"], weights["direct"], -self.need)
        into, self.into = _best(links["into"], weights["into"], self.inputs[-1])
        gives = np.maximum(direct, into) > 0.0
        self.direct = np.where(gives & (direct >= into), self.direct, -1)
        self.into = np.where(gives & (into > direct), self.into, -1)

    def _carried(self) -> tuple[Floats, Floats]:
        """What reaches needs and what recipes work up when everyone follows its best link."""
        supply = self.region.limits.supply
        runs = np.zeros(len(self.recipes))
        reached = self._sent("direct", self.direct, supply, len(self.need))
        step = self._sent("into", self.into, supply, len(runs))
        for end, onward in reversed(self.outlets):
            runs += step
            made = self.recipes.yields * step
            reached += self._sent("ends", end, made, len(self.need))
            step = self._sent("onward", onward, made, len(runs))
        return reached, runs

    def _sent(self, kind: str, chosen: Ints, amounts: Floats, takers: int) -> Floats:
        """What comes to each taker when givers send these amounts along the links chosen (-1: none)."""
        some = chosen >= 0
        at = self.links[kind].takers[chosen[some]]
        return np.bincount(at, weights=amounts[some], minlength=takers).astype(np.float64)

    def turn(self, step: float) -> None:
        """Move every price by its excess, at most `step` of what its limit can be worth."""
        self._look()
        reached, runs = self._carried()
        worked = np.zeros(len(self.work))
        np.add.at(worked, self.recipes.processor, runs * self.recipes.hours)
        now = (reached, runs, worked)
        limits = (self.demand, self.capacity, self.hours)
        moved = []
        for place, held in enumerate((self.need, self.room, self.work)):
            self.loads[place] = DAMPING * self.loads[place] + (1.0 - DAMPING) * now[place]
            moved.append(held + step * self.scales[place] * _excess(self.loads[place], limits[place]))
        self.need, self.room, self.work = (np.maximum(0.0, prices) for prices in moved)
        for total, prices in zip(self.sums, (self.need, self.room, self.work), strict=True):
            total *= 0.98
            total += 0.02 * prices
        self.turns += 1

    def mark(self, visited: dict[str, NDArray[np.bool_]]) -> None:
        """Write down the links that were best in this turn."""
        visited["direct"][self.direct[self.direct >= 0]] = True
        visited["into"][self.into[self.into >= 0]] = True
        for end, onward in self.outlets:
            visited["ends"][end[end >= 0]] = True
            visited["onward"][onward[onward >= 0]] = True

    def _priced(self, need: Floats, room: Floats, work: Floats) -> Prices:
        start = Prices.nil(self.region)
        return Prices(
            need=need.copy(),
            capacity=np.where(np.isfinite(self.capacity), room, 0.0)[:, None],
            hours=np.where(np.isfinite(self.hours), work, 0.0)[:, None],
            storage=start.storage,
            floors=start.floors,
        )

    def prices(self) -> Prices:
        """The prices of now."""
        return self._priced(self.need, self.room, self.work)

    def mean(self) -> Prices:
        """The mean of the latest prices."""
        whole = 1.0 - 0.98**self.turns if self.turns else 1.0
        need, room, work = (total / whole for total in self.sums)
        return self._priced(need, room, work)


def _excess(load: Floats, limit: Floats) -> Floats:
    """(load - limit) / (load + limit), between -1 and 1; -1 where nothing is told to limit it."""
    finite = np.where(np.isfinite(limit), limit, 1.0)
    whole = load + finite
    share = np.where(whole > 0.0, (load - finite) / np.where(whole > 0.0, whole, 1.0), -1.0)
    return np.where(np.isfinite(limit), share, -1.0)
