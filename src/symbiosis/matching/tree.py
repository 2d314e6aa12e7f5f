"""A tree over the rows of one side: every node knows the limits of what lies below it.

Rows are first put in groups that share a label and, when they are needs, a rung. A group is split by what is
known (place, quantity) and by unit, then each node at the median of the column that separates scores most:
place, logarithm of the quantity, price, dates, certainty. The rows of a leaf lie side by side in memory.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from symbiosis.matching.layout import (
    CERTAINTY,
    FROM,
    LEVEL,
    MARGIN_SCALE,
    MIN_QUANTITY,
    MOST_KINDS,
    PRESENT,
    PRICE,
    QUANTITY,
    REACH,
    RUNG,
    SCALE,
    TONNES,
    TRAITS,
    UNIT,
    UNTIL,
    X,
)

LEAF = 12
"""Most rows in a leaf."""

# Columns of a node (float64).
LOW_X, HIGH_X = 0, 3
LOW_QUANTITY, HIGH_QUANTITY = 6, 7
LOW_PRICE, HIGH_PRICE = 8, 9
LOW_FROM, HIGH_UNTIL, LOW_LENGTH = 10, 11, 12
LOW_LEVEL, HIGH_LEVEL = 13, 14
LOW_RUNG, HIGH_RUNG = 15, 16
HIGH_REACH, HIGH_CERTAINTY, HIGH_PRESENT, HIGH_SCALE = 17, 18, 19, 20
LOW_TONNES, LOW_MIN = 21, 22
LOW_MARGIN_SCALE, HIGH_MARGIN_SCALE = 23, 24
PLACED, COUNTED, NODE_UNIT = 25, 26, 27
"""1 where all rows tell it, 0 where none does; the unit that all share; `MIXED` otherwise."""
BOUNDS = 28
MIXED = -1.0

# Columns of a node's structure (int32).
START, END, CHILD, SHARED = 0, 1, 2, 3
"""First row, row after the last, first child (its sibling follows it; -1: leaf), traits that all share."""
STRUCTURE = 4

CRITERIA = 8
"""Most combinations of what is known and unit that are split apart in one group."""


def leaf_count(rows: int, known: dict[int, int]) -> int:
    """Leaves of this many rows of one kind, as `grow` halves them."""
    if rows <= LEAF:
        return 1
    if rows not in known:
        known[rows] = leaf_count(rows // 2, known) + leaf_count(rows - rows // 2, known)
    return known[rows]


@njit(cache=True, nogil=True)
def _select(keys: Any, rows: Any, start: int, end: int, middle: int) -> None:
    """Order rows[start:end] so that the keys before `middle` are no greater than those from it."""
    low, high = start, end - 1
    while low < high:
        pivot = keys[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while keys[i] < pivot:
                i += 1
            while keys[j] > pivot:
                j -= 1
            if i <= j:
                keys[i], keys[j] = keys[j], keys[i]
                rows[i], rows[j] = rows[j], rows[i]
                i += 1
                j -= 1
        if middle <= j:
            high = j
        elif middle >= i:
            low = i
        else:
            return


@njit(cache=True, nogil=True)
def _key(numbers: Any, marks: Any, row: int, criterion: int) -> float:
    if criterion < 3:
        value = numbers[row, X + criterion]
    elif criterion == 3:
        quantity = numbers[row, QUANTITY]
        value = math.log(quantity) if quantity > 0.0 else -50.0
    elif criterion == 4:
        value = numbers[row, PRICE]
    elif criterion == 5:
        value = float(marks[row, FROM])
    elif criterion == 6:
        value = float(marks[row, UNTIL])
    else:
        value = numbers[row, CERTAINTY]
    return value if value == value else 0.0


@njit(cache=True, nogil=True)
def _choose(numbers: Any, marks: Any, rows: Any, start: int, end: int, worth: Any) -> int:
    """The column along which splitting these rows separates scores most; -1: they are all alike."""
    best, chosen = 0.0, -1
    for criterion in range(CRITERIA):
        low, high = math.inf, -math.inf
        for position in range(start, end):
            value = _key(numbers, marks, rows[position], criterion)
            low = min(low, value)
            high = max(high, value)
        spread = (high - low) * worth[criterion, 0]
        gain = worth[criterion, 1] * spread / (1.0 + spread)
        if gain > best:
            best, chosen = gain, criterion
    return chosen


@njit(cache=True, nogil=True)
def kind_of(numbers: Any, marks: Any, row: int) -> int:
    """What is known of a row (place, quantity) and its unit, as one number below `MOST_KINDS * 4`."""
    placed = 2 if numbers[row, X] == numbers[row, X] else 0
    counted = 1 if numbers[row, QUANTITY] == numbers[row, QUANTITY] else 0
    kind: int = (placed + counted) * MOST_KINDS + marks[row, UNIT]
    return kind


@njit(cache=True, nogil=True)
def _change_of_kind(numbers: Any, marks: Any, rows: Any, start: int, end: int) -> int:
    """Where rows[start:end], in the order of their kinds, change kind nearest to the middle; -1: nowhere."""
    if kind_of(numbers, marks, rows[start]) == kind_of(numbers, marks, rows[end - 1]):
        return -1
    middle = start + (end - start) // 2
    best = -1
    for position in range(start + 1, end):
        before = kind_of(numbers, marks, rows[position - 1])
        if before != kind_of(numbers, marks, rows[position]) and (
            best < 0 or abs(position - middle) < abs(best - middle)
        ):
            best = position
    return best


@njit(cache=True, nogil=True)
def _leaf_bounds(numbers: Any, marks: Any, rows: Any, start: int, end: int, node: Any) -> int:
    """Fill the limits of one leaf; return the traits that all its rows share."""
    low_columns = (
        LOW_X,
        LOW_X + 1,
        LOW_X + 2,
        LOW_QUANTITY,
        LOW_PRICE,
        LOW_FROM,
        LOW_LENGTH,
        LOW_LEVEL,
        LOW_RUNG,
    )
    for column in low_columns:
        node[column] = math.inf
    for column in (LOW_TONNES, LOW_MIN, LOW_MARGIN_SCALE):
        node[column] = math.inf
    for column in (
        HIGH_X,
        HIGH_X + 1,
        HIGH_X + 2,
        HIGH_QUANTITY,
        HIGH_PRICE,
        HIGH_UNTIL,
        HIGH_LEVEL,
        HIGH_RUNG,
    ):
        node[column] = -math.inf
    for column in (HIGH_REACH, HIGH_CERTAINTY, HIGH_PRESENT, HIGH_SCALE, HIGH_MARGIN_SCALE):
        node[column] = -math.inf
    shared = -1
    placed = counted = 0
    unit = marks[rows[start], UNIT]
    for position in range(start, end):
        row = rows[position]
        if numbers[row, X] == numbers[row, X]:
            placed += 1
            for axis in range(3):
                value = numbers[row, X + axis]
                node[LOW_X + axis] = min(node[LOW_X + axis], value)
                node[HIGH_X + axis] = max(node[HIGH_X + axis], value)
        value = numbers[row, QUANTITY]
        if value == value:
            counted += 1
            node[LOW_QUANTITY] = min(node[LOW_QUANTITY], value)
            node[HIGH_QUANTITY] = max(node[HIGH_QUANTITY], value)
        if marks[row, UNIT] != unit:
            unit = -1
        value = numbers[row, PRICE]
        node[LOW_PRICE] = min(node[LOW_PRICE], value)
        node[HIGH_PRICE] = max(node[HIGH_PRICE], value)
        node[LOW_FROM] = min(node[LOW_FROM], marks[row, FROM])
        node[HIGH_UNTIL] = max(node[HIGH_UNTIL], marks[row, UNTIL])
        node[LOW_LENGTH] = min(node[LOW_LENGTH], marks[row, UNTIL] - marks[row, FROM])
        value = numbers[row, LEVEL]
        node[LOW_LEVEL] = min(node[LOW_LEVEL], value if value == value else -math.inf)
        node[HIGH_LEVEL] = max(node[HIGH_LEVEL], value if value == value else math.inf)
        node[LOW_RUNG] = min(node[LOW_RUNG], marks[row, RUNG])
        node[HIGH_RUNG] = max(node[HIGH_RUNG], marks[row, RUNG])
        node[HIGH_REACH] = max(node[HIGH_REACH], numbers[row, REACH])
        node[HIGH_CERTAINTY] = max(node[HIGH_CERTAINTY], numbers[row, CERTAINTY])
        node[HIGH_PRESENT] = max(node[HIGH_PRESENT], marks[row, PRESENT])
        node[HIGH_SCALE] = max(node[HIGH_SCALE], numbers[row, SCALE])
        node[LOW_TONNES] = min(node[LOW_TONNES], numbers[row, TONNES])
        node[LOW_MIN] = min(node[LOW_MIN], numbers[row, MIN_QUANTITY])
        node[LOW_MARGIN_SCALE] = min(node[LOW_MARGIN_SCALE], numbers[row, MARGIN_SCALE])
        node[HIGH_MARGIN_SCALE] = max(node[HIGH_MARGIN_SCALE], numbers[row, MARGIN_SCALE])
        shared &= marks[row, TRAITS]
    node[PLACED] = 1.0 if placed == end - start else (0.0 if placed == 0 else MIXED)
    node[COUNTED] = 1.0 if counted == end - start else (0.0 if counted == 0 else MIXED)
    node[NODE_UNIT] = unit
    return shared


@njit(cache=True, nogil=True)
def _join_bounds(nodes: Any, structure: Any, parent: int, left: int, right: int) -> None:
    """The limits of a node are those of its two children together."""
    lows = (LOW_X, LOW_X + 1, LOW_X + 2, LOW_QUANTITY, LOW_PRICE, LOW_FROM, LOW_LENGTH, LOW_LEVEL, LOW_RUNG)
    for column in lows:
        nodes[parent, column] = min(nodes[left, column], nodes[right, column])
    for column in (LOW_TONNES, LOW_MIN, LOW_MARGIN_SCALE):
        nodes[parent, column] = min(nodes[left, column], nodes[right, column])
    for column in (
        HIGH_X,
        HIGH_X + 1,
        HIGH_X + 2,
        HIGH_QUANTITY,
        HIGH_PRICE,
        HIGH_UNTIL,
        HIGH_LEVEL,
        HIGH_RUNG,
    ):
        nodes[parent, column] = max(nodes[left, column], nodes[right, column])
    for column in (HIGH_REACH, HIGH_CERTAINTY, HIGH_PRESENT, HIGH_SCALE, HIGH_MARGIN_SCALE):
        nodes[parent, column] = max(nodes[left, column], nodes[right, column])
    for column in (PLACED, COUNTED, NODE_UNIT):
        same = nodes[left, column] == nodes[right, column]
        nodes[parent, column] = nodes[left, column] if same else MIXED
    structure[parent, SHARED] = structure[left, SHARED] & structure[right, SHARED]


@njit(cache=True, nogil=True)
def grow(
    numbers: Any,
    marks: Any,
    rows: Any,
    group_starts: Any,
    roots: Any,
    first_group: int,
    last_group: int,
    worth: Any,
    nodes: Any,
    structure: Any,
) -> None:
    """Split the groups from `first_group` to before `last_group`, reordering `rows` within each group.

    The rows of a group come in the order of their kinds.
    """
    keys = np.empty(len(rows), dtype=np.float64)
    open_nodes = np.empty(256, dtype=np.int64)
    for group in range(first_group, last_group):
        following = roots[group]
        structure[following, START] = group_starts[group]
        structure[following, END] = group_starts[group + 1]
        open_nodes[0] = following
        following += 1
        depth = 1
        # Children take the next two free places; parents always stand before them.
        while depth:
            depth -= 1
            node = open_nodes[depth]
            start, end = structure[node, START], structure[node, END]
            if end - start <= LEAF:
                structure[node, CHILD] = -1
                structure[node, SHARED] = _leaf_bounds(numbers, marks, rows, start, end, nodes[node])
                continue
            middle = _change_of_kind(numbers, marks, rows, start, end)
            criterion = -1
            if middle < 0:
                middle = start + (end - start) // 2
                criterion = _choose(numbers, marks, rows, start, end, worth)
            if criterion >= 0:
                for position in range(start, end):
                    keys[position] = _key(numbers, marks, rows[position], criterion)
                _select(keys, rows, start, end, middle)
            structure[following, START], structure[following, END] = start, middle
            structure[following + 1, START], structure[following + 1, END] = middle, end
            structure[node, CHILD] = following
            open_nodes[depth], open_nodes[depth + 1] = following, following + 1
            depth += 2
            following += 2
        for node in range(following - 1, roots[group] - 1, -1):
            left = structure[node, CHILD]
            if left >= 0:
                _join_bounds(nodes, structure, node, left, left + 1)
