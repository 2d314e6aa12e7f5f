"""The registry of what can be found: each room says which of its things, by which words, and by whom.

A room registers a ``Findable`` in its ``findables`` module; ``base`` knows no business noun. ``note`` tells
the index that a thing changed; it is called with every line of the trail, so that a service need not think of
it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere

#: Mark of what everybody finds.
EVERYBODY = "p"
#: Mark of what people of all hubs find.
NETWORK = "n"
#: Letters of marks that say who leaves a thing out, because he finds it otherwise; nobody looks for them.
APART = frozenset("ij")
#: Mark that whoever may read everything looks for.
ALL = "all"
#: Letter of the marks of one organisation: thousands of them, each with the few words of its own things.
OWN = "o"
#: Place of the letter of a mark as it stands in the index, behind that of the kind and a nought.
LETTER = 2


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` in lower case, without accents and signs.

    >>> words_of("Café 't Hoekje, 8500")
    ['cafe', 't', 'hoekje', '8500']
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", plain)


def hub_marks(actor: Actor, codename: str) -> Iterator[str]:
    """Yield the marks that an actor finds by one permission: that of all, or of each hub where he has it."""
    if actor.may(codename):
        yield ALL
        return
    yield from (f"h{hub}" for hub in sorted(actor.by_hub) if actor.may(codename, hub_id=hub))


@dataclass(frozen=True)
class Document:
    """A thing as one sort of reader may find it: who (``marks``), the title, all other text, and when."""

    object_id: int
    marks: frozenset[str]
    title: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Hit:
    """A thing as the page of results shows it to one reader."""

    pk: int
    title: str
    url: str
    text: str = ""
    #: Whose it is or where, in a few words.
    where: str = ""
    status: str = ""
    tone: str = ""
    icon: str = ""
    at: datetime | None = None
    #: Language of title and text where it is another than the reader's, else empty.
    language: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class Findable:
    """One kind of things that can be found.

    ``code``: one letter, in the marks of the index. ``ids`` gives the keys of all, ``documents`` what is to
    be found of some; both read everything. ``marks`` gives what an actor looks for, by the same rights as the
    pages of the things, and with ``-`` in front what he leaves out because he finds it otherwise. ``shown``
    reads live rows, by the actor's rights of now: what he may not see is not there. ``touched`` maps the
    label of a model to the keys that a change of such a row changes here.
    """

    kind: str
    code: str
    name: str | Promise
    icon: str
    order: int
    ids: Callable[[], Iterable[int]]
    documents: Callable[[Sequence[int]], Iterable[Document]]
    marks: Callable[[Actor], Iterable[str]]
    shown: Callable[[Actor, Sequence[int]], Mapping[int, Hit]]
    touched: Mapping[str, Callable[[int], Iterable[int]]] = field(default_factory=dict)

    def marks_of(self, actor: Actor) -> list[str]:
        """Return the marks that ``actor`` looks for, as they stand in the index; ``-``: without."""
        return [
            f"-{self.spelled(mark[1:])}" if mark.startswith("-") else self.spelled(mark)
            for mark in dict.fromkeys(self.marks(actor))
        ]

    def spelled(self, mark: str) -> str:
        """Return a mark as it stands in the index, apart from those of other kinds."""
        return f"{self.code}0{mark}"


FINDABLES: dict[str, Findable] = {}
#: Functions that give, for a word of somebody's own, the words by which things are called here.
NAMINGS: list[Callable[[str], Iterable[str]]] = []


def register(findable: Findable) -> Findable:
    """Add a kind; a second one of the same name or letter is an error."""
    if findable.kind in FINDABLES or findable.code in {each.code for each in FINDABLES.values()}:
        raise ValueError(f"kind {findable.kind!r} is registered twice")
    FINDABLES[findable.kind] = findable
    return findable


def also_called(word: str) -> list[str]:
    """Return other words for the same, as rooms know them: *tissus* is textile here. None for most words."""
    found = (words_of(each) for naming in NAMINGS for each in naming(word))
    return list(dict.fromkeys(words[0] for words in found if len(words) == 1 and words[0] != word))


def in_order() -> list[Findable]:
    """Return all kinds in the order of the page."""
    return sorted(FINDABLES.values(), key=lambda each: (each.order, each.kind))


def discover() -> None:
    """Import the ``findables`` module of every app that has one."""
    for config in apps.get_app_configs():
        if config.name.startswith("circulairwerkt.") and find_spec(f"{config.name}.findables"):
            import_module(f"{config.name}.findables")


def touched_by(row: models.Model) -> dict[str, list[int]]:
    """Return the things, by kind, of which a change of ``row`` changes what can be found."""
    label = row._meta.label_lower
    found: dict[str, list[int]] = {}
    if not row.pk:
        return found
    for each in FINDABLES.values():
        if label in each.touched:
            with everywhere("what a change touches in the index"):
                keys = [int(key) for key in each.touched[label](row.pk)]
            if keys:
                found[each.kind] = keys
    return found


def themselves(rows: Iterable[models.Model]) -> dict[str, list[int]]:
    """Return the things that ``rows`` are themselves, by kind: all there is where nothing points to them."""
    found: dict[str, list[int]] = {}
    for row in rows:
        for each in FINDABLES.values():
            if each.touched.get(row._meta.label_lower) is itself and row.pk:
                found.setdefault(each.kind, []).append(row.pk)
    return found


def itself(key: int) -> list[int]:
    """For ``touched``: a row that is the thing itself."""
    return [key]
