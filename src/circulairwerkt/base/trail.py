"""Lines of the audit trail as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from circulairwerkt.base.audit import KEPT_OUT, LABELS
from circulairwerkt.base.models import AuditEntry


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
    """Return the lines of a page, with words for actions and fields."""
    _meet_the_loads()
    return [
        ShownEntry(
            entry=entry, action=str(LABELS.get(entry.action, entry.action)), changes=tuple(_changes(entry))
        )
        for entry in page.object_list
    ]


@cache
def _meet_the_loads() -> None:
    """Import what loads an app's data: no page of the web does, and an action has its words from there."""
    for config in apps.get_app_configs():
        if config.name.startswith("circulairwerkt.") and find_spec(f"{config.name}.loading"):
            import_module(f"{config.name}.loading")


def _changes(entry: AuditEntry) -> Iterable[ShownChange]:
    for name, value in entry.changes.items():
        if name.startswith("_") or not isinstance(value, list) or len(value) != 2:
            continue
        field = _field(entry.object_type, name)
        words = dict(getattr(field, "flatchoices", ()))
        before, after = (words.get(each, each) if isinstance(each, str) else each for each in value)
        yield ShownChange(
            field=capfirst(str(getattr(field, "verbose_name", name))),
            before=_text(before),
            after=_text(after),
            is_kept_out=value == [KEPT_OUT, KEPT_OUT],
        )


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
