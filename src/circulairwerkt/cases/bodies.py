"""Whom a question can be brought to beside the hubs: a name, what for, and a public page that says so."""

from collections.abc import Mapping
from csv import DictReader
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from circulairwerkt.base.texts import shown


@dataclass(frozen=True)
class Body:
    """Somebody beside the hubs. ``is_verified`` is False where the page itself was not read."""

    key: str
    name: str
    what: Mapping[str, str]
    url: str
    read_on: date
    is_verified: bool

    @property
    def shown_what(self) -> str:
        """What one can turn to it for, in the reader's language."""
        return str(shown(self.what))


@cache
def bodies() -> Mapping[str, Body]:
    """Return every body by its key, in the order of the file (``data/bodies.csv``)."""
    text = files("circulairwerkt.cases").joinpath("data/bodies.csv").read_text(encoding="utf-8")
    found = (
        Body(
            key=row["key"],
            name=row["name"],
            what={code: row[f"what_{code}"] for code in ("nl", "en", "fr")},
            url=row["url"],
            read_on=date.fromisoformat(row["read_on"]),
            is_verified=row["verified"] == "yes",
        )
        for row in DictReader(text.splitlines())
    )
    return MappingProxyType({body.key: body for body in found})
