"""The compiled inner loop: may this pair match, how well, and which few are best, skipping what cannot be.

Every formula stands in `docs/methods/ranking.md`. The order of operations is the same as in
`symbiosis.matching.measures` and `symbiosis.matching.plain`, so that all answers are equal to the last bit.

Nothing is allocated here: scratch space comes from the caller. After a change of `layout` or `tree`, delete
`__pycache__`: the cache of numba does not see that their constants changed. For the same reason pairs and
search stand in one file: the search holds the code of a pair, and is compiled anew when that file changes.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from symbiosis.matching.compiling import compiled, inlined
from symbiosis.matching.layout import (
    CERTAINTY,
    CIRCLE,
    CODE,
    CODES_END,
    DETOUR,
    ENTITY,
    EUR_PER_TKM,
    FROM,
    HUB,
    LEVEL,
    MARGIN_SCALE,
    MIN_QUANTITY,
    ORDER,
    PRESENT,
    PRICE,
    QUANTITY,
    REACH,
    RUNG,
    SCALE,
    TONNES,
    TRAITS,
    TWICE_RADIUS_KM,
    UNIT,
    UNTIL,
    W_CERTAINTY,
    W_GAIN,
    W_MARGIN,
    W_MATERIAL,
    W_NEAR,
    W_QUANTITY,
    W_TIME,
    X,
    Y,
    Z,
)
from symbiosis.matching.tree import (
    CHILD,
    COUNTED,
    END,
    HIGH_CERTAINTY,
    HIGH_LEVEL,
    HIGH_MARGIN_SCALE,
    HIGH_PRESENT,
    HIGH_PRICE,
    HIGH_QUANTITY,
    HIGH_REACH,
    HIGH_RUNG,
    HIGH_SCALE,
    HIGH_UNTIL,
    HIGH_X,
    LOW_FROM,
    LOW_LENGTH,
    LOW_LEVEL,
    LOW_MARGIN_SCALE,
    LOW_MIN,
    LOW_PRICE,
    LOW_QUANTITY,
    LOW_RUNG,
    LOW_TONNES,
    LOW_X,
    NODE_UNIT,
    PLACED,
    SHARED,
    START,
)

SLACK = 1e-9
"""What a bound is raised by, so that rounding in a bound never hides a row that ties."""


@inlined
def pair_score(  # noqa: C901 - one straight list of rules and parts, inlined in the loop
    offers: Any,
    offer_marks: Any,
    i: int,
    needs: Any,
    need_marks: Any,
    j: int,
    codes: Any,
    material: float,
    w: Any,
) -> float:
    """The score of offer row i for need row j; minus infinity when a rule forbids the pair."""
    # The rules are asked together, without a branch for each: a branch that nobody can foretell costs more.
    rung = need_marks[j, RUNG]
    first = max(offer_marks[i, FROM], need_marks[j, FROM])
    last = min(offer_marks[i, UNTIL], need_marks[j, UNTIL])
    unit = offer_marks[i, UNIT]
    a, b = offers[i, QUANTITY], needs[j, QUANTITY]
    same_unit = (unit == need_marks[j, UNIT]) & (unit > 0)
    own_circle, other_circle = offer_marks[i, CIRCLE], need_marks[j, CIRCLE]
    broken = (
        ((offer_marks[i, TRAITS] & need_marks[j, TRAITS]) != 0)
        | (offer_marks[i, RUNG] > rung)
        | (offers[i, LEVEL] < needs[j, LEVEL])
        | (last < first)
        | ((own_circle != 0) & (own_circle != need_marks[j, HUB]))
        | ((other_circle != 0) & (other_circle != offer_marks[i, HUB]))
        | (same_unit & ((a < needs[j, MIN_QUANTITY]) | (b < offers[i, MIN_QUANTITY])))
    )
    if broken:
        return -math.inf
    code = offer_marks[i, CODE]
    start, end = need_marks[j, CODE], need_marks[j, CODES_END]
    if code >= 0 and end > start:
        accepted = False
        for c in range(start, end):
            if codes[c, 0] <= code < codes[c, 1]:
                accepted = True
                break
        if not accepted:
            return -math.inf

    dx = offers[i, X] - needs[j, X]
    dy = offers[i, Y] - needs[j, Y]
    dz = offers[i, Z] - needs[j, Z]
    chord2 = dx * dx + dy * dy + dz * dz
    near = 0.0
    transport = 0.0
    if chord2 == chord2:
        half = math.sqrt(chord2) * 0.5
        road = TWICE_RADIUS_KM * math.asin(min(1.0, half)) * w[DETOUR]
        if road > min(offers[i, REACH], needs[j, REACH]):
            return -math.inf
        near = 1.0 - road / offers[i, SCALE]
        if near < 0.0:
            near = 0.0
        transport = road * w[EUR_PER_TKM] * offers[i, TONNES]

    fit = 0.0
    margin = -transport
    if same_unit:
        if a > 0.0 and b > 0.0:
            fit = min(a, b) / max(a, b)
        margin = needs[j, PRICE] - offers[i, PRICE] - transport
    shorter = min(offer_marks[i, UNTIL] - offer_marks[i, FROM], need_marks[j, UNTIL] - need_marks[j, FROM])
    time = (last - first + 1.0) / (shorter + 1.0)
    worth = 0.5 + 0.5 * margin / (abs(margin) + offers[i, MARGIN_SCALE])
    certainty = offers[i, CERTAINTY] + needs[j, CERTAINTY]
    gain = 0.0
    if offer_marks[i, PRESENT] > rung:
        gain = (offer_marks[i, PRESENT] - rung) / 10.0
    parts = (
        w[W_NEAR] * near
        + w[W_QUANTITY] * fit
        + w[W_TIME] * time
        + w[W_MARGIN] * worth
        + w[W_CERTAINTY] * certainty
        + w[W_GAIN] * gain
        + w[W_MATERIAL] * material
    )
    score: float = (9.0 - rung) + parts
    return score


@inlined
def node_bound(  # noqa: C901 - mirrors pair_score line by line
    numbers: Any, marks: Any, i: int, node: Any, shared: int, forward: bool, material: float, w: Any
) -> float:
    """No row below this node scores more with query row i; minus infinity when none can match."""
    if marks[i, TRAITS] & shared:
        return -math.inf
    first = max(float(marks[i, FROM]), node[LOW_FROM])
    last = min(float(marks[i, UNTIL]), node[HIGH_UNTIL])
    if last < first:
        return -math.inf
    if forward:
        rung = node[LOW_RUNG]
        if marks[i, RUNG] > node[HIGH_RUNG]:
            return -math.inf
        if marks[i, RUNG] > rung:
            rung = float(marks[i, RUNG])
        if numbers[i, LEVEL] < node[LOW_LEVEL]:
            return -math.inf
        present = float(marks[i, PRESENT])
        scale = numbers[i, SCALE]
        tonnes = numbers[i, TONNES]
        small, large = numbers[i, MARGIN_SCALE], numbers[i, MARGIN_SCALE]
        value = node[HIGH_PRICE] - numbers[i, PRICE]
    else:
        rung = float(marks[i, RUNG])
        if node[LOW_RUNG] > rung:
            return -math.inf
        if node[HIGH_LEVEL] < numbers[i, LEVEL]:
            return -math.inf
        present = node[HIGH_PRESENT]
        scale = node[HIGH_SCALE]
        tonnes = node[LOW_TONNES]
        small, large = node[LOW_MARGIN_SCALE], node[HIGH_MARGIN_SCALE]
        value = numbers[i, PRICE] - node[LOW_PRICE]
    near = 0.0
    transport = 0.0
    if node[PLACED] != 0.0 and numbers[i, X] == numbers[i, X]:
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
            if node[PLACED] > 0.0:
                return -math.inf
        else:
            near = 1.0 - road / scale
            if near < 0.0:
                near = 0.0
        if node[PLACED] > 0.0:
            transport = road * w[EUR_PER_TKM] * tonnes
    fit = 0.0
    margin = -transport
    if marks[i, UNIT] > 0 and (marks[i, UNIT] == node[NODE_UNIT] or node[NODE_UNIT] < 0.0):
        q = numbers[i, QUANTITY]
        low, high = node[LOW_QUANTITY], node[HIGH_QUANTITY]
        if node[NODE_UNIT] > 0.0 and (
            q < node[LOW_MIN] or (node[COUNTED] > 0.0 and high < numbers[i, MIN_QUANTITY])
        ):
            return -math.inf
        if q > 0.0 and high > 0.0:
            fit = 1.0
            if q < low:
                fit = q / low
            elif q > high:
                fit = high / q
        margin = value - transport
        if node[NODE_UNIT] < 0.0 and value < 0.0:
            margin = -transport
    shorter = min(float(marks[i, UNTIL] - marks[i, FROM]), node[LOW_LENGTH])
    time = (last - first + 1.0) / (shorter + 1.0)
    if time > 1.0:
        time = 1.0
    size = small if margin > 0.0 else large
    worth = 0.5 + 0.5 * margin / (abs(margin) + size)
    gain = 0.0
    if present > rung:
        gain = (present - rung) / 10.0
    parts = (
        w[W_NEAR] * near
        + w[W_QUANTITY] * fit
        + w[W_TIME] * time
        + w[W_MARGIN] * worth
        + w[W_CERTAINTY] * (numbers[i, CERTAINTY] + node[HIGH_CERTAINTY])
        + w[W_GAIN] * gain
        + w[W_MATERIAL] * material
    )
    bound: float = (9.0 - rung) + parts + SLACK
    return bound


@inlined
def _place(scores: Any, rows: Any, filled: int, score: float, row: int, marks: Any) -> int:
    """Put a row in its place in a ranking, where an entity stands once; returns how many stand."""
    order = marks[row, ORDER]
    entity = marks[row, ENTITY]
    last = len(scores)
    if filled == last and (
        score < scores[last - 1] or (score == scores[last - 1] and order >= marks[rows[last - 1], ORDER])
    ):
        return filled
    position = filled if filled < last else last - 1
    for other in range(filled):
        if marks[rows[other], ENTITY] == entity:
            held = marks[rows[other], ORDER]
            if scores[other] > score or (scores[other] == score and held <= order):
                return filled
            position = other
            filled -= 1
            break
    while position > 0 and (
        scores[position - 1] < score
        or (scores[position - 1] == score and marks[rows[position - 1], ORDER] > order)
    ):
        scores[position] = scores[position - 1]
        rows[position] = rows[position - 1]
        position -= 1
    scores[position] = score
    rows[position] = row
    return min(filled + 1, last)


@compiled
def search(  # noqa: C901 - the loop over tiers, groups, nodes and rows, compiled as one
    queries: Any,
    query_marks: Any,
    query_sets: Any,
    chosen: Any,
    slots: Any,
    first: int,
    last: int,
    targets: Any,
    target_marks: Any,
    target_labels: Any,
    alive: Any,
    codes: Any,
    link_starts: Any,
    link_labels: Any,
    link_materials: Any,
    tier_starts: Any,
    roots: Any,
    nodes: Any,
    structure: Any,
    forward: bool,
    w: Any,
    heap_bounds: Any,
    heap_roots: Any,
    heap_materials: Any,
    stack_nodes: Any,
    stack_bounds: Any,
    material_of: Any,
    out_scores: Any,
    out_rows: Any,
    out_filled: Any,
    out_touched: Any,
) -> None:
    """The best rows for the queries chosen[slots[first:last]], through the tree.

    `query_sets`, `chosen` and what comes out have one entry per query that is asked, in the order of asking.

    `tier_starts[label, t]` to `tier_starts[label, t + 1]` are the groups of a label on rung t (all on tier 0
    when the rows are offers). `out_touched[q]` counts the rows whose score was worked out for query q.
    """
    offers, offer_marks, needs, need_marks = queries, query_marks, targets, target_marks
    if not forward:
        offers, offer_marks, needs, need_marks = targets, target_marks, queries, query_marks
    most = SLACK
    for part in range(W_NEAR, W_MATERIAL + 1):
        most += w[part]
    earlier, earlier_set = -1, -1
    for turn in range(first, last):
        position = slots[turn]
        q = chosen[position]
        scores, rows = out_scores[position], out_rows[position]
        size = len(scores)
        filled: Any = np.int64(0)
        touched = 0
        number = query_sets[position]
        if number == earlier_set:
            # The best of the query before, of the same stuff and near in place, set the bar high early.
            for place in range(out_filled[earlier]):
                row: Any = np.int64(out_rows[earlier, place])
                material = material_of[target_labels[row]]
                touched += 1
                i, j = (q, row) if forward else (row, q)
                score = pair_score(offers, offer_marks, i, needs, need_marks, j, codes, material, w)
                if score > -math.inf:
                    filled = _place(scores, rows, filled, score, row, target_marks)
        else:
            for link in range(link_starts[number], link_starts[number + 1]):
                material_of[link_labels[link]] = link_materials[link]
        earlier, earlier_set = position, number
        tiers = 10 if forward else 1
        for tier in range(tiers):
            if forward:
                if query_marks[q, RUNG] > tier:
                    continue
                if filled == size and (9.0 - tier) + most < scores[size - 1]:
                    break
            groups = 0
            for link in range(link_starts[number], link_starts[number + 1]):
                label = link_labels[link]
                material = link_materials[link]
                for group in range(tier_starts[label, tier], tier_starts[label, tier + 1]):
                    root = roots[group]
                    bound = node_bound(
                        queries, query_marks, q, nodes[root], structure[root, SHARED], forward, material, w
                    )
                    if bound > -math.inf and (filled < size or bound >= scores[size - 1]):
                        heap_bounds[groups] = bound
                        heap_roots[groups] = root
                        heap_materials[groups] = material
                        groups += 1
            while groups:
                best = 0
                for other in range(1, groups):
                    if heap_bounds[other] > heap_bounds[best]:
                        best = other
                if filled == size and heap_bounds[best] < scores[size - 1]:
                    break
                stack_nodes[0], stack_bounds[0] = heap_roots[best], heap_bounds[best]
                material = heap_materials[best]
                groups -= 1
                heap_bounds[best] = heap_bounds[groups]
                heap_roots[best] = heap_roots[groups]
                heap_materials[best] = heap_materials[groups]
                depth = 1
                while depth:
                    depth -= 1
                    if filled == size and stack_bounds[depth] < scores[size - 1]:
                        continue
                    node = stack_nodes[depth]
                    left = structure[node, CHILD]
                    if left < 0:
                        for row in range(np.int64(structure[node, START]), np.int64(structure[node, END])):
                            if not alive[row]:
                                continue
                            touched += 1
                            i, j = (q, row) if forward else (row, q)
                            score = pair_score(
                                offers, offer_marks, i, needs, need_marks, j, codes, material, w
                            )
                            if score > -math.inf:
                                filled = _place(scores, rows, filled, score, row, target_marks)
                        continue
                    a = node_bound(
                        queries, query_marks, q, nodes[left], structure[left, SHARED], forward, material, w
                    )
                    b = node_bound(
                        queries,
                        query_marks,
                        q,
                        nodes[left + 1],
                        structure[left + 1, SHARED],
                        forward,
                        material,
                        w,
                    )
                    nearer, farther = left, left + 1
                    if b > a:
                        nearer, farther = left + 1, left
                        a, b = b, a
                    if b > -math.inf:
                        stack_nodes[depth], stack_bounds[depth] = farther, b
                        depth += 1
                    if a > -math.inf:
                        stack_nodes[depth], stack_bounds[depth] = nearer, a
                        depth += 1
        out_filled[position] = filled
        out_touched[position] = touched


@compiled
def every_pair(
    queries: Any,
    query_marks: Any,
    query_sets: Any,
    chosen: Any,
    slots: Any,
    first: int,
    last: int,
    targets: Any,
    target_marks: Any,
    target_labels: Any,
    from_row: int,
    to_row: int,
    alive: Any,
    codes: Any,
    link_starts: Any,
    link_labels: Any,
    link_materials: Any,
    material_of: Any,
    forward: bool,
    w: Any,
    out_scores: Any,
    out_rows: Any,
    out_filled: Any,
) -> None:
    """Better the rankings with targets[from_row:to_row] by looking at every one of them."""
    offers, offer_marks, needs, need_marks = queries, query_marks, targets, target_marks
    if not forward:
        offers, offer_marks, needs, need_marks = targets, target_marks, queries, query_marks
    # `material_of` comes filled with -1 and leaves so.
    for turn in range(first, last):
        position = slots[turn]
        q = chosen[position]
        number = query_sets[position]
        for link in range(link_starts[number], link_starts[number + 1]):
            material_of[link_labels[link]] = link_materials[link]
        filled: Any = np.int64(out_filled[position])
        for row in range(from_row, to_row):
            material = material_of[target_labels[row]]
            if material < 0.0 or not alive[row]:
                continue
            i, j = (q, row) if forward else (row, q)
            score = pair_score(offers, offer_marks, i, needs, need_marks, j, codes, material, w)
            if score > -math.inf:
                filled = _place(out_scores[position], out_rows[position], filled, score, row, target_marks)
        out_filled[position] = filled
        for link in range(link_starts[number], link_starts[number + 1]):
            material_of[link_labels[link]] = -1.0
