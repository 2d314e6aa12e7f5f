"""What ships about the programme and its hubs: ``data/hubs.yaml``, read once."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parent / "data" / "hubs.yaml"


@dataclass(frozen=True)
class Results:
    """What the programme counted up to a month (``as_of``, such as 2023-11), over ``hubs`` hubs."""

    as_of: str
    hubs: int
    test_trajectories: int
    subsidy_files: int
    subsidy_files_approved: int


@dataclass(frozen=True)
class Programme:
    """The programme as its pages describe it. ``unknown_hubs`` of its ``hub_count`` hubs no page names."""

    name: str
    started: int
    ended: int
    hub_count: int
    unknown_hubs: int
    funders: tuple[str, ...]
    funders_note: str
    learning_network: tuple[str, ...]
    sectors: tuple[str, ...]
    results: tuple[Results, ...]
    source: str
    read_on: date


@cache
def digest() -> str:
    """Return a digest of the file."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()


@cache
def read() -> dict[str, Any]:
    """Return the file as it stands; nobody changes what is returned."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


@cache
def programme() -> Programme:
    """Return the facts about the programme as a whole."""
    facts = read()["programme"]
    return Programme(
        name=facts["name"],
        started=facts["started"],
        ended=facts["ended"],
        hub_count=facts["hub_count"],
        unknown_hubs=facts["unknown_hubs"],
        funders=tuple(facts["funders"]),
        funders_note=facts["funders_note"],
        learning_network=tuple(facts["learning_network"]),
        sectors=tuple(facts["sectors"]),
        results=tuple(Results(**{**row, "as_of": str(row["as_of"])}) for row in facts["results"]),
        source=facts["source"],
        read_on=read()["read_on"],
    )
