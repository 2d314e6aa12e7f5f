"""The audit trail: every write is one named action that checks, does and records.

``@write("hubs.edit_texts")`` turns a service into such an action: one transaction, and an error if it
ended without
``record``, so that a forgotten trail is found by the first test that calls the service.
"""

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction
from django.utils.functional import Promise

from circulairwerkt.base import search_index
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import Actor

P = ParamSpec("P")
R = TypeVar("R")

_written: ContextVar[list[AuditEntry] | None] = ContextVar("audit", default=None)
_action: ContextVar[str] = ContextVar("action", default="")

#: Services by action, for the list in the docs and the tests.
ACTIONS: dict[str, Callable[..., Any]] = {}
#: What each action is called on the pages of the trail; one without a label shows its name.
LABELS: dict[str, str | Promise] = {}


class UnrecordedWrite(RuntimeError):
    """A service ended without a line in the audit trail."""


def write(action: str, label: str | Promise = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a service one audited transaction named ``action``, on pages called ``label``."""

    def decorate(service: Callable[P, R]) -> Callable[P, R]:
        if action in ACTIONS:
            raise ValueError(f"action {action!r} is named twice")

        @wraps(service)
        def audited(*args: P.args, **kwargs: P.kwargs) -> R:
            entries: list[AuditEntry] = []
            written, named = _written.set(entries), _action.set(action)
            try:
                with transaction.atomic():
                    result = service(*args, **kwargs)
                    if not entries:
                        raise UnrecordedWrite(action)
                return result
            finally:
                _written.reset(written)
                _action.reset(named)

        ACTIONS[action] = audited
        LABELS[action] = label or action
        return audited

    return decorate


def last_line() -> int:
    """Return the number of the newest line of the trail, 0 for none."""
    return AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def record(
    *,
    actor: Actor,
    row: models.Model,
    changes: Mapping[str, object] | None = None,
    hub_id: int | None = None,
) -> AuditEntry:
    """Write one line of the trail; only inside a service marked with ``write``.

    ``changes`` maps field names to ``[before, after]`` (JSON values); an unchanged save may give none. What
    of ``row`` can be found is read in again once the transaction is saved.
    """
    entries = _written.get()
    if entries is None:
        raise UnrecordedWrite(f"record() outside a service: {row._meta.label}")
    entry = _line(actor=actor, row=row, changes=changes or {}, hub_id=hub_id)
    entry.save(force_insert=True)
    entries.append(entry)
    search_index.note(row)
    return entry


def record_all(
    *,
    actor: Actor,
    rows: Sequence[models.Model],
    changes: Callable[[Any], Mapping[str, object]],
    hub_id: int | None = None,
) -> None:
    """Write one line of the trail for each of many rows to which nothing points: just made, or taken back.

    ``changes`` gives those of a row. As ``record``, but it asks the database a number of times that does not
    grow with the rows.
    """
    entries = _written.get()
    if entries is None:
        raise UnrecordedWrite("record_all() outside a service")
    lines = [_line(actor=actor, row=row, changes=changes(row), hub_id=hub_id) for row in rows]
    entries.extend(AuditEntry.objects.bulk_create(lines))
    search_index.note_alone(rows)


def _line(
    *, actor: Actor, row: models.Model, changes: Mapping[str, object], hub_id: int | None
) -> AuditEntry:
    return AuditEntry(
        user_id=actor.user_id,
        is_system=actor.is_system,
        action=_action.get(),
        object_type=row._meta.label_lower,
        object_id=str(row.pk),
        object_name=str(getattr(row, "audit_name", row))[:200],
        hub_id=hub_id,
        changes=_without_persons(row, changes),
    )


def differences(row: models.Model, values: Mapping[str, object]) -> dict[str, list[object]]:
    """Return ``{field: [before, after]}`` for the ``values`` that differ from ``row``."""
    return {
        name: [plain(getattr(row, name)), plain(value)]
        for name, value in values.items()
        if getattr(row, name) != value
    }


#: What stands in the trail for the value of a personal field.
KEPT_OUT = "-"


def _without_persons(row: models.Model, changes: Mapping[str, object]) -> dict[str, object]:
    personal: frozenset[str] = getattr(row, "personal_fields", frozenset())
    return {
        name: [KEPT_OUT, KEPT_OUT] if name in personal else plain(value) for name, value in changes.items()
    }


def plain(value: object) -> object:
    """Return ``value`` as JSON can hold it: a row as its key, a day as text."""
    if isinstance(value, models.Model):
        return value.pk
    if value is None or isinstance(value, bool | int | float | str | dict):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return str(value)
