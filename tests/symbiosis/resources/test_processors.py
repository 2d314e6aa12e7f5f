"""Processors and recipes as records and as columns."""

from datetime import date

import numpy as np
import pytest

from symbiosis.errors import InvalidValue, ProblemCode
from symbiosis.places import Point
from symbiosis.quantities import Period
from symbiosis.resources import Kind, Processor, ProcessorTable, Recipe, RStrategy

SORTING = Recipe(
    accepts=("textile", "clothes"),
    produces=("clothes_reusable",),
    yield_ratio=0.4,
    capacity=2000.0,
    unit="kg",
    period=Period.WEEK,
    hours_per_unit=0.05,
    cost_eur_per_unit=0.3,
    min_quantity=100.0,
    strategy=RStrategy.R3,
)
SEWING = Recipe(
    accepts=("textile",),
    produces=("bags",),
    kind=Kind.PRODUCT,
    yield_ratio=3.0,
    unit="kg",
    unit_out="piece",
    period=Period.WEEK,
    residue_cost_eur_per_unit=0.1,
    storage=50.0,
)
WORKSHOP = Processor(
    id="w1",
    name="Atelier",
    recipes=(SORTING, SEWING),
    place=Point(51.05, 3.72),
    hours_available=120.0,
    hours_period=Period.WEEK,
    max_km=40.0,
    certificates=("ISO 9001",),
    permits=("hazardous", "200110"),
    social=True,
    available_from=date(2026, 1, 1),
)
MILL = Processor(id="m2", recipes=(Recipe(accepts=("wood",)),))


def test_records_survive_the_way_through_columns() -> None:
    table = ProcessorTable.from_rows([WORKSHOP, MILL])
    assert len(table) == 3
    assert table.processors == 2
    assert table.processor.tolist() == [0, 0, 1]
    assert list(table.rows()) == [WORKSHOP, MILL]
    assert table.id_order.tolist() == [1, 0]


def test_totals_over_a_year() -> None:
    table = ProcessorTable.from_rows([WORKSHOP, MILL])
    capacity = table.capacity_totals()
    assert capacity[0] == pytest.approx(2000 * 365 / 7)
    assert np.isnan(capacity[1:]).all()
    assert table.hours_totals(horizon_days=7)[0] == pytest.approx(120)
    late = table.hours_totals(horizon_days=14, start=date(2025, 12, 25))
    assert late[0] == pytest.approx(120)
    assert table.capacity_base[0] == pytest.approx(2.0)


def test_output_unit_is_that_of_the_input_unless_said() -> None:
    assert SEWING.output_unit == "piece"
    assert SORTING.output_unit == "kg"
    table = ProcessorTable.from_rows([WORKSHOP])
    assert table.recipe(1).output_unit == "piece"
    assert table.output_unit.tolist() == [table.unit[0], table.unit_out[1]]


def test_residue_costs_nothing_unless_said() -> None:
    assert ProcessorTable.from_rows([MILL]).residue_cost_eur_per_unit.tolist() == [0.0]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Recipe(accepts=()), ProblemCode.EMPTY),
        (lambda: Recipe(accepts=("x",), yield_ratio=-0.1), ProblemCode.NEGATIVE),
        (lambda: Recipe(accepts=("x",), capacity=float("inf")), ProblemCode.NOT_FINITE),
        (lambda: Recipe(accepts=("x",), unit="lb/ft"), ProblemCode.UNKNOWN_UNIT),
        (lambda: Processor(id="", recipes=(SORTING,)), ProblemCode.EMPTY),
        (lambda: Processor(id="p", recipes=()), ProblemCode.EMPTY),
        (lambda: Processor(id="p", recipes=(SORTING,), hours_available=-1.0), ProblemCode.NEGATIVE),
    ],
)
def test_what_cannot_be_is_refused(make: object, code: ProblemCode) -> None:
    with pytest.raises(InvalidValue) as caught:
        make()  # type: ignore[operator]
    assert caught.value.problem.code is code


def test_wrong_columns_are_named() -> None:
    table = ProcessorTable.from_rows([MILL])
    base = {"processor": table.processor, "accepts": table.accepts, "ids": table.ids}
    with pytest.raises(KeyError, match="colour"):
        ProcessorTable.of({**base, "colour": table.lat})
    with pytest.raises(ValueError, match="lat has 2 rows"):
        ProcessorTable.of({**base, "lat": np.zeros(2)})
