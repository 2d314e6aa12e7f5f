"""Single values to and from columns: how unknown is written in numbers, days and yes-or-no."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

import numpy as np
import pyarrow as pa

from symbiosis.places import Point
from symbiosis.quantities import UNIT_CODES, UNITS, UNKNOWN_DAY, CodeArray, FloatArray, day_from_number

UNKNOWN: Final = -1

Word = TypeVar("Word", bound=StrEnum)


def numbers(values: Sequence[float | None]) -> FloatArray:
    """A float64 column, NaN for None."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def number(value: np.float64) -> float | None:
    """One cell of a float64 column, None for NaN."""
    return None if np.isnan(value) else float(value)


def flags(values: Sequence[bool | None]) -> CodeArray:
    """An int8 column: 0 no, 1 yes, -1 unknown."""
    return np.array([UNKNOWN if value is None else int(value) for value in values], dtype=np.int8)


def flag(code: np.int8) -> bool | None:
    """One cell of a yes-or-no column."""
    return None if code < 0 else bool(code)


def day(value: np.int32) -> date | None:
    """One cell of a column of days."""
    return None if value == UNKNOWN_DAY else day_from_number(int(value))


def codes(members: Sequence[StrEnum | None]) -> CodeArray:
    """An int8 column of places in a vocabulary, -1 for None."""
    return np.array([code_of(member) for member in members], dtype=np.int8)


def code_of(member: StrEnum | None) -> int:
    """Place of `member` in its vocabulary, -1 for None."""
    return UNKNOWN if member is None else list(type(member)).index(member)


def member_at(vocabulary: type[Word], code: int | np.int8) -> Word | None:
    """Undo `code_of`."""
    return None if code < 0 else list(vocabulary)[code]


def unit_codes(keys: Sequence[str | None]) -> CodeArray:
    """An int8 column of places in `UNITS`, -1 for None."""
    return np.array([UNIT_CODES[key] if key else UNKNOWN for key in keys], dtype=np.int8)


def unit_key(code: np.int8) -> str | None:
    """Key of the unit with this code, None for -1."""
    return None if code < 0 else UNITS[code].key


def point(lat: np.float64, lon: np.float64) -> Point | None:
    """The place of one row, None unless both coordinates are known."""
    return None if np.isnan(lat) or np.isnan(lon) else Point(float(lat), float(lon))


def text_array(values: Sequence[str | None]) -> pa.Array:
    """An arrow column of strings; None becomes the empty string, which means unknown."""
    return pa.array([value or "" for value in values], type=pa.string())
