"""Columns handled quickly are Django's: equal ones have one hash, and SQL and conversion stay the same."""

from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.db.models.expressions import Col, Expression, Value

from circulairwerkt.base import columns
from circulairwerkt.base.models import Job
from circulairwerkt.organisations.models import Organisation, Site

COLUMNS = [
    (alias, field)
    for alias in ("a", "b")
    for model in (Organisation, Site, Job)
    for field in model._meta.concrete_fields
]
MODELS = [model for model in apps.get_models() if model._meta.app_config.name.startswith("circulairwerkt")]


def test_equal_columns_have_one_hash() -> None:
    assert Col.__hash__ is not Expression.__hash__, "it is in force"
    for (one, field), (other, another) in product(COLUMNS, repeat=2):
        left, right = Col(one, field), Col(other, another)
        assert (left == right) == ((one, field) == (other, another))
        if left == right:
            assert hash(left) == hash(right)


def test_the_columns_of_a_query_differ_in_their_hash() -> None:
    fields = Organisation._meta.concrete_fields
    assert len({hash(Col("a", field)) for field in fields}) == len(fields)


def test_every_query_in_order_reads_as_with_djangos_own_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(model: Any) -> str:
        rows = model._base_manager.order_by("pk", *model._meta.ordering)
        joined = [field.name for field in model._meta.fields if field.is_relation]
        return f"{rows.query} {rows.select_related(*joined).query}"

    cheap = [told(model) for model in MODELS]
    monkeypatch.setattr(Col, "__hash__", Expression.__hash__)
    assert [told(model) for model in MODELS] == cheap
    monkeypatch.setattr(Col, "as_sql", columns._djangos_sql)
    assert [told(model) for model in MODELS] == cheap


def test_no_column_has_the_name_of_a_table() -> None:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    names = {field.column for model in MODELS for field in model._meta.concrete_fields}
    assert not names & tables


def test_every_column_is_converted_as_django_does() -> None:
    def told(found: dict[int, Any]) -> dict[int, list[str]]:
        return {place: [each.__qualname__ for each in those] for place, (those, _col) in found.items()}

    for model in MODELS:
        compiler = model._base_manager.all().query.get_compiler("default")
        rows: list[Any] = [Value(1), *(field.get_col("a") for field in model._meta.concrete_fields), None]
        for _first_and_again in range(2):
            quick = compiler.get_converters(rows)
            assert [one for _those, one in quick.values()] == [rows[place] for place in quick]
            assert told(quick) == told(columns._djangos_converters(compiler, rows))
