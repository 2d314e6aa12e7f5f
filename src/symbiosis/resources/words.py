"""Columns of words as numbers: a vocabulary and, for each row, one place in it or several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

CodeColumn = npt.NDArray[np.int32]
StartColumn = npt.NDArray[np.int64]
Indices = npt.NDArray[Any]

DIVIDER: Final = "|"
"""Divides the words of one cell."""


def _encoded(values: pa.Array) -> tuple[tuple[str, ...], CodeColumn]:
    """Sorted vocabulary of `values` and each value's place in it; the empty string is -1."""
    dictionary = values.dictionary_encode()
    words: list[str] = dictionary.dictionary.to_pylist()
    order = sorted(range(len(words)), key=words.__getitem__)
    ordered = [words[i] for i in order if words[i]]
    first = len(words) - len(ordered)
    places = np.empty(len(words) + 1, dtype=np.int32)
    places[order] = np.arange(len(words), dtype=np.int32) - first
    codes = dictionary.indices.to_numpy(zero_copy_only=False)
    return tuple(ordered), places[codes]


@dataclass(frozen=True, slots=True, eq=False)
class WordColumn:
    """One word for each row, or none.

    `words` is the sorted vocabulary; `codes` holds each row's place in it, -1 where the cell is empty.
    """

    words: tuple[str, ...]
    codes: CodeColumn

    @classmethod
    def of(cls, values: pa.Array) -> WordColumn:
        """Build from an arrow column of strings (empty: unknown)."""
        return cls(*_encoded(pc.utf8_trim_whitespace(values)))

    @classmethod
    def empty(cls, rows: int) -> WordColumn:
        """A column in which every cell is unknown."""
        return cls((), np.full(rows, -1, dtype=np.int32))

    def __len__(self) -> int:
        return len(self.codes)

    def at(self, row: int) -> str | None:
        """The word of one row, None where unknown."""
        code = int(self.codes[row])
        return None if code < 0 else self.words[code]

    def take(self, rows: Indices) -> WordColumn:
        """The same vocabulary with only these rows, in this order."""
        return WordColumn(self.words, self.codes[rows])

    def texts(self) -> pa.Array:
        """Back to an arrow column of strings."""
        lookup = pa.array([*self.words, ""], type=pa.string())
        return lookup.take(pa.array(np.where(self.codes < 0, len(self.words), self.codes)))


@dataclass(frozen=True, slots=True, eq=False)
class LabelColumn:
    """Any number of words for each row.

    Row `i` has the words at `codes[starts[i]:starts[i + 1]]`, in the order they were written.
    """

    words: tuple[str, ...]
    starts: StartColumn
    codes: CodeColumn

    @classmethod
    def of(cls, values: pa.Array) -> LabelColumn:
        """Build from an arrow column of strings in which `|` divides the words."""
        lists = pc.split_pattern(values, DIVIDER)
        parts = pc.utf8_trim_whitespace(lists.flatten())
        filled = pc.not_equal(parts, "")
        counts = np.concatenate(([0], np.cumsum(filled.to_numpy(zero_copy_only=False))))
        offsets = np.asarray(lists.offsets)
        starts = counts[offsets - offsets[0]].astype(np.int64)
        return cls.from_parts(parts.filter(filled), starts)

    @classmethod
    def from_parts(cls, parts: pa.Array, starts: StartColumn) -> LabelColumn:
        """Build from the words of all rows one after another and where each row starts."""
        words, codes = _encoded(parts)
        return cls(words, starts, codes)

    @classmethod
    def from_lists(cls, rows: Iterable[Sequence[str]]) -> LabelColumn:
        """Build from one sequence of words for each row."""
        lists = [list(row) for row in rows]
        starts = np.cumsum([0, *(len(row) for row in lists)]).astype(np.int64)
        return cls.from_parts(pa.array([word for row in lists for word in row], type=pa.string()), starts)

    @classmethod
    def empty(cls, rows: int) -> LabelColumn:
        """A column in which every cell is unknown."""
        return cls((), np.zeros(rows + 1, dtype=np.int64), np.empty(0, dtype=np.int32))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def counts(self) -> StartColumn:
        """How many words each row has."""
        return np.diff(self.starts)

    @property
    def first(self) -> CodeColumn:
        """Each row's first word, -1 where it has none."""
        result = np.full(len(self), -1, dtype=np.int32)
        filled = self.counts > 0
        result[filled] = self.codes[self.starts[:-1][filled]]
        return result

    def at(self, row: int) -> tuple[str, ...]:
        """The words of one row."""
        return tuple(self.words[c] for c in self.codes[self.starts[row] : self.starts[row + 1]])

    def take(self, rows: Indices) -> LabelColumn:
        """The same vocabulary with only these rows, in this order."""
        wanted = np.arange(len(self))[rows]
        counts = self.counts[wanted]
        starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        places = (
            np.arange(starts[-1]) - np.repeat(starts[:-1], counts) + np.repeat(self.starts[wanted], counts)
        )
        return LabelColumn(self.words, starts, self.codes[places])

    def texts(self) -> pa.Array:
        """Back to an arrow column of strings divided by `|`."""
        flat = pa.array(self.words, type=pa.string()).take(pa.array(self.codes))
        lists = pa.LargeListArray.from_arrays(pa.array(self.starts), flat)
        return pc.binary_join(lists, DIVIDER)
