"""The case stories that ship: a Markdown file each, with its facts on top and a part for each language."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent / "data" / "stories"
_LANGUAGES = ("nl", "en", "fr")
_PART = re.compile(r"^<!-- (nl|en|fr) -->$", re.MULTILINE)


class BadStory(ValueError):
    """A story file without facts on top, or without a text in one of the languages."""


@dataclass(frozen=True)
class StoryFile:
    """A story as its file holds it; texts by language, the body in Markdown."""

    slug: str
    hub: str
    source: str
    read_on: date
    title: dict[str, str]
    summary: dict[str, str]
    body: dict[str, str]
    lesson: dict[str, str]
    sectors: tuple[str, ...]
    organisations: tuple[str, ...]
    keywords: tuple[str, ...]


def parse(text: str, name: str) -> StoryFile:
    """Return the story of a file's ``text``; raise BadStory, naming the file, where something is missing."""
    head = re.match(r"---\n(.*?)\n---\n(.*)", text, re.DOTALL)
    if head is None:
        raise BadStory(f"{name}: expected facts between two lines of three dashes")
    facts: dict[str, Any] = yaml.safe_load(head[1])
    pieces = _PART.split(head[2])
    body = {code: part.strip() for code, part in zip(pieces[1::2], pieces[2::2], strict=True)}
    for column, texts in (("title", facts["title"]), ("summary", facts["summary"]), ("body", body)):
        if missing := [code for code in _LANGUAGES if not texts.get(code)]:
            raise BadStory(f"{name}: no {column} in {', '.join(missing)}")
    return StoryFile(
        slug=facts["slug"],
        hub=facts["hub"],
        source=facts["source"],
        read_on=facts["read_on"],
        title=facts["title"],
        summary=facts["summary"],
        body=body,
        lesson=facts.get("lesson", {}),
        sectors=tuple(facts["sectors"]),
        organisations=tuple(facts["organisations"]),
        keywords=tuple(facts["keywords"]),
    )


@cache
def read() -> tuple[StoryFile, ...]:
    """Return all stories that ship, by name."""
    return tuple(parse(path.read_text(encoding="utf-8"), path.name) for path in sorted(FOLDER.glob("*.md")))


@cache
def digest() -> str:
    """Return a digest of all story files."""
    sums = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.md")):
        sums.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sums.hexdigest()
