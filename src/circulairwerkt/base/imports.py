"""What a file's rows can become: kinds that the rooms register, and which column fills which field.

A room registers a kind in its ``imports`` module. The kind reads one row (``understand``), finds what it
resembles (``twins``), makes something of it (``make``) and takes that back (``undo``), through services of
its room: every row leaves its line in the trail.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from django.apps import apps
from django.db.models import ForeignObjectRel, Model
from django.utils.functional import Promise
from rapidfuzz import fuzz

from circulairwerkt.base.permissions import Actor

#: A header resembles a field from here on, of a hundred.
ENOUGH_ALIKE = 82


class RowRefused(Exception):
    """A row cannot be read in: what is wrong, in words, by field (``""`` for the row as a whole)."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = dict(problems)


class RowKept(Exception):
    """What a row became cannot be taken back: somebody edited it since, or something leans on it."""


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


class Understand(Protocol):
    """Reads the cells of a row into values that JSON can hold; raises RowRefused."""

    def __call__(self, cells: Mapping[str, str]) -> dict[str, Any]: ...


class Twins(Protocol):
    """Finds for each of some rows what of the hub it resembles, in a fixed number of queries."""

    def __call__(self, hub_id: int, rows: Sequence[Mapping[str, Any]]) -> list[Twin | None]: ...


class Make(Protocol):
    """Makes something of a row, or uses the twin with this key; raises RowRefused or ValidationError."""

    def __call__(self, *, actor: Actor, hub_id: int, values: Mapping[str, Any], use: int | None) -> Made: ...


class Undo(Protocol):
    """Takes back what a row became; raises RowKept."""

    def __call__(self, *, actor: Actor, hub_id: int, rows: Mapping[str, Sequence[int]]) -> None: ...


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


def leaned_on(row: Model, besides: Mapping[str, Sequence[int]]) -> bool:
    """Whether another row points to this one, so that taking it back would take that along or break it.

    ``besides`` are rows of the same import, by ``app.model``; rows of a model that says with ``worked_out``
    (a Q) which of its rows were only worked out from others do not count: they come again by themselves.
    """
    for relation in row._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.many_to_many:
            continue
        model: Any = relation.related_model
        rows = model._base_manager.filter(**{relation.field.name: row})
        if model._meta.label_lower in besides:
            rows = rows.exclude(pk=besides[model._meta.label_lower][0])
        if hasattr(model, "worked_out"):
            rows = rows.exclude(model.worked_out)
        if rows.exists():
            return True
    return False


def folded(name: str) -> str:
    """Return the name of a column in lower case, without accents and signs."""
    plain = unicodedata.normalize("NFKD", name[:200]).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def _likeness(each: Field, fold: str) -> float:
    names = (each.name, str(each.label), *each.synonyms)
    return max(fuzz.ratio(folded(name), fold) for name in names)
