"""The cheap hash of a column goes with what Django compares: equal columns have one hash, and SQL stays."""

from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.db.models.expressions import Col, Expression

from circulairwerkt.base.models import Job
from circulairwerkt.organisations.models import Organisation, Site

COLUMNS = [
    (alias, field)
    for alias in ("a", "b")
    for model in (Organisation, Site, Job)
    for field in model._meta.concrete_fields
]


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


def test_every_query_in_order_reads_as_with_djangos_own_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(model: Any) -> str:
        return str(model._base_manager.order_by("pk", *model._meta.ordering).query)

    models = [
        model for model in apps.get_models() if model._meta.app_config.name.startswith("circulairwerkt")
    ]
    cheap = [told(model) for model in models]
    monkeypatch.setattr(Col, "__hash__", Expression.__hash__)
    assert [told(model) for model in models] == cheap
