"""The stories and texts that ship: a Markdown file each, with facts on top and a part for each language."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).resolve().parent / "data"
FOLDER = _DATA / "stories"
_TEXTS = _DATA / "texts"
_TERMS = _DATA / "terms.yaml"
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


@dataclass(frozen=True)
class TextFile:
    """A text of the programme as its file holds it; a word has a summary and no body."""

    slug: str
    kind: str
    reviewed_on: date | None
    title: dict[str, str]
    summary: dict[str, str]
    body: dict[str, str]
    keywords: tuple[str, ...]


def _parts(text: str, name: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return facts and body of a file; raise BadStory, naming the file, where something is missing."""
    head = re.match(r"---\n(.*?)\n---\n(.*)", text, re.DOTALL)
    if head is None:
        raise BadStory(f"{name}: expected facts between two lines of three dashes")
    facts: dict[str, Any] = yaml.safe_load(head[1])
    pieces = _PART.split(head[2])
    body = {code: part.strip() for code, part in zip(pieces[1::2], pieces[2::2], strict=True)}
    _whole(name, title=facts["title"], summary=facts["summary"], body=body)
    return facts, body


def _whole(name: str, **columns: dict[str, str]) -> None:
    for column, texts in columns.items():
        if missing := [code for code in _LANGUAGES if not texts.get(code)]:
            raise BadStory(f"{name}: no {column} in {', '.join(missing)}")


def parse(text: str, name: str) -> StoryFile:
    """Return the story of a file's ``text``; raise BadStory, naming the file, where something is missing."""
    facts, body = _parts(text, name)
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
def read_texts() -> tuple[TextFile, ...]:
    """Return the texts of the programme that ship, and the words that are explained."""
    found = []
    for path in sorted(_TEXTS.glob("*.md")):
        facts, body = _parts(path.read_text(encoding="utf-8"), path.name)
        found.append(
            TextFile(
                slug=facts["slug"],
                kind=facts["kind"],
                reviewed_on=facts["reviewed_on"],
                title=facts["title"],
                summary=facts["summary"],
                body=body,
                keywords=tuple(facts["keywords"]),
            )
        )
    for term in yaml.safe_load(_TERMS.read_text(encoding="utf-8")):
        _whole(term["slug"], title=term["title"], summary=term["summary"])
        found.append(
            TextFile(term["slug"], "term", None, term["title"], term["summary"], body={}, keywords=())
        )
    return tuple(found)


@cache
def digest() -> str:
    """Return a digest of all story files."""
    return _digest(FOLDER.glob("*.md"))


@cache
def digest_of_texts() -> str:
    """Return a digest of all files of texts."""
    return _digest([*_TEXTS.glob("*.md"), _TERMS])


def _digest(paths: Iterable[Path]) -> str:
    sums = hashlib.sha256()
    for path in sorted(paths):
        sums.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sums.hexdigest()
