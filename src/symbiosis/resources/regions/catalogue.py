"""The data that a made-up region is drawn from: places, goods, recipes."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from symbiosis.quantities import CodeArray, FloatArray, unit_code

_FOLDER: Final = "symbiosis.resources.regions"


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one data file of this package."""
    text = files(_FOLDER).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@dataclass(frozen=True, slots=True)
class Choice:
    """Words to choose from, each with its share."""

    words: tuple[str, ...]
    shares: FloatArray

    @classmethod
    def parse(cls, cell: str) -> Choice:
        """Read `week:2|month:1`; a word without a weight counts one. An empty cell is one empty word."""
        pairs = [part.rsplit(":", 1) if ":" in part else [part, "1"] for part in cell.split("|")]
        weights = np.array([float(weight) for _, weight in pairs])
        return cls(tuple(word for word, _ in pairs), weights / weights.sum())

    @classmethod
    def words_alone(cls, cell: str) -> Choice:
        """Read `one|two`, all alike, in which a colon is a colon."""
        words = tuple(cell.split("|"))
        return cls(words, np.full(len(words), 1 / len(words)))


@dataclass(frozen=True, slots=True)
class Places:
    """Towns and parts of towns, with the share of all inhabitants who live there."""

    names: tuple[str, ...]
    lat: FloatArray
    lon: FloatArray
    shares: FloatArray


@cache
def places() -> Places:
    """Every place of `places.csv`."""
    rows = rows_of("places.csv")
    inhabitants = np.array([float(row["inhabitants"]) for row in rows])
    return Places(
        tuple(row["place"] for row in rows),
        np.array([float(row["lat"]) for row in rows]),
        np.array([float(row["lon"]) for row in rows]),
        inhabitants / inhabitants.sum(),
    )


class Goods:
    """What is offered and sought: one entry for each row of `goods.csv`, numbers as columns."""

    def __init__(self, rows: Sequence[dict[str, str]]) -> None:
        self.rows = tuple(rows)
        self.unit: CodeArray = np.array([unit_code(row["unit"]) for row in rows], dtype=np.int8)

    def __len__(self) -> int:
        return len(self.rows)

    def texts(self, column: str) -> tuple[str, ...]:
        """One column as words."""
        return tuple(row[column] for row in self.rows)

    def numbers(self, column: str) -> FloatArray:
        """One column as numbers, NaN where empty."""
        return np.array([float(row[column]) if row[column] else np.nan for row in self.rows])

    def choices(self, column: str) -> tuple[Choice, ...]:
        """One column as weighted choices."""
        return tuple(Choice.parse(row[column]) for row in self.rows)

    def shares(self, column: str) -> FloatArray:
        """One column of weights, adding up to one."""
        weights = self.numbers(column)
        return np.asarray(weights / weights.sum())


@cache
def goods() -> Goods:
    """Every good of `goods.csv`."""
    return Goods(rows_of("goods.csv"))


@cache
def trades() -> tuple[tuple[dict[str, str], ...], ...]:
    """The rows of `recipes.csv`, together by trade."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows_of("recipes.csv"):
        found.setdefault(row["trade"], []).append(row)
    return tuple(tuple(rows) for rows in found.values())
