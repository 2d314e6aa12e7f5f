"""The pages on units and formats say what the code does."""

from pathlib import Path

import pytest

from symbiosis import factors, quantities
from symbiosis.places import Point, distance_km
from symbiosis.resources import PROCESSOR_COLUMNS, STREAM_COLUMNS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def units_page() -> str:
    return (DOCS / "units-and-signs.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def formats_page() -> str:
    return (DOCS / "formats.md").read_text(encoding="utf-8")


def test_every_unit_stands_in_the_page_with_its_size(units_page: str) -> None:
    for unit in quantities.UNITS:
        row = f"| `{unit.key}` | {unit.dimension.value} | {unit.to_base:.12g} "
        assert row in units_page, f"run script/lists: {unit.key}"
    listed = units_page.split("## Rhythms")[0].count("\n| `")
    assert listed == len(quantities.UNITS)


def test_every_rhythm_and_sign_stands_in_the_page(units_page: str) -> None:
    for period in quantities.PERIODS:
        assert f"| `{period.value}` |" in units_page
    for sign in quantities.SIGNS:
        assert f"| `{sign.name}` | {sign.unit} | {sign.positive} | {sign.negative} |" in units_page


def test_every_column_and_transport_factor_stands_in_the_page(formats_page: str) -> None:
    for column in (*STREAM_COLUMNS, *PROCESSOR_COLUMNS):
        assert f"| `{column.name}` | {column.holds.value}" in formats_page, f"run script/lists: {column.name}"
    for factor in factors.load().family("transport."):
        assert f"| `{factor.key}` | {factor.value:.12g} |" in formats_page, f"run script/lists: {factor.key}"


def test_the_worked_numbers_are_right() -> None:
    assert quantities.convert(2500, "kg", "t") == 2.5
    assert quantities.convert(36, "MJ", "kWh") == pytest.approx(10)
    assert quantities.convert(300, "K", "degC") == pytest.approx(26.85)
    assert quantities.convert(3, "euro_pallet", "pallet") == 3
    assert quantities.total(1, "week") == pytest.approx(52.142857, abs=1e-6)
    assert quantities.total(2, "day", horizon_days=10) == pytest.approx(20)
    assert quantities.total(3, "year", horizon_days=73) == pytest.approx(0.6)
    brussels, bruges = Point(50.8467, 4.3525), Point(51.2093, 3.2247)
    assert distance_km(brussels, bruges) == pytest.approx(88.5795, abs=5e-5)
    assert distance_km(brussels, bruges) * 1.3 == pytest.approx(115.15, abs=5e-3)
