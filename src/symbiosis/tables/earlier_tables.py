"""What an earlier run of `allocate` wrote: its flows and prices read back, as a start for the next run."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from symbiosis.errors import FileRefused, Problem, ProblemCode, Report
from symbiosis.network.earlier import Earlier
from symbiosis.resources.columns import Column, Holds
from symbiosis.tables.checking import Checker
from symbiosis.tables.reading import read_grid

PRICE = Column("shadow_price", Holds.NUMBER, "objective per unit", "what a unit more is worth", "")
FLOWS = ("from_id", "to_id")
PRICES = ("id", "side", PRICE.name)


def read_earlier(folder: Path, report: Report) -> Earlier:
    """The pairs of `flows.csv` and the prices of `prices.csv` in this folder.

    Raises `FileRefused` where one of them cannot be read or lacks a column. A price below nothing, or none,
    counts as nothing: it is a start and proves nothing by itself.
    """
    flows = _checker(folder / "flows.csv", FLOWS)
    givers, takers = (flows.texts(name, required=True).to_pylist() for name in FLOWS)
    flows.finish(report)
    prices = _checker(folder / "prices.csv", PRICES)
    keys, sides = (prices.texts(name, required=True).to_pylist() for name in PRICES[:2])
    worth = prices.numbers(PRICE)
    prices.finish(report)
    told: dict[tuple[str, str], list[float]] = {}
    for key, side, amount in zip(keys, sides, np.nan_to_num(worth).tolist(), strict=True):
        told.setdefault((side, key), []).append(max(0.0, amount) if math.isfinite(amount) else 0.0)
    return Earlier(
        pairs=frozenset(zip(givers, takers, strict=True)),
        prices={name: tuple(amounts) for name, amounts in told.items()},
    )


def _checker(path: Path, names: tuple[str, ...]) -> Checker:
    grid = read_grid(path, wanted=frozenset(names))
    details = {"allowed": ", ".join(names)}
    for name in names:
        if name not in grid.names:
            raise FileRefused(
                Problem(ProblemCode.COLUMN_MISSING, file=grid.file, column=name, details=details)
            )
    return Checker(grid)
