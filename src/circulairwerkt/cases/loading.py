"""Writes the definitions that ship into the database; nobody edits these rows, so the file decides."""

from collections.abc import Iterator
from csv import DictReader
from datetime import date
from hashlib import sha256
from importlib.resources import files
from typing import Any

from circulairwerkt.base.loading import LoadedKeys, LoadReport, edition
from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases.models import Definition

LAYOUT = 1


def _text() -> str:
    return files("circulairwerkt.cases").joinpath("data/definitions.csv").read_text(encoding="utf-8")


def _rows() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for row in DictReader(_text().splitlines()):
        key = {"key": row["key"], "version": int(row["version"])}
        yield (
            key,
            {
                "valid_from": date.fromisoformat(row["valid_from"]),
                "name": {code: row[f"name_{code}"] for code in ("nl", "en", "fr")},
                "text": {code: row[f"text_{code}"] for code in ("nl", "en", "fr")},
                "rule": row["rule"],
                "goal_key": row["goal"],
                "source": row["source"],
                "is_verified": row["verified"] == "yes",
                "position": int(row["position"]),
            },
        )


@edition(
    "cases.load_definitions",
    name="definitions",
    layout=LAYOUT,
    digest=lambda: sha256(_text().encode()).hexdigest(),
    rows=lambda: Definition.objects.count(),
)
def load_definitions(actor: Actor, keys: LoadedKeys, report: LoadReport) -> None:
    """Bring the definitions up to date; an older version stays, so that old counts keep their meaning."""
    for key, values in _rows():
        before = Definition.objects.filter(**key).first()
        if before is not None and all(getattr(before, name) == value for name, value in values.items()):
            report.add("unchanged")
            continue
        Definition.objects.update_or_create(**key, defaults=values)
        report.add("created" if before is None else "updated")
