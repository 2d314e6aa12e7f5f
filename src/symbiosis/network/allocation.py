"""The allocation problem of a region: how much goes along which link, through at most three recipes.

Notation, proof and worked numbers: `docs/methods/allocation-with-processors.md`. This module holds the
problem and its pricing: from any prices of needs, capacities, hours, storage and relations it works back to
what each offer is worth at most, which proves a bound over every allowed link.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from symbiosis.matching.layout import Floats
from symbiosis.network.graph import Network
from symbiosis.network.limits import Limits
from symbiosis.network.links import Links
from symbiosis.network.weights import KINDS, PerLink, links_of

Flags = NDArray[np.bool_]
Pool = Mapping[str, Flags]
"""Which links of each sort have been generated."""


@dataclass(frozen=True)
class Floor:
    """Something of which at least `target` must be reached: the sum of weight times flow over all links."""

    weights: PerLink
    target: float


@dataclass(frozen=True, kw_only=True)
class Region:
    """Maximise the sum of weights times flows, less `relation_cost` for each relation that is opened.

    A relation is a pair of giver and taker with any flow between them. `sold_only`: what a recipe makes must
    reach somebody (else output may stay unsold).
    """

    network: Network
    limits: Limits
    weights: PerLink
    floors: tuple[Floor, ...] = ()
    relation_cost: float = 0.0
    relations_most: float = math.inf
    sold_only: bool = False
    most_steps: int = 3

    @cached_property
    def links(self) -> Mapping[str, Links]:
        """Links by sort."""
        return links_of(self.network)

    @property
    def possible(self) -> int:
        """How many links there are."""
        return sum(len(links) for links in self.links.values())

    @property
    def is_integer(self) -> bool:
        """Whether anything is all or nothing: a least batch, a relation."""
        return self.has_relations or bool((self.limits.least > 0.0).any())

    @property
    def has_relations(self) -> bool:
        """Whether relations cost something or are limited in number."""
        return self.relation_cost > 0.0 or math.isfinite(self.relations_most)

    @cached_property
    def most_flow(self) -> PerLink:
        """No link can carry more than this over the horizon."""
        limits, recipes, links = self.limits, self.network.recipes, self.links
        supply = _per_row(limits.offer_row, limits.supply)
        demand = _per_row(limits.need_row, limits.demand)
        hours = limits.hours.sum(axis=1)[recipes.processor]
        works = recipes.hours > 0.0
        by_hours = np.where(works, hours / np.where(works, recipes.hours, 1.0), np.inf)
        most = np.minimum(limits.capacity.sum(axis=1), by_hours)
        reached = _into_takers(links["into"], supply, len(recipes))
        total = step = np.minimum(most, reached)
        for _ in range(1, self.most_steps):
            step = np.minimum(most, _into_takers(links["onward"], recipes.yields * step, len(recipes)))
            total = total + step
        most = np.minimum(most, total)
        out = recipes.yields * most
        ends = {
            "direct": (supply, demand),
            "into": (supply, most),
            "onward": (out, most),
            "ends": (out, demand),
        }
        return {
            kind: np.minimum(giver[links[kind].givers], taker[links[kind].takers])
            for kind, (giver, taker) in ends.items()
        }

    def relation_share(self, kind: str) -> Floats:
        """The part of a relation that one unit on each link opens, where relations may be divided."""
        most = self.most_flow[kind]
        return np.where(most > 0.0, 1.0 / np.where(most > 0.0, most, 1.0), 0.0)


def _per_row(rows: NDArray[np.int64], amounts: Floats) -> Floats:
    """The limits of each row added up over its periods, each once."""
    total = np.zeros(len(rows))
    for row, own in enumerate(rows):
        known = np.unique(own[own >= 0])
        total[row] = amounts[known].sum()
    return total


def _into_takers(links: Links, amounts: Floats, takers: int) -> Floats:
    found = np.bincount(links.takers, weights=amounts[links.givers], minlength=takers)
    return np.asarray(found, dtype=np.float64)


@dataclass(frozen=True, kw_only=True)
class Prices:
    """What one unit more of each limit is worth: 0 or more, in the unit of the objective.

    `need` per row of `Limits.demand`; `capacity`, `storage` (recipes, T); `hours` (processors, T); `relation`
    per relation; `floors` what one unit less of each floor is worth.
    """

    need: Floats
    capacity: Floats
    hours: Floats
    storage: Floats
    floors: Floats
    relation: float = 0.0

    @classmethod
    def nil(cls, region: Region) -> Prices:
        """No limit is worth anything."""
        limits = region.limits
        return cls(
            need=np.zeros(len(limits.demand)),
            capacity=np.zeros(limits.capacity.shape),
            hours=np.zeros(limits.hours.shape),
            storage=np.zeros(limits.capacity.shape),
            floors=np.zeros(len(region.floors)),
        )

    def towards(self, other: Prices, share: float) -> Prices:
        """This point moved by `share` of the way to the other."""

        def between(name: str) -> Floats:
            mine, theirs = getattr(self, name), getattr(other, name)
            return np.asarray(mine + share * (theirs - mine))

        return Prices(
            need=between("need"),
            capacity=between("capacity"),
            hours=between("hours"),
            storage=between("storage"),
            floors=between("floors"),
            relation=self.relation + share * (other.relation - self.relation),
        )


@dataclass(frozen=True, kw_only=True)
class Priced:
    """What follows from prices: the price of each row of supply, and the bound that all together prove.

    `gains` is what one unit of the giver brings along each link in each period, at best, before the giver
    itself is paid; minus infinity where the link is shut then. `product[k, r, t]` is what a unit of
    output is worth where k more recipes may follow, `input[k, r, t]` one of input.
    """

    prices: Prices
    bound: float
    offer: Floats
    product: Floats
    input: Floats
    gains: Mapping[str, Floats] = field(repr=False)


def price(region: Region, prices: Prices) -> Priced:
    """Work backwards from prices to the bound they prove; valid for any prices of 0 or more."""
    limits, recipes, links = region.limits, region.network.recipes, region.links
    periods, steps = limits.periods, region.most_steps
    weights = effective_weights(region, prices)
    need = _at_rows(limits.need_row, prices.need)
    spent = prices.capacity + recipes.hours[:, None] * prices.hours[recipes.processor]
    gains = {kind: weights[kind][:, None] - need[links[kind].takers] for kind in ("direct", "ends")}
    floor = -np.inf if region.sold_only else 0.0
    ends = np.maximum(floor, _best_per_giver(links["ends"], gains["ends"]))
    product = np.zeros((max(1, steps), len(recipes), periods))
    into = np.full(product.shape, -np.inf)
    for k in range(steps):
        product[k] = ends
        if k:
            onward = weights["onward"][:, None] + into[k - 1][links["onward"].takers]
            product[k] = np.maximum(ends, _best_per_giver(links["onward"], onward))
            gains["onward"] = onward
        into[k] = _worth_of_input(recipes.yields, product[k], spent, prices.storage, limits)
    if "onward" not in gains:
        gains["onward"] = np.full((len(links["onward"]), periods), -np.inf)
    last = into[steps - 1] if steps else np.full((len(recipes), periods), -np.inf)
    gains["into"] = weights["into"][:, None] + last[links["into"].takers]
    best = np.maximum(
        _best_per_giver(links["direct"], gains["direct"]), _best_per_giver(links["into"], gains["into"])
    )
    offer = np.zeros(len(limits.supply))
    told = limits.offer_row >= 0
    np.maximum.at(offer, limits.offer_row[told], best[told])
    return Priced(
        prices=prices,
        bound=_bound(region, prices, offer),
        offer=offer,
        product=product,
        input=into,
        gains=gains,
    )


def effective_weights(region: Region, prices: Prices) -> PerLink:
    """Weights after floors are rewarded and relations are paid, over the most that a link can carry."""
    found = {}
    for kind in KINDS:
        weights = region.weights[kind]
        for floor, worth in zip(region.floors, prices.floors.tolist(), strict=True):
            weights = weights + worth * floor.weights[kind]
        cost = region.relation_cost + prices.relation
        if cost:
            weights = weights - cost * region.relation_share(kind)
        found[kind] = weights
    return found


def _bound(region: Region, prices: Prices, offer: Floats) -> float:
    limits = region.limits
    parts = [(limits.supply, offer), (limits.demand, prices.need)]
    parts += [(limits.capacity, prices.capacity), (limits.hours, prices.hours)]
    parts.append((np.broadcast_to(limits.storage[:, None], prices.storage.shape), prices.storage))
    total = [math.fsum(_product(amount, worth).tolist()) for amount, worth in parts]
    rewards = zip(region.floors, prices.floors.tolist(), strict=True)
    total += [-floor.target * worth for floor, worth in rewards]
    if prices.relation > 0.0:
        total.append(region.relations_most * prices.relation)
    return math.fsum(total)


def _product(amount: Floats, worth: Floats) -> Floats:
    """Amount times worth; nothing where the worth is nil, also of an endless amount."""
    paid = worth > 0.0
    product: Floats = np.where(paid, amount, 0.0) * np.where(paid, worth, 0.0)
    return product.ravel()


def _at_rows(rows: NDArray[np.int64], values: Floats) -> Floats:
    """The value of each row in each period, infinite where it has none."""
    return np.append(values, np.inf)[rows]


def _best_per_giver(links: Links, gains: Floats) -> Floats:
    """The best gain of each giver in each period, minus infinity where it has no link."""
    found = np.full((len(links.starts) - 1, gains.shape[1]), -np.inf)
    some = np.flatnonzero(np.diff(links.starts) > 0)
    if len(some):
        found[some] = np.maximum.reduceat(gains, links.starts[some], axis=0)
    return found


def _worth_of_input(
    yields: Floats, product: Floats, spent: Floats, storage: Floats, limits: Limits
) -> Floats:
    """What a unit of input is worth in each period: worked up then, or held for a later one."""
    makes = yields > 0.0
    out = np.where(makes[:, None], product, 0.0)
    worth = np.where(makes, yields, 1.0)[:, None] * out
    worth = np.where(makes[:, None], worth, 0.0) - spent
    worth = np.where(limits.capacity > 0.0, worth, -np.inf)
    for period in range(limits.periods - 2, -1, -1):
        held = np.where(limits.storage > 0.0, worth[:, period + 1] - storage[:, period], -np.inf)
        worth[:, period] = np.maximum(worth[:, period], held)
    return worth
