"""The compiled search for the best chains of each offer: every chain that could be among them is looked at.

A chain is offer -> up to three recipes -> need. It stands on the rung of its last recipe; chains are ranked
by rung, then by value, then by need and processors. Potentials, worked out backwards over the recipes, tell
what any continuation can add at most; what cannot reach the n-th place is not gone into.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from symbiosis.matching.compiling import compiled, inlined

SLACK = 1e-9
"""What a bound is raised by, relative to itself, so that rounding never hides a chain that ties."""
MOST_STEPS = 3

# Columns of `recipes` (float64), per base unit of input or totals over the horizon.
YIELD, COST, HOURS, CAPACITY, LEAST, AVAILABLE, FEWEST_HOURS = 0, 1, 2, 3, 4, 5, 6
RECIPE_NUMBERS = 7
# Columns of `offers` and of `needs` (float64).
TOTAL, LOT, PRICE = 0, 1, 2
END_NUMBERS = 3
# Columns of what comes out (int32): need and recipes of a chain, -1 for none.
NEED, FIRST = 0, 1
PLACES = 4


@compiled
def potentials(
    recipes: Any,
    rung: Any,
    next_starts: Any,
    next_recipes: Any,
    next_eur: Any,
    best_end: Any,
    least_end: Any,
    steps: int,
    worth: Any,
    fewest: Any,
) -> None:
    """Fill worth[k, g, r] and fewest[k, g, r]: what recipe r with k more steps to go can bring on rung g.

    `worth` is the most EUR per base unit of its input, minus infinity where no need is reached; `fewest`
    is no more than any such continuation can take. `best_end` and `least_end` are those of its needs.
    """
    count = len(recipes)
    for k in range(steps):
        for g in range(10):
            for r in range(count):
                y = recipes[r, YIELD]
                own = min(recipes[r, CAPACITY], recipes[r, FEWEST_HOURS])
                worth[k, g, r] = -math.inf
                fewest[k, g, r] = math.inf
                if y <= 0.0:
                    continue
                if rung[r] == g and best_end[r] > -math.inf:
                    worth[k, g, r] = y * best_end[r] - recipes[r, COST]
                    fewest[k, g, r] = min(own, least_end[r] / y)
                if k == 0:
                    continue
                for link in range(next_starts[r], next_starts[r + 1]):
                    s = next_recipes[link]
                    if worth[k - 1, g, s] == -math.inf:
                        continue
                    value = y * (worth[k - 1, g, s] - next_eur[link]) - recipes[r, COST]
                    worth[k, g, r] = max(worth[k, g, r], value)
                    fewest[k, g, r] = min(fewest[k, g, r], min(own, fewest[k - 1, g, s] / y))


@inlined
def _bound(unit_eur: float, most: float, least: float) -> float:
    """No chain with this value per unit and a quantity between `least` and `most` is worth more."""
    value = unit_eur * most if unit_eur > 0.0 else unit_eur * min(least, most)
    if value != value:
        value = math.inf
    bound: float = value + SLACK * (1.0 + abs(value))
    return bound


@inlined
def _before(
    rung: int, value: float, need: int, path: Any, row: Any, other: int, rungs: Any, values: Any, places: Any,
    order: Any,
) -> bool:  # fmt: skip
    """Whether this chain stands before the one at `other`."""
    if rung != rungs[row, other]:
        return bool(rung < rungs[row, other])
    if value != values[row, other]:
        return bool(value > values[row, other])
    if need != places[row, other, NEED]:
        return bool(need < places[row, other, NEED])
    for step in range(3):
        own, held = path[step], places[row, other, FIRST + step]
        a = order[own] if own >= 0 else -1
        b = order[held] if held >= 0 else -1
        if a != b:
            return bool(a < b)
    return False


@inlined
def _place(
    rung: int, value: float, quantity: float, need: int, path: Any, row: Any, filled: int, rungs: Any,
    values: Any, quantities: Any, places: Any, order: Any,
) -> int:  # fmt: skip
    """Put a chain in its place; returns how many stand."""
    top = rungs.shape[1]
    if filled == top and not _before(rung, value, need, path, row, top - 1, rungs, values, places, order):
        return filled
    at = filled if filled < top else top - 1
    while at > 0 and _before(rung, value, need, path, row, at - 1, rungs, values, places, order):
        rungs[row, at] = rungs[row, at - 1]
        values[row, at] = values[row, at - 1]
        quantities[row, at] = quantities[row, at - 1]
        for place in range(PLACES):
            places[row, at, place] = places[row, at - 1, place]
        at -= 1
    rungs[row, at] = rung
    values[row, at] = value
    quantities[row, at] = quantity
    places[row, at, NEED] = need
    for step in range(3):
        places[row, at, FIRST + step] = path[step]
    return int(min(filled + 1, top))


@compiled
def best_chains(  # noqa: C901 - the loops over offers, steps and needs, compiled as one
    offers: Any,
    first: int,
    last: int,
    direct_starts: Any,
    direct_needs: Any,
    direct_eur: Any,
    need_rung: Any,
    into_starts: Any,
    into_recipes: Any,
    into_eur: Any,
    recipes: Any,
    processor: Any,
    rung: Any,
    order: Any,
    next_starts: Any,
    next_recipes: Any,
    next_eur: Any,
    end_starts: Any,
    end_needs: Any,
    end_eur: Any,
    least_end: Any,
    needs: Any,
    need_order: Any,
    worth: Any,
    fewest: Any,
    steps: int,
    path: Any,
    position: Any,
    amount: Any,
    cost: Any,
    limit: Any,
    rungs: Any,
    values: Any,
    quantities: Any,
    places: Any,
    out_filled: Any,
) -> None:
    """The best chains of offers[first:last], worst first excluded, into the `rungs` to `places` of each.

    `end_needs` of a recipe come by falling `end_eur`. `path` to `limit` are scratch space, one entry a step:
    recipe, next link to try, units of its input and EUR per unit of the offer, most units of the offer.
    """
    top = rungs.shape[1]
    for o in range(first, last):
        total, lot, price = offers[o, TOTAL], offers[o, LOT], offers[o, PRICE]
        filled: Any = np.int64(0)
        path[0] = path[1] = path[2] = -1
        for link in range(direct_starts[o], direct_starts[o + 1]):
            n = direct_needs[link]
            own_rung: Any = np.int64(need_rung[n])
            quantity = min(total, needs[n, TOTAL])
            if quantity < lot or quantity < needs[n, LOT] or quantity <= 0.0:
                continue
            value = quantity * (needs[n, PRICE] - price - direct_eur[link])
            filled = _place(
                own_rung, value, quantity, need_order[n], path, o, filled, rungs, values,
                quantities, places, order,
            )  # fmt: skip
        for g in range(10):
            if steps < 1 or (filled == top and rungs[o, top - 1] < g):
                break
            depth = 0
            position[0] = into_starts[o]
            while depth >= 0:
                if depth == 0:
                    if position[0] >= into_starts[o + 1]:
                        break
                    r = into_recipes[position[0]]
                    before = -price - into_eur[position[0]]
                    units, most = 1.0, total
                else:
                    if position[depth] >= next_starts[path[depth - 1] + 1]:
                        depth -= 1
                        path[depth] = -1
                        continue
                    link = position[depth]
                    r = next_recipes[link]
                    units, most = amount[depth], limit[depth - 1]
                    before = cost[depth - 1] - units * next_eur[link]
                position[depth] += 1
                left = steps - 1 - depth
                if worth[left, g, r] == -math.inf:
                    continue
                again = False
                work = units * recipes[r, HOURS]
                for step in range(depth):
                    if path[step] == r:
                        again = True
                    elif processor[path[step]] == processor[r]:
                        work += amount[step] * recipes[path[step], HOURS]
                if again:
                    continue
                most = min(most, recipes[r, CAPACITY] / units)
                if work > 0.0:
                    most = min(most, recipes[r, AVAILABLE] / work)
                if most < lot or most * units < recipes[r, LEAST] * (1.0 - SLACK):
                    continue
                if filled == top and rungs[o, top - 1] == g:
                    bound = _bound(before + units * worth[left, g, r], most, fewest[left, g, r] / units)
                    if bound < values[o, top - 1]:
                        continue
                path[depth] = r
                out = units * recipes[r, YIELD]
                after = before - units * recipes[r, COST]
                if rung[r] == g:
                    for link in range(end_starts[r], end_starts[r + 1]):
                        n = end_needs[link]
                        unit_eur = after + out * end_eur[link]
                        if filled == top and rungs[o, top - 1] == g:
                            bound = _bound(unit_eur, most, least_end[r] / out)
                            if bound < values[o, top - 1]:
                                break
                        quantity = min(most, needs[n, TOTAL] / out)
                        if quantity < lot or quantity <= 0.0:
                            continue
                        if quantity * out < needs[n, LOT] * (1.0 - SLACK):
                            continue
                        enough = quantity * units >= recipes[r, LEAST] * (1.0 - SLACK)
                        for step in range(depth):
                            if quantity * amount[step] < recipes[path[step], LEAST] * (1.0 - SLACK):
                                enough = False
                        if enough:
                            filled = _place(
                                g, quantity * unit_eur, quantity, need_order[n], path, o, filled, rungs,
                                values, quantities, places, order,
                            )  # fmt: skip
                if left > 0 and out > 0.0:
                    amount[depth] = units
                    amount[depth + 1] = out
                    cost[depth] = after
                    limit[depth] = most
                    depth += 1
                    position[depth] = next_starts[r]
                else:
                    path[depth] = -1
        out_filled[o] = filled
