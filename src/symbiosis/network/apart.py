"""Allocating a region piece by piece: what one piece is asked, what it answers, and the answers as one.

Values, bounds and rows add up over pieces between which nothing can flow (`symbiosis.network.components`), so
a gap that every piece proves holds for the region.
"""

from __future__ import annotations

import math
import pickle
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from symbiosis.late import late
from symbiosis.matching.carriage import lightened
from symbiosis.matching.layout import PackedSide
from symbiosis.matching.terms import Terms
from symbiosis.network.allocation_table import flow_columns, more_columns, price_columns, summary
from symbiosis.network.components import Piece, pieces_of
from symbiosis.network.earlier import Earlier, start_of
from symbiosis.network.generation import Effort, allocate
from symbiosis.network.graph import Members
from symbiosis.network.program import Solver, Status, Stop, never, relative_gap, worst
from symbiosis.network.recipes import Recipes
from symbiosis.network.regions import MOST_CANDIDATES, region_of, value_of_more, weighted
from symbiosis.network.settlement import Settlement, Wish, settle_arcs, settle_pairs
from symbiosis.network.transport import Transport, TransportSolver
from symbiosis.network.weights import Objective, measures_of, weights_for
from symbiosis.network.worth import Worth, worth_of

if TYPE_CHECKING:
    from scipy import sparse
    from scipy.sparse import csgraph
else:
    sparse = late("scipy.sparse")
    csgraph = late("scipy.sparse.csgraph")

Rows = NDArray[np.int64]


def _left(until: float) -> float:
    """Seconds until this moment; it is told by the wall clock, which machines share."""
    return max(0.0, until - time.time()) if math.isfinite(until) else math.inf


# -- offers and needs alone ------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Settling:
    """How every piece without processors is settled; `until` is a moment of the wall clock."""

    terms: Terms
    goal: Any
    relation_cost: float
    gap: float
    until: float
    transport: TransportSolver
    solver: Solver

    def answer(self, piece: bytes) -> bytes:
        """The settlement of one piece, both as bytes."""
        wish = Wish(
            goal=self.goal, relation_cost=self.relation_cost, gap=self.gap, time_limit_s=_left(self.until)
        )
        told = pickle.loads(piece)  # noqa: S301 - written by this program a moment ago
        with_what: dict[str, Any] = {"transport": self.transport, "solver": self.solver}
        if isinstance(told, Transport):
            return pickle.dumps(settle_arcs(told, wish, **with_what))
        offers, needs, worth = told
        return pickle.dumps(settle_pairs(offers, needs, self.terms, wish, worth=worth, **with_what))


def pieces_of_pairs(
    offers: PackedSide, needs: PackedSide, terms: Terms, goal: Any, *, relation_cost: float
) -> Iterator[tuple[Piece, bytes]]:
    """The pieces in which something may flow, and each as bytes."""
    worth = worth_of(offers, needs, terms, goal, opening=relation_cost)
    for piece in pieces_of(offers, needs, None, detour=terms.detour_factor):
        if len(piece.offers) and len(piece.needs):
            own, used = lightened(offers.take(piece.offers), need=False)
            other, _ = lightened(needs.take(piece.needs), need=True)
            light: Worth = replace(worth.take(piece.offers, piece.needs), table=worth.table[used])
            yield piece, pickle.dumps((own, other, light))


def pieces_of_arcs(problem: Transport) -> Iterator[tuple[Piece, bytes]]:
    """The components of explicit arcs, and each as bytes; rows without an arc stand in none."""
    offers, needs = len(problem.supply), len(problem.demand)
    ends = (problem.tails.astype(np.int64), problem.heads.astype(np.int64) + offers)
    graph = sparse.coo_array((np.ones(problem.arcs, dtype=np.int8), ends), shape=(offers + needs,) * 2)
    labels = csgraph.connected_components(graph, directed=False)[1]
    order = np.argsort(labels[ends[0]], kind="stable")
    cuts = np.flatnonzero(np.diff(labels[ends[0]][order], prepend=-1, append=-1))
    for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        arcs = order[first:last]
        own, tails = np.unique(problem.tails[arcs], return_inverse=True)
        other, heads = np.unique(problem.heads[arcs], return_inverse=True)
        part = Transport(
            problem.supply[own],
            problem.demand[other],
            tails.astype(np.int32),
            heads.astype(np.int32),
            problem.values[arcs],
        )
        rows = Piece(
            offers=own.astype(np.int64), needs=other.astype(np.int64), processors=np.zeros(0, dtype=np.int64)
        )
        yield rows, pickle.dumps(part)


