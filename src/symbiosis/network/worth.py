"""What a unit of a direct flow is worth, in a form that a tree can be searched by.

v_ij = scale_i G[set_i, rung_j] + gain_j - cost_i - rate t_i road_ij: what the need pays, what the offer asks,
the road; or kg CO2e saved; or the share kept on the hierarchy. Units: `docs/units-and-signs.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np

from symbiosis.matching import layout as c
from symbiosis.matching.layout import Floats, PackedSide
from symbiosis.matching.terms import Terms
from symbiosis.network.impacts import Impacts
from symbiosis.network.rows import MASS

Goal = Literal["value", "co2e", "hours", "retention"]
RUNGS: Final = 10
_MOST_UNITS: Final = 64


@dataclass(frozen=True, eq=False, kw_only=True)
class Worth:
    """`table` has a row per set of labels of offers and a column per rung, the rest an entry per row.

    Per base unit of the offer: EUR, kg CO2e saved, hours, or share of all that is offered in its measure.
    """

    scale: Floats
    table: Floats
    cost: Floats
    gain: Floats
    per_tonne_km: float
    opening: float = 0.0
    """EUR for each relation that is opened; spread over the most that a pair can move, it lowers worth."""

    def take(self, offers: Any, needs: Any) -> Worth:
        """The same for these rows alone."""
        return replace(self, scale=self.scale[offers], cost=self.cost[offers], gain=self.gain[needs])

    def of(
        self, offers: PackedSide, needs: PackedSide, offer_rows: Any, need_rows: Any, road_km: Any
    ) -> Floats:
        """The worth of a unit on each of these pairs."""
        rung = needs.marks[need_rows, c.RUNG]
        nature = self.scale[offer_rows] * self.table[offers.label_sets[offer_rows], rung]
        found: Floats = (
            nature
            + self.gain[need_rows]
            - self.cost[offer_rows]
            - self.per_tonne_km * offers.numbers[offer_rows, c.TONNES] * road_km
        )
        return found - self.share_of_opening(offers, needs, offer_rows, need_rows)

    def share_of_opening(
        self, offers: PackedSide, needs: PackedSide, offer_rows: Any, need_rows: Any
    ) -> Floats:
        """The part of opening a relation that a unit bears when as much flows as ever can."""
        most = np.minimum(offers.numbers[offer_rows, c.QUANTITY], needs.numbers[need_rows, c.QUANTITY])
        share = np.divide(self.opening, most, out=np.full(len(most), np.inf), where=most > 0.0)
        return share if self.opening > 0.0 else np.zeros(len(most))


def worth_of(
    offers: PackedSide, needs: PackedSide, terms: Terms, goal: Goal, *, opening: float = 0.0
) -> Worth:
    """The worth under a goal.

    Hours are counted at processors alone, as more hours per tonne is not better: a direct flow brings none.
    `opening` is the cost of a relation, in EUR, and counts under the goal `value` alone.
    """
    count, sets = len(offers), max(1, len(offers.sets))
    nothing = np.zeros(count)
    table = np.zeros((sets, RUNGS))
    if goal == "value":
        return Worth(
            scale=nothing,
            table=table,
            cost=offers.numbers[:, c.PRICE].copy(),
            per_tonne_km=terms.eur_per_tkm,
            opening=opening,
            gain=needs.numbers[:, c.PRICE].copy(),
        )
    scale, per_tonne_km = nothing, 0.0
    if goal == "co2e":
        impacts = Impacts(terms)
        for number, labels in enumerate(offers.sets):
            table[number] = [impacts.avoided(labels, rung) for rung in range(RUNGS)]
        scale = (offers.marks[:, c.UNIT] == MASS).astype(np.float64)
        per_tonne_km = impacts.carrier
    elif goal == "retention":
        table[:] = (9.0 - np.arange(RUNGS)) / 9.0
        units = offers.marks[:, c.UNIT]
        whole = np.bincount(units, weights=offers.numbers[:, c.QUANTITY], minlength=_MOST_UNITS)[units]
        scale = np.divide(1.0, whole, out=np.zeros(count), where=whole > 0.0)
    return Worth(scale=scale, table=table, cost=nothing, gain=np.zeros(len(needs)), per_tonne_km=per_tonne_km)
