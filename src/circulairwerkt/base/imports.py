"""What a file's rows can become: kinds that the rooms register, and which column fills which field.

A room registers a kind in its ``imports`` module. The kind reads rows (``understand``), finds what they
resemble (``twins``), makes something of them (``make``) and takes that back (``undo``), through services of
its room: every row leaves its line in the trail. Each takes many rows at once and asks the database a number
of times that does not grow with them: a file may hold 50,000.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol, TypeAlias

from django.apps import apps
from django.db.models import ForeignObjectRel, Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from circulairwerkt.base.permissions import Actor

#: A header resembles a field from here on, of a hundred.
ENOUGH_ALIKE = 82


class RowRefused(Exception):
    """A row cannot be read in: what is wrong, in words, by field (``""`` for the row as a whole)."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = dict(problems)


@dataclass(frozen=True)
class Field:
    """One thing that a column can tell; ``synonyms`` in Dutch, English and French, as people head columns."""

    name: str
    label: str | Promise
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    hint: str | Promise = ""


@dataclass(frozen=True)
class Twin:
    """What a row resembles: its key, its name, and its values in words by field."""

    pk: int
    name: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """What a row became: its name, and key and version of each row of ours by ``app.model``."""

    name: str
    rows: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Wanted:
    """A row to make something of: what was understood of it, and the key of the twin to use instead."""

    values: Mapping[str, Any]
    use: int | None = None


#: The cells of a row by field.
Row: TypeAlias = Mapping[str, str]
#: Key and version by ``app.model``, as ``Made.rows``, after a stay in JSON.
MadeRows: TypeAlias = Mapping[str, Sequence[int]]


class Understand(Protocol):
    """Reads the cells of rows into values that JSON can hold, or says what is wrong with a row."""

    def __call__(self, rows: Sequence[Row]) -> list[dict[str, Any] | RowRefused]: ...


class Twins(Protocol):
    """Finds for each of some rows what of the hub it resembles."""

    def __call__(self, hub_id: int, rows: Sequence[Mapping[str, Any]]) -> list[Twin | None]: ...


class Make(Protocol):
    """Makes something of each row, or uses its twin, or says why not; the caller holds the transaction."""

    def __call__(self, *, actor: Actor, hub_id: int, rows: Sequence[Wanted]) -> list[Made | RowRefused]: ...


class Undo(Protocol):
    """Takes back what rows became; tells of each whether it went.

    What somebody edited since, or on which something leans, stays.
    """

    def __call__(self, *, actor: Actor, hub_id: int, made: Sequence[MadeRows]) -> list[bool]: ...


@dataclass(frozen=True)
class Kind:
    """What rows can become. ``key_of``: what makes two rows of a file the same; empty for nothing.

    ``rows_of`` gives what a hub has of it, as cells of a file that can be read in again.
    """

    key: str
    label: str | Promise
    fields: tuple[Field, ...]
    may: Callable[[Actor, int], bool]
    understand: Understand
    twins: Twins
    make: Make
    undo: Undo
    key_of: Callable[[Mapping[str, Any]], str]
    rows_of: Callable[[int], Iterable[Mapping[str, str]]]

    def field(self, name: str) -> Field:
        """Return the field of this name; KeyError for another."""
        return {each.name: each for each in self.fields}[name]


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Add a kind; a second one of the same key is an error."""
    if kind.key in _KINDS:
        raise ValueError(f"import kind {kind.key!r} is registered twice")
    _KINDS[kind.key] = kind
    return kind


def kinds() -> Mapping[str, Kind]:
    """Return every kind by its key, after asking every room."""
    for config in apps.get_app_configs():
        if (
            config.name.startswith("circulairwerkt.")
            and config.label != "base"
            and find_spec(f"{config.name}.imports")
        ):
            import_module(f"{config.name}.imports")
    return _KINDS


def proposed(kind: Kind, columns: Sequence[str], habit: Mapping[str, str]) -> dict[str, str]:
    """Return which column probably fills each field: as the hub did before, else the name most alike.

    Each column fills one field at most; what resembles nothing fills none.
    """
    by_fold = {folded(name): name for name in reversed(columns) if name}
    chosen = {
        name: by_fold[fold]
        for name, fold in habit.items()
        if fold in by_fold and any(each.name == name for each in kind.fields)
    }
    left = [each for each in kind.fields if each.name not in chosen]
    pairs = sorted(
        (
            (-_likeness(each, fold), place, position, each.name, name)
            for place, each in enumerate(left)
            for position, (fold, name) in enumerate(by_fold.items())
        ),
    )
    for likeness, _place, _position, field_name, column in pairs:
        if -likeness < ENOUGH_ALIKE:
            break
        if field_name not in chosen and column not in chosen.values():
            chosen[field_name] = column
    return chosen


def each(rows: Iterable[Row], read: Callable[[Row], dict[str, Any]]) -> list[dict[str, Any] | RowRefused]:
    """Read rows one by one with ``read``, which raises RowRefused."""
    found: list[dict[str, Any] | RowRefused] = []
    for row in rows:
        try:
            found.append(read(row))
        except RowRefused as refused:
            found.append(refused)
    return found


def gone() -> RowRefused:
    """Say of a row that what was there already, and was chosen, is there no longer."""
    return RowRefused({"": _("Wat er al was, is intussen weg. Laad het bestand opnieuw op.")})


def unchanged(model: type[Model], made: Sequence[MadeRows], *related: str) -> dict[int, Any]:
    """Lock and return what rows of a file became of ``model`` and nobody edited since, by key."""
    label = model._meta.label_lower
    versions = {rows[label][0]: rows[label][1] for rows in made if label in rows}
    known: Any = model._base_manager.select_for_update(of=("self",)).filter(pk__in=versions).order_by("pk")
    if related:
        known = known.select_related(*related)
    return {row.pk: row for row in known if getattr(row, "version", 1) == versions[row.pk]}


def leaned_on(model: type[Model], keys: Collection[int], besides: Sequence[MadeRows]) -> set[int]:
    """Return which rows another row points to, so that taking them back would take that along or break it.

    ``besides`` are rows of the same import, by ``app.model``; rows of a model that says with ``worked_out``
    (a Q) which of its rows were only worked out from others do not count: they come again by themselves.
    """
    found: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.many_to_many:
            continue
        others: Any = relation.related_model
        rows = others._base_manager.filter(**{f"{relation.field.name}__in": keys})
        own = {made[others._meta.label_lower][0] for made in besides if others._meta.label_lower in made}
        if hasattr(others, "worked_out"):
            rows = rows.exclude(others.worked_out)
        pointing = rows.values_list("pk", relation.field.attname)
        found.update(to for pk, to in pointing if pk not in own)
    return found


def folded(name: str) -> str:
    """Return the name of a column in lower case, without accents and signs."""
    plain = unicodedata.normalize("NFKD", name[:200]).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def _likeness(each: Field, fold: str) -> float:
    names = (each.name, str(each.label), *each.synonyms)
    return max(fuzz.ratio(folded(name), fold) for name in names)
