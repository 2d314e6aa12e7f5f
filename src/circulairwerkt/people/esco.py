"""Groups of occupations of ESCO that fit work in circular enterprises: code, address and Dutch name.

Source: ESCO, the European Commission's classification of skills, competences and occupations, its groups of
occupations (ISCO-08), read on 29 November 2026 in a public copy of the classification
(github.com/kanarian/esco-explorer at 8284882, ``src/app/data/isco.ts``, which names no edition). ESCO may be
reused with this notice: "This service uses the ESCO classification of the European Commission". Only what
was read there stands here; occupations below the groups, and VDAB's Competent, wait for their own files.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NOTICE = "This service uses the ESCO classification of the European Commission."
_FILE = Path(__file__).parent / "data" / "esco_groups.csv"


@dataclass(frozen=True)
class Group:
    """A group of occupations; ``label`` is Dutch, as ESCO writes it."""

    code: str
    uri: str
    label: str
    source: str
    #: Of the list it was read in; ``unverified`` where that does not say.
    edition: str
    licence: str


def is_verified() -> bool:
    """Whether edition and licence of every group are known; else the form says that they are not."""
    return not any("unverified" in (group.edition, group.licence) for group in groups().values())


@cache
def groups() -> dict[str, Group]:
    """Return the groups by code, in the order of the codes."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            Group(row["code"], row["uri"], row["label_nl"], row["source"], row["edition"], row["licence"])
            for row in csv.DictReader(file)
        ]
    return {row.code: row for row in sorted(rows, key=lambda row: row.code)}
