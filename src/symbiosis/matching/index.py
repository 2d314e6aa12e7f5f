"""The index: the best takers of an offer, or the best offers of a need, exact, while rows come and go.

A reader takes one snapshot and is never disturbed by a writer. A writer adds rows at the end of the arrays
and marks removed rows in a copy of one byte per row; when the tail is long, the tree is grown anew.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from symbiosis.matching import layout as c
from symbiosis.matching import tree
from symbiosis.matching.kernel import every_pair, search
from symbiosis.matching.kinship import Kinship, Label
from symbiosis.matching.layout import Floats, Ints, PackedSide
from symbiosis.matching.plain import best_rows, pair_scores

Engine = Literal["compiled", "plain"]
TAIL_LEAST, TAIL_SHARE = 1024, 64
"""Room for new rows behind the tree: the one, or one in the other of the rows where that is more."""
CHUNK = 2048
"""Queries that a thread takes at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The best rows per query, best first.

    `rows[q, r]` is the row number of the target at rank r + 1 (valid for r < filled[q]); `scores` likewise.
    `touched[q]` counts the target rows whose score was worked out.
    """

    scores: Floats
    rows: Ints
    filled: Ints
    touched: NDArray[np.int64]
    ids: Sequence[str]

    def of(self, query: int) -> list[tuple[str, float]]:
        """Ids and scores for one query, best first."""
        count = int(self.filled[query])
        return [
            (str(self.ids[row]), score)
            for row, score in zip(
                self.rows[query, :count].tolist(), self.scores[query, :count].tolist(), strict=True
            )
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Snapshot:
    """What a reader works on: a tree over the first `grown` postings and a tail up to `count`."""

    numbers: Floats
    marks: Ints
    source: Ints  # posting -> row number in `ids`
    labels: Ints  # posting -> number of its label
    label_numbers: dict[Label, int]
    codes: Ints
    ids: Sequence[str]
    alive: NDArray[np.uint8]
    grown: int
    count: int
    tier_starts: NDArray[np.int64]
    roots: NDArray[np.int64]
    nodes: Floats
    structure: Ints
    links: dict[tuple[Label, ...], tuple[NDArray[np.int64], Floats]]


def _criteria_worth(settings: Floats, *, scale_km: float, forward: bool) -> Floats:
    """How much a spread of one in each splitting column can change a score, and at most."""
    earth = 6371.0088
    near = settings[c.W_NEAR]
    rows = [(earth / scale_km, near)] * 3
    rows.append((1.0, settings[c.W_QUANTITY]))
    rows.append((0.01, 0.5 * settings[c.W_MARGIN]))
    rows += [(1.0 / 365.0, settings[c.W_TIME] * 0.5)] * 2
    rows.append((1.0, settings[c.W_CERTAINTY]))
    del forward
    return np.array(rows, dtype=np.float64)


class Index:
    """Exact top-k over one side of a matching problem.

    `forward`: the rows held are needs (or processors) and the queries offers; otherwise the rows are
    offers and the queries needs. `scale_km` only tunes how the tree is cut, never the answer.
    """

    def __init__(
        self, side: PackedSide, *, forward: bool, settings: Floats, kinship: Kinship, scale_km: float = 100.0
    ) -> None:
        self._forward = forward
        self._settings = np.ascontiguousarray(settings, dtype=np.float64)
        self._kinship = kinship
        self._worth = _criteria_worth(self._settings, scale_km=scale_km, forward=forward)
        self._writing = threading.Lock()
        self._sorted: list[tuple[str, int]] | None = None
        self._rows_of: dict[str, list[int]] | None = None
        self._snapshot = self._grow(side)

    def __len__(self) -> int:
        snapshot = self._snapshot
        alive = snapshot.alive[: snapshot.count]
        return len(np.unique(snapshot.source[: snapshot.count][alive.astype(bool)]))

    # -- growing -----------------------------------------------------------------------------------------

    def _grow(self, side: PackedSide) -> _Snapshot:
        label_numbers: dict[Label, int] = {}
        per_set = [
            [label_numbers.setdefault(label, len(label_numbers)) for label in labels] for labels in side.sets
        ]
        rows, held_under = _postings(side.label_sets, per_set)
        numbers, marks = side.numbers, side.marks
        rung = marks[rows, c.RUNG] if self._forward else np.zeros(len(rows), dtype=np.int32)
        placed = ~np.isnan(numbers[rows, c.X])
        counted = ~np.isnan(numbers[rows, c.QUANTITY])
        unit = marks[rows, c.UNIT]
        key = ((held_under.astype(np.int64) * 10 + rung) * 2 + placed) * 2 + counted
        key = key * 64 + unit
        ranked = np.argsort(key, kind="stable")
        key = key[ranked]
        grown = len(rows)
        room = max(TAIL_LEAST, grown // TAIL_SHARE)
        firsts = np.flatnonzero(np.diff(key, prepend=-1)) if grown else np.zeros(0, dtype=np.int64)
        group_starts = np.append(firsts, grown).astype(np.int64)
        tiers = (key[firsts] // 256).astype(np.int64)  # label * 10 + rung
        tier_starts = np.searchsorted(tiers, np.arange(len(label_numbers) * 10 + 1)).astype(np.int64)
        tier_table = np.lib.stride_tricks.as_strided(
            tier_starts, (len(label_numbers), 11), (tier_starts.strides[0] * 10, tier_starts.strides[0])
        ).copy()
        known: dict[int, int] = {}
        sizes = np.diff(group_starts)
        counts = np.array([tree.node_count(int(size), known) for size in sizes], dtype=np.int64)
        roots = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        nodes = np.empty((int(roots[-1]), tree.BOUNDS), dtype=np.float64)
        structure = np.empty((int(roots[-1]), tree.STRUCTURE), dtype=np.int32)
        order = rows[ranked].astype(np.int64)
        self._grow_groups(numbers, marks, order, group_starts, roots, nodes, structure)
        held = np.empty((grown + room, c.NUMBERS), dtype=np.float64)
        np.take(numbers, order, axis=0, out=held[:grown])
        held_marks = np.zeros((grown + room, c.MARKS), dtype=np.int32)
        np.take(marks, order, axis=0, out=held_marks[:grown])
        source = np.zeros(grown + room, dtype=np.int32)
        source[:grown] = order
        held_labels = np.zeros(grown + room, dtype=np.int32)
        held_labels[:grown] = key // 2560
        self._sorted = None
        self._rows_of = None
        return _Snapshot(
            numbers=held,
            marks=held_marks,
            source=source,
            labels=held_labels,
            label_numbers=label_numbers,
            codes=side.codes,
            ids=side.ids,
            alive=np.ones(grown + room, dtype=np.uint8),
            grown=grown,
            count=grown,
            tier_starts=tier_table,
            roots=roots,
            nodes=nodes,
            structure=structure,
            links={},
        )

    def _grow_groups(
        self, numbers: Any, marks: Any, order: Any, starts: Any, roots: Any, nodes: Any, structure: Any
    ) -> None:
        groups = len(starts) - 1
        if not groups:
            return
        parts = _cores() if len(order) > CHUNK else 1
        cuts = np.searchsorted(starts, np.linspace(0, len(order), parts + 1)[1:-1]).tolist()
        cuts = [0, *cuts, groups]

        def work(first: int, last: int) -> None:
            tree.grow(numbers, marks, order, starts, roots, first, last, self._worth, nodes, structure)

        _spread(work, list(pairwise(cuts)))

    # -- asking ------------------------------------------------------------------------------------------

    def best(
        self,
        queries: PackedSide,
        *,
        top: int = 10,
        engine: Engine = "compiled",
        chosen: NDArray[np.int64] | None = None,
    ) -> Ranking:
        """The `top` best rows for each query row, ties by id; the same as looking at every pair."""
        if top < 1:
            raise ValueError(f"top is {top}; expected at least 1")
        snapshot = self._snapshot
        ask = chosen if chosen is not None else np.arange(len(queries), dtype=np.int64)
        size = len(ask)
        ranking = Ranking(
            scores=np.empty((size, top), dtype=np.float64),
            rows=np.zeros((size, top), dtype=np.int32),
            filled=np.zeros(size, dtype=np.int32),
            touched=np.zeros(size, dtype=np.int64),
            ids=snapshot.ids,
        )
        if not size:
            return ranking
        links = self._links(snapshot, queries)
        # Needs bring the ranges of codes they accept; they lie with whichever side holds the needs.
        codes = snapshot.codes if self._forward else queries.codes
        if engine == "plain":
            self._best_plain(snapshot, queries, ask, links, codes, ranking)
            return ranking
        # Neighbours in the order of work read the same part of the tree.
        turn = np.argsort(queries.label_sets[ask], kind="stable") if size > CHUNK else np.arange(size)
        ask = ask[turn]
        scores, rows = ranking.scores, ranking.rows
        shared = (
            queries.numbers,
            queries.marks,
            queries.label_sets,
            ask,
        )

        def work(first: int, last: int) -> None:
            search(
                *shared, first, last, snapshot.numbers, snapshot.marks, snapshot.alive, codes,
                *links, snapshot.tier_starts, snapshot.roots,
                snapshot.nodes, snapshot.structure, self._forward, self._settings,
                scores, rows, ranking.filled, ranking.touched,
            )  # fmt: skip
            if snapshot.count > snapshot.grown:
                every_pair(
                    *shared, first, last, snapshot.numbers, snapshot.marks, snapshot.labels,
                    snapshot.grown, snapshot.count, snapshot.alive, codes,
                    *links, len(snapshot.label_numbers),
                    self._forward, self._settings, scores, rows, ranking.filled,
                )  # fmt: skip
            rows[first:last] = snapshot.source[rows[first:last]]

        _spread(work, [(first, min(first + CHUNK, size)) for first in range(0, size, CHUNK)])
        if size > CHUNK:
            back = np.empty(size, dtype=np.int64)
            back[turn] = np.arange(size)
            return replace(
                ranking,
                scores=scores[back],
                rows=rows[back],
                filled=ranking.filled[back],
                touched=ranking.touched[back],
            )
        return ranking

    def _links(
        self, snapshot: _Snapshot, queries: PackedSide
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
        found = [self._links_of(snapshot, labels) for labels in queries.sets]
        if len(found) == 1:
            return np.array([0, len(found[0][0])]), found[0][0], found[0][1]
        starts = np.zeros(len(found) + 1, dtype=np.int64)
        np.cumsum([len(labels) for labels, _ in found], out=starts[1:])
        return (
            starts,
            np.concatenate([labels for labels, _ in found]) if found else np.zeros(0, dtype=np.int64),
            np.concatenate([materials for _, materials in found]) if found else np.zeros(0),
        )

    def _links_of(self, snapshot: _Snapshot, labels: tuple[Label, ...]) -> tuple[NDArray[np.int64], Floats]:
        known = snapshot.links.get(labels)
        if known is None:
            pairs = self._kinship.links(labels, snapshot.label_numbers, forward=self._forward)
            known = (
                np.array([number for number, _ in pairs], dtype=np.int64),
                np.array([material for _, material in pairs], dtype=np.float64),
            )
            snapshot.links[labels] = known
        return known

    def _best_plain(
        self, snapshot: _Snapshot, queries: PackedSide, ask: Any, links: Any, codes: Ints, ranking: Ranking
    ) -> None:
        starts, labels, materials = links
        held_labels = snapshot.labels[: snapshot.count]
        alive = snapshot.alive[: snapshot.count].astype(bool)
        material_of = np.full(len(snapshot.label_numbers), np.nan)
        for position, q in enumerate(ask.tolist()):
            number = queries.label_sets[q]
            mine = slice(starts[number], starts[number + 1])
            material_of[labels[mine]] = materials[mine]
            rows = np.flatnonzero(alive & ~np.isnan(material_of[held_labels]))
            own, own_marks = queries.numbers[q], queries.marks[q]
            held, held_marks = snapshot.numbers[rows], snapshot.marks[rows]
            material = material_of[held_labels[rows]]
            if self._forward:
                scores = pair_scores(own, own_marks, held, held_marks, codes, material, self._settings)
            else:
                scores = pair_scores(held, held_marks, own, own_marks, codes, material, self._settings)
            best, kept = best_rows(scores, rows, snapshot.marks, ranking.scores.shape[1])
            ranking.scores[position, : len(best)] = best
            ranking.rows[position, : len(best)] = snapshot.source[kept]
            ranking.filled[position] = len(best)
            ranking.touched[position] = len(rows)
            material_of[labels[mine]] = np.nan


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


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _spread(work: Callable[[int, int], None], parts: Sequence[tuple[int, int]]) -> None:
    """Do the parts on all cores; the kernels hold no lock of the interpreter."""
    cores = min(_cores(), len(parts))
    if cores <= 1:
        for first, last in parts:
            work(first, last)
        return
    with ThreadPoolExecutor(cores) as threads:
        for done in [threads.submit(work, first, last) for first, last in parts]:
            done.result()
