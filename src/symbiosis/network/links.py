"""Every pair of two sides that the rules of matching allow, as lists per giver: the arcs of a network.

The rules are those of `symbiosis.matching.kernel.pair_score`, asked of each pair that shares a label;
besides, both quantities must measure the same, or nothing could be counted.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symbiosis.matching import layout as c
from symbiosis.matching.compiling import compiled
from symbiosis.matching.kernel import pair_score
from symbiosis.matching.kinship import Label
from symbiosis.matching.layout import DETOUR, TWICE_RADIUS_KM, UNIT, Floats, PackedSide, X, Y, Z
from symbiosis.matching.snapshot import spread
from symbiosis.matching.terms import Terms

BLOCK = 512
"""Givers that a thread takes at a time."""


@dataclass(frozen=True, kw_only=True)
class Links:
    """Allowed pairs: giver g may give to `takers[starts[g]:starts[g + 1]]`, at `km` by road."""

    starts: NDArray[np.int64]
    takers: NDArray[np.int32]
    km: Floats

    def __len__(self) -> int:
        return len(self.takers)

    @cached_property
    def givers(self) -> NDArray[np.int64]:
        """The giver of each pair."""
        found: NDArray[np.int64] = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        return found

    def only(self, kept: NDArray[np.bool_]) -> Links:
        """The pairs that are kept, in their order."""
        counts = np.bincount(self.givers[kept], minlength=len(self.starts) - 1)
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return Links(starts=starts, takers=self.takers[kept], km=self.km[kept])

    def ordered(self, key: Floats) -> Links:
        """The same pairs, those of each giver by falling `key` and then by taker."""
        order = np.lexsort((self.takers, -key, self.givers))
        return Links(starts=self.starts, takers=self.takers[order], km=self.km[order])


@compiled
def _pairs(
    givers: Any,
    giver_marks: Any,
    giver_sets: Any,
    first: int,
    last: int,
    takers: Any,
    taker_marks: Any,
    codes: Any,
    link_starts: Any,
    link_labels: Any,
    posting_starts: Any,
    postings: Any,
    w: Any,
    seen: Any,
    fill: bool,
    starts: Any,
    out_takers: Any,
    out_km: Any,
) -> None:
    """Count (or, where `fill`, write down) the allowed takers of givers[first:last]."""
    for i in range(first, last):
        number = giver_sets[i]
        unit = giver_marks[i, UNIT]
        found = 0
        place = starts[i] if fill else 0
        for link in range(link_starts[number], link_starts[number + 1]):
            label = link_labels[link]
            for posting in range(posting_starts[label], posting_starts[label + 1]):
                j = postings[posting]
                if seen[j] == i or unit <= 0 or taker_marks[j, UNIT] != unit:
                    continue
                if pair_score(givers, giver_marks, i, takers, taker_marks, j, codes, 1.0, w) == -math.inf:
                    continue
                seen[j] = i
                if fill:
                    dx = givers[i, X] - takers[j, X]
                    dy = givers[i, Y] - takers[j, Y]
                    dz = givers[i, Z] - takers[j, Z]
                    half = math.sqrt(dx * dx + dy * dy + dz * dz) * 0.5
                    out_takers[place + found] = j
                    out_km[place + found] = TWICE_RADIUS_KM * math.asin(min(1.0, half)) * w[DETOUR]
                found += 1
        if not fill:
            starts[i + 1] = found


def links_between(givers: PackedSide, takers: PackedSide, terms: Terms) -> Links:
    """All allowed pairs, the takers of each giver in the order of their rows.

    Only pairs that share a label are looked at.
    """
    count = len(givers)
    numbers, posting_starts, postings = _postings(takers)
    link_starts, link_labels = _kin(givers, numbers, terms)
    settings = terms.settings()
    starts = np.zeros(count + 1, dtype=np.int64)
    shared = (givers.numbers, givers.marks, givers.label_sets)
    other = (takers.numbers, takers.marks, takers.codes, link_starts, link_labels)

    def worker(fill: bool, out_takers: Any, out_km: Any) -> Callable[[int, int], None]:
        def work(first: int, last: int) -> None:
            seen = np.full(len(takers), -1, dtype=np.int64)
            _pairs(
                *shared, first, last, *other, posting_starts, postings, settings, seen,
                fill, starts, out_takers, out_km,
            )  # fmt: skip

        return work

    parts = [(first, min(first + BLOCK, count)) for first in range(0, count, BLOCK)]
    spread(worker(False, np.zeros(0, dtype=np.int32), np.zeros(0)), parts)
    np.cumsum(starts, out=starts)
    out_takers, out_km = np.zeros(int(starts[-1]), dtype=np.int32), np.zeros(int(starts[-1]))
    spread(worker(True, out_takers, out_km), parts)
    found = Links(starts=starts, takers=out_takers, km=out_km)
    order = np.lexsort((found.takers, found.givers))
    return Links(starts=starts, takers=out_takers[order], km=out_km[order])


def _postings(side: PackedSide) -> tuple[dict[Label, int], NDArray[np.int64], NDArray[np.int64]]:
    """The rows that stand under each label."""
    numbers: dict[Label, int] = {}
    per_set = [[numbers.setdefault(label, len(numbers)) for label in labels] for labels in side.sets]
    sizes = np.array([len(labels) for labels in per_set], dtype=np.int64)
    if not len(side) or not numbers:
        return numbers, np.zeros(len(numbers) + 1, dtype=np.int64), np.zeros(0, dtype=np.int64)
    flat = np.array([label for labels in per_set for label in labels], dtype=np.int64)
    set_starts = np.concatenate([[0], np.cumsum(sizes)])
    repeats = sizes[side.label_sets]
    rows = np.repeat(np.arange(len(side), dtype=np.int64), repeats)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    under = flat[set_starts[side.label_sets[rows]] + within]
    order = np.argsort(under, kind="stable")
    starts = np.searchsorted(under[order], np.arange(len(numbers) + 1)).astype(np.int64)
    return numbers, starts, rows[order]


def _kin(
    givers: PackedSide, numbers: dict[Label, int], terms: Terms
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each set of labels of the givers the labels of the takers that it can be linked to."""
    found = [
        [number for number, _ in terms.kinship.links(labels, numbers, forward=True)] for labels in givers.sets
    ]
    starts = np.concatenate([[0], np.cumsum([len(labels) for labels in found])]).astype(np.int64)
    return starts, np.array([label for labels in found for label in labels], dtype=np.int64)


def transport_eur(givers: PackedSide, links: Links, terms: Terms) -> Floats:
    """EUR by road per base unit of the giver, for each pair."""
    cost: Floats = links.km * terms.eur_per_tkm * givers.numbers[links.givers, c.TONNES]
    return cost


def kin_of(givers: PackedSide, takers: PackedSide, terms: Terms) -> Callable[[int], NDArray[np.int64]]:
    """For a giver's row, the rows of all takers that share a label with it, whatever other rules say."""
    numbers, posting_starts, postings = _postings(takers)
    link_starts, link_labels = _kin(givers, numbers, terms)

    def rows(giver: int) -> NDArray[np.int64]:
        own = givers.label_sets[giver]
        labels = link_labels[link_starts[own] : link_starts[own + 1]]
        parts = [postings[posting_starts[label] : posting_starts[label + 1]] for label in labels]
        return np.unique(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.int64)

    return rows
