"""The index: the best takers of an offer, or the best offers of a need, exact, while rows come and go.

A reader takes one snapshot and is never disturbed by a writer. A writer adds rows at the end of the arrays
and marks removed rows in a copy of one byte per row; when the tail is full, the tree is grown anew.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from symbiosis.late import late
from symbiosis.matching import layout as c
from symbiosis.matching.kinship import Kinship, Label
from symbiosis.matching.layout import Floats, Ints, PackedSide
from symbiosis.matching.plain import best_rows, pair_scores
from symbiosis.matching.snapshot import (
    CHUNK,
    NoRoom,
    Snapshot,
    criteria_worth,
    grow,
    joined,
    order_between,
    spread,
)

if TYPE_CHECKING:
    from symbiosis.matching import kernel
else:
    kernel = late("symbiosis.matching.kernel")

Engine = Literal["compiled", "plain"]
MOST_AT_ONCE = 256
"""Rows added in one go beyond which growing the tree anew is faster than filling the tail."""


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
        self._worth = criteria_worth(self._settings, scale_km=scale_km)
        self._writing = threading.Lock()
        self._snapshot = self._grow(side)

    def __len__(self) -> int:
        return len(self._snapshot.living_rows())

    def _grow(self, side: PackedSide) -> Snapshot:
        return grow(side, forward=self._forward, worth=self._worth)

    # -- coming and going --------------------------------------------------------------------------------

    def add(self, side: PackedSide) -> None:
        """Add rows; a row whose id is held already takes the place of the old one.

        Readers go on with the rows as they were; the next question sees the new ones.
        """
        if not len(side):
            return
        with self._writing:
            ids = [str(key) for key in side.ids]
            snapshot = _without(self._snapshot, self._snapshot.rows_of(ids))
            try:
                self._snapshot = self._with_tail(snapshot, side, ids)
            except NoRoom:
                self._snapshot = self._grow(joined((snapshot.living_side(), side)))

    def remove(self, ids: Sequence[str]) -> int:
        """Remove the rows with these ids; return how many there were."""
        with self._writing:
            rows = self._snapshot.rows_of(list(ids))
            self._snapshot = _without(self._snapshot, rows)
        return len(rows)

    def _with_tail(self, snapshot: Snapshot, side: PackedSide, ids: Sequence[str]) -> Snapshot:
        """The snapshot with these rows in its tail. Raises `NoRoom`."""
        if len(side) > MOST_AT_ONCE:
            raise NoRoom
        label_numbers = dict(snapshot.label_numbers)
        tiers = snapshot.tier_starts
        count, code_count, before = snapshot.count, snapshot.code_count, len(snapshot.ids)
        if code_count + len(side.codes) > len(snapshot.codes):
            raise NoRoom
        entity = int(snapshot.marks[:count, c.ENTITY].max(initial=-1)) + 1
        moved = side.marks.copy()
        moved[:, c.ENTITY] += entity
        if len(side.codes):
            moved[:, c.CODE] += code_count
            moved[:, c.CODES_END] += code_count
        for row, key in enumerate(ids):
            place = order_between(snapshot, key)
            snapshot = replace(
                snapshot,
                ids=pa.chunked_array([*snapshot.ids.chunks, pa.array([key], type=pa.string())]),
                row_order=np.append(snapshot.row_order, np.int32(place)),
            )
            moved[row, c.ORDER] = place
            for label in side.sets[side.label_sets[row]]:
                if count == len(snapshot.numbers):
                    raise NoRoom
                snapshot.numbers[count] = side.numbers[row]
                snapshot.marks[count] = moved[row]
                snapshot.source[count] = before + row
                snapshot.labels[count] = label_numbers.setdefault(label, len(label_numbers))
                count += 1
        snapshot.codes[code_count : code_count + len(side.codes)] = side.codes
        new_labels = len(label_numbers) - len(tiers)
        if new_labels:
            tiers = np.concatenate([tiers, np.zeros((new_labels, tiers.shape[1]), dtype=tiers.dtype)])
        return replace(
            snapshot,
            label_numbers=label_numbers,
            tier_starts=tiers,
            count=count,
            code_count=code_count + len(side.codes),
            sides=(*snapshot.sides, side),
            links={},
        )

    # -- asking ------------------------------------------------------------------------------------------

    def best(
        self,
        queries: PackedSide,
        *,
        top: int = 10,
        engine: Engine = "compiled",
        chosen: NDArray[np.int64] | None = None,
    ) -> Ranking:
        """The `top` best rows for each query row, ties by id; the same as looking at every pair.

        `chosen` are the rows of `queries` to answer; all by default. Raises `ValueError` for a `top` below 1.
        """
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
        sets, links = self._links(snapshot, queries, ask)
        # Needs bring the ranges of codes they accept; they lie with whichever side holds the needs.
        codes = snapshot.codes if self._forward else queries.codes
        if engine == "plain":
            self._best_plain(snapshot, queries, ask, sets, links, codes, ranking)
            return ranking
        # Neighbours in the order of work read the same part of the tree.
        slots = _turns(queries, ask, sets) if size > 1 else np.zeros(1, dtype=np.int64)
        shared = (queries.numbers, queries.marks, sets, ask, slots)

        widest = int(np.diff(links[0]).max(initial=0)) * 10 + 1

        def work(first: int, last: int) -> None:
            kernel.search(
                *shared, first, last, snapshot.numbers, snapshot.marks, snapshot.labels,
                snapshot.alive, codes, *links, snapshot.tier_starts, snapshot.roots,
                snapshot.nodes, snapshot.structure, self._forward, self._settings,
                np.empty(widest), np.empty(widest, dtype=np.int64), np.empty(widest),
                np.empty(128, dtype=np.int64), np.empty(128), np.empty(len(snapshot.label_numbers)),
                ranking.scores, ranking.rows, ranking.filled, ranking.touched,
            )  # fmt: skip
            if snapshot.count > snapshot.grown:
                kernel.every_pair(
                    *shared, first, last, snapshot.numbers, snapshot.marks, snapshot.labels,
                    snapshot.grown, snapshot.count, snapshot.alive, codes,
                    *links, np.full(len(snapshot.label_numbers), -1.0),
                    self._forward, self._settings, ranking.scores, ranking.rows, ranking.filled,
                )  # fmt: skip

        spread(work, [(first, min(first + CHUNK, size)) for first in range(0, size, CHUNK)])
        for first in range(0, size, CHUNK):
            part = ranking.rows[first : first + CHUNK]
            part[:] = snapshot.source[part]
        return ranking

    def _links(
        self, snapshot: Snapshot, queries: PackedSide, ask: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], tuple[NDArray[np.int64], NDArray[np.int64], Floats]]:
        """For each query a number of its set of labels, and per set the labels it can be linked to."""
        used = queries.label_sets[ask]
        if len(ask) == 1:
            labels, materials = self._links_of(snapshot, queries.sets[used[0]])
            return np.zeros(1, dtype=np.int64), (np.array([0, len(labels)]), labels, materials)
        numbers, sets = np.unique(used, return_inverse=True)
        found = [self._links_of(snapshot, queries.sets[number]) for number in numbers.tolist()]
        starts = np.zeros(len(found) + 1, dtype=np.int64)
        np.cumsum([len(labels) for labels, _ in found], out=starts[1:])
        return sets.astype(np.int64), (
            starts,
            np.concatenate([labels for labels, _ in found]),
            np.concatenate([materials for _, materials in found]),
        )

    def _links_of(self, snapshot: Snapshot, labels: tuple[Label, ...]) -> tuple[NDArray[np.int64], Floats]:
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
        self,
        snapshot: Snapshot,
        queries: PackedSide,
        ask: Any,
        sets: Any,
        links: Any,
        codes: Ints,
        ranking: Ranking,
    ) -> None:
        starts, labels, materials = links
        held_labels = snapshot.labels[: snapshot.count]
        alive = snapshot.alive[: snapshot.count].astype(bool)
        material_of = np.full(len(snapshot.label_numbers), np.nan)
        for position, q in enumerate(ask.tolist()):
            number = sets[position]
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


def _turns(queries: PackedSide, ask: NDArray[np.int64], sets: NDArray[np.int64]) -> NDArray[np.int64]:
    """An order of work in which neighbours are alike: by set of labels, then by place along a Z-curve."""
    place = queries.numbers[ask, c.X : c.Z + 1]
    low, high = np.nanmin(place, axis=0, initial=1.0), np.nanmax(place, axis=0, initial=-1.0)
    cells = np.nan_to_num((place - low) / np.maximum(high - low, 1e-9)) * 1023.0
    curve = np.zeros(len(ask), dtype=np.int64)
    for bit in range(10):
        for axis in range(3):
            curve |= ((cells[:, axis].astype(np.int64) >> bit) & 1) << (3 * bit + axis)
    turns: NDArray[np.int64] = np.argsort(sets * 2**30 + curve, kind="stable")
    return turns


def _without(snapshot: Snapshot, rows: NDArray[np.int64]) -> Snapshot:
    """The snapshot in which these rows are removed."""
    if not len(rows):
        return snapshot
    alive = snapshot.alive.copy()
    gone = np.isin(snapshot.source[: snapshot.count], rows)
    alive[: snapshot.count][gone] = 0
    return replace(snapshot, alive=alive)
