"""What a reader of the index works on: a tree over most rows, a short tail of newer ones, who is alive."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from symbiosis.late import late
from symbiosis.matching import layout as c
from symbiosis.matching.kinship import Label
from symbiosis.matching.layout import Floats, Ints, PackedSide
from symbiosis.places import EARTH_RADIUS_KM

if TYPE_CHECKING:
    from symbiosis.matching import tree
else:
    tree = late("symbiosis.matching.tree")

TAIL_LEAST, TAIL_SHARE = 1024, 64
"""Room for new rows behind the tree: the one, or one in the other of the rows where that is more."""
CHUNK = 2048
"""Queries, or rows, that a thread takes at a time."""
_LOWEST_ORDER, _HIGHEST_ORDER = -(2**30), 2**31 - 2**20
_WIDEST_GAP = 1024


class NoRoom(Exception):
    """The tail is full, or two ids stand too close for a third between them: the tree must grow anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A tree over the first `grown` postings and a tail up to `count`.

    A posting is a row under one of its labels. `source` gives the row of a posting, a number in `ids`;
    `row_order` the place of each row in the order of ids, with gaps for those to come. Arrays have room
    behind `count`: a writer fills it, which no older snapshot sees.
    """

    numbers: Floats
    marks: Ints
    source: Ints
    labels: Ints
    label_numbers: dict[Label, int]
    codes: Ints
    code_count: int
    ids: pa.ChunkedArray
    row_order: Ints
    alive: NDArray[np.uint8]
    grown: int
    count: int
    tier_starts: NDArray[np.int64]
    roots: NDArray[np.int64]
    nodes: Floats
    structure: Ints
    sides: tuple[PackedSide, ...]
    links: dict[tuple[Label, ...], tuple[NDArray[np.int64], Floats]] = field(default_factory=dict)

    def living_rows(self) -> NDArray[np.int64]:
        """Numbers of the rows that have not been removed."""
        alive = self.alive[: self.count].astype(bool)
        return np.unique(self.source[: self.count][alive]).astype(np.int64)

    def rows_of(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """Numbers of the living rows with these ids."""
        named = pc.is_in(self.ids, value_set=pa.array(ids, type=self.ids.type)).to_numpy()
        rows = np.flatnonzero(named)
        return rows[np.isin(rows, self.living_rows(), assume_unique=True)] if len(rows) else rows

    def living_side(self) -> PackedSide:
        """All rows that have not been removed, as one side."""
        return joined(self.sides).take(self.living_rows())


def criteria_worth(settings: Floats, *, scale_km: float) -> Floats:
    """For each splitting column: how much a spread of one changes a score, and how much it can at most."""
    rows = [(EARTH_RADIUS_KM / scale_km, settings[c.W_NEAR])] * 3
    rows.append((1.0, settings[c.W_QUANTITY]))
    rows.append((0.01, 0.5 * settings[c.W_MARGIN]))
    rows += [(1.0 / 365.0, settings[c.W_TIME] * 0.5)] * 2
    rows.append((1.0, settings[c.W_CERTAINTY]))
    return np.array(rows, dtype=np.float64)


def grow(side: PackedSide, *, forward: bool, worth: Floats) -> Snapshot:
    """A fresh tree over all rows of a side."""
    label_numbers: dict[Label, int] = {}
    per_set = [
        [label_numbers.setdefault(label, len(label_numbers)) for label in labels] for labels in side.sets
    ]
    rows, under = _postings(side.label_sets, per_set)
    key = _group_keys(side, rows, under, forward=forward)
    ranked = np.argsort(key, kind="stable")
    group, order = key[ranked] // _KINDS, rows[ranked]
    count = len(rows)
    firsts = np.flatnonzero(np.diff(group, prepend=-1)) if count else np.zeros(0, dtype=np.int64)
    group_starts = np.append(firsts, count).astype(np.int64)
    tier_starts = np.searchsorted(group[firsts], np.arange(len(label_numbers) * 10 + 1)).astype(np.int64)
    tiers = np.arange(len(label_numbers))[:, None] * 10 + np.arange(11)[None, :]
    roots = np.concatenate([[0], np.cumsum(_node_room(key[ranked], firsts))]).astype(np.int64)
    nodes = np.empty((int(roots[-1]), tree.BOUNDS), dtype=np.float64)
    structure = np.empty((int(roots[-1]), tree.STRUCTURE), dtype=np.int32)

    def work(first: int, last: int) -> None:
        tree.grow(side.numbers, side.marks, order, group_starts, roots, first, last, worth, nodes, structure)

    if count:
        parts = cores() if count > CHUNK else 1
        cuts = np.searchsorted(group_starts, np.linspace(0, count, parts + 1)[1:-1]).tolist()
        spread(work, list(pairwise([0, *cuts, len(firsts)])))
    size = count + max(TAIL_LEAST, count // TAIL_SHARE)
    code_room = len(side.codes) + 2 * (size - count)
    row_order = _spaced(side.order)
    snapshot = Snapshot(
        numbers=np.empty((size, c.NUMBERS), dtype=np.float64),
        marks=np.zeros((size, c.MARKS), dtype=np.int32),
        source=np.zeros(size, dtype=np.int32),
        labels=np.zeros(size, dtype=np.int32),
        label_numbers=label_numbers,
        codes=np.zeros((code_room, 2), dtype=np.int32),
        code_count=len(side.codes),
        ids=pa.chunked_array([pa.array(side.ids, type=pa.string())]),
        row_order=row_order,
        alive=np.ones(size, dtype=np.uint8),
        grown=count,
        count=count,
        tier_starts=tier_starts[tiers],
        roots=roots,
        nodes=nodes,
        structure=structure,
        sides=(side,),
    )
    np.take(side.numbers, order, axis=0, out=snapshot.numbers[:count])
    np.take(side.marks, order, axis=0, out=snapshot.marks[:count])
    snapshot.marks[:count, c.ORDER] = row_order[order]
    snapshot.source[:count] = order
    snapshot.labels[:count] = group // 10
    snapshot.codes[: len(side.codes)] = side.codes
    return snapshot


_KINDS = c.MOST_KINDS * 4


def _node_room(key: NDArray[np.int64], firsts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Nodes that each group takes at most: its leaves, kind by kind, and the nodes above them."""
    if not len(key):
        return np.zeros(0, dtype=np.int64)
    runs = np.flatnonzero(np.diff(key, prepend=-1))
    known: dict[int, int] = {}
    leaves = np.array([tree.leaf_count(size, known) for size in np.diff(np.append(runs, len(key))).tolist()])
    room: NDArray[np.int64] = 2 * np.add.reduceat(leaves, np.searchsorted(runs, firsts)) - 1
    return room


