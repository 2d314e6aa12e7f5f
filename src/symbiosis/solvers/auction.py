"""An auction: offers bid for needs until nobody can do better by more than epsilon; what is left is proven.

Every offer with something left bids for the need that is worth most to it after that need's price, up to
what its second choice is worth plus epsilon; cheaper lots are displaced. Prices only rise, from zero, and a
need with room left keeps price zero, so that at the end the allocation is within epsilon times its quantity
of the best (Bertsekas and Castanon 1989, The auction algorithm for the transportation problem, Annals of
Operations Research 20). Parts of the region that no arc joins are solved apart, each to its own epsilon.

Quantities are whole multiples of a power of two of each part, so that nothing is lost in adding.
"""

from __future__ import annotations

import math
from typing import Any, Final

from symbiosis.matching.compiling import compiled, inlined

PARTS_BITS: Final = 46
"""Quantities are kept to this many bits of the total of their part."""
ROUNDS: Final = 12
ASKED_EVERY: Final = 4096


@compiled
def bid_all(  # noqa: C901 - one loop, compiled as one
    epsilon: float,
    queue: Any,
    first: int,
    size: int,
    count: int,
    waiting: Any,
    starts: Any,
    heads: Any,
    values: Any,
    tails: Any,
    room: Any,
    holders: Any,
    held: Any,
    price: Any,
    free: Any,
    rest: Any,
    flow: Any,
    lot: Any,
    stop: Any,
) -> int:
    """Let the offers in queue[first:first + size] bid until none wants to; returns how many bids there were.

    `count` of them wait from the start of that stretch, which is used as a ring. `holders[room[j]:]` are the
    `held[j]` arcs that hold a lot of need j, bought at `lot`.
    """
    head = 0
    bids = 0
    while count > 0:
        offer = queue[first + head]
        head += 1
        if head == size:
            head = 0
        count -= 1
        waiting[offer] = 0
        while rest[offer] > 0.0:
            bids += 1
            if bids % ASKED_EVERY == 0 and stop[0] != 0:
                return bids
            best, second, chosen = 0.0, 0.0, -1
            for arc in range(starts[offer], starts[offer + 1]):
                margin = values[arc] - price[heads[arc]]
                if margin > best:
                    second = best
                    best = margin
                    chosen = arc
                elif margin > second:
                    second = margin
            if chosen < 0:
                break
            need = heads[chosen]
            level = values[chosen] - second + epsilon
            if flow[chosen] > 0.0:
                lot[chosen] = level
            got = 0.0
            if free[need] > 0.0:
                got = min(free[need], rest[offer])
                free[need] -= got
                rest[offer] -= got
            base = room[need]
            cheapest = math.inf
            while True:
                cheapest = math.inf
                where = -1
                for place in range(base, base + held[need]):
                    other = holders[place]
                    if other != chosen and lot[other] < cheapest:
                        cheapest = lot[other]
                        where = place
                if rest[offer] <= 0.0 or cheapest >= level:
                    break
                other = holders[where]
                taken = min(flow[other], rest[offer])
                flow[other] -= taken
                rest[offer] -= taken
                got += taken
                loser = tails[other]
                rest[loser] += taken
                if flow[other] <= 0.0:
                    held[need] -= 1
                    holders[where] = holders[base + held[need]]
                if waiting[loser] == 0:
                    waiting[loser] = 1
                    place = head + count
                    if place >= size:
                        place -= size
                    queue[first + place] = loser
                    count += 1
            if got > 0.0:
                if flow[chosen] <= 0.0:
                    holders[base + held[need]] = chosen
                    held[need] += 1
                flow[chosen] += got
                lot[chosen] = level
            if free[need] > 0.0:
                price[need] = 0.0
            else:
                if flow[chosen] > 0.0 and lot[chosen] < cheapest:
                    cheapest = lot[chosen]
                price[need] = cheapest
    return bids


@inlined
def _lowered(price: float, step: float) -> float:
    return price - step if price > step else 0.0


@compiled
def bound_of(
    offers: Any, low: int, high: int, needs: Any, need_low: int, need_high: int,
    starts: Any, heads: Any, values: Any, price: Any, supply: Any, demand: Any,
    step: float, lam: Any, mu: Any,
) -> float:  # fmt: skip
    """The bound that the prices of one part prove when each is lowered by `step`.

    Leaves in `lam` the least prices of offers that cover the arcs, in `mu` the least of needs beside them.
    """
    total = 0.0
    for place in range(need_low, need_high):
        mu[needs[place]] = 0.0
    for place in range(low, high):
        offer = offers[place]
        best = 0.0
        for arc in range(starts[offer], starts[offer + 1]):
            margin = values[arc] - _lowered(price[heads[arc]], step)
            if margin > best:
                best = margin
        lam[offer] = best
        total += best * supply[offer]
        for arc in range(starts[offer], starts[offer + 1]):
            margin = values[arc] - best
            if margin > mu[heads[arc]]:
                mu[heads[arc]] = margin
    for place in range(need_low, need_high):
        total += mu[needs[place]] * demand[needs[place]]
    return total


