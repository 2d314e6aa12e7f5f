"""Cutting a region into parts that can be matched apart: by family of material and by H3 cell, with a halo.

A part holds the rows that ask from one cell, and every row of the other side that any of them may reach. So
the best of a row over all its parts is the best over the whole region. Method: `docs/running/scale.md`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import h3
import numpy as np
from numpy.typing import NDArray

from symbiosis.late import late
from symbiosis.matching import layout as c
from symbiosis.matching.kinship import Label, Lineage
from symbiosis.matching.layout import Floats, PackedSide
from symbiosis.matching.naming import TaxonomyLineage
from symbiosis.places import EARTH_RADIUS_KM, cells

if TYPE_CHECKING:
    from scipy import spatial
else:
    spatial = late("scipy.spatial")

Rows = NDArray[np.int64]

ANYWHERE: Final = ""
"""The cell of rows whose place is unknown, and of all rows of a family that knows no farthest distance."""
FINEST: Final = 5
"""Finest cells (about 250 km2): smaller ones would make more parts than they save work."""
SLACK_KM: Final = 1e-3
"""What a reach is widened by, so that rounding never leaves a row out of a part."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows that ask (`asking`) and all rows that any of them may be linked to (`held`), in rising order."""

    family: str
    cell: str
    asking: Rows
    held: Rows


def partition(
    asking: PackedSide, held: PackedSide, *, detour: float, resolution: int | None = None
) -> Iterator[Part]:
    """The parts of a region.

    Every row of `asking` stands in one part for each of its families, unless nothing in that family is held.
    A row is never missing from a part in which it could be linked. `resolution` overrides that of each
    family, which is the finest whose cells are as wide as its rows reach.
    """
    for family, (own, other) in families((asking, held)):
        if not len(own) or not len(other):
            continue
        halo = _halo_km(asking, held, own, other, detour)
        placed = ~np.isnan(asking.numbers[own, c.X])
        if not math.isfinite(halo):
            placed[:] = False
        if not placed.all():
            yield Part(family=family, cell=ANYWHERE, asking=own[~placed], held=other)
        if placed.any():
            chosen = resolution_for(halo) if resolution is None else resolution
            yield from _cells(asking, held, own[placed], other, family, detour, chosen)


def resolution_for(halo_km: float, *, finest: int = FINEST) -> int:
    """The finest H3 resolution whose cells have edges of at least this length, up to `finest`."""
    for resolution in range(finest, 0, -1):
        if h3.average_hexagon_edge_length(resolution, unit="km") >= halo_km:
            return resolution
    return 0


def _halo_km(asking: PackedSide, held: PackedSide, own: Rows, other: Rows, detour: float) -> float:
    """Nothing in this family is linked over more geodesic km than this."""
    reaches = (asking.numbers[own, c.REACH], held.numbers[other, c.REACH])
    return float(min(reach.max() for reach in reaches)) / detour


# -- families --------------------------------------------------------------------------------------------


def families(sides: Sequence[PackedSide]) -> Iterator[tuple[str, tuple[Rows, ...]]]:
    """Every family with its rows of each side; rows of different families are never kin."""
    lineage = TaxonomyLineage()
    present = sorted({family_of(label, lineage) for side in sides for own in side.sets for label in own})
    numbers = {name: number for number, name in enumerate(present)}
    below = {
        name: [numbers[other] for other in present if name in lineage.ancestors(other)] for name in present
    }
    found = [_rows_by_family(side, numbers, below, lineage) for side in sides]
    return zip(present, zip(*found, strict=True), strict=True)


def family_of(label: Label, lineage: Lineage) -> str:
    """The family of a label: the class just below the root of its tree.

    The root is a family by itself. Labels outside the tree share one for each first letter, or each chapter
    of codes: a family may hold strangers, never divide kin.
    """
    name = label[0]
    path = (name, *lineage.ancestors(name))
    if len(path) > 1:
        return path[-2]
    kind, _, key = name.partition(":")
    return (
        f"{kind}:{key[:3]}" if key.startswith("#") else f"{kind}:{key[:2]}" if key.startswith("=") else name
    )


