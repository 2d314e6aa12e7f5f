"""Draws from a seeded generator, whole columns at a time."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from symbiosis.places import FLANDERS
from symbiosis.quantities import CodeArray, FloatArray
from symbiosis.resources.regions.catalogue import Choice, places

Draws = np.random.Generator
Picks = npt.NDArray[np.int64]


def pick(draws: Draws, shares: FloatArray, count: int) -> Picks:
    """`count` places in `shares`, each as often as its share says."""
    edges = np.cumsum(shares)
    found: Picks = np.searchsorted(edges, draws.random(count) * edges[-1], side="right").astype(np.int64)
    return np.minimum(found, len(shares) - 1)


def pick_words(draws: Draws, choices: Sequence[Choice], which: Picks) -> tuple[tuple[str, ...], Picks]:
    """For each row one word of its own choice: all words one after another, and the place of each row's."""
    starts = np.cumsum([0, *(len(choice.words) for choice in choices)])
    # one cumulated row for each choice, laid end to end: row i searches between i and i + 1
    edges = np.concatenate([np.cumsum(choice.shares) + row for row, choice in enumerate(choices)])
    found = np.searchsorted(edges, which + draws.random(len(which)), side="right")
    places_ = np.clip(found, starts[which], starts[which + 1] - 1).astype(np.int64)
    return tuple(word for choice in choices for word in choice.words), places_


def texts(words: Sequence[str], which: Picks) -> pa.Array:
    """The words at these places."""
    return pa.array(words, type=pa.string()).take(pa.array(which))


def codes(words: Sequence[str], which: Picks, vocabulary: type[StrEnum]) -> CodeArray:
    """The words at these places as codes of a vocabulary, -1 for an empty word."""
    members = [member.value for member in vocabulary]
    lookup = np.array([members.index(word) if word else -1 for word in words], dtype=np.int8)
    return lookup[which]


def spots(draws: Draws, count: int, *, spread_km: float = 1.2) -> tuple[FloatArray, FloatArray, Picks]:
    """Latitude, longitude and town of `count` addresses, more where more people live."""
    towns = places()
    which = pick(draws, towns.shares, count)
    lat = towns.lat[which] + draws.normal(0.0, spread_km / 111.2, count)
    lon = towns.lon[which] + draws.normal(0.0, spread_km / 69.9, count)
    north = np.round(np.clip(lat, FLANDERS.south, FLANDERS.north), 5)
    east = np.round(np.clip(lon, FLANDERS.west, FLANDERS.east), 5)
    return np.asarray(north, dtype=np.float64), np.asarray(east, dtype=np.float64), which


def amounts(draws: Draws, median: FloatArray, spread: FloatArray) -> FloatArray:
    """Lognormal amounts around a median, with two figures that count."""
    raw = median * np.exp(spread * draws.standard_normal(len(median)))
    step = 10.0 ** (np.floor(np.log10(raw)) - 1)
    # through whole numbers, so that 1.3 is 1.3 and not 1.3000000000000003
    return np.asarray(np.round(np.round(raw / step) * step, 6))


def forget(draws: Draws, share: float, values: npt.NDArray[Any], unknown: Any) -> npt.NDArray[Any]:
    """The same values, a share of them replaced by unknown."""
    return np.where(draws.random(len(values)) < share, unknown, values).astype(values.dtype)
