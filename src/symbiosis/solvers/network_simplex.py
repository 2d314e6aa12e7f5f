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


@inlined
def _join(node: int, above: int, first: Any, following: Any, before: Any) -> None:
    following[node] = first[above]
    before[node] = -1
    if first[above] >= 0:
        before[first[above]] = node
    first[above] = node


@inlined
def _part(node: int, above: int, first: Any, following: Any, before: Any) -> None:
    if before[node] >= 0:
        following[before[node]] = following[node]
    else:
        first[above] = following[node]
    if following[node] >= 0:
        before[following[node]] = before[node]


@compiled
def plant(
    offers: int, tails: Any, heads: Any, values: Any, parent: Any, edge: Any, depth: Any, price: Any,
    first: Any, following: Any, before: Any, stack: Any,
) -> int:  # fmt: skip
    """Fill child lists, depths and prices of a tree given by `parent`; returns how many nodes hang on it."""
    root = len(parent) - 1
    for node in range(root + 1):
        first[node] = -1
    for node in range(root):
        _join(node, parent[node], first, following, before)
    depth[root], price[root] = 0, 0.0
    stack[0] = root
    size, seen = 1, 0
    while size:
        size -= 1
        node = stack[size]
        seen += 1
        child = first[node]
        while child >= 0:
            depth[child] = depth[node] + 1
            price[child] = 0.0 if edge[child] < 0 else values[edge[child]] - price[node]
            stack[size] = child
            size += 1
            child = following[child]
    return seen


@compiled
def pivot_all(  # noqa: C901 - one loop, compiled as one
    offers: int, tails: Any, heads: Any, values: Any, tolerance: float, block: int, most: int,
    parent: Any, edge: Any, amount: Any, depth: Any, price: Any, first: Any, following: Any, before: Any,
    stack: Any, stop: Any, counts: Any,
) -> int:  # fmt: skip
    """Pivot until no arc gains more than `tolerance`, at most `most` times. `counts[0]` adds up pivots.

    `amount[node]` is the quantity on the arc from a node to its parent.
    """
    root = len(parent) - 1
    arcs = len(values)
    candidates = arcs + root
    at, unseen = 0, 0
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
        pivots += 1
        counts[0] += 1
        if pivots % ASKED_EVERY == 0 and stop[0] != 0:
            return STOPPED
        if pivots > most:
            return TIRED
        if entering < arcs:
            one, other, number = tails[entering], offers + heads[entering], entering
        else:
            one, other, number = entering - arcs, root, -1
        # where the two ways up meet
        u, v = one, other
        while u != v:
            if depth[u] >= depth[v]:
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
        top = node
        arc, quantity = number, change
        while True:
            old_above, old_arc, old_quantity = parent[node], edge[node], amount[node]
            _part(node, old_above, first, following, before)
            parent[node], edge[node], amount[node] = above, arc, quantity
            _join(node, above, first, following, before)
            if node == leaving:
                break
            above, arc, quantity = node, old_arc, old_quantity
            node = old_above
        stack[0] = top
        size = 1
        while size:
            size -= 1
            node = stack[size]
            above = parent[node]
            depth[node] = depth[above] + 1
            price[node] = 0.0 if edge[node] < 0 else values[edge[node]] - price[above]
            child = first[node]
            while child >= 0:
                stack[size] = child
                size += 1
                child = following[child]
    return DONE
