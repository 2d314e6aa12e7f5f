"""Taking rows away with everything that hangs on them, whatever tables there are by then."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Model

from circulairwerkt.base.models import Link

#: Primary keys by model.
Rows = dict[type[Model], set[Any]]
#: How many keys go into one query; SQLite allows a thousand.
_CHUNK = 500


def made_up_rows() -> Rows:
    """Return the rows of every table that are marked ``is_example``."""
    marked = (model for model in apps.get_models() if _has(model, "is_example"))
    return {
        model: set(model._base_manager.filter(is_example=True).values_list("pk", flat=True))
        for model in marked
    }


def with_all_that_hangs_on(roots: Mapping[type[Model], set[Any]]) -> Rows:
    """Return ``roots`` and every row that points at one of them and does not stand without it.

    A pointer that may be empty is no reason to go, unless it says whose the row is (``hub``).
    """
    found: Rows = {model: set(keys) for model, keys in roots.items()}
    fresh: Rows = {model: set(keys) for model, keys in roots.items()}
    while fresh:
        coming: Rows = {}
        for model, field in _pointers():
            keys = fresh.get(field.related_model)
            if not keys or (field.null and field.name != "hub"):
                continue
            new = set(_pointing_at(model, field, keys)) - found.get(model, set())
            if new:
                found.setdefault(model, set()).update(new)
                coming.setdefault(model, set()).update(new)
        fresh = coming
    return {model: keys for model, keys in found.items() if keys}


def remove(rows: Rows) -> int:
    """Delete ``rows``, empty the pointers of what stays, and return how many went.

    Inside a transaction: both databases check the pointers at its end, so the order does not matter.
    """
    for model, field in _pointers():
        if field.null and (keys := rows.get(field.related_model)):
            left = set(_pointing_at(model, field, keys)) - rows.get(model, set())
            for chunk in _chunks(left):
                model._base_manager.filter(pk__in=chunk).update(**{field.name: None})
    for model, keys in rows.items():
        for chunk in _chunks(keys):
            gone = model._base_manager.filter(pk__in=chunk)
            gone._raw_delete(gone.db)  # its pointers were looked at above
    _let_go(rows)
    return sum(len(keys) for keys in rows.values())


def _let_go(rows: Rows) -> None:
    """Delete what told what came of these rows, or of what they came: a link has no pointer to follow."""
    for model, keys in rows.items():
        for chunk in _chunks(keys):
            Link.objects.filter(origin_type=model._meta.label_lower, origin_id__in=chunk).delete()
            Link.objects.filter(result_type=model._meta.label_lower, result_id__in=chunk).delete()


def _pointers() -> Iterator[tuple[type[Model], "models.ForeignKey[Any, Any]"]]:
    """Yield every foreign key, also those of the hidden tables of many-to-many fields and of parents."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.ForeignKey):
                yield model, field


def _pointing_at(model: type[Model], field: "models.ForeignKey[Any, Any]", keys: set[Any]) -> Iterator[Any]:
    for chunk in _chunks(keys):
        rows = model._base_manager.filter(**{f"{field.attname}__in": chunk})
        yield from rows.values_list("pk", flat=True)


def _chunks(keys: set[Any]) -> Iterator[list[Any]]:
    listed = list(keys)
    for start in range(0, len(listed), _CHUNK):
        yield listed[start : start + _CHUNK]


def _has(model: type[Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)
