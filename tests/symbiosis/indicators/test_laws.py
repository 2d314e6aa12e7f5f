"""Laws of the indicators, and rows that they refuse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis.errors import ProblemCode, Report
from symbiosis.indicators.cmu import circular_material_use_rate
from symbiosis.indicators.mci import Products, material_circularity
from symbiosis.tables import read_areas, read_products

SHARES = st.lists(st.floats(0, 1), min_size=5, max_size=5).map(
    lambda parts: [part / max(1.0, sum(parts)) for part in parts]
)


@st.composite
def products(draw: st.DrawFn) -> Products:
    """One product."""
    feed, after = draw(SHARES), draw(SHARES)
    numbers = [draw(st.floats(0.01, 1000)), *feed[:3], *after[:4]]
    numbers += [draw(st.floats(0, 1)), draw(st.floats(0.05, 1))]
    numbers += [draw(st.floats(0.1, 100)) for _ in range(4)]
    return Products(*(np.array([number]) for number in numbers))


@given(products())
def test_it_lies_between_nothing_and_one(product: Products) -> None:
    found = material_circularity(product)
    assert 0.0 <= found.mci[0] <= 1.0
    assert 0.0 <= found.linear_flow_index[0] <= 1.0 + 1e-9
    assert found.waste_t[0] >= 0.0


@given(products(), st.sampled_from((1e-300, 1e-6, 1e9, 1e307)))
def test_how_much_of_a_product_there_is_changes_no_index(product: Products, times: float) -> None:
    one, much = (material_circularity(replace(product, mass_t=np.array([mass]))) for mass in (1.0, times))
    assert much.linear_flow_index == one.linear_flow_index
    assert much.mci == one.mci
    assert much.virgin_t == one.virgin_t * times


@given(products(), st.floats(0.01, 100))
def test_mass_does_not_matter_and_longer_use_helps(product: Products, factor: float) -> None:
    base = material_circularity(product).mci[0]
    heavier = material_circularity(replace(product, mass_t=product.mass_t * factor)).mci[0]
    longer = material_circularity(replace(product, lifetime=product.lifetime * (1 + factor))).mci[0]
    assert heavier == pytest.approx(base, abs=1e-9)
    assert longer >= base


@given(products(), st.floats(0, 1))
def test_better_recycling_after_use_never_lowers_it(product: Products, share: float) -> None:
    better = product.e_recycling_end + share * (1 - product.e_recycling_end)
    improved = material_circularity(replace(product, e_recycling_end=better)).mci[0]
    assert improved >= material_circularity(product).mci[0] - 1e-12


@given(*[st.floats(1, 1e6)] * 3, st.floats(0, 1), st.floats(0.001, 1000))
def test_a_rate_is_a_share_and_free_of_units(
    dmc: float, recovered: float, exports: float, part: float, factor: float
) -> None:
    amounts = [np.array([x]) for x in (dmc, recovered, part * recovered, exports)]
    (rate,) = circular_material_use_rate(*amounts)
    (scaled,) = circular_material_use_rate(*(amount * factor for amount in amounts))
    assert 0.0 < rate < 1.0
    assert scaled == pytest.approx(rate)


PRODUCTS = "id,mass_t,f_recycled,f_reused,c_recycled,c_reused,e_recycling_end,e_recycling_feed,lifetime"
BAD_PRODUCTS = [
    ("a,0,,,,,,,", "mass_t", ProblemCode.OUT_OF_RANGE),
    ("a,-1,,,,,,,", "mass_t", ProblemCode.OUT_OF_RANGE),
    ("a,,,,,,,,", "mass_t", ProblemCode.EMPTY),
    ("good,1,,,,,,,", "id", ProblemCode.ID_TWICE),
    ("a,1,0.7,0.4,,,,0.5,", "f_recycled", ProblemCode.SHARES_OVER_ONE),
    ("a,1,,,0.7,0.4,1,,", "c_recycled", ProblemCode.SHARES_OVER_ONE),
    ("a,1,1.2,,,,,0.5,", "f_recycled", ProblemCode.OUT_OF_RANGE),
    ("a,1,-0.1,,,,,0.5,", "f_recycled", ProblemCode.NEGATIVE),
    ("a,1,0.5,,,,,,", "e_recycling_feed", ProblemCode.EMPTY),
    ("a,1,0.5,,,,,0,", "e_recycling_feed", ProblemCode.OUT_OF_RANGE),
    ("a,1,,,0.5,,,,", "e_recycling_end", ProblemCode.EMPTY),
    ("a,1,,,,,,,0", "lifetime", ProblemCode.OUT_OF_RANGE),
    ("a,nan,,,,,,,", "mass_t", ProblemCode.NOT_FINITE),
]


@pytest.mark.parametrize(("row", "column", "code"), BAD_PRODUCTS)
def test_a_product_that_cannot_be(tmp_path: Path, row: str, column: str, code: ProblemCode) -> None:
    path = tmp_path / "products.csv"
    path.write_text(f"{PRODUCTS}\ngood,1,0,0,0,0,,,3\n{row}\n")
    report = Report()
    ids, _ = read_products(path, report=report)
    assert ids == ["good"]
    assert [(p.row, p.column, p.code) for p in report.errors] == [(2, column, code)]


def test_empty_cells_are_counted_carefully_and_told(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_text("id,mass_t\na,2\nb,3\n")
    report = Report()
    _, found = read_products(path, report=report)
    assert material_circularity(found).mci.tolist() == pytest.approx([0.1, 0.1])
    told = {p.column: p.details["found"] for p in report.warnings}
    assert {p.code for p in report.warnings} == {ProblemCode.COUNTED_AS}
    assert told["f_recycled"] == "2"
    assert {"c_energy", "lifetime", "units"} <= set(told)
    assert report.refused == 0


BAD_AREAS = [
    ("A,10,5,20,1", "imports", ProblemCode.OUT_OF_RANGE),
    ("A,0,0,0,0", "dmc", ProblemCode.OUT_OF_RANGE),
    ("A,,5,0,0", "dmc", ProblemCode.EMPTY),
    ("A,10,-5,0,0", "recovered", ProblemCode.NEGATIVE),
    ("good,10,5,0,0", "area", ProblemCode.ID_TWICE),
]


@pytest.mark.parametrize(("row", "column", "code"), BAD_AREAS)
def test_an_area_that_cannot_be(tmp_path: Path, row: str, column: str, code: ProblemCode) -> None:
    path = tmp_path / "areas.csv"
    path.write_text(f"area,dmc,recovered,imports,exports\ngood,10,1,0,0\n{row}\n")
    report = Report()
    names, _ = read_areas(path, report=report)
    assert names == ["good"]
    assert [(p.row, p.column, p.code) for p in report.errors] == [(2, column, code)]