@compiled
def auction(  # noqa: C901 - the loop over parts and rounds, compiled as one
    part_low: int, part_high: int, offers: Any, offer_cuts: Any, needs: Any, need_cuts: Any,
    starts: Any, heads: Any, values: Any, tails: Any, room: Any, supply: Any, demand: Any,
    whole_supply: Any, whole_demand: Any, gap: float, queue: Any, waiting: Any, holders: Any, held: Any,
    price: Any, free: Any, rest: Any, flow: Any, lot: Any, stop: Any, counts: Any,
    best_flow: Any, best_price: Any, lam: Any, mu: Any,
) -> None:  # fmt: skip
    """Solve the parts from `part_low` to before `part_high`, each to a proven relative gap.

    `best_flow` and `best_price` hold the outcome, and come filled with zeros. `whole_supply` and
    `whole_demand` are the amounts rounded down to what adds up exactly; `mu` and `lam` are scratch.
    `counts[0]` adds up bids. When `stop[0]` is set, what stands is kept.
    """
    for part in range(part_low, part_high):
        low, high = offer_cuts[part], offer_cuts[part + 1]
        need_low, need_high = need_cuts[part], need_cuts[part + 1]
        best_value, ceiling, bidders = 0.0, 0.0, 0
        for place in range(low, high):
            offer = offers[place]
            best = 0.0
            for arc in range(starts[offer], starts[offer + 1]):
                if values[arc] > best:
                    best = values[arc]
            if best > 0.0:
                bidders += 1
                best_value += best
                ceiling = max(ceiling, best)
        if bidders == 0:
            continue
        most, lowest = 0.0, math.inf
        epsilon = 0.02 * best_value / bidders
        for _ in range(ROUNDS):
            for place in range(low, high):
                offer = offers[place]
                rest[offer] = whole_supply[offer]
                waiting[offer] = 1
                queue[place] = offer
                for arc in range(starts[offer], starts[offer + 1]):
                    flow[arc] = 0.0
            for place in range(need_low, need_high):
                need = needs[place]
                # where nothing fits in, nobody should bid; what that price costs is next to nothing
                price[need] = 0.0 if whole_demand[need] > 0.0 else ceiling
                free[need] = whole_demand[need]
                held[need] = 0
            counts[0] += bid_all(
                epsilon, queue, low, high - low, high - low, waiting, starts, heads, values, tails, room,
                holders, held, price, free, rest, flow, lot, stop,
            )  # fmt: skip
            worth = 0.0
            for place in range(low, high):
                offer = offers[place]
                for arc in range(starts[offer], starts[offer + 1]):
                    worth += flow[arc] * values[arc]
            for quarter in range(3):
                bound = bound_of(
                    offers, low, high, needs, need_low, need_high, starts, heads, values, price,
                    supply, demand, 0.25 * quarter * epsilon, lam, mu,
                )  # fmt: skip
                if bound < lowest:
                    lowest = bound
                    for place in range(need_low, need_high):
                        best_price[needs[place]] = mu[needs[place]]
            if worth > most:
                most = worth
                for place in range(low, high):
                    offer = offers[place]
                    for arc in range(starts[offer], starts[offer + 1]):
                        best_flow[arc] = flow[arc]
            left = (lowest - most) / lowest if lowest > 0.0 else 0.0
            if left <= gap or stop[0] != 0:
                break
            # the gap shrinks as epsilon does
            epsilon *= max(0.05, min(0.8, 0.9 * gap / left))


@compiled
def parts_of(tails: Any, heads: Any, values: Any, offers: int, parent: Any) -> None:
    """Write into `parent` the smallest node of the part of each node; need j is node `offers` + j.

    An arc worth nothing joins nothing.
    """
    for node in range(len(parent)):
        parent[node] = node
    for arc in range(len(tails)):
        if values[arc] <= 0.0:
            continue
        one, other = tails[arc], offers + heads[arc]
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        while parent[other] != other:
            parent[other] = parent[parent[other]]
            other = parent[other]
        if one < other:
            parent[other] = one
        elif other < one:
            parent[one] = other
    for node in range(len(parent)):
        # parents stand before their children, and have been settled
        parent[node] = parent[parent[node]]
