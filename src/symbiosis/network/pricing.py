"""For each row of one side the partners that are worth most to it at given prices, of all that rules allow.

The tree is that of matching; a node knows besides the greatest worth less price among its rows. What it can
offer at most is that, less the road to its box: most of the tree is never looked at.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from symbiosis.matching.index import _turns
from symbiosis.matching.kinship import Label
from symbiosis.matching.layout import Floats, PackedSide
from symbiosis.matching.plain import pair_parts
from symbiosis.matching.snapshot import CHUNK, Snapshot, criteria_worth, grow, spread
from symbiosis.matching.terms import Terms
from symbiosis.network.pricing_kernel import TIERS, rise, search_best
from symbiosis.network.worth import Worth


@dataclass(frozen=True, eq=False)
class Best:
    """The best partners of each row: rows, and worth per unit less price; `filled` of them are told."""

    rows: NDArray[np.int32]
    nets: Floats
    filled: NDArray[np.int32]

    @property
    def prices(self) -> Floats:
        """The least price of each row that covers all its pairs: the best net worth, 0 where none gains."""
        if not self.nets.size:
            return np.zeros(len(self.filled))
        return np.where(self.filled > 0, self.nets[:, 0], 0.0)


class Pricing:
    """One side against a tree of the other, asked again and again at other prices.

    `forward`: offers ask, needs stand in the tree; otherwise the other way about.
    """

    def __init__(
        self, offers: PackedSide, needs: PackedSide, worth: Worth, terms: Terms, *, forward: bool = True
    ) -> None:
        self._forward = forward
        self._asking, self._held = (offers, needs) if forward else (needs, offers)
        self._worth = worth
        self._settings = terms.settings()
        self._tree: Snapshot = grow(
            self._held, forward=forward, worth=criteria_worth(self._settings, scale_km=100.0)
        )
        self._starts, self._labels = self._links(terms)
        every = np.arange(len(self._asking), dtype=np.int64)
        self._turns = _turns(self._asking, every, self._asking.label_sets.astype(np.int64))

    def _links(self, terms: Terms) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        numbers: dict[Label, int] = self._tree.label_numbers
        found = [
            [number for number, _ in terms.kinship.links(labels, numbers, forward=self._forward)]
            for labels in self._asking.sets
        ]
        starts = np.concatenate([[0], np.cumsum([len(labels) for labels in found])]).astype(np.int64)
        return starts, np.array([label for labels in found for label in labels], dtype=np.int64)

    def best(self, prices: Floats, *, top: int, rows: NDArray[np.int64] | None = None) -> Best:
        """The `top` partners with the greatest worth above their `prices`, where that gains anything.

        Only these `rows` ask, where they are given, and the answer holds theirs alone.
        """
        every, tree, worth = len(self._asking), self._tree, self._worth
        turns, places = self._turns, np.arange(every, dtype=np.int64)
        if rows is not None:
            places = np.full(every, -1, dtype=np.int64)
            places[rows] = np.arange(len(rows))
            turns = turns[places[turns] >= 0]
        count = len(turns)
        found = Best(
            rows=np.zeros((count, top), dtype=np.int32),
            nets=np.zeros((count, top)),
            filled=np.zeros(count, dtype=np.int32),
        )
        if not count or not tree.count:
            return found
        source = tree.source[: tree.count]
        if self._forward:
            net = (worth.gain - prices)[source][:, None]
            scale, cost = worth.scale, worth.cost
        else:
            nature = worth.scale[:, None] * worth.table[self._held.label_sets]
            net = (nature - (worth.cost + prices)[:, None])[source]
            scale, cost = np.zeros(every), -worth.gain
        node_net = np.empty((len(tree.nodes), net.shape[1]))
        rise(tree.structure, tree.roots, net, node_net)
        codes = tree.codes if self._forward else self._asking.codes
        widest = int(np.diff(self._starts).max(initial=0)) * TIERS + 1
        asking = self._asking

        def work(first: int, last: int) -> None:
            search_best(
                turns, places, first, last, asking.numbers, asking.marks, asking.label_sets,
                self._forward, scale, worth.table, cost, worth.per_tonne_km, worth.opening,
                tree.numbers, tree.marks, tree.source, codes, np.ascontiguousarray(net), node_net,
                self._starts, self._labels, tree.tier_starts, tree.roots, tree.nodes, tree.structure,
                self._settings, np.empty(widest), np.empty(widest, dtype=np.int64),
                np.empty(128, dtype=np.int64), np.empty(128), found.rows, found.nets, found.filled,
            )  # fmt: skip

        spread(work, [(first, min(first + CHUNK, count)) for first in range(0, count, CHUNK)])
        return found


def plain_nets(
    offers: PackedSide, needs: PackedSide, worth: Worth, terms: Terms, prices: Floats, offer: int
) -> Floats:
    """Worth less price of every need for one offer in plain numpy; minus infinity where a rule forbids."""
    parts = pair_parts(
        offers.numbers[offer], offers.marks[offer], needs.numbers, needs.marks, needs.codes, terms.settings()
    )
    kin = np.array(
        [
            terms.kinship.best(offers.sets[offers.label_sets[offer]], labels) is not None
            for labels in needs.sets
        ]
        or [False]
    )
    allowed = parts.allowed & parts.same_unit & kin[needs.label_sets]
    rows = np.arange(len(needs))
    road = np.nan_to_num(parts.road_km)
    found: Floats = worth.of(offers, needs, np.full(len(needs), offer), rows, road) - prices
    return np.where(allowed, found, -math.inf)
