"""What no single cell can tell: places, dates in order, ids that occur once, recipes that agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from symbiosis.errors import ProblemCode
from symbiosis.lambert import in_belgium
from symbiosis.places import NEIGHBOURHOOD, in_metres, swapped
from symbiosis.quantities import UNKNOWN_DAY, FloatArray, IntArray, day_from_number
from symbiosis.tables.checking import Checker, Mask


def check_places(checker: Checker, lat: FloatArray, lon: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Refuse impossible places; give both coordinates back, unknown where half of the place is missing."""

    def both(place: int) -> str:
        return ", ".join(f"{value:.10g}" if np.isfinite(value) else "" for value in (lat[place], lon[place]))

    def meant(place: int) -> dict[str, str]:
        point = in_belgium(float(lat[place]), float(lon[place]))
        return {"allowed": f"lat {point.lat:.5f}, lon {point.lon:.5f}" if point else "lat 51.05, lon 3.72"}

    open_rows = np.isfinite(lat) & np.isfinite(lon)
    for code, found in (
        (ProblemCode.COORDINATES_METRES, in_metres(lat) | in_metres(lon)),
        (ProblemCode.COORDINATES_ZERO, (lat == 0) & (lon == 0)),
        (ProblemCode.COORDINATES_SWAPPED, swapped(lat, lon)),
    ):
        mask = found & open_rows
        checker.refuse(mask, code, "lat", both, meant)
        open_rows &= ~mask
    for name, values, limit in (("lat", lat, 90.0), ("lon", lon, 180.0)):
        mask = (np.abs(values) > limit) & (open_rows | ~(np.isfinite(lat) & np.isfinite(lon)))
        details = {"allowed": f"-{limit:g} … {limit:g}"}
        checker.refuse(
            mask,
            ProblemCode.OUT_OF_RANGE,
            name,
            lambda place, values=values: f"{values[place]:.10g}",  # type: ignore[misc]
            lambda _, details=details: details,  # type: ignore[misc]
        )
        open_rows &= ~mask
    half = (np.isfinite(lat) != np.isfinite(lon)) & ~checker.bad
    checker.note(half, ProblemCode.COORDINATES_HALF, "lat", both)
    checker.note(open_rows & ~NEIGHBOURHOOD.holds(lat, lon), ProblemCode.COORDINATES_FAR, "lat", both)
    return np.where(half, np.nan, lat), np.where(half, np.nan, lon)


def check_dates(checker: Checker, begin: IntArray, end: IntArray) -> None:
    """Refuse rows that end before they begin."""
    reversed_rows = (begin != UNKNOWN_DAY) & (end != UNKNOWN_DAY) & (end < begin)
    checker.refuse(
        reversed_rows,
        ProblemCode.DATES_REVERSED,
        "until",
        lambda place: day_from_number(int(end[place])).isoformat(),
        lambda place: {"other": day_from_number(int(begin[place])).isoformat()},
    )


def check_unique(checker: Checker, ids: pa.Array, column: str = "id") -> None:
    """Refuse every later row with an id that an earlier one has; `column` is where ids stand."""
    encoded = ids.dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    if len(encoded.dictionary) == len(codes):
        return
    first = first_places(codes, len(encoded.dictionary))[codes]
    empty = encoded.dictionary.to_pylist().index("") if "" in encoded.dictionary.to_pylist() else -1
    checker.refuse(
        (first != np.arange(len(codes))) & (codes != empty),
        ProblemCode.ID_TWICE,
        column,
        lambda place: ids[place].as_py(),
        lambda place: {"other": str(int(checker.grid.row_number[first[place]]))},
    )


def first_places(codes: npt.NDArray[Any], count: int) -> npt.NDArray[np.int64]:
    """Place at which each code occurs first."""
    first = np.full(count, len(codes), dtype=np.int64)
    np.minimum.at(first, codes, np.arange(len(codes)))
    return first


def check_something_named(checker: Checker, columns: Sequence[str]) -> None:
    """Refuse rows in which every one of these columns is empty."""
    named: Mask = np.zeros(len(checker.grid), dtype=bool)
    for name in columns:
        named |= filled(checker, name)
    checker.refuse(~named, ProblemCode.NOTHING_NAMED, "text", lambda _: None)


def filled(checker: Checker, name: str) -> Mask:
    """True where a column has a cell that is not blank."""
    return np.asarray(pc.not_equal(checker.texts(name), "").to_numpy(zero_copy_only=False), dtype=bool)


def shared_by_id(
    checker: Checker, name: str, codes: npt.NDArray[Any], values: npt.NDArray[Any], known: Mask
) -> npt.NDArray[Any]:
    """One value for each id: that of its first row that has one. Other rows must have the same or none.

    Returns, for each row, the place of the row whose value counts for its id (itself where none has one).
    """
    rows = np.arange(len(codes))
    count = int(codes.max()) + 1 if len(codes) else 0
    known = known & ~checker.bad
    first = np.full(count, len(codes), dtype=np.int64)
    np.minimum.at(first, codes[known], rows[known])
    leader = np.where(first[codes] < len(codes), first[codes], rows)
    differs = known & (values != values[leader])
    checker.refuse(
        differs,
        ProblemCode.RECIPES_DISAGREE,
        name,
        lambda place: str(values[place]),
        lambda place: {
            "other": str(int(checker.grid.row_number[leader[place]])),
            "allowed": str(values[leader[place]]),
        },
    )
    return leader