def settled_together(
    pieces: Sequence[Piece],
    answers: Sequence[bytes],
    *,
    offers: int,
    needs: int,
    possible: int,
    seconds: float,
) -> Settlement:
    """The settlement of the region; rows in no piece have nobody to give to, and are worth nothing."""
    told: list[Settlement] = [pickle.loads(answer) for answer in answers]  # noqa: S301 - our own
    offer_prices, need_prices = np.zeros(offers), np.zeros(needs)
    for piece, part in zip(pieces, told, strict=True):
        offer_prices[piece.offers], need_prices[piece.needs] = part.offer_prices, part.need_prices

    def together(name: str, rows: str = "") -> Any:
        parts = [
            getattr(piece, rows)[getattr(part, name)] if rows else getattr(part, name)
            for piece, part in zip(pieces, told, strict=True)
        ]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64 if rows else np.float64)

    objective = math.fsum(part.objective for part in told)
    bound = math.fsum(part.bound for part in told)
    return Settlement(
        status=worst([part.status for part in told]),
        offers=together("offers", "offers"),
        needs=together("needs", "needs"),
        flow=together("flow"),
        values=together("values"),
        relation_prices=together("relation_prices"),
        offer_prices=offer_prices,
        need_prices=need_prices,
        objective=objective,
        bound=bound,
        gap_pricing=_gap_together([(part.gap_pricing, part.bound) for part in told]),
        gap_integer=_gap_together([(part.gap_integer, part.bound) for part in told]),
        considered=sum(part.considered for part in told),
        possible=possible,
        seconds=seconds,
    )


def _gap_together(parts: Sequence[tuple[float, float]]) -> float:
    """A relative gap of the sum, from gap and bound of each piece."""
    open_worth = math.fsum(gap * abs(bound) for gap, bound in parts if bound)
    whole = abs(math.fsum(bound for _, bound in parts))
    return open_worth / whole if whole > 0.0 else 0.0


# -- with processors -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Allocating:
    """How every piece of a region with processors is allocated."""

    terms: Terms
    objective: Objective
    weigh: tuple[tuple[float, Objective], ...]
    periods: int
    relation_cost: float
    most_steps: int
    gap: float
    until: float
    most_for_more_s: float
    horizon_days: float
    solver: Solver
    earlier: Earlier | None = None

    def answer(self, piece: bytes, *, stop: Stop = never) -> bytes:
        """What one piece tells: flows, prices, what more is worth, and the summary, all by column."""
        members: Members = pickle.loads(piece)  # noqa: S301 - written by this program a moment ago
        network = members.network(self.terms)
        region = region_of(
            network,
            self.objective,
            periods=self.periods,
            relation_cost=self.relation_cost,
            most_steps=self.most_steps,
        )
        if self.weigh:
            others = [(share, weights_for(network, name)) for share, name in self.weigh]
            region = replace(region, weights=weighted([(1.0, region.weights), *others]))
        effort = Effort(gap=self.gap, time_limit_s=_left(self.until), stop=stop)
        found = allocate(region, self.solver, effort, **start_of(region, self.earlier))
        spare = Effort(gap=self.gap, time_limit_s=min(self.most_for_more_s, _left(self.until)), stop=stop)
        more = [] if found.status is Status.INTERRUPTED else value_of_more(found, self.solver, spare)
        told = summary(found, self.objective, horizon_days=self.horizon_days)
        return pickle.dumps(
            {
                "flows": flow_columns(found),
                "prices": price_columns(found),
                "more": more_columns(found, more),
                "summary": told | {"relaxed": found.relaxed, "pricing_bound": found.priced.bound},
                "status": found.status,
                "whole_bound": found.whole_bound,
            }
        )


def pieces_of_region(members: Members, terms: Terms) -> list[bytes]:
    """The pieces of a region as bytes; every row stands in one of them."""
    measures = measures_of(members.offers, members.needs)
    found = []
    for piece in pieces_of(members.offers, members.needs, members.recipes, detour=terms.detour_factor):
        recipes: Recipes = members.recipes.of_processors(piece.processors)
        part = Members(
            offers=lightened(members.offers.take(piece.offers), need=False)[0],
            needs=lightened(members.needs.take(piece.needs), need=True)[0],
            recipes=recipes,
            offer_units=members.offer_units[piece.offers],
            need_units=members.need_units[piece.needs],
            offer_periods=members.offer_periods[piece.offers],
            need_periods=members.need_periods[piece.needs],
            measures=measures,
        )
        found.append(pickle.dumps(part))
    return found


