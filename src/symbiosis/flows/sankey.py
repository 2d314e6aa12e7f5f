"""Where processes and bands stand in a flow diagram: columns, order, heights, offsets, for any drawing tool.

At most `most_bands` bands: the largest flows keep their own, everything else is gathered. A process that no
kept flow touches becomes part of one node `rest`; flows between the same two nodes become one band. So every
node that is shown has all that enters and leaves it, and no tonne is lost. The environment is two nodes,
before and after. A band that runs against the order of the columns is marked `backward`: some drawing tools
refuse loops.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from symbiosis.flows.results import Reconciliation
from symbiosis.flows.system import ENVIRONMENT, FlowSystem

MOST_BANDS: Final = 20
REST: Final = "rest"
"""Key of the node that gathers the small processes."""

ORIGIN: Final = "env:origin"
"""Key of the environment as a place where flows come from."""

DESTINATION: Final = "env:destination"
"""Key of the environment as a place where flows go to."""

SWEEPS: Final = 8
"""Rounds of ordering by the mean place of the neighbours."""

GAP: Final = 0.04
"""Free height between two nodes of a column, as a share of the diagram."""


@dataclass(frozen=True, slots=True)
class Band:
    """One band of the diagram: a flow, or several gathered.

    `quantity` is in the unit of the system and never negative. `source_top` and `target_top` are where its
    upper edge meets the nodes, `height` how thick it is, all as shares of the diagram's height, 0 at the top.
    """

    source: str
    target: str
    quantity: float
    flows: tuple[str, ...]
    height: float
    source_top: float
    target_top: float
    backward: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A process, `REST`, `ORIGIN` or `DESTINATION`: column from 0, upper edge and height as shares."""

    key: str
    column: int
    top: float
    height: float
    quantity: float


@dataclass(frozen=True, slots=True)
class Sankey:
    """A laid-out diagram. `inside_rest` is what moves within the gathered node and is not drawn; `unknown`
    names the flows whose size nobody knows.
    """

    unit: str
    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]
    columns: int
    inside_rest: float
    unknown: tuple[str, ...]


@dataclass(slots=True)
class _Gathered:
    """Flows between the same two nodes."""

    quantity: float
    flows: list[str]


def sankey(reconciliation: Reconciliation, *, most_bands: int = MOST_BANDS) -> Sankey:
    """Lay out the reconciled flows of a system."""
    values = {estimate.id: estimate.value for estimate in reconciliation.flows}
    return sankey_of(reconciliation.system, values, most_bands=most_bands)


def sankey_of(
    system: FlowSystem, values: Mapping[str, float | None], *, most_bands: int = MOST_BANDS
) -> Sankey:
    """Lay out any values of a system's flows; a negative value is drawn the other way round."""
    ends = {flow.id: _ends(flow.source, flow.target, values.get(flow.id)) for flow in system.flows}
    sizes = {flow.id: abs(value) for flow in system.flows if (value := values.get(flow.id)) is not None}
    ranked = sorted((name for name in sizes if sizes[name] > 0.0), key=lambda name: (-sizes[name], name))
    bands, inside = _gathered(ranked, ends, sizes, most_bands)
    columns, backward = _columns(bands)
    nodes, bands_out = _placed(bands, columns, backward)
    return Sankey(
        unit=system.unit,
        nodes=nodes,
        bands=bands_out,
        columns=1 + max(columns.values(), default=-1),
        inside_rest=inside,
        unknown=tuple(sorted(flow.id for flow in system.flows if flow.id not in sizes)),
    )


def _ends(source: str, target: str, value: float | None) -> tuple[str, str]:
    if value is not None and value < 0.0:
        source, target = target, source
    return (
        ORIGIN if source == ENVIRONMENT else source,
        DESTINATION if target == ENVIRONMENT else target,
    )


Pairs = dict[tuple[str, str], _Gathered]


def _gathered(
    ranked: list[str], ends: Mapping[str, tuple[str, str]], sizes: Mapping[str, float], most: int
) -> tuple[Pairs, float]:
    """Bands by pair of nodes, keeping as many of the largest flows apart as fit in `most` bands."""
    for kept in range(min(most, len(ranked)), -1, -1):
        shown = {end for name in ranked[:kept] for end in ends[name]} | {ORIGIN, DESTINATION}
        pairs: Pairs = {}
        inside = 0.0
        for name in ranked:
            source, target = (end if end in shown else REST for end in ends[name])
            if source == target:
                inside += sizes[name]
                continue
            gathered = pairs.setdefault((source, target), _Gathered(0.0, []))
            gathered.quantity += sizes[name]
            gathered.flows.append(name)
        if len(pairs) <= most:
            return pairs, inside
    return {}, sum(sizes[name] for name in ranked)


