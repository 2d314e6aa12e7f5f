"""Rules for all tables: what a deletion takes along, units in names, rows of hubs behind the scope."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from tests.architecture.deletions import DELETIONS


def _own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("circulairwerkt.")]


def _relations() -> Iterator[tuple[str, str]]:
    """Name and `on_delete` of every foreign key of ours."""
    for model in _own_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey):
                yield f"{model._meta.label}.{field.name}", field.remote_field.on_delete.__name__


def test_a_deletion_takes_along_only_what_is_named() -> None:
    found = {name: action for name, action in _relations() if action != "PROTECT"}
    named = {name: action for name, (action, _reason) in DELETIONS.items()}
    unnamed = sorted(found.items() - named.items())
    assert not unnamed, f"Protect these, or give the reason in tests/architecture/deletions.py: {unnamed}"


def test_no_reason_outlives_its_relation() -> None:
    gone = sorted(DELETIONS.keys() - dict(_relations()).keys())
    assert not gone, f"tests/architecture/deletions.py names relations that do not exist: {gone}"


def test_every_table_explains_itself() -> None:
    plain = [
        model._meta.label
        for model in _own_models()
        if (model.__doc__ or "").startswith(f"{model.__name__}(") or not model.__doc__
    ]
    assert not plain, f"Models without a docstring: {plain}"


def test_numbers_carry_their_unit() -> None:
    """A measured number says its unit in its name (`mass_t`, `distance_km`) or in its help text."""
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in _own_models()
        for field in model._meta.local_fields
        if isinstance(field, models.FloatField | models.DecimalField)
        and not field.help_text
        and not field.name.endswith(("_t", "_kg", "_km", "_m2", "_kw", "_eur", "_h", "_c", "_share", "_days"))
    ]
    assert not wrong, f"Which unit? Say it in the name or in help_text: {wrong}"
