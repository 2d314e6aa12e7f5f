"""Where a question or case began: each room above names what is its own, and one list tells all of it.

The other way round, from where it began to what came of it, is ``cases.yields``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model
from django.utils.functional import Promise

from circulairwerkt.base import links
from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases.models import Case, Question


@dataclass(frozen=True)
class LetGo:
    """The gesture that takes back that it began there: where it goes, and the field it sends."""

    action: str
    name: str
    value: int


@dataclass(frozen=True)
class Beginning:
    """One thing that a question or case came of, in words, with its page where the reader has one."""

    icon: str
    sort: str | Promise
    title: str
    url: str = ""
    at: date | None = None
    note: str | Promise = ""
    let_go: LetGo | None = None


def origin_keys(row: Question | Case, model: type[Model]) -> dict[int, Question | Case]:
    """Return the keys of the rows of ``model`` that a question or case came of, each with what is tied to it.

    A case came of what its question came of.
    """
    found: dict[int, Question | Case] = {}
    for end in (row, row.question if isinstance(row, Case) else None):
        if end is not None:
            links.remember(end)
            for key in links.origins(end, model):
                found.setdefault(key, end)
    return found


#: Gives what a row came of in one room, as far as the reader may see it.
Source = Callable[[Actor, Question | Case], Iterable[Beginning]]
SOURCES: list[Source] = []


def begins(source: Source) -> Source:
    """Register the source of a room; its ``AppConfig.ready`` imports the module that holds it."""
    SOURCES.append(source)
    return source


def beginnings(actor: Actor, row: Question | Case) -> list[Beginning]:
    """Return all that a question or case came of and that the reader may see."""
    return [each for source in SOURCES for each in source(actor, row)]