def _columns(pairs: Pairs) -> tuple[dict[str, int], set[tuple[str, str]]]:
    """The column of each node, after the farthest node that feeds it; loops cut at the smallest band."""
    backward: set[tuple[str, str]] = set()
    forward: dict[str, set[str]] = {}
    for pair in sorted(pairs, key=lambda pair: (-pairs[pair].quantity, pair)):
        if _reaches(forward, pair[1], pair[0]):
            backward.add(pair)
        else:
            forward.setdefault(pair[0], set()).add(pair[1])
    nodes = sorted({end for pair in pairs for end in pair})
    column = dict.fromkeys(nodes, 0)
    for _ in nodes:
        for source, targets in forward.items():
            for target in targets:
                column[target] = max(column[target], column[source] + 1)
    if DESTINATION in column:
        column[DESTINATION] = max(column.values())
    return column, backward


def _reaches(forward: Mapping[str, set[str]], start: str, goal: str) -> bool:
    waiting, seen = [start], {start}
    while waiting:
        node = waiting.pop()
        if node == goal:
            return True
        new = forward.get(node, set()) - seen
        seen |= new
        waiting.extend(new)
    return False


def _placed(
    pairs: Pairs, column: Mapping[str, int], backward: set[tuple[str, str]]
) -> tuple[tuple[Node, ...], tuple[Band, ...]]:
    through = {
        node: max(
            sum(band.quantity for pair, band in pairs.items() if pair[0] == node),
            sum(band.quantity for pair, band in pairs.items() if pair[1] == node),
        )
        for node in column
    }
    order = _ordered(pairs, column)
    scale = min(
        ((1.0 - GAP * (len(nodes) - 1)) / sum(through[node] for node in nodes) for nodes in order),
        default=1.0,
    )
    tops: dict[str, float] = {}
    for nodes in order:
        free = 1.0 - scale * sum(through[node] for node in nodes) - GAP * (len(nodes) - 1)
        top = free / 2.0
        for node in nodes:
            tops[node] = top
            top += through[node] * scale + GAP
    placed = tuple(
        Node(node, column[node], tops[node], through[node] * scale, through[node])
        for nodes in order
        for node in nodes
    )
    return placed, _bands(pairs, tops, scale, backward)


def _ordered(pairs: Pairs, column: Mapping[str, int]) -> list[list[str]]:
    """The nodes of each column from top to bottom, so that bands cross little."""
    order: list[list[str]] = [[] for _ in range(1 + max(column.values(), default=-1))]
    for node in sorted(column):
        order[column[node]].append(node)
    order = [nodes for nodes in order if nodes]
    for _ in range(SWEEPS):
        place = {node: (rank + 0.5) / len(nodes) for nodes in order for rank, node in enumerate(nodes)}
        for nodes in order:
            nodes.sort(key=lambda node: (round(_pull(pairs, node, place), 9), node))
    return order


def _pull(pairs: Pairs, node: str, place: Mapping[str, float]) -> float:
    """Mean place of the neighbours, weighted by what flows to and from them."""
    near = [
        (place[other], band.quantity)
        for (source, target), band in pairs.items()
        for own, other in ((source, target), (target, source))
        if own == node
    ]
    weight = sum(quantity for _, quantity in near)
    return sum(at * quantity for at, quantity in near) / weight if weight else place[node]


def _bands(
    pairs: Pairs, tops: Mapping[str, float], scale: float, backward: Iterable[tuple[str, str]]
) -> tuple[Band, ...]:
    against = frozenset(backward)
    leaving, entering = dict(tops), dict(tops)
    source_top: dict[tuple[str, str], float] = {}
    target_top: dict[tuple[str, str], float] = {}
    for pair in sorted(pairs, key=lambda pair: (tops[pair[1]], pair)):
        source_top[pair] = leaving[pair[0]]
        leaving[pair[0]] += pairs[pair].quantity * scale
    for pair in sorted(pairs, key=lambda pair: (tops[pair[0]], pair)):
        target_top[pair] = entering[pair[1]]
        entering[pair[1]] += pairs[pair].quantity * scale
    return tuple(
        Band(
            source=pair[0],
            target=pair[1],
            quantity=pairs[pair].quantity,
            flows=tuple(pairs[pair].flows),
            height=pairs[pair].quantity * scale,
            source_top=source_top[pair],
            target_top=target_top[pair],
            backward=pair in against,
        )
        for pair in sorted(pairs, key=lambda pair: (-pairs[pair].quantity, pair))
    )
