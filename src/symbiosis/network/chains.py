"""Chains: offer -> one to three recipes -> need, the same rules asked at every step, best first.

The method stands in `docs/methods/chains.md`. A direct link to a need is a chain of no steps: the
same stream is compared over all that can become of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from symbiosis.matching import layout as c
from symbiosis.matching.layout import Floats, Ints, PackedSide
from symbiosis.matching.snapshot import spread
from symbiosis.network import search
from symbiosis.network.graph import Network
from symbiosis.network.links import Links
from symbiosis.network.recipes import Recipes

BLOCK = 64
"""Offers that a thread takes at a time."""


@dataclass(frozen=True, kw_only=True)
class Chains:
    """The best chains of every offer; `rungs[o, k]` and so on hold for k < filled[o].

    `values` are EUR over the horizon, `quantities` base units of the offer, `needs` rows of the needs and
    `paths[o, k]` the recipes in turn, -1 where there are no more.
    """

    network: Network
    rungs: Ints
    values: Floats
    quantities: Floats
    needs: Ints
    paths: Ints
    filled: Ints


def best_chains(network: Network, *, most_steps: int = 3, top: int = 10) -> Chains:
    """The `top` best chains of each offer, with at most `most_steps` recipes (0 to 3).

    Raises `ValueError` for another number of steps or a `top` below 1.
    """
    if not 0 <= most_steps <= search.MOST_STEPS or top < 1:
        raise ValueError(f"most_steps is {most_steps}, top {top}; expected 0 to 3, and at least 1")
    recipes = network.recipes
    numbers = _recipe_numbers(recipes)
    end_value = network.needs.numbers[network.ends.takers, c.PRICE] - network.ends_eur
    ends = network.ends.ordered(end_value)
    falling = np.lexsort((network.ends.takers, -end_value, network.ends.givers))
    end_eur = end_value[falling]
    totals = network.needs.numbers[:, c.QUANTITY]
    best_end = _per_giver(ends, end_eur, np.maximum, -np.inf)
    least_end = _per_giver(ends, totals[ends.takers], np.minimum, np.inf)
    worth = np.full((max(1, most_steps), 10, len(recipes)), -np.inf)
    fewest = np.full(worth.shape, np.inf)
    search.potentials(
        numbers, recipes.rung, network.onward.starts, network.onward.takers, network.onward_eur, best_end,
        least_end, most_steps, worth, fewest,
    )  # fmt: skip
    count = len(network.offers)
    rungs = np.zeros((count, top), dtype=np.int32)
    values, quantities = np.zeros((count, top)), np.zeros((count, top))
    places = np.full((count, top, search.PLACES), -1, dtype=np.int32)
    filled = np.zeros(count, dtype=np.int32)

    def work(first: int, last: int) -> None:
        path, position = np.full(3, -1, dtype=np.int64), np.zeros(4, dtype=np.int64)
        search.best_chains(
            _end_numbers(network.offers), first, last,
            network.direct.starts, network.direct.takers, network.direct_eur, network.need_rung,
            network.into.starts, network.into.takers, network.into_eur,
            numbers, recipes.processor, recipes.rung, recipes.inputs.order,
            network.onward.starts, network.onward.takers, network.onward_eur,
            ends.starts, ends.takers, end_eur, least_end,
            _end_numbers(network.needs), network.needs.order, worth, fewest, most_steps,
            path, position, np.zeros(4), np.zeros(4), np.zeros(4),
            rungs, values, quantities, places, filled,
        )  # fmt: skip

    spread(work, [(first, min(first + BLOCK, count)) for first in range(0, count, BLOCK)])
    row_of = np.argsort(network.needs.order).astype(np.int32)
    needs = row_of[places[:, :, search.NEED]] if len(row_of) else places[:, :, search.NEED]
    return Chains(
        network=network,
        rungs=rungs,
        values=values,
        quantities=quantities,
        needs=needs,
        paths=places[:, :, search.FIRST :],
        filled=filled,
    )


def _recipe_numbers(recipes: Recipes) -> Floats:
    numbers = np.zeros((len(recipes), search.RECIPE_NUMBERS))
    numbers[:, search.YIELD] = recipes.yields
    numbers[:, search.COST] = recipes.cost_eur
    numbers[:, search.HOURS] = recipes.hours
    numbers[:, search.CAPACITY] = recipes.capacity
    numbers[:, search.LEAST] = recipes.least
    numbers[:, search.AVAILABLE] = recipes.processor_hours[recipes.processor]
    # a chain may come by one processor in each of its steps: then they share its hours
    numbers[:, search.FEWEST_HOURS] = recipes.hours_limit / search.MOST_STEPS
    return numbers


def _end_numbers(side: PackedSide) -> Floats:
    numbers = np.zeros((len(side), search.END_NUMBERS))
    numbers[:, search.TOTAL] = side.numbers[:, c.QUANTITY]
    numbers[:, search.LOT] = side.numbers[:, c.MIN_QUANTITY]
    numbers[:, search.PRICE] = side.numbers[:, c.PRICE]
    return numbers


def _per_giver(links: Links, values: Floats, reduce: Any, empty: float) -> Floats:
    """The reduction of the values of each giver's pairs, `empty` where it has none."""
    found = np.full(len(links.starts) - 1, empty)
    some = np.flatnonzero(np.diff(links.starts) > 0)
    if len(some):
        found[some] = reduce.reduceat(values, links.starts[some])
    return found
