"""The compiled search for the partners worth most at given prices, through the tree of matching.

After a change of `matching.layout` or `matching.tree`, delete `__pycache__`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from symbiosis.matching.compiling import compiled, inlined
from symbiosis.matching.kernel import pair_score
from symbiosis.matching.layout import (
    DETOUR,
    FROM,
    LEVEL,
    MIN_QUANTITY,
    QUANTITY,
    REACH,
    RUNG,
    TONNES,
    TRAITS,
    TWICE_RADIUS_KM,
    UNIT,
    UNTIL,
    X,
    Y,
    Z,
)
from symbiosis.matching.tree import (
    CHILD,
    COUNTED,
    END,
    HIGH_LEVEL,
    HIGH_QUANTITY,
    HIGH_REACH,
    HIGH_RUNG,
    HIGH_UNTIL,
    HIGH_X,
    LOW_FROM,
    LOW_LEVEL,
    LOW_MIN,
    LOW_RUNG,
    LOW_TONNES,
    LOW_X,
    NODE_UNIT,
    PLACED,
    SHARED,
    START,
)

TIERS = 10
SLACK = 1e-9
"""What a road is shortened by, relative, so that rounding never hides a partner."""


@compiled
def rise(structure: Any, roots: Any, net: Any, node_net: Any) -> None:
    """The greatest `net` below every node, column by column; children stand behind their parents."""
    columns = net.shape[1]
    for group in range(len(roots) - 1):
        last = roots[group]
        node = last
        # room that a group did not use holds nothing
        while node <= last:
            child = structure[node, CHILD]
            if child >= 0 and child + 1 > last:
                last = child + 1
            node += 1
        for place in range(last, roots[group] - 1, -1):
            child = structure[place, CHILD]
            for column in range(columns):
                if child >= 0:
                    node_net[place, column] = max(node_net[child, column], node_net[child + 1, column])
                else:
                    best = -math.inf
                    for row in range(structure[place, START], structure[place, END]):
                        if net[row, column] > best:
                            best = net[row, column]
                    node_net[place, column] = best


@inlined
def node_best(  # noqa: C901 - one straight list of rules, inlined in the loop
    numbers: Any, marks: Any, i: int, node: Any, shared: int, net: Any, forward: bool, nature: Any,
    scale: float, cost: float, per_tonne_km: float, opening: float, w: Any,
) -> float:  # fmt: skip
    """No row below this node is worth more to row i; minus infinity where the rules allow none."""
    if marks[i, TRAITS] & shared:
        return -math.inf
    if max(float(marks[i, FROM]), node[LOW_FROM]) > min(float(marks[i, UNTIL]), node[HIGH_UNTIL]):
        return -math.inf
    if node[NODE_UNIT] > 0.0:
        if marks[i, UNIT] != node[NODE_UNIT]:
            return -math.inf
        if numbers[i, QUANTITY] < node[LOW_MIN] or (
            node[COUNTED] > 0.0 and node[HIGH_QUANTITY] < numbers[i, MIN_QUANTITY]
        ):
            return -math.inf
    if forward:
        if marks[i, RUNG] > node[HIGH_RUNG] or numbers[i, LEVEL] < node[LOW_LEVEL]:
            return -math.inf
        tonnes = numbers[i, TONNES]
        best = -math.inf
        for rung in range(int(node[LOW_RUNG]), int(node[HIGH_RUNG]) + 1):
            if nature[rung] > best:
                best = nature[rung]
        found: float = scale * best + net[0] - cost
    else:
        if node[LOW_RUNG] > marks[i, RUNG] or node[HIGH_LEVEL] < numbers[i, LEVEL]:
            return -math.inf
        tonnes = node[LOW_TONNES]
        found = net[marks[i, RUNG]] - cost
    if node[PLACED] > 0.0:
        square = 0.0
        for axis in range(3):
            p = numbers[i, X + axis]
            low, high = node[LOW_X + axis], node[HIGH_X + axis]
            if p < low:
                square += (low - p) * (low - p)
            elif p > high:
                square += (p - high) * (p - high)
        road = TWICE_RADIUS_KM * 0.5 * math.sqrt(square) * w[DETOUR]
        if road > min(numbers[i, REACH], node[HIGH_REACH]) + 1e-6:
            return -math.inf
        found -= per_tonne_km * tonnes * road * (1.0 - SLACK)
    if opening > 0.0 and node[COUNTED] > 0.0:
        found -= opening / min(numbers[i, QUANTITY], node[HIGH_QUANTITY]) * (1.0 - SLACK)
    return found


@compiled
def search_best(  # noqa: C901 - the loop over groups, nodes and rows, compiled as one
    turns: Any, places: Any, first: int, last: int, numbers: Any, marks: Any, sets: Any, forward: bool,
    scales: Any, table: Any, costs: Any, per_tonne_km: float, opening: float, targets: Any,
    target_marks: Any, source: Any, codes: Any, net: Any, node_net: Any, link_starts: Any,
    link_labels: Any, tier_starts: Any, roots: Any, nodes: Any, structure: Any, w: Any,
    group_bests: Any, group_roots: Any, stack_nodes: Any, stack_bests: Any, out_rows: Any,
    out_nets: Any, out_filled: Any,
) -> None:  # fmt: skip
    """The best partners of the rows turns[first:last] by worth less price, above nothing.

    What row q is told stands at `places[q]`.
    """
    tiers = TIERS if forward else 1
    offers, offer_marks, needs, need_marks = numbers, marks, targets, target_marks
    if not forward:
        offers, offer_marks, needs, need_marks = targets, target_marks, numbers, marks
    for turn in range(first, last):
        q = turns[turn]
        number = sets[q]
        nature = table[number if forward else 0]
        scale, cost = scales[q], costs[q]
        column = 0 if forward else marks[q, RUNG]
        rows, nets = out_rows[places[q]], out_nets[places[q]]
        size = len(rows)
        filled = 0
        least = 0.0
        groups = 0
        for link in range(link_starts[number], link_starts[number + 1]):
            label = link_labels[link]
            for group in range(tier_starts[label, 0], tier_starts[label, tiers]):
                root = roots[group]
                best = node_best(
                    numbers, marks, q, nodes[root], structure[root, SHARED], node_net[root], forward,
                    nature, scale, cost, per_tonne_km, opening, w,
                )  # fmt: skip
                if best > least:
                    group_bests[groups] = best
                    group_roots[groups] = root
                    groups += 1
        while groups:
            chosen = 0
            for other in range(1, groups):
                if group_bests[other] > group_bests[chosen]:
                    chosen = other
            if group_bests[chosen] <= least:
                break
            stack_nodes[0], stack_bests[0] = group_roots[chosen], group_bests[chosen]
            groups -= 1
            group_bests[chosen], group_roots[chosen] = group_bests[groups], group_roots[groups]
            depth = 1
            while depth:
                depth -= 1
                if stack_bests[depth] <= least:
                    continue
                node = stack_nodes[depth]
                left = structure[node, CHILD]
                if left >= 0:
                    a = node_best(
                        numbers, marks, q, nodes[left], structure[left, SHARED], node_net[left], forward,
                        nature, scale, cost, per_tonne_km, opening, w,
                    )  # fmt: skip
                    b = node_best(
                        numbers, marks, q, nodes[left + 1], structure[left + 1, SHARED],
                        node_net[left + 1], forward, nature, scale, cost, per_tonne_km, opening, w,
                    )  # fmt: skip
                    nearer, farther = left, left + 1
                    if b > a:
                        nearer, farther = left + 1, left
                        a, b = b, a
                    if b > least:
                        stack_nodes[depth], stack_bests[depth] = farther, b
                        depth += 1
                    if a > least:
                        stack_nodes[depth], stack_bests[depth] = nearer, a
                        depth += 1
                    continue
                for row in range(np.int64(structure[node, START]), np.int64(structure[node, END])):
                    here = net[row, column] - cost
                    tonnes = targets[row, TONNES]
                    if forward:
                        here += scale * nature[target_marks[row, RUNG]]
                        tonnes = numbers[q, TONNES]
                    if opening > 0.0:
                        here -= opening / min(numbers[q, QUANTITY], targets[row, QUANTITY])
                    # a worth that is not a number (nothing can flow) fails this as well
                    if not here > least or target_marks[row, UNIT] != marks[q, UNIT]:
                        continue
                    dx = numbers[q, X] - targets[row, X]
                    dy = numbers[q, Y] - targets[row, Y]
                    dz = numbers[q, Z] - targets[row, Z]
                    chord2 = dx * dx + dy * dy + dz * dz
                    if chord2 == chord2:
                        half = min(1.0, math.sqrt(chord2) * 0.5)
                        here -= TWICE_RADIUS_KM * math.asin(half) * w[DETOUR] * (per_tonne_km * tonnes)
                    if here <= least:
                        continue
                    i, j = (q, row) if forward else (row, q)
                    score = pair_score(offers, offer_marks, i, needs, need_marks, j, codes, 1.0, w)
                    if score == -math.inf:
                        continue
                    partner = source[row]
                    known = False
                    for place in range(filled):
                        if rows[place] == partner:
                            known = True
                    if known:
                        continue
                    place = filled if filled < size else size - 1
                    if filled < size:
                        filled += 1
                    while place > 0 and nets[place - 1] < here:
                        nets[place], rows[place] = nets[place - 1], rows[place - 1]
                        place -= 1
                    nets[place], rows[place] = here, partner
                    if filled == size:
                        least = max(0.0, nets[size - 1])
        out_filled[places[q]] = filled
