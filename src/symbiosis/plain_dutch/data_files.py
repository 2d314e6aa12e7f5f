"""The word lists of this package, read as rows."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Each row of the data file `name`, as text by column."""
    with (files("symbiosis.plain_dutch") / name).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


@cache
def words_of(role: str) -> frozenset[str]:
    """The words with one role in the search for passives (`verb_words.csv`)."""
    return frozenset(
        word for row in read_rows("verb_words.csv") if row["role"] == role for word in row["words"].split("|")
    )


@cache
def instead_of() -> dict[tuple[str, ...], str]:
    """Heavy words, each as its parts, with what says the same in plain Dutch (`heavy_words.csv`)."""
    return {tuple(row["word"].split()): row["instead"] for row in read_rows("heavy_words.csv")}
