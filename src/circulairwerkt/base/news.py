"""The registry of news: each room says what it has that is new for everybody at a hub.

A room registers a ``NewsSource`` in its ``news`` module, which its ``AppConfig.ready`` imports. The feed of a
hub and its newsletter are made of it, so that a room above need not know the others.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from circulairwerkt.base.scope import PUBLIC, opened
from circulairwerkt.base.texts import ShownText

#: New things of one source that are offered at once.
MOST = 30


@dataclass(frozen=True)
class NewsItem:
    """One thing as everybody may read it, in the language of the moment where it has one.

    ``on`` is the day it came out. ``when`` says in words when it takes place, or until when one can
    join: readers must know that of something still to come.
    """

    key: str
    title: ShownText
    text: ShownText
    url: str
    on: date
    sort: str
    when: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class NewsSource:
    """One kind of news. ``kind`` stands before the colon in the key of its items.

    ``latest`` gives the keys of what a hub has for everybody, the newest first; ``shown`` the items of some
    keys, without what is open no more. Both are asked in the scope of a public page.
    """

    kind: str
    name: str | Promise
    order: int
    latest: Callable[[Any, int], Iterable[int]]
    shown: Callable[[Sequence[int]], Mapping[int, NewsItem]]


SOURCES: dict[str, NewsSource] = {}


def register(source: NewsSource) -> NewsSource:
    """Add a source; a second one of the same kind is an error."""
    if source.kind in SOURCES:
        raise ValueError(f"news {source.kind!r} is registered twice")
    SOURCES[source.kind] = source
    return source


def in_order() -> list[NewsSource]:
    """Return all sources in the order of a letter."""
    return sorted(SOURCES.values(), key=lambda each: (each.order, each.kind))


def latest(hub: Any, most: int = MOST) -> list[NewsItem]:
    """Return what is new at ``hub``, whatever its kind, the newest first."""
    with opened(PUBLIC):
        found = [
            item for source in in_order() for item in source.shown(list(source.latest(hub, most))).values()
        ]
    return sorted(found, key=lambda item: (item.on, item.key), reverse=True)[:most]


def shown(keys: Iterable[str]) -> list[NewsItem]:
    """Return the items of ``keys`` by kind, then in that order; what is open no more is left out."""
    wanted: dict[str, list[int]] = {}
    for key in keys:
        kind, _sign, number = key.partition(":")
        if number.isascii() and number.isdigit():
            wanted.setdefault(kind, []).append(int(number))
    with opened(PUBLIC):
        return [
            found[number]
            for source in in_order()
            if source.kind in wanted and (found := source.shown(wanted[source.kind])) is not None
            for number in wanted[source.kind]
            if number in found
        ]
