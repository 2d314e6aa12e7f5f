"""Packed rows as Arrow tables that travel between machines, each row with the part that it stands in.

What many rows share (sets of labels, ranges of codes) travels once, beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from symbiosis.matching import layout as c
from symbiosis.matching.layout import Ints, PackedSide
from symbiosis.matching.partition import Part

KEYS: Final = ("family", "cell")


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What the rows of one side share; `need`: rows bring ranges of codes."""

    sets: tuple[tuple[tuple[str, bool], ...], ...]
    codes: Ints
    need: bool

    @classmethod
    def of(cls, side: PackedSide, *, need: bool) -> Shared:
        """What the rows of this side share."""
        return cls(sets=side.sets, codes=side.codes, need=need)


def table_of(side: PackedSide, parts: Sequence[Part], *, asking: bool) -> pa.Table:
    """The rows of one side, each once for every part that it stands in."""
    chosen = [part.asking if asking else part.held for part in parts]
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *chosen])
    part = np.repeat(np.arange(len(parts)), [len(mine) for mine in chosen])
    keys = [pa.array([getattr(part, key) for part in parts], type=pa.string()) for key in KEYS]
    take = pa.array(rows)
    return pa.table(
        {
            **{key: names.take(pa.array(part)) for key, names in zip(KEYS, keys, strict=True)},
            "row": rows,
            "id": pa.array(side.ids, type=pa.string()).take(take),
            "numbers": _lists(side.numbers[rows]),
            "marks": _lists(side.marks[rows]),
            "label_set": side.label_sets[rows].astype(np.int32),
            "missing": side.missing[rows].astype(np.int32),
            "doubts": side.doubts[rows].astype(np.int32),
            "hours_per_unit": side.hours_per_unit[rows],
        }
    )


def _lists(rows: NDArray[Any]) -> pa.Array:
    offsets = np.arange(len(rows) + 1, dtype=np.int32) * rows.shape[1]
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(rows.ravel()))


def side_of(table: pa.Table, shared: Shared) -> tuple[PackedSide, NDArray[np.int64]]:
    """The rows of one part as a side, in rising order, and the numbers they have in the whole region."""
    table = table.sort_by("row")
    side = PackedSide(
        ids=table["id"].combine_chunks(),
        numbers=_matrix(table["numbers"], c.NUMBERS),
        marks=_matrix(table["marks"], c.MARKS).astype(np.int32),
        label_sets=table["label_set"].to_numpy(),
        sets=shared.sets,
        missing=table["missing"].to_numpy(),
        doubts=table["doubts"].to_numpy(),
        hours_per_unit=table["hours_per_unit"].to_numpy(),
        codes=shared.codes,
    )
    return lightened(side, need=shared.need)[0], table["row"].to_numpy()


def lightened(side: PackedSide, *, need: bool) -> tuple[PackedSide, NDArray[np.int64]]:
    """The same rows with no more sets of labels and codes than they use; the former numbers of the sets."""
    used, label_sets = np.unique(side.label_sets, return_inverse=True)
    marks = side.marks.copy()
    codes = _own_codes(marks, side.codes) if need else side.codes[:0]
    light = replace(
        side,
        marks=marks,
        label_sets=label_sets.astype(np.int32),
        sets=tuple(side.sets[number] for number in used.tolist()),
        codes=codes,
    )
    return light, used.astype(np.int64)


def _matrix(column: pa.ChunkedArray, width: int) -> NDArray[Any]:
    flat = column.combine_chunks().flatten().to_numpy(zero_copy_only=False)
    # what Arrow lends cannot be written to, and the loops would be compiled once more for it
    found: NDArray[Any] = np.array(flat).reshape(-1, width)
    return found


def _own_codes(marks: Ints, codes: Ints) -> Ints:
    """The ranges of codes of these rows alone; writes where they stand now into `marks`."""
    starts, counts = marks[:, c.CODE].copy(), marks[:, c.CODES_END] - marks[:, c.CODE]
    ends = np.cumsum(counts)
    marks[:, c.CODE], marks[:, c.CODES_END] = ends - counts, ends
    within = np.arange(int(counts.sum())) - np.repeat(ends - counts, counts)
    found: Ints = codes[np.repeat(starts, counts) + within]
    return found
