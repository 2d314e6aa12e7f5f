"""The same answers as the compiled kernel, in plain numpy: one query against all rows of its labels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symbiosis.matching import layout as c
from symbiosis.matching.layout import Floats


def _code_accepted(offer_marks: Any, need_marks: Any, codes: Any) -> NDArray[np.bool_]:
    """Whether each need's ranges hold the offer's code (shapes broadcast over one axis)."""
    code, start, end = np.broadcast_arrays(
        offer_marks[..., c.CODE], need_marks[..., c.CODE], need_marks[..., c.CODES_END]
    )
    accepted = (code < 0) | (end <= start)
    for position in np.flatnonzero(~accepted):
        ranges = codes[start[position] : end[position]]
        accepted[position] = bool(np.any((ranges[:, 0] <= code[position]) & (code[position] < ranges[:, 1])))
    return accepted


@dataclass(frozen=True, slots=True)
class Parts:
    """What rules and measures say of many pairs, one entry per pair.

    `road_km` is NaN where a place is unknown, `flow` (base unit per year) NaN where it cannot be told,
    `margin` is EUR per base unit. `near` to `gain` are the parts of the fit, 0 to 1.
    """

    allowed: NDArray[np.bool_]
    same_unit: NDArray[np.bool_]
    rung: Any
    road_km: Floats
    flow: Floats
    margin: Floats
    near: Floats
    quantity: Floats
    time: Floats
    worth: Floats
    certainty: Floats
    gain: Floats

    def scores(self, material: Any, w: Floats) -> Floats:
        """Scores; minus infinity where a rule forbids the pair."""
        fit = (
            w[c.W_NEAR] * self.near
            + w[c.W_QUANTITY] * self.quantity
            + w[c.W_TIME] * self.time
            + w[c.W_MARGIN] * self.worth
            + w[c.W_CERTAINTY] * self.certainty
            + w[c.W_GAIN] * self.gain
            + w[c.W_MATERIAL] * material
        )
        scores: Floats = np.where(self.allowed, (9.0 - self.rung) + fit, -np.inf)
        return scores


def pair_parts(offers: Any, offer_marks: Any, needs: Any, need_marks: Any, codes: Any, w: Floats) -> Parts:
    """Rules and measures of pairs whose rows broadcast against each other.

    Either side is one row of shape (NUMBERS,), or both are many of the same length.
    """
    rung = need_marks[..., c.RUNG]
    first = np.maximum(offer_marks[..., c.FROM], need_marks[..., c.FROM])
    last = np.minimum(offer_marks[..., c.UNTIL], need_marks[..., c.UNTIL])
    offer_circle, need_circle = offer_marks[..., c.CIRCLE], need_marks[..., c.CIRCLE]
    same_unit = (offer_marks[..., c.UNIT] == need_marks[..., c.UNIT]) & (offer_marks[..., c.UNIT] > 0)
    a, b = offers[..., c.QUANTITY], needs[..., c.QUANTITY]
    too_small = same_unit & ((a < needs[..., c.MIN_QUANTITY]) | (b < offers[..., c.MIN_QUANTITY]))
    allowed = (
        ((offer_marks[..., c.TRAITS] & need_marks[..., c.TRAITS]) == 0)
        & (offer_marks[..., c.RUNG] <= rung)
        & ~(offers[..., c.LEVEL] < needs[..., c.LEVEL])
        & (last >= first)
        & ((offer_circle == 0) | (offer_circle == need_marks[..., c.HUB]))
        & ((need_circle == 0) | (need_circle == offer_marks[..., c.HUB]))
        & ~too_small
    )
    allowed &= _code_accepted(offer_marks, need_marks, codes)
    dx = offers[..., c.X] - needs[..., c.X]
    dy = offers[..., c.Y] - needs[..., c.Y]
    dz = offers[..., c.Z] - needs[..., c.Z]
    half = np.minimum(1.0, np.sqrt(dx * dx + dy * dy + dz * dz) * 0.5)
    # math.asin and not numpy's: the latter may differ in the last bit from what the kernel calls.
    arcs = np.fromiter((math.asin(value) for value in half), np.float64, len(half))
    road = c.TWICE_RADIUS_KM * arcs * w[c.DETOUR]
    placed = ~np.isnan(road)
    allowed &= ~(placed & (road > np.minimum(offers[..., c.REACH], needs[..., c.REACH])))
    transport = np.where(placed, road * w[c.EUR_PER_TKM] * offers[..., c.TONNES], 0.0)
    known = same_unit & (a > 0.0) & (b > 0.0)
    margin = np.where(same_unit, needs[..., c.PRICE] - offers[..., c.PRICE] - transport, -transport)
    shorter = np.minimum(
        offer_marks[..., c.UNTIL] - offer_marks[..., c.FROM],
        need_marks[..., c.UNTIL] - need_marks[..., c.FROM],
    )
    present = offer_marks[..., c.PRESENT]
    return Parts(
        allowed=allowed,
        same_unit=same_unit,
        rung=rung,
        road_km=road,
        flow=np.where(same_unit, np.minimum(a, b), np.nan),
        margin=margin,
        near=np.where(placed, np.maximum(0.0, 1.0 - road / offers[..., c.SCALE]), 0.0),
        quantity=np.where(known, np.minimum(a, b) / np.where(known, np.maximum(a, b), 1.0), 0.0),
        time=(last - first + 1.0) / (shorter + 1.0),
        worth=0.5 + 0.5 * margin / (np.abs(margin) + offers[..., c.MARGIN_SCALE]),
        certainty=offers[..., c.CERTAINTY] + needs[..., c.CERTAINTY],
        gain=np.where(present > rung, (present - rung) / 10.0, 0.0),
    )


def pair_scores(
    offers: Any, offer_marks: Any, needs: Any, need_marks: Any, codes: Any, material: Any, w: Floats
) -> Floats:
    """Scores of pairs; minus infinity where a rule forbids. Shapes as in `pair_parts`."""
    return pair_parts(offers, offer_marks, needs, need_marks, codes, w).scores(material, w)


def best_rows(scores: Floats, rows: Any, marks: Any, top: int) -> tuple[Floats, NDArray[np.int64]]:
    """The best `top` rows that may match, by score and then by id, each entity once."""
    fits = scores > -np.inf
    scores, rows = scores[fits], rows[fits]
    ranked = np.lexsort((marks[rows, c.ORDER], -scores))
    entities = marks[rows[ranked], c.ENTITY]
    _, firsts = np.unique(entities, return_index=True)
    kept = ranked[np.sort(firsts)][:top]
    return scores[kept], rows[kept]
