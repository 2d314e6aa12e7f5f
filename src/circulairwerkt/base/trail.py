"""Lines of the audit trail as people read them: words for actions and columns, names for rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page
from django.db.models import ForeignKey, ManyToManyField, Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from circulairwerkt.base.audit import KEPT_OUT, LABELS
from circulairwerkt.base.models import AuditEntry, HubOwned
from circulairwerkt.base.trail_words import ROWS, TABLE_WORDS, WORDS

#: Rows that a page names, by model and key as text.
_Names = Mapping[tuple[type[Model], str], str]


@dataclass(frozen=True)
class ShownChange:
    """One field of a line: its name, and before and after as text; of personal data only the name."""

    field: str
    before: str
    after: str
    is_kept_out: bool


@dataclass(frozen=True)
class ShownEntry:
    """One line of the trail."""

    entry: AuditEntry
    action: str
    changes: tuple[ShownChange, ...]


def shown(page: Page[AuditEntry]) -> list[ShownEntry]:
    """Return the lines of a page, with words for actions and fields and the names of rows they point to."""
    _meet_the_loads()
    names = _names(page.object_list)
    return [
        ShownEntry(
            entry=entry,
            action=str(LABELS.get(entry.action, entry.action)),
            changes=tuple(_changes(entry, names)),
        )
        for entry in page.object_list
    ]


def word_of(object_type: str, name: str) -> str | Promise | None:
    """Return what readers call the column ``name`` of a table, or what else a line calls so, if anything."""
    own = TABLE_WORDS.get(object_type, {}).get(name)
    if own is not None:
        return own
    spoken = getattr(_field(object_type, name), "verbose_name", None)
    return spoken if isinstance(spoken, Promise) else WORDS.get(name.removesuffix("_id"))


@cache
def _meet_the_loads() -> None:
    """Import what loads an app's data: no page of the web does, and an action has its words from there."""
    for config in apps.get_app_configs():
        if config.name.startswith("circulairwerkt.") and find_spec(f"{config.name}.loading"):
            import_module(f"{config.name}.loading")


def _told(entry: AuditEntry) -> Iterable[tuple[str, list[Any]]]:
    """The fields of a line that people read, each with before and after."""
    for name, value in entry.changes.items():
        if not name.startswith("_") and isinstance(value, list) and len(value) == 2:
            yield name, value


def _changes(entry: AuditEntry, names: _Names) -> Iterable[ShownChange]:
    for name, value in _told(entry):
        model = _model_of(entry.object_type, name)
        words = dict(getattr(_field(entry.object_type, name), "flatchoices", ()))
        before, after = (_shown(each, model, words, names) for each in value)
        yield ShownChange(
            field=capfirst(str(word_of(entry.object_type, name) or name)),
            before=before,
            after=after,
            is_kept_out=value == [KEPT_OUT, KEPT_OUT],
        )


def _shown(value: Any, model: type[Model] | None, words: Mapping[Any, Any], names: _Names) -> str:
    if model is not None:
        return ", ".join(names.get((model, key), key) for key in _keys(value))
    return _text(words.get(value, value) if isinstance(value, str) else value)


def _keys(value: Any) -> list[str]:
    """Keys of rows as text, of one row or of many."""
    return [str(each) for each in (value if isinstance(value, list) else [value]) if each not in (None, "")]


def _model_of(object_type: str, name: str) -> type[Model] | None:
    """The table whose keys stand under ``name``, if they are keys."""
    other = ROWS.get(object_type, {}).get(name)
    if other is not None:
        return apps.get_model(other)
    field = _field(object_type, name)
    return field.related_model if isinstance(field, ForeignKey | ManyToManyField) else None


def _names(entries: Iterable[AuditEntry]) -> _Names:
    """Names of all rows that the lines point to, one query per table.

    A row of another hub keeps its number: the trail opens nothing that its reader could not see.
    """
    hubs: dict[type[Model], dict[str, set[int | None]]] = defaultdict(lambda: defaultdict(set))
    for entry in entries:
        for name, value in _told(entry):
            model = _model_of(entry.object_type, name)
            if model is not None and value != [KEPT_OUT, KEPT_OUT]:
                for key in [*_keys(value[0]), *_keys(value[1])]:
                    hubs[model][key].add(entry.hub_id)
    names = {}
    for model, asked in hubs.items():
        for row in model._base_manager.filter(pk__in=_possible(model, asked)):
            if not isinstance(row, HubOwned) or asked[str(row.pk)] == {row.hub_id}:
                names[model, str(row.pk)] = _name(row)
    return names


def _possible(model: type[Model], keys: Iterable[str]) -> list[Any]:
    """The keys that can be one: what was recorded long ago may be of another shape."""
    is_number = model._meta.pk is not None and "Integer" in model._meta.pk.get_internal_type()
    is_number = is_number or (model._meta.pk is not None and "Auto" in model._meta.pk.get_internal_type())
    return [key for key in keys if not is_number or (key.isascii() and key.isdigit() and len(key) < 19)]


def _name(row: Model) -> str:
    if getattr(row, "is_active", True) is False:
        return _("iemand die vertrok")
    # The line keeps the number alone (decision 14); whoever may read it sees how that person is called now.
    return str(row) if isinstance(row, get_user_model()) else str(getattr(row, "audit_name", row))


def _field(object_type: str, name: str) -> Any:
    """The column that a line calls ``name``; None for a name that is no column (any more)."""
    try:
        return apps.get_model(object_type)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return None


def _text(value: Any) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    return str(value)
