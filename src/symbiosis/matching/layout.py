"""How one side of a matching problem lies in memory: a row of numbers per stream, a column per meaning."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from symbiosis.places import EARTH_RADIUS_KM

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

TWICE_RADIUS_KM = 2.0 * EARTH_RADIUS_KM
MOST_KINDS = 64

# Columns of `PackedSide.numbers` (float64). NaN is unknown, or a neutral value
# stands for "no limit".
X, Y, Z = 0, 1, 2
"""Unit vector of the place (dimensionless); NaN: place unknown."""
QUANTITY = 3
"""Total over the horizon in the base unit of `UNIT`; NaN: unknown."""
PRICE = 4
"""EUR per base unit; 0 when unknown (contract), which `CERTAINTY` lowers."""
REACH = 5
"""Greatest road distance this row allows, km; infinity: no limit of its own."""
LEVEL = 6
"""Quality of the kind: degrees Celsius, water class, m2, last day of use, condition. Need: least accepted."""
CERTAINTY = 7
"""Share of the facts of its kind that the row tells, 0 to 1, halved: two rows add up to 0 to 1."""
MIN_QUANTITY = 8
"""Need: least quantity worth taking, over the horizon, base unit; 0: none. Offers: 0."""
SCALE = 9
"""Offer: road km at which nearness is nil, the reach of its material class. Need: infinity, unused."""
TONNES = 10
"""Offer: tonnes to carry per base unit; 0 where nothing is carried. Need: 0."""
MARGIN_SCALE = 11
"""Offer: EUR per base unit at which the margin part reaches three quarters. Need: 1, unused."""
NUMBERS = 12

# Columns of `PackedSide.marks` (int32).
FROM, UNTIL = 0, 1
"""First and last day, as days since 1970-01-01; `OPEN_FROM`, `OPEN_UNTIL` where unknown."""
TRAITS = 2
"""Offer: bits of what it is. Need: bits of what it refuses."""
CODE = 3
"""Offer: List-of-Waste code as a six-digit number, -1 unknown. Need: start of its ranges in `codes`."""
CODES_END = 4
"""Need: end of its ranges in `codes`; equal to the start: any code. Offer: 0."""
ORDER = 5
"""Place of the id in the order of ids: breaks ties."""
ENTITY = 6
"""What may stand once in a ranking: the row itself, or the processor that several recipe rows share."""
RUNG = 7
"""Offer: best rung that it can serve (0 to 9, -1 unknown). Need: rung of the link, 9 when unknown."""
PRESENT = 8
"""Offer: rung of its present destination, -1 unknown. Need: -1."""
UNIT = 9
"""Base unit as a number, below `MOST_KINDS`; 0: no quantity known and no price."""
CIRCLE = 10
"""Hub whose rows alone may be linked to this one; 0: open."""
HUB = 11
"""Hub that the row belongs to; 0: none."""
MARKS = 12

OPEN_FROM, OPEN_UNTIL = -1_000_000, 1_000_000

# Bits of `TRAITS`.
HAZARDOUS, UNASSESSED, WASTE, COLD = 1, 2, 4, 8
NOT_HUMAN, NOT_FEED, NOT_TECHNICAL = 16, 32, 64

# Columns of the vector of settings that a kernel gets.
W_NEAR, W_QUANTITY, W_TIME, W_MARGIN, W_CERTAINTY, W_GAIN, W_MATERIAL = 0, 1, 2, 3, 4, 5, 6
DETOUR, EUR_PER_TKM = 7, 8
SETTINGS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedSide:
    """One side (offers, needs or processors) as arrays.

    `ids` is a sequence of text (list or arrow array). `numbers` has shape (n, NUMBERS), `marks` (n, MARKS),
    `codes` (m, 2) with half-open ranges of List-of-Waste numbers. `label_sets` gives per row a number in
    `sets`, a tuple of `(label, declared)` pairs: what the row is (offers) or accepts (needs). A label is a
    kind and a material class, an opaque word or a code. `missing` holds a bit per fact of
    `reference.ALL_FACTS` that the row does not tell; `doubts` the bits of `TRAITS` that an offer does not
    settle for itself, or that a need does not say whether it refuses; `hours_per_unit` is the work per base
    unit of a processor, NaN where unknown.
    """

    ids: Any
    numbers: Floats
    marks: Ints
    label_sets: Ints
    sets: tuple[tuple[tuple[str, bool], ...], ...]
    missing: Ints
    doubts: Ints
    hours_per_unit: Floats
    codes: Ints = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int32))

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def order(self) -> Ints:
        """Each row's place in the order of ids."""
        order: Ints = np.ascontiguousarray(self.marks[:, ORDER])
        return order

    def take(self, rows: Any) -> PackedSide:
        """Only these rows, in this order; sets and codes stay as they are."""
        ids = pa.array(self.ids, type=pa.string()).take(pa.array(rows))
        side = replace(
            self,
            ids=ids,
            numbers=self.numbers[rows],
            marks=self.marks[rows],
            label_sets=self.label_sets[rows],
            missing=self.missing[rows],
            doubts=self.doubts[rows],
            hours_per_unit=self.hours_per_unit[rows],
        )
        return side.with_order_of_ids()

    def with_order_of_ids(self) -> PackedSide:
        """The same rows, each knowing its place in the order of ids; rows of one id keep theirs."""
        order = pc.sort_indices(pa.array(self.ids, type=pa.string())).to_numpy()
        marks = self.marks.copy()
        marks[order, ORDER] = np.arange(len(self), dtype=np.int32)
        return replace(self, marks=marks)
