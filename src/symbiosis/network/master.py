"""The allocation over the generated links as a program, and what the answer of a solver to it tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symbiosis.matching.layout import Floats
from symbiosis.network.allocation import Prices, Region, effective_weights
from symbiosis.network.program import Answer, Program

Ints = NDArray[np.int64]
At = tuple[NDArray[Any], ...]
"""Places in an array of recipes (or processors) by periods."""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Flows as columns: link, period and level of each, those of one sort side by side.

    The level is how many recipes the giver's stuff has been through (0 for an offer).
    """

    kind: str
    link: Ints
    period: Ints
    level: Ints
    first: int

    @property
    def places(self) -> Ints:
        """The columns of these flows."""
        return np.arange(self.first, self.first + len(self.link))


@dataclass(frozen=True, kw_only=True)
class Master:
    """A program over a pool of links, and where each thing stands in it."""

    region: Region
    program: Program
    flows: Mapping[str, Columns]
    rows: Mapping[str, slice]
    capacity_at: At
    hours_at: At
    storage_at: At
    relation_links: tuple[tuple[str, Ints], ...]
    runs_first: int
    """First of the columns that tell how much each recipe works up."""

    def prices(self, answer: Answer) -> Prices:
        """The prices of an answer without integers."""
        region, row_prices = self.region, answer.row_prices
        if row_prices is None:
            raise ValueError("an answer without prices: integers have none")
        prices = Prices.nil(region)

        def of(name: str) -> Floats:
            return np.maximum(0.0, row_prices[self.rows[name]])

        prices.capacity[self.capacity_at] = of("capacity")
        prices.hours[self.hours_at] = of("hours")
        prices.storage[self.storage_at] = of("storage")
        relation = float(of("relation").sum())
        return Prices(
            need=of("need"),
            capacity=prices.capacity,
            hours=prices.hours,
            storage=prices.storage,
            floors=np.maximum(0.0, -row_prices[self.rows["floor"]]),
            relation=relation,
        )

    @cached_property
    def keys(self) -> Ints:
        """A number for each column that stays its own while links are added to the pool."""
        steps, periods = self.region.most_steps + 1, self.region.limits.periods
        found = -1 - np.arange(len(self.program.value))
        own = np.ones(len(found), dtype=bool)
        for sort, columns in enumerate(self.flows.values()):
            name = (columns.link * periods + columns.period) * steps + columns.level
            found[columns.places] = name * len(self.flows) + sort
            own[columns.places] = False
        # what is no flow comes in the same number and order every time
        found[own] = -1 - np.arange(np.count_nonzero(own))
        return found

    def mirrored(self, answer: Answer, prices: Prices) -> Prices:
        """These prices, with the least price of each need that covers all links beside what givers are worth.

        A need that few of the generated links reach has a price that is anything or nothing. What offers and
        recipes are worth by the same answer is firmer, and says what a need must cost so that no link to it
        gains anything.
        """
        region, row_prices = self.region, answer.row_prices
        if row_prices is None:
            raise ValueError("an answer without prices: integers have none")
        limits, links = region.limits, region.links
        weights = effective_weights(region, prices)
        offer = np.append(np.maximum(0.0, row_prices[self.rows["offer"]]), np.inf)[limits.offer_row]
        givers = {"direct": offer, "ends": self._least_outlet(row_prices[self.rows["output"]])}
        need = np.zeros(len(limits.demand) + 1)
        for kind, worth in givers.items():
            rows = limits.need_row[links[kind].takers]
            np.maximum.at(need, rows, weights[kind][:, None] - worth[links[kind].givers])
        return replace(prices, need=need[:-1])

    def _least_outlet(self, row_prices: Floats) -> Floats:
        """What a unit of each recipe's output is worth in each period, on the level where it is worth least.

        Infinite where no stuff comes on any level: nobody knows then, and needs take their price from others.
        """
        region = self.region
        shape = (len(region.network.recipes), region.most_steps, region.limits.periods)
        reached = np.zeros(shape, dtype=bool)
        for kind in ("into", "onward"):
            own = self.flows[kind]
            reached[region.links[kind].takers[own.link], own.level, own.period] = True
        worth = row_prices.reshape(shape)
        floor = -np.inf if region.sold_only else 0.0
        told: Floats = np.where(reached, np.maximum(floor, worth), np.inf).min(axis=1, initial=np.inf)
        return told

    def flow(self, values: Floats) -> Mapping[str, Floats]:
        """Quantity on every link of the network in each period and from each level, by sort."""
        steps = self.region.most_steps
        found = {}
        for kind, links in self.region.links.items():
            amounts = np.zeros((len(links), self.region.limits.periods, steps + 1))
            own = self.flows[kind]
            amounts[own.link, own.period, own.level] = np.maximum(0.0, values[own.places])
            found[kind] = amounts
        return found
