"""From any flow to a forest: cycles are cancelled without loss, so that people see as few links as can be.

What an offer keeps and what a need lacks count as arcs to a common root, worth nothing. In a cycle,
quantity is moved round in the direction that gains (or costs nothing) until one arc is empty. What is left is
a vertex of the problem: a forest, at most one arc fewer than nodes.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from symbiosis.matching.compiling import compiled
from symbiosis.network.program import Floats, Ints


def as_forest(
    supply: Floats, demand: Floats, tails: Any, heads: Any, values: Floats, flow: Floats
) -> tuple[Floats, Ints]:
    """The flow with all cycles cancelled, worth as much or more, and the arc from each node to its parent.

    Nodes are the offers, the needs, and last the root. The second answer holds, per node, an arc of the
    forest: its number; -1 for the arc to the root; -2 where nothing leads up from the node.
    """
    offers, needs = len(supply), len(demand)
    root = offers + needs
    kept = np.flatnonzero(flow > 0.0)
    left = np.maximum(0.0, supply - np.bincount(tails[kept], weights=flow[kept], minlength=offers))
    lacking = np.maximum(0.0, demand - np.bincount(heads[kept], weights=flow[kept], minlength=needs))
    slack = np.concatenate([left, lacking])
    slack_nodes = np.flatnonzero(slack > 0.0)
    one = np.concatenate([slack_nodes, tails[kept].astype(np.int64)])
    other = np.concatenate([np.full(len(slack_nodes), root), heads[kept].astype(np.int64) + offers])
    worth = np.concatenate([np.zeros(len(slack_nodes)), values[kept]])
    amounts = np.concatenate([slack[slack_nodes], flow[kept]])
    parent = np.full(root + 1, -1, dtype=np.int64)
    edge = np.full(root + 1, -1, dtype=np.int64)
    marks = np.zeros(root + 1, dtype=np.int64)
    cancel(one, other, worth, amounts, root, parent, edge, marks, np.empty(root + 2, dtype=np.int64))
    found = np.zeros(len(flow))
    found[kept] = amounts[len(slack_nodes) :]
    numbers = np.concatenate([np.full(len(slack_nodes), -1), kept, [-2]])
    return found, numbers[edge]


@compiled
def _uproot(node: int, parent: Any, edge: Any) -> None:
    """Make `node` the top of its tree."""
    above, arc = parent[node], edge[node]
    parent[node], edge[node] = -1, -1
    below = node
    while above >= 0:
        next_above, next_arc = parent[above], edge[above]
        parent[above], edge[above] = below, arc
        below, above, arc = above, next_above, next_arc


@compiled
def cancel(  # noqa: C901 - one loop over arcs, compiled as one
    one: Any, other: Any, worth: Any, amounts: Any, root: int, parent: Any, edge: Any, marks: Any, path: Any
) -> None:
    """Make a forest of these arcs, changing `amounts`; `root` may gain or lose what it likes."""
    for arc in range(len(one)):
        u, v = one[arc], other[arc]
        # the way up from u is marked; the way up from v meets it, or the trees differ
        stamp = arc + 1
        node = u
        while node >= 0:
            marks[node] = stamp
            node = parent[node]
        meet = v
        while meet >= 0 and marks[meet] != stamp:
            meet = parent[meet]
        if meet < 0:
            # the root stays on top of its tree: signs would not alternate through it
            top = u
            while parent[top] >= 0:
                top = parent[top]
            if top == root:
                u, v = v, u
            _uproot(u, parent, edge)
            parent[u], edge[u] = v, arc
            continue
        # along both ways up, signs alternate: what enters a node by one arc leaves by the next
        gain = worth[arc]
        smallest_minus, smallest_plus = math.inf, amounts[arc]
        out_minus, out_plus = -1, -1
        for side in range(2):
            node = u if side == 0 else v
            sign = -1.0
            while node != meet:
                step = edge[node]
                gain += sign * worth[step]
                if sign < 0.0:
                    if amounts[step] < smallest_minus:
                        smallest_minus = amounts[step]
                        out_minus = node
                elif amounts[step] < smallest_plus:
                    smallest_plus = amounts[step]
                    out_plus = node
                sign = -sign
                node = parent[node]
        if gain >= 0.0:
            change, leaving = smallest_minus, out_minus
        else:
            change, leaving = -smallest_plus, out_plus
        amounts[arc] += change
        for side in range(2):
            node = u if side == 0 else v
            sign = -1.0
            while node != meet:
                amounts[edge[node]] += sign * change
                sign = -sign
                node = parent[node]
        if leaving < 0:
            amounts[arc] = 0.0
            continue
        amounts[edge[leaving]] = 0.0
        parent[leaving], edge[leaving] = -1, -1
        # the arc joins what was just cut apart: the cut-off part hangs below it
        node = u
        while parent[node] >= 0:
            node = parent[node]
        if node == leaving:
            _uproot(u, parent, edge)
            parent[u], edge[u] = v, arc
        else:
            _uproot(v, parent, edge)
            parent[v], edge[v] = u, arc
