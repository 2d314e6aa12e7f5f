"""Where the reference data comes from: title, edition, licence, address, and whether it was checked."""

from collections.abc import Iterator, Mapping
from csv import DictReader
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

Language = Literal["nl", "en", "fr"]


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in the three languages of the platform; Dutch is the source language."""

    nl: str
    en: str
    fr: str

    def text(self, language: Language = "nl") -> str:
        """The text in `language`."""
        return {"nl": self.nl, "en": self.en, "fr": self.fr}[language]


@dataclass(frozen=True, slots=True)
class Source:
    """A document that rows of this package rest on.

    `verified` is False when the document itself was not read by the makers; `note` then says what was read
    instead. `url` is empty when no address is known for certain.
    """

    key: str
    title: str
    edition: str
    licence: str
    url: str
    verified: bool
    note: str


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Each row of the data file `name` of this package, as text by column."""
    with (files("symbiosis.waste") / name).open(encoding="utf-8") as lines:
        yield from DictReader(lines)


def wording(row: Mapping[str, str], prefix: str) -> Wording:
    """The three cells `prefix_nl`, `prefix_en`, `prefix_fr` of a row."""
    return Wording(nl=row[f"{prefix}_nl"], en=row[f"{prefix}_en"], fr=row[f"{prefix}_fr"])


def yes(cell: str) -> bool:
    """Read a yes-or-no cell; anything but `yes` and `no` is a mistake in the data file."""
    return {"yes": True, "no": False}[cell]


@cache
def sources() -> Mapping[str, Source]:
    """Every source by its key."""
    return MappingProxyType(
        {
            row["key"]: Source(
                key=row["key"],
                title=row["title"],
                edition=row["edition"],
                licence=row["licence"],
                url=row["url"],
                verified=yes(row["verified"]),
                note=row["note"],
            )
            for row in read_rows("sources.csv")
        }
    )
