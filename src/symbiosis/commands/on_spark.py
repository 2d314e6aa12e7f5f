"""The commands' work on Apache Spark: cut into parts, answered apart, joined to one answer."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

import pyarrow as pa

from symbiosis.engines.spark import running
from symbiosis.matching.answers import ANSWER, joined
from symbiosis.matching.apart import Asked
from symbiosis.matching.carriage import KEYS, Shared, table_of
from symbiosis.matching.layout import PackedSide
from symbiosis.matching.partition import partition
from symbiosis.matching.terms import Terms
from symbiosis.network.apart import (
    Allocating,
    Settling,
    Together,
    allocated_together,
    pieces_of_arcs,
    pieces_of_pairs,
    pieces_of_region,
    settled_together,
)
from symbiosis.network.graph import Members
from symbiosis.network.settlement import Settlement, Wish
from symbiosis.network.transport import Transport


def match_in_parts(
    asking: PackedSide, held: PackedSide, terms: Terms, *, forward: bool, top: int, lang: str
) -> pa.Table:
    """What `symbiosis.matching.answers.answers` tells of the whole region, worked out part by part."""
    parts = list(partition(asking, held, detour=terms.detour_factor))
    asked = Asked(
        asking=Shared.of(asking, need=not forward),
        held=Shared.of(held, need=forward),
        terms=terms.without_words(),
        forward=forward,
        top=top,
        lang=lang,
    )
    with running() as spark:
        found = spark.cogrouped(
            table_of(asking, parts, asking=True),
            table_of(held, parts, asking=False),
            keys=KEYS,
            answer=asked.answer,
            schema=ANSWER,
        )
    return joined(found, asking, held, top=top)


def _until(seconds: float) -> float:
    """The moment of the wall clock, which machines share, so many seconds from now."""
    return time.time() + seconds if math.isfinite(seconds) else math.inf


def _settling(terms: Terms, wish: Wish, solvers: dict[str, Any]) -> Settling:
    return Settling(
        terms=terms.without_words(),
        goal=wish.goal,
        relation_cost=wish.relation_cost,
        gap=wish.gap,
        until=_until(wish.time_limit_s),
        **solvers,
    )


def settle_pairs_in_parts(
    offers: PackedSide, needs: PackedSide, terms: Terms, wish: Wish, **solvers: Any
) -> Settlement:
    """What `symbiosis.network.settlement.settle_pairs` finds, worked out piece by piece."""
    began = time.perf_counter()
    told = list(pieces_of_pairs(offers, needs, terms, wish.goal, relation_cost=wish.relation_cost))
    pieces, packed = [piece for piece, _ in told], [part for _, part in told]
    with running() as spark:
        answers = spark.each(packed, _settling(terms, wish, solvers).answer)
    return settled_together(
        pieces,
        answers,
        offers=len(offers),
        needs=len(needs),
        possible=len(offers) * len(needs),
        seconds=time.perf_counter() - began,
    )


def settle_arcs_in_parts(problem: Transport, terms: Terms, wish: Wish, **solvers: Any) -> Settlement:
    """What `symbiosis.network.settlement.settle_arcs` finds, worked out component by component."""
    began = time.perf_counter()
    told = list(pieces_of_arcs(problem))
    pieces, packed = [piece for piece, _ in told], [part for _, part in told]
    with running() as spark:
        answers = spark.each(packed, _settling(terms, wish, solvers).answer)
    return settled_together(
        pieces,
        answers,
        offers=len(problem.supply),
        needs=len(problem.demand),
        possible=problem.arcs,
        seconds=time.perf_counter() - began,
    )


def allocate_in_parts(
    members: Members, terms: Terms, asked: Callable[[float], Allocating], *, time_limit_s: float
) -> Together:
    """What `symbiosis.network.generation.allocate` finds and is told of it, worked out piece by piece.

    `asked` gets the moment until which pieces may work.
    """
    began = time.perf_counter()
    packed = pieces_of_region(members, terms)
    with running() as spark:
        answers = spark.each(packed, asked(_until(time_limit_s)).answer)
    return allocated_together(answers, seconds=time.perf_counter() - began)