def _group_keys(side: PackedSide, rows: Any, under: Any, *, forward: bool) -> NDArray[np.int64]:
    """Label and tier of every posting, and last the kind that `tree.kind_of` tells."""
    tier = side.marks[rows, c.RUNG].astype(np.int64) if forward else 0
    placed = ~np.isnan(side.numbers[rows, c.X])
    counted = ~np.isnan(side.numbers[rows, c.QUANTITY])
    kinds = (placed * 2 + counted) * c.MOST_KINDS + side.marks[rows, c.UNIT]
    keys: NDArray[np.int64] = (under * 10 + tier) * _KINDS + kinds
    return keys


def _spaced(order: Ints) -> Ints:
    """The order of ids with gaps between them, so that later ids find a place."""
    gap = max(1, min(_WIDEST_GAP, 2**30 // (len(order) + 1)))
    return (_LOWEST_ORDER + order.astype(np.int64) * gap).astype(np.int32)


def order_between(snapshot: Snapshot, key: str) -> int:
    """A place in the order of ids for a new id. Raises `NoRoom` when there is none between its neighbours."""
    if not len(snapshot.row_order):
        return _LOWEST_ORDER
    below = pc.less(snapshot.ids, key).to_numpy()
    lower = int(snapshot.row_order[below].max()) if below.any() else None
    upper = int(snapshot.row_order[~below].min()) if not below.all() else None
    if lower is None and upper is not None:
        place = upper - _WIDEST_GAP
    elif upper is None and lower is not None:
        place = lower + _WIDEST_GAP
    else:
        place = ((lower or 0) + (upper or 0)) // 2
        if place == lower:
            raise NoRoom
    if not -(2**31) < place < _HIGHEST_ORDER:
        raise NoRoom
    return place


def joined(sides: Sequence[PackedSide]) -> PackedSide:
    """Several sides one after another, as one."""
    if len(sides) == 1:
        return sides[0]
    marks: list[Ints] = []
    label_sets: list[Ints] = []
    sets: list[tuple[Label, ...]] = []
    codes = entities = 0
    for side in sides:
        moved = side.marks.copy()
        if side.marks[:, c.CODES_END].any():
            moved[:, c.CODE] += codes
            moved[:, c.CODES_END] += codes
        moved[:, c.ENTITY] += entities
        codes += len(side.codes)
        entities = int(moved[:, c.ENTITY].max(initial=entities - 1)) + 1
        marks.append(moved)
        label_sets.append(side.label_sets + len(sets))
        sets += side.sets
    ids = pa.concat_arrays([pa.array(side.ids, type=pa.string()) for side in sides])
    together = np.concatenate(marks)
    return PackedSide(
        ids=ids,
        numbers=np.concatenate([side.numbers for side in sides]),
        marks=together,
        label_sets=np.concatenate(label_sets),
        sets=tuple(sets),
        codes=np.concatenate([side.codes for side in sides]),
        missing=np.concatenate([side.missing for side in sides]),
        doubts=np.concatenate([side.doubts for side in sides]),
        hours_per_unit=np.concatenate([side.hours_per_unit for side in sides]),
    ).with_order_of_ids()


def _postings(label_sets: Ints, per_set: list[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row and label of every posting: a row stands once under each label of its set."""
    sizes = np.array([len(labels) for labels in per_set], dtype=np.int64)
    if not len(label_sets):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    flat = np.array([label for labels in per_set for label in labels], dtype=np.int64)
    repeats = sizes[label_sets]
    rows = np.repeat(np.arange(len(label_sets), dtype=np.int64), repeats)
    firsts = np.cumsum(repeats) - repeats
    within = np.arange(len(rows), dtype=np.int64) - np.repeat(firsts, repeats)
    return rows, flat[starts[label_sets[rows]] + within]


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(work: Callable[[int, int], None], parts: Sequence[tuple[int, int]]) -> None:
    """Do the parts on all cores; the kernels hold no lock of the interpreter."""
    hands = min(cores(), len(parts))
    if hands <= 1:
        for first, last in parts:
            work(first, last)
        return
    with ThreadPoolExecutor(hands) as threads:
        for done in [threads.submit(work, first, last) for first, last in parts]:
            done.result()
