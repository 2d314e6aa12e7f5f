"""Parts of a region between which nothing can flow: allocated apart, their bounds and values add up.

Who could give to whom is asked of groups of rows (a family of material in an H3 cell), not of pairs: a group
may be thought to reach further than any of its rows does, never less far. So nothing that the rules allow is
cut, and an optimum, a bound or a gap over the parts is one over the region.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from symbiosis.late import late
from symbiosis.matching import layout as c
from symbiosis.matching.layout import PackedSide
from symbiosis.matching.partition import (
    SLACK_KM,
    Caps,
    Rows,
    between_km,
    by_cell,
    caps_of,
    families,
    resolution_for,
)
from symbiosis.network.recipes import Recipes

if TYPE_CHECKING:
    from scipy import sparse
    from scipy.sparse import csgraph
else:
    sparse = late("scipy.sparse")
    csgraph = late("scipy.sparse.csgraph")

FINEST: Final = 8
"""Finest cells by which groups are told apart (edges of half a kilometre): heat travels no further."""
LEAST_ROWS: Final = 2_000
"""Components smaller than this are allocated together: a part of its own would cost more than it saves."""


@dataclass(frozen=True)
class Face:
    """Rows that give or take, and the node that each of them belongs to."""

    side: PackedSide
    nodes: Rows


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Offers, needs and processors (rows, rising) that have nothing to do with any others."""

    offers: Rows
    needs: Rows
    processors: Rows


def pieces_of(
    offers: PackedSide,
    needs: PackedSide,
    recipes: Recipes | None,
    *,
    detour: float,
    least_rows: int = LEAST_ROWS,
) -> list[Piece]:
    """A region in pieces; every row stands in one of them."""
    counts = [len(offers), len(needs), 0 if recipes is None else len(recipes.processor_hours)]
    starts = np.cumsum([0, *counts])
    givers = [Face(offers, np.arange(counts[0]))]
    takers = [Face(needs, starts[1] + np.arange(counts[1]))]
    if recipes is not None:
        own = starts[2] + recipes.processor
        givers += [Face(recipes.products, own), Face(recipes.intermediates, own)]
        takers.append(Face(recipes.inputs, own))
    labels = connected(givers, takers, int(starts[-1]), detour=detour)
    return _bundled(labels, starts, least_rows)


def _bundled(labels: Rows, starts: Rows, least_rows: int) -> list[Piece]:
    """Components as pieces, the small ones together."""
    sizes = np.bincount(labels) if len(labels) else np.zeros(0, dtype=np.int64)
    small = np.where(sizes < least_rows, sizes, 0)
    # the large ones keep their number, the small ones share one for each `least_rows` rows
    bundle = np.where(sizes < least_rows, len(sizes) + (np.cumsum(small) - small) // least_rows, 0)
    bundle = np.where(sizes < least_rows, bundle, np.arange(len(sizes)))
    own = bundle[labels]
    order = np.argsort(own, kind="stable")
    cuts = np.flatnonzero(np.diff(own[order], prepend=-1, append=-1)) if len(own) else np.zeros(1, dtype=int)
    found = []
    for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        rows = np.sort(order[first:last])
        mine = [
            rows[(rows >= starts[side]) & (rows < starts[side + 1])] - starts[side]
            for side in range(len(starts) - 1)
        ]
        found.append(Piece(offers=mine[0], needs=mine[1], processors=mine[2]))
    return found


def connected(givers: Sequence[Face], takers: Sequence[Face], nodes: int, *, detour: float) -> Rows:
    """The component of each node: two nodes between which anything might flow have the same."""
    edges: list[tuple[Rows, Rows]] = []
    count = nodes
    sides = [face.side for face in (*givers, *takers)]
    for _, rows in families(sides):
        units = np.unique(
            np.concatenate(
                [side.marks[mine, c.UNIT] for side, mine in zip(sides, rows, strict=True)]
                or [np.zeros(0, dtype=np.int32)]
            )
        )
        # what measures nothing, or something else, never flows
        for unit in units[units > 0].tolist():
            chosen = [mine[side.marks[mine, c.UNIT] == unit] for side, mine in zip(sides, rows, strict=True)]
            given, taken = chosen[: len(givers)], chosen[len(givers) :]
            count = _linked(givers, given, takers, taken, detour, count, edges)
    if not edges:
        return np.arange(nodes)
    ends = [np.concatenate(side) for side in zip(*edges, strict=True)]
    graph = sparse.coo_array((np.ones(len(ends[0]), dtype=np.int8), (ends[0], ends[1])), shape=(count, count))
    labels = csgraph.connected_components(graph, directed=False)[1][:nodes]
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _linked(
    givers: Sequence[Face],
    given: Sequence[Rows],
    takers: Sequence[Face],
    taken: Sequence[Rows],
    detour: float,
    count: int,
    edges: list[tuple[Rows, Rows]],
) -> int:
    """Join the groups of one family and unit that may reach each other; returns how many nodes there are."""
    reaches = []
    for faces, rows in ((givers, given), (takers, taken)):
        found = [
            face.side.numbers[mine, c.REACH].max()
            for face, mine in zip(faces, rows, strict=True)
            if len(mine)
        ]
        if not found:
            return count
        reaches.append(float(max(found)))
    resolution = resolution_for(min(reaches) / detour, finest=FINEST)
    sides: list[tuple[Rows, Caps]] = []
    for faces, rows in ((givers, given), (takers, taken)):
        members, caps = _groups(faces, rows, detour, resolution)
        numbers = count + np.arange(len(members))
        count += len(members)
        for number, mine in zip(numbers.tolist(), members, strict=True):
            edges.append((mine, np.full(len(mine), number)))
        sides.append((numbers, caps))
    (own_numbers, own), (other_numbers, other) = sides
    for place, number in enumerate(own_numbers.tolist()):
        apart = between_km(other.centres, own.centres[place]) - other.radius_km - own.radius_km[place]
        near = other_numbers[apart <= np.minimum(other.reach_km, own.reach_km[place]) + SLACK_KM]
        edges.append((near, np.full(len(near), number)))
    return count


def _groups(
    faces: Sequence[Face], rows: Sequence[Rows], detour: float, resolution: int
) -> tuple[list[Rows], Caps]:
    """The nodes of each group, and the caps they lie in; a place that nobody knows may be anywhere."""
    members: list[Rows] = []
    parts = []
    for face, mine in zip(faces, rows, strict=True):
        placed = ~np.isnan(face.side.numbers[mine, c.X])
        groups = by_cell(face.side, mine[placed], resolution)[1]
        parts.append(caps_of(face.side, groups, detour=detour))
        members += [face.nodes[group] for group in groups]
        if not placed.all():
            lost = mine[~placed]
            reach = float(face.side.numbers[lost, c.REACH].max()) / detour
            parts.append(Caps(np.array([[1.0, 0.0, 0.0]]), np.array([math.inf]), np.array([reach])))
            members.append(face.nodes[lost])
    caps = Caps(
        np.concatenate([part.centres for part in parts]),
        np.concatenate([part.radius_km for part in parts]),
        np.concatenate([part.reach_km for part in parts]),
    )
    return members, caps
