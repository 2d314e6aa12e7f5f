"""How single facts of a row are read: places, codes, hazard, food use, present destination."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from symbiosis.matching import layout as c
from symbiosis.matching.layout import Floats
from symbiosis.waste.low import LowCode

DISPOSAL = 10
"""Rung below R9 for what is dumped or burnt without use of its energy (D1 to D15)."""


def unit_vectors(lat: Floats, lon: Floats) -> tuple[Floats, Floats, Floats]:
    """Points of the unit sphere for degrees WGS84; NaN where latitude or longitude is unknown.

    The chord between two of them, c, gives the haversine distance: 2 R asin(c / 2).
    """
    phi, theta = np.radians(lat), np.radians(lon)
    unknown = np.isnan(phi) | np.isnan(theta)
    x, y, z = np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)
    return (np.where(unknown, np.nan, x), np.where(unknown, np.nan, y), np.where(unknown, np.nan, z))


def code_range(word: str) -> tuple[int, int]:
    """The List-of-Waste numbers that a code of six digits, or a chapter of two or four, stands for.

    Half open; (-1, -1) when the word is no code.

    >>> code_range("1704"), code_range("170405")
    ((170400, 170500), (170405, 170406))
    """
    digits = word.replace(" ", "").rstrip("*")
    if not digits.isdigit() or len(digits) not in (2, 4, 6):
        return (-1, -1)
    width = 10 ** (6 - len(digits))
    return (int(digits) * width, (int(digits) + 1) * width)


def hazard_bits(stated: bool | None, entries: Sequence[LowCode | None]) -> int:
    """Whether an offer is hazardous, or not yet assessed, from what it states and from its codes.

    A starred code is hazardous whatever is stated. The other side of a mirror without a statement is not
    assessed. Several codes: hazardous when all are.
    """
    known = [entry for entry in entries if entry is not None]
    if stated or (known and all(entry.hazardous for entry in known)):
        return c.HAZARDOUS
    if stated is None and any(entry.is_mirror or entry.hazardous for entry in known):
        return c.UNASSESSED
    return 0


def food_bits(best_use: int) -> int:
    """Uses that food may no longer serve; `best_use` is the most demanding one left, a place in `FoodUse`."""
    denied = (c.NOT_HUMAN, c.NOT_FEED, c.NOT_TECHNICAL)[:best_use]
    return sum(denied)


def present_rung(operation: str) -> int:
    """Rung that a stream goes to today, from its recovery or disposal operation; -1 when not known.

    R1 is energy recovery (rung 9), R2 to R13 recycling and other recovery (rung 8), D1 to D15 disposal
    (10). Source: Directive 2008/98/EC, Annexes I and II.

    >>> [present_rung(word) for word in ("R1", "R5", "D1", "R3 ", "elsewhere")]
    [9, 8, 10, 8, -1]
    """
    word = operation.strip().upper()
    if not word[1:].isdigit() or word[:1] not in ("R", "D"):
        return -1
    number = int(word[1:])
    if word[0] == "D":
        return DISPOSAL if 1 <= number <= 15 else -1
    if number == 1:
        return 9
    return 8 if 2 <= number <= 13 else -1