def _rows_by_family(
    side: PackedSide, numbers: dict[str, int], below: dict[str, list[int]], lineage: Lineage
) -> list[Rows]:
    per_set = []
    for labels in side.sets:
        found: set[int] = set()
        for label in labels:
            family = family_of(label, lineage)
            # a class as broad as the whole tree is kin to all that the tree holds
            found |= {numbers[family], *below[family]}
        per_set.append(sorted(found))
    counts = np.array([len(found) for found in per_set], dtype=np.int64)
    flat = np.array([number for found in per_set for number in found], dtype=np.int64)
    if not len(side) or not len(flat):
        return [np.zeros(0, dtype=np.int64) for _ in numbers]
    firsts = np.cumsum(counts) - counts
    repeats = counts[side.label_sets]
    rows = np.repeat(np.arange(len(side), dtype=np.int64), repeats)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    under = flat[firsts[side.label_sets[rows]] + within]
    order = np.argsort(under, kind="stable")
    cuts = np.searchsorted(under[order], np.arange(len(numbers) + 1))
    return [rows[order[cuts[number] : cuts[number + 1]]] for number in range(len(numbers))]


# -- cells -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Caps:
    """Groups of rows as caps of the sphere: centre, greatest distance from it, greatest reach (km)."""

    centres: Floats
    radius_km: Floats
    reach_km: Floats


def caps_of(side: PackedSide, groups: Sequence[Rows], *, detour: float) -> Caps:
    """The cap that holds each group of placed rows; `reach_km` is geodesic."""
    centres = np.empty((len(groups), 3))
    radius, reach = np.empty(len(groups)), np.empty(len(groups))
    for number, rows in enumerate(groups):
        points = side.numbers[rows, c.X : c.Z + 1]
        centre = points.mean(axis=0)
        centres[number] = centre / max(float(np.linalg.norm(centre)), 1e-12)
        radius[number] = float(between_km(points, centres[number]).max())
        reach[number] = float(side.numbers[rows, c.REACH].max()) / detour
    return Caps(centres, radius, reach)


def between_km(points: Floats, others: Floats) -> Floats:
    half = np.minimum(1.0, np.linalg.norm(points - others, axis=-1) * 0.5)
    found: Floats = 2.0 * EARTH_RADIUS_KM * np.arcsin(half)
    return found


def _chord(km: Floats) -> Floats:
    """Length of the straight line between two points this far apart; beyond half the earth all are near."""
    angle = np.minimum(np.asarray(km) / EARTH_RADIUS_KM, math.pi)
    found: Floats = np.where(angle >= math.pi, 2.1, 2.0 * np.sin(angle / 2.0) + 1e-9)
    return found


def by_cell(side: PackedSide, rows: Rows, resolution: int) -> tuple[list[str], list[Rows]]:
    """These placed rows by the H3 cell they lie in, in the order of cells."""
    x, y, z = (side.numbers[rows, axis] for axis in (c.X, c.Y, c.Z))
    own = cells(np.degrees(np.arcsin(np.clip(z, -1.0, 1.0))), np.degrees(np.arctan2(y, x)), resolution)
    found, inverse = np.unique(own, return_inverse=True)
    order = np.argsort(inverse, kind="stable")
    cuts = np.searchsorted(inverse[order], np.arange(len(found) + 1))
    groups = [rows[order[cuts[place] : cuts[place + 1]]] for place in range(len(found))]
    return [h3.int_to_str(cell) for cell in found.tolist()], groups


def _cells(
    asking: PackedSide,
    held: PackedSide,
    own: Rows,
    other: Rows,
    family: str,
    detour: float,
    resolution: int,
) -> Iterator[Part]:
    """The parts of one family: a cell of rows that ask, and what they reach."""
    names, groups = by_cell(asking, own, resolution)
    caps = caps_of(asking, groups, detour=detour)
    points = held.numbers[other, c.X : c.Z + 1]
    placed = ~np.isnan(points[:, 0])
    reach = held.numbers[other, c.REACH] / detour
    lost = other[~placed]
    points, there, reach = points[placed], other[placed], reach[placed]
    tree = spatial.cKDTree(points) if len(points) else None
    for place, (name, group) in enumerate(zip(names, groups, strict=True)):
        near = np.zeros(0, dtype=np.int64)
        if tree is not None:
            farthest = min(float(reach.max()), float(caps.reach_km[place]))
            wide = _chord(np.array(farthest + caps.radius_km[place] + SLACK_KM))
            near = np.array(tree.query_ball_point(caps.centres[place], float(wide)), dtype=np.int64)
            km = between_km(points[near], caps.centres[place])
            within = np.minimum(reach[near], caps.reach_km[place]) + caps.radius_km[place] + SLACK_KM
            near = there[near[km <= within]]
        rows = np.sort(np.concatenate([near, lost]))
        if len(rows):
            yield Part(family=family, cell=name, asking=group, held=rows)