def allocated_in_pieces(pieces: Sequence[bytes], asked: Allocating, *, stop: Stop = never) -> Together:
    """The allocation on this machine, small pieces first: the largest may take what time is left."""
    began = time.perf_counter()
    order = sorted(range(len(pieces)), key=lambda piece: len(pieces[piece]))
    answers = {piece: asked.answer(pieces[piece], stop=stop) for piece in order}
    return allocated_together(
        [answers[piece] for piece in range(len(pieces))], seconds=time.perf_counter() - began
    )


@dataclass(frozen=True, kw_only=True)
class Together:
    """The answer of a whole region: the files of the contract as columns."""

    status: Status
    objective: float
    bound: float
    flows: dict[str, list[Any]]
    prices: dict[str, list[Any]]
    more: dict[str, list[Any]]
    summary: dict[str, Any]

    @property
    def gap(self) -> float:
        """What may still be won, relative to the bound."""
        return relative_gap(self.objective, self.bound)


ADDED = (
    "objective",
    "bound",
    "arcs_considered",
    "arcs_possible",
    "value_eur",
    "co2e_kg",
    "hours",
    "relations",
)


def allocated_together(answers: Sequence[bytes], *, seconds: float) -> Together:
    """The allocation of the region from those of its pieces."""
    told: list[dict[str, Any]] = [pickle.loads(answer) for answer in answers]  # noqa: S301 - our own
    status = worst([part["status"] for part in told])
    parts = [part["summary"] for part in told]
    whole = dict(parts[0]) | {name: math.fsum(part[name] for part in parts) for name in ADDED}
    for name in ("arcs_considered", "arcs_possible", "relations"):
        whole[name] = int(whole[name])
    relaxed, pricing = (math.fsum(part.pop(name) for part in parts) for name in ("relaxed", "pricing_bound"))
    for name in ("relaxed", "pricing_bound"):
        del whole[name]
    whole_bound = math.fsum(part["whole_bound"] for part in told)
    quantities: dict[str, dict[str, float]] = {}
    for part in parts:
        for side, amounts in part["quantities"].items():
            own = quantities.setdefault(side, {})
            for name, amount in amounts.items():
                own[name] = own.get(name, 0.0) + amount
    whole |= {
        "status": status.value,
        "gap": relative_gap(whole["objective"], whole["bound"]),
        "gap_pricing": relative_gap(relaxed, pricing),
        "gap_integer": relative_gap(whole["objective"], whole_bound),
        "seconds": round(seconds, 3),
        "rounds": max(part["rounds"] for part in parts),
        "quantities": quantities,
        "pieces": len(told),
    }
    return Together(
        status=status,
        objective=whole["objective"],
        bound=whole["bound"],
        flows=_sorted(_stacked([part["flows"] for part in told]), ("from_id", "to_id")),
        prices=_prices_together([part["prices"] for part in told]),
        more=_worthiest(_stacked([part["more"] for part in told])),
        summary=whole,
    )


SIDES = ("offer", "need", "capacity", "storage", "hours", "relation", "floor")


def _prices_together(parts: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    """Prices by side, then by id; what a relation costs is the same everywhere and told once."""
    every = _stacked(parts)
    count = len(every["id"])
    relations = [row for row in range(count) if every["side"][row] == "relation"]
    periods = every.get("period", [1] * count)

    def place(row: int) -> Any:
        return SIDES.index(every["side"][row]), every["id"][row], every["recipe"][row] or 0, periods[row]

    order = sorted(set(range(count)) - set(relations[1:]), key=place)
    return {name: [values[row] for row in order] for name, values in every.items()}


def _stacked(parts: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [value for part in parts for value in part[name]] for name in parts[0]}


def _sorted(columns: dict[str, list[Any]], by: Sequence[str]) -> dict[str, list[Any]]:
    order = sorted(range(len(columns[by[0]])), key=lambda row: tuple(columns[name][row] for name in by))
    return {name: [values[row] for row in order] for name, values in columns.items()}


def _worthiest(more: dict[str, list[Any]]) -> dict[str, list[Any]]:
    order = sorted(
        range(len(more["id"])), key=lambda row: (-more["value_eur"][row], more["side"][row], more["id"][row])
    )
    return {name: [values[row] for row in order[:MOST_CANDIDATES]] for name, values in more.items()}
