"""Offers and needs directly, piece by piece: what nothing can flow between is solved at the same time.

Each piece is proven to the gap, so that all together are; an easy piece ends after a few rounds, and the
pivots of one piece, which need one core, run beside those of another.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np

from symbiosis.matching.carriage import lightened
from symbiosis.matching.layout import Floats, PackedSide
from symbiosis.matching.snapshot import cores
from symbiosis.matching.terms import Terms
from symbiosis.network.components import Piece, pieces_of
from symbiosis.network.direct import Direct, DirectAllocation
from symbiosis.network.program import Status, Stop, never, relative_gap, worst
from symbiosis.network.transport import TransportSolver
from symbiosis.network.worth import Worth


def solve_directly(
    offers: PackedSide,
    needs: PackedSide,
    worth: Worth,
    terms: Terms,
    solver: TransportSolver,
    *,
    gap: float = 1e-3,
    time_limit_s: float = math.inf,
    stop: Stop = never,
    prices: Floats | None = None,
) -> DirectAllocation:
    """The best allocation over every pair that the rules allow; see `Direct.solve`."""
    began = perf_counter()
    until = began + time_limit_s
    pieces = [
        piece
        for piece in pieces_of(offers, needs, None, detour=terms.detour_factor)
        if len(piece.offers) and len(piece.needs)
    ]
    # the largest first: what is short fits in at the end
    pieces.sort(key=lambda piece: -(len(piece.offers) + len(piece.needs)))

    def solved(piece: Piece) -> DirectAllocation:
        own, used = lightened(offers.take(piece.offers), need=False)
        other, _ = lightened(needs.take(piece.needs), need=True)
        light = replace(worth.take(piece.offers, piece.needs), table=worth.table[used])
        return Direct(own, other, light, terms).solve(
            solver,
            gap=gap,
            time_limit_s=until - perf_counter(),
            stop=stop,
            prices=None if prices is None else prices[piece.needs],
        )

    with ThreadPoolExecutor(min(cores(), max(1, len(pieces)))) as hands:
        told = list(hands.map(solved, pieces))
    return _together(pieces, told, len(offers), len(needs), gap, perf_counter() - began)


def _together(
    pieces: Sequence[Piece],
    told: Sequence[DirectAllocation],
    offers: int,
    needs: int,
    gap: float,
    seconds: float,
) -> DirectAllocation:
    """The allocations of all pieces as one; rows in no piece have nobody to give to.

    A small piece that ended early leaves the whole optimal where all together are within the gap.
    """
    offer_prices, need_prices = np.zeros(offers), np.zeros(needs)
    for piece, part in zip(pieces, told, strict=True):
        offer_prices[piece.offers], need_prices[piece.needs] = part.offer_prices, part.need_prices

    def joined(name: str, rows: str = "") -> Any:
        parts = [
            getattr(piece, rows)[getattr(part, name)] if rows else getattr(part, name)
            for piece, part in zip(pieces, told, strict=True)
        ]
        return np.concatenate([np.zeros(0, dtype=np.int64 if rows else np.float64), *parts])

    objective, bound = math.fsum(part.objective for part in told), math.fsum(part.bound for part in told)
    is_proven = relative_gap(objective, bound) <= gap
    return DirectAllocation(
        status=Status.OPTIMAL if is_proven else worst([part.status for part in told]),
        offers=joined("offers", "offers"),
        needs=joined("needs", "needs"),
        flow=joined("flow"),
        values=joined("values"),
        offer_prices=offer_prices,
        need_prices=need_prices,
        objective=objective,
        bound=bound,
        considered=sum(part.considered for part in told),
        rounds=max((part.rounds for part in told), default=0),
        seconds=seconds,
    )
