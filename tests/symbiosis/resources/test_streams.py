"""Offers and needs as records and as columns."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis.errors import InvalidValue, ProblemCode
from symbiosis.places import Point
from symbiosis.quantities import UNITS, Period
from symbiosis.resources import (
    Condition,
    FoodUse,
    Kind,
    LegalStatus,
    Need,
    RStrategy,
    Side,
    Stream,
    StreamTable,
    Visibility,
    WaterClass,
)

word = st.text(alphabet="abcdefgh éö-1", min_size=1, max_size=8).map(str.strip).filter(bool)
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))
positive = st.floats(min_value=0, max_value=1e9)


@st.composite
def resources(draw: st.DrawFn, make: type[Stream] | type[Need] = Stream) -> Stream | Need:
    """Any record, with every field known or unknown."""

    def maybe(strategy: st.SearchStrategy[Any]) -> Any:
        return draw(st.none() | strategy)

    begin = maybe(days)
    length = draw(st.integers(0, 1000))
    end = maybe(st.just((begin or date(2020, 1, 1)) + timedelta(days=length)))
    return make(
        id=draw(word),
        kind=draw(st.sampled_from(Kind)),
        text=draw(word),
        low_codes=tuple(draw(st.lists(st.sampled_from(["170201", "150101", "200138"]), max_size=3))),
        materials=tuple(draw(st.lists(word, max_size=3))),
        quantity=maybe(positive),
        unit=maybe(st.sampled_from([unit.key for unit in UNITS])),
        period=maybe(st.sampled_from(Period)),
        available_from=begin,
        available_until=end,
        place=maybe(st.builds(Point, st.floats(49.5, 51.5), st.floats(2.5, 6.4))),
        strategy=maybe(st.sampled_from(RStrategy)),
        legal_status=draw(st.sampled_from(LegalStatus)),
        hazardous=maybe(st.booleans()),
        price_eur_per_unit=maybe(st.floats(-1e6, 1e6)),
        max_km=maybe(positive),
        temperature_c=maybe(st.floats(-200, 2000)),
        power_kw=maybe(positive),
        quality=maybe(word),
        area_m2=maybe(positive),
        use_by=maybe(days),
        cold_chain=maybe(st.booleans()),
        brand=maybe(word),
        model=maybe(word),
        condition=maybe(word),
        min_quantity=maybe(positive),
        destination=maybe(st.sampled_from(["R3", "D10"])),
        food_use=maybe(st.sampled_from(FoodUse)),
        visibility=maybe(st.sampled_from(Visibility)),
        hub=maybe(word),
    )


@given(st.lists(resources(), max_size=6))
def test_records_survive_the_way_through_columns(rows: list[Stream]) -> None:
    table = StreamTable.from_rows(Side.OFFER, rows)
    assert len(table) == len(rows)
    assert list(table.rows()) == rows


@given(st.lists(resources(Need), min_size=1, max_size=6), st.data())
def test_taking_rows_is_taking_records(rows: list[Need], data: st.DataObject) -> None:
    table = StreamTable.from_rows(Side.NEED, rows)
    places = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=8))
    assert list(table.take(np.array(places, dtype=np.int64)).rows()) == [rows[place] for place in places]
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))))
    assert list(table.take(mask).rows()) == [row for row, keep in zip(rows, mask, strict=True) if keep]


@given(st.lists(resources(), max_size=6))
def test_totals_of_columns_are_those_of_records(rows: list[Stream]) -> None:
    start = date(2026, 1, 1)
    totals = StreamTable.from_rows(Side.OFFER, rows).totals(horizon_days=100, start=start)
    for row, found in zip(rows, totals, strict=True):
        expected = row.total(horizon_days=100, start=start)
        assert np.isnan(found) if expected is None else found == pytest.approx(expected)


def test_columns_left_out_are_unknown() -> None:
    full = StreamTable.from_rows(Side.OFFER, [Stream(id="a", kind=Kind.SPACE, text="hal")])
    table = StreamTable.of(Side.OFFER, {"ids": full.ids, "kind": full.kind, "texts": full.texts})
    assert list(table.rows()) == [Stream(id="a", kind=Kind.SPACE, text="hal")]
    assert table.row_number.tolist() == [1]


def test_wrong_columns_are_named() -> None:
    full = StreamTable.from_rows(Side.OFFER, [Stream(id="a", kind=Kind.SPACE, text="hal")])
    with pytest.raises(KeyError, match="colour"):
        StreamTable.of(Side.OFFER, {"ids": full.ids, "colour": full.lat})
    with pytest.raises(ValueError, match="lat has 2 rows"):
        StreamTable.of(Side.OFFER, {"ids": full.ids, "kind": full.kind, "lat": np.zeros(2)})


def test_ids_are_ordered_by_code_point() -> None:
    rows = [Stream(id=key, kind=Kind.FOOD, text="x") for key in ("b", "a10", "B", "é", "a2")]
    table = StreamTable.from_rows(Side.OFFER, rows)
    assert table.id_order.tolist() == [3, 1, 0, 4, 2]
    assert table.places_of_ids["a2"] == 4


def test_scales_of_quality_and_opaque_labels() -> None:
    words = ["A", "drinkwater", "c", "regenwater", None]
    rows = [Stream(id=str(i), kind=Kind.WATER, text="water", quality=word) for i, word in enumerate(words)]
    table = StreamTable.from_rows(Side.OFFER, rows)
    order = list(WaterClass)
    expected = [
        order.index(WaterClass.A),
        order.index(WaterClass.DRINKING),
        order.index(WaterClass.C),
        -1,
        -1,
    ]
    assert table.water_class.tolist() == expected
    assert [row.water_class for row in rows] == [WaterClass.A, WaterClass.DRINKING, WaterClass.C, None, None]
    chair = Stream(id="1", kind=Kind.PRODUCT, text="stoel", condition="Goed")
    assert chair.product_condition is Condition.GOOD
    assert StreamTable.from_rows(Side.OFFER, [chair]).condition_class.tolist() == [2]


def test_mass_of_a_unit_is_known_for_mass_only() -> None:
    units = ["kg", "t", "m3", "pallet", None]
    rows = [Stream(id=str(i), kind=Kind.MATERIAL, text="x", unit=unit) for i, unit in enumerate(units)]
    found = StreamTable.from_rows(Side.OFFER, rows).unit_mass_t
    assert found[:2].tolist() == [0.001, 1.0]
    assert np.isnan(found[2:]).all()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": ""}, ProblemCode.EMPTY),
        ({"text": ""}, ProblemCode.NOTHING_NAMED),
        ({"quantity": -1.0}, ProblemCode.NEGATIVE),
        ({"quantity": float("nan")}, ProblemCode.NOT_FINITE),
        ({"max_km": float("inf")}, ProblemCode.NOT_FINITE),
        ({"temperature_c": -300.0}, ProblemCode.OUT_OF_RANGE),
        ({"unit": "furlong"}, ProblemCode.UNKNOWN_UNIT),
        (
            {"available_from": date(2026, 2, 1), "available_until": date(2026, 1, 1)},
            ProblemCode.DATES_REVERSED,
        ),
    ],
)
def test_a_record_that_cannot_be_is_refused(change: dict[str, Any], code: ProblemCode) -> None:
    good: dict[str, Any] = {"id": "a", "kind": Kind.MATERIAL, "text": "karton"}
    with pytest.raises(InvalidValue) as caught:
        Stream(**{**good, **change})
    assert caught.value.problem.code is code


def test_a_price_may_be_negative_and_a_unit_is_folded_to_its_key() -> None:
    row = Stream(id="a", kind=Kind.MATERIAL, text="puin", price_eur_per_unit=-12.0, unit="Ton")
    assert row.price_eur_per_unit == -12.0
    assert row.unit == "t"
