"""Who reads whose work among equals: each is read as often as the others, by nobody who may not."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

import numpy as np

from symbiosis.late import late

if TYPE_CHECKING:
    from scipy import optimize, sparse
else:
    optimize = late("scipy.optimize")
    sparse = late("scipy.sparse")

SPARE: Final = 2
"""So many more than the others one reads at most, where too few may read an idea."""
_GAIN: Final = 100.0
_OVER: Final = 1000.0
_NOISE: Final = 1e-3
"""All noise together stays under this, far below any cost: it only chooses among divisions as good."""


def share_readers(
    count: int,
    *,
    wanted: int,
    barred: Collection[tuple[int, int]] = (),
    kept: Collection[tuple[int, int]] = (),
    seed: int = 0,
) -> list[tuple[int, int]]:
    """Return pairs (reader, read) among `count` equals, each read by `wanted` others where that can be.

    Nobody reads himself, nor a pair of `barred`; pairs of `kept` stand and count. First as many readings as
    possible, up to `wanted` for each; then spread evenly over who is read, then over who reads, of whom
    nobody reads more than `wanted + SPARE`. It is a flow of least cost with growing costs, so that the best
    point of the linear program is whole. Who reads whom among divisions as good hangs on `seed`.
    """
    stands = set(kept)
    arcs = sorted(
        stands
        | {
            (reader, read)
            for reader in range(count)
            for read in range(count)
            if reader != read and (reader, read) not in barred
        }
    )
    if not arcs or wanted < 1:
        return sorted(stands)
    noise = np.random.default_rng(seed).random(len(arcs)) * _NOISE / len(arcs)
    reads = [float(turn) for turn in range(wanted)] + [
        float(wanted + 2 * turn) for turn in range(1, SPARE + 1)
    ]
    gains = [-(_GAIN - 10.0 * turn / wanted) for turn in range(wanted)]
    # behind the arcs, for each of the equals: a place for each time he is read, then for each time he reads
    per_read, per_reader = [*gains, _OVER], [*reads, _OVER]
    costs = np.concatenate([noise, np.tile(per_read, count), np.tile(per_reader, count)])
    first = len(arcs)
    behind = first + count * len(per_read)
    rows, columns, signs = [], [], []
    for number, (reader, read) in enumerate(arcs):
        rows += [read, count + reader]
        columns += [number, number]
        signs += [1.0, 1.0]
    for one in range(count):
        for row, begin, width in ((one, first, len(per_read)), (count + one, behind, len(per_reader))):
            places = range(begin + one * width, begin + (one + 1) * width)
            rows += [row] * width
            columns += places
            signs += [-1.0] * width
    # the last place of each is only for what stands already
    tops = np.ones(len(costs))
    tops[first + len(per_read) - 1 : behind : len(per_read)] = np.inf
    tops[behind + len(per_reader) - 1 :: len(per_reader)] = np.inf
    lows = np.zeros(len(costs))
    lows[[number for number, arc in enumerate(arcs) if arc in stands]] = 1.0
    found = optimize.linprog(
        costs,
        A_eq=sparse.coo_array((signs, (rows, columns)), shape=(2 * count, len(costs))).tocsr(),
        b_eq=np.zeros(2 * count),
        bounds=np.column_stack([lows, tops]),
        method="highs-ds",
    )
    return [arc for arc, taken in zip(arcs, found.x[: len(arcs)], strict=True) if taken > 0.5]
