"""The data files of this package, read as rows: thesaurus, evidence, words, rhythms, properties."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Each row of the data file `name`, as text by column."""
    with (files("symbiosis.classification") / name).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


@cache
def _word_lists() -> dict[str, frozenset[str]]:
    return {row["role"]: frozenset(row["words"].split("|")) for row in read_rows("word_lists.csv")}


def words_of(role: str) -> frozenset[str]:
    """The words with one role in a sentence (`word_lists.csv`): those that deny, join, fill and so on."""
    return _word_lists()[role]
