"""What `match` tells: for each row that asks its best partners, with figures and reasons, as columns.

A region can be answered whole, or in parts whose answers are joined: the rows are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from symbiosis.matching import layout as c
from symbiosis.matching.explanation import reasons_json
from symbiosis.matching.index import Index, Ranking
from symbiosis.matching.layout import PackedSide
from symbiosis.matching.outcome import outcomes
from symbiosis.matching.reference import language_of
from symbiosis.matching.terms import Terms
from symbiosis.resources.kinds import RStrategy

CHUNK_ROWS: Final = 10_000
"""Rows whose reasons are told at a time."""
ANSWER: Final = pa.schema(
    [
        ("asking", pa.int64()),
        ("held", pa.int64()),
        ("rank", pa.int64()),
        ("score", pa.float64()),
        ("strategy", pa.string()),
        ("distance_km", pa.float64()),
        ("margin_eur", pa.float64()),
        ("co2e_kg", pa.float64()),
        ("hours", pa.float64()),
        ("reasons", pa.string()),
    ]
)
"""`asking` and `held` are row numbers of the two sides."""


def answers(
    asking: PackedSide, held: PackedSide, terms: Terms, *, forward: bool, top: int, lang: str
) -> Iterator[pa.Table]:
    """The `top` best rows held for each row that asks, in the order of ids, `CHUNK_ROWS` that ask at a time.

    `forward`: offers ask; otherwise `asking` are needs and `held` offers.
    """
    index = Index(held, forward=forward, settings=terms.settings(), kinship=terms.kinship)
    offers, takers = (asking, held) if forward else (held, asking)
    strategies = pa.array(["", *(strategy.value for strategy in RStrategy)])
    order = np.argsort(asking.order, kind="stable")
    for start in range(0, len(order), CHUNK_ROWS):
        chosen = order[start : start + CHUNK_ROWS]
        own, other, rank, scores = _pairs(index.best(asking, top=top, chosen=chosen), chosen)
        told = outcomes(offers, takers, *((own, other) if forward else (other, own)), terms)
        reasons = [reasons_json(findings, language_of(lang)) for findings in told.findings()]
        yield pa.table(
            [
                own,
                other,
                rank,
                scores,
                strategies.take(pa.array(told.rung.astype(np.int64) + 1)),
                told.parts.road_km,
                told.margin_eur,
                told.co2e_kg,
                told.hours,
                pa.array(reasons, type=pa.string()),
            ],
            schema=ANSWER,
        )


def _pairs(ranking: Ranking, chosen: NDArray[np.int64]) -> tuple[Any, Any, Any, Any]:
    """Row that asks, row held, rank and score of every place that is filled."""
    top = ranking.scores.shape[1]
    places = np.arange(top)
    filled = places[None, :] < ranking.filled[:, None]
    own = np.repeat(chosen, ranking.filled)
    rank = np.broadcast_to(places + 1, filled.shape)[filled]
    return own, ranking.rows[filled].astype(np.int64), rank, ranking.scores[filled]


def joined(parts: pa.Table, asking: PackedSide, held: PackedSide, *, top: int) -> pa.Table:
    """The answers of all parts as those of the whole region: the best of each row, ties by id, once each.

    `parts` numbers rows as they stand in the whole `asking` and `held`.
    """
    own, other = (parts[name].to_numpy() for name in ("asking", "held"))
    marks = held.marks[other]
    order = np.lexsort((marks[:, c.ORDER], -parts["score"].to_numpy(), asking.order[own]))
    pairs = np.stack([own[order], marks[order, c.ENTITY].astype(np.int64)], axis=1)
    _, firsts = np.unique(pairs, axis=0, return_index=True)
    order = order[np.sort(firsts)]
    rank = _places(own[order])
    order, rank = order[rank < top], rank[rank < top]
    kept = parts.take(pa.array(order))
    return kept.set_column(ANSWER.get_field_index("rank"), ANSWER.field("rank"), pa.array(rank + 1))


def _places(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each entry's place within its run of equal entries, from 0."""
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    found: NDArray[np.int64] = np.arange(len(groups)) - np.repeat(
        starts, np.diff(np.append(starts, len(groups)))
    )
    return found


def columns(answer: pa.Table, asking: PackedSide, held: PackedSide, *, forward: bool) -> dict[str, Any]:
    """The columns of the contract, which name rows by id."""
    own, other = (
        pa.array(side.ids, type=pa.string()).take(answer[name])
        for side, name in ((asking, "asking"), (held, "held"))
    )
    offer, taker = (own, other) if forward else (other, own)
    return {"offer_id": offer, "need_id": taker} | {
        name: answer[name].combine_chunks() for name in ANSWER.names[2:]
    }
