"""The network simplex method for transport: from a forest to the exact optimum, pivot by pivot.

The basis is a spanning tree over offers, needs and a root; what an offer keeps and a need lacks are arcs to
the root, worth nothing. A pivot takes an arc in that gains, moves quantity round the cycle it closes until
an arc is empty, and takes that one out (Ahuja, Magnanti and Orlin 1993, Network Flows, chapter 11).
"""

from __future__ import annotations

import math
from typing import Any, Final

from symbiosis.matching.compiling import compiled, inlined

ASKED_EVERY: Final = 256

# What became of it.
DONE, STOPPED, TIRED = 0, 1, 2


# Columns of `kids`, per node: its first child, and the children of the same parent after and before it.
FIRST, NEXT, BEFORE = 0, 1, 2

# Entries of `counts`: pivots so far, and the arc at which looking goes on.
PIVOTS, AT = 0, 1


@inlined
def _join(node: int, above: int, kids: Any) -> None:
    kids[node, NEXT] = kids[above, FIRST]
    kids[node, BEFORE] = -1
    if kids[above, FIRST] >= 0:
        kids[kids[above, FIRST], BEFORE] = node
    kids[above, FIRST] = node


@inlined
def _part(node: int, above: int, kids: Any) -> None:
    if kids[node, BEFORE] >= 0:
        kids[kids[node, BEFORE], NEXT] = kids[node, NEXT]
    else:
        kids[above, FIRST] = kids[node, NEXT]
    if kids[node, NEXT] >= 0:
        kids[kids[node, NEXT], BEFORE] = kids[node, BEFORE]


@compiled
def plant(values: Any, parent: Any, edge: Any, price: Any, size: Any, kids: Any, waiting: Any) -> None:
    """Fill child lists, prices and sizes (nodes from each downwards) of a tree given by `parent`."""
    root = len(parent) - 1
    for node in range(root + 1):
        kids[node, FIRST] = -1
        size[node] = 1
    for node in range(root):
        _join(node, parent[node], kids)
    price[root] = 0.0
    waiting[0] = root
    first, last = 0, 1
    while first < last:
        node = waiting[first]
        first += 1
        child = kids[node, FIRST]
        while child >= 0:
            price[child] = 0.0 if edge[child] < 0 else values[edge[child]] - price[node]
            waiting[last] = child
            last += 1
            child = kids[child, NEXT]
    for place in range(last - 1, 0, -1):
        size[parent[waiting[place]]] += size[waiting[place]]


@compiled
def pivot_all(  # noqa: C901 - one loop, compiled as one
    offers: int, tails: Any, heads: Any, values: Any, tolerance: float, block: int, most: int,
    parent: Any, edge: Any, amount: Any, price: Any, size: Any, kids: Any, waiting: Any, stop: Any,
    counts: Any,
) -> int:  # fmt: skip
    """Pivot until no arc gains more than `tolerance`, at most `most` times; `counts` is kept between calls.

    `amount[node]` is the quantity on the arc from a node to its parent. Prices are moved and not worked out
    anew, so that they drift by what rounding leaves: `plant` puts that right.
    """
    root = len(parent) - 1
    arcs = len(values)
    candidates = arcs + root
    at, unseen = counts[AT], 0
    random = 12345
    pivots = 0
    while unseen < candidates:
        # the best arc of the next block; numbers from `arcs` on are the arcs of nodes to the root
        best, entering = tolerance, -1
        for _ in range(min(block, candidates)):
            if at < arcs:
                gain = values[at] - price[tails[at]] - price[offers + heads[at]]
            else:
                gain = -price[at - arcs]
            if gain > best:
                best, entering = gain, at
            at += 1
            if at == candidates:
                at = 0
        unseen += block
        if entering < 0:
            continue
        unseen = 0
        counts[AT] = at
        if pivots >= most:
            return TIRED
        pivots += 1
        counts[PIVOTS] += 1
        if pivots % ASKED_EVERY == 0 and stop[0] != 0:
            return STOPPED
        if entering < arcs:
            one, other, number = tails[entering], offers + heads[entering], entering
        else:
            one, other, number = entering - arcs, root, -1
        # where the two ways up meet: there are fewer nodes below what lies below
        u, v = one, other
        while u != v:
            if size[u] <= size[v]:
                u = parent[u]
            else:
                v = parent[v]
        meet = u
        change, leaving, side_of = math.inf, -1, 0
        for side in range(2):
            node = one if side == 0 else other
            shrinking = True
            while node != meet:
                if shrinking:
                    take = amount[node] < change
                    if amount[node] == change:
                        random = (random * 1103515245 + 12345) & 0x7FFFFFFF
                        take = (random >> 16) & 1 == 1
                    if take:
                        change, leaving, side_of = amount[node], node, side
                shrinking = not shrinking
                node = parent[node]
        if leaving < 0:
            return TIRED
        for side in range(2):
            node = one if side == 0 else other
            sign = -1.0
            while node != meet:
                amount[node] += sign * change
                sign = -sign
                node = parent[node]
        # what hung below the arc that leaves now hangs, turned round, on the arc that entered
        node = one if side_of == 0 else other
        above = other if side_of == 0 else one
        moved = size[leaving]
        shrunk = parent[leaving]
        while shrunk != meet:
            size[shrunk] -= moved
            shrunk = parent[shrunk]
        grown = above
        while grown != meet:
            size[grown] += moved
            grown = parent[grown]
        top = node
        level = 0.0 if number < 0 else values[number] - price[above]
        rise = level - price[top]
        arc, quantity = number, change
        below = 0
        while True:
            old_above, old_arc, old_quantity, old_size = parent[node], edge[node], amount[node], size[node]
            _part(node, old_above, kids)
            parent[node], edge[node], amount[node], size[node] = above, arc, quantity, moved - below
            _join(node, above, kids)
            if node == leaving:
                break
            above, arc, quantity, below = node, old_arc, old_quantity, old_size
            node = old_above
        # offers and needs take turns: as one side grows dearer, the other grows cheaper
        given = top < offers
        waiting[0] = top
        held = 1
        while held:
            held -= 1
            node = waiting[held]
            price[node] += rise if (node < offers) == given else -rise
            child = kids[node, FIRST]
            while child >= 0:
                waiting[held] = child
                held += 1
                child = kids[child, NEXT]
        price[top] = level
    counts[AT] = at
    return DONE
