"""The files the example region is made of: our own made-up names and sentences (EUPL-1.2)."""

import csv
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of one file, in order."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
