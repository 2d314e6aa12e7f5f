"""Units, rhythms and totals."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis import quantities
from symbiosis.errors import InvalidValue, ProblemCode, UnitMismatch
from symbiosis.quantities import DAYS_PER_YEAR, UNITS, Dimension, Period, Quantity, Unit

amounts = st.floats(min_value=1e-6, max_value=1e9)
same_dimension = st.sampled_from([(a, b) for a in UNITS for b in UNITS if a.dimension is b.dimension])
other_dimension = st.sampled_from([(a, b) for a in UNITS for b in UNITS if a.dimension is not b.dimension])


@given(amounts, same_dimension)
def test_there_and_back_gives_the_same_amount(value: float, pair: tuple[Unit, Unit]) -> None:
    source, target = pair
    back = quantities.convert(quantities.convert(value, source.key, target.key), target.key, source.key)
    assert back == pytest.approx(value, rel=1e-12, abs=1e-9)


@given(amounts, other_dimension)
def test_what_measures_something_else_is_never_converted(value: float, pair: tuple[Unit, Unit]) -> None:
    with pytest.raises(UnitMismatch) as caught:
        quantities.convert(value, pair[0].key, pair[1].key)
    assert pair[1].dimension.value in caught.value.sentence("en")


@given(st.lists(st.tuples(amounts, st.integers(-1, len(UNITS) - 1)), min_size=1, max_size=30))
def test_columns_convert_as_single_values_do(rows: list[tuple[float, int]]) -> None:
    values = np.array([value for value, _ in rows])
    codes = np.array([code for _, code in rows], dtype=np.int8)
    base = quantities.to_base(values, codes)
    for value, code, found in zip(values, codes, base, strict=True):
        if code < 0:
            assert np.isnan(found)
        else:
            target = quantities.BASE_UNITS[UNITS[code].dimension]
            assert found == pytest.approx(quantities.convert(value, UNITS[code].key, target), rel=1e-12)
    known = codes >= 0
    assert np.allclose(quantities.from_base(base, codes)[known], values[known], rtol=1e-12, atol=1e-9)


@given(
    st.lists(st.tuples(amounts, st.sampled_from(["kg", "t", "g", "kt"])), min_size=1, max_size=20),
    st.sampled_from(["kg", "t", "g"]),
)
def test_a_sum_is_conserved_through_unit_changes(rows: list[tuple[float, str]], target: str) -> None:
    directly = sum(quantities.convert(value, unit, "t") for value, unit in rows)
    by_way = sum(quantities.convert(quantities.convert(v, u, target), target, "t") for v, u in rows)
    assert by_way == pytest.approx(directly, rel=1e-12)


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("t", "t"),
        ("ton", "t"),
        ("Mg", "t"),
        ("mg", "mg"),
        ("KG", "kg"),
        ("M³", "m3"),
        ("stuks", "piece"),
        ("pcs", "piece"),
        ("Big-Bags", "big_bag"),
        ("big_bag", "big_bag"),
        ("euro pallet", "euro_pallet"),
        ("paletten", "pallet"),
        ("kwh", "kWh"),
        ("MW", "MW"),
        (" m² ", "m2"),
        ("dozijn", "dozijn"),
        ("rouleaux", "roll"),
    ],
)
def test_words_of_units(word: str, key: str) -> None:
    assert quantities.unit(word).key == key


@pytest.mark.parametrize("word", ["", "furlong", "dozen", "kg/m3", "12"])
def test_a_word_that_is_no_unit_is_refused_with_the_word(word: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        quantities.unit(word)
    assert caught.value.problem.code is ProblemCode.UNKNOWN_UNIT
    assert f'"{word}"' in caught.value.sentence("nl")


def test_a_spelling_belongs_to_one_unit() -> None:
    owner: dict[str, str] = {}
    for unit in UNITS:
        for word in (unit.key, *unit.aliases, *(word for pair in unit.names for word in pair)):
            if word not in quantities.AMBIGUOUS_WORDS:
                assert owner.setdefault(quantities._plain(word), unit.key) == unit.key, word


def test_packaging_has_no_mass_and_no_volume() -> None:
    packaging = np.array([quantities.UNIT_CODES["pallet"], quantities.UNIT_CODES["m3"]], dtype=np.int8)
    assert np.isnan(quantities.mass_t(np.array([1.0, 1.0]), packaging)).all()
    assert quantities.mass_t(np.array([500.0]), np.array([quantities.UNIT_CODES["kg"]], dtype=np.int8)) == 0.5


def test_temperature_has_an_offset() -> None:
    assert quantities.convert(300.0, "K", "degC") == pytest.approx(26.85)
    assert quantities.convert(65.0, "degC", "K") == pytest.approx(338.15)
    assert quantities.BASE_UNITS[Dimension.TEMPERATURE] == "degC"


def test_a_quantity_keeps_its_rhythm() -> None:
    assert Quantity(1500.0, "kg", Period.WEEK).to("t") == Quantity(1.5, "t", Period.WEEK)


def test_a_week_is_seven_of_365_days() -> None:
    assert quantities.total(1.0, "week") == pytest.approx(365 / 7)
    assert quantities.total(1.0, "month") == pytest.approx(12)
    assert quantities.total(2.0, "day", horizon_days=10) == pytest.approx(20)
    assert quantities.total(3.0, "year", horizon_days=73) == pytest.approx(0.6)
    assert quantities.total(5.0, "once", horizon_days=10) == 5.0


def test_from_and_until_both_count() -> None:
    total = quantities.total(
        1.0,
        Period.DAY,
        start=date(2026, 1, 1),
        available_from=date(2026, 3, 1),
        available_until=date(2026, 3, 31),
    )
    assert total == 31


@pytest.mark.parametrize(
    ("available_from", "available_until", "days"),
    [
        (None, None, 365),
        (date(2026, 12, 31), None, 1),
        (None, date(2026, 1, 1), 1),
        (date(2027, 1, 1), None, 0),
        (None, date(2025, 12, 31), 0),
        (date(2025, 6, 1), date(2027, 6, 1), 365),
    ],
)
def test_only_days_within_the_horizon_count(
    available_from: date | None, available_until: date | None, days: int
) -> None:
    start = date(2026, 1, 1)
    found = quantities.overlap_days(
        horizon_days=DAYS_PER_YEAR,
        start=start,
        available_from=available_from,
        available_until=available_until,
    )
    assert found == days
    once = quantities.total(
        7.0, "once", start=start, available_from=available_from, available_until=available_until
    )
    assert once == (7.0 if days else 0.0)


def test_without_a_start_only_the_length_counts() -> None:
    window = {"available_from": date(2020, 1, 1), "available_until": date(2020, 1, 10)}
    assert quantities.overlap_days(horizon_days=365, **window) == 10
    assert quantities.overlap_days(horizon_days=5, **window) == 5


def test_an_unknown_rhythm_counts_once_and_an_unknown_quantity_is_unknown() -> None:
    totals = quantities.totals(np.array([4.0, np.nan]), np.array([-1, 2], dtype=np.int8), 365.0)
    assert totals[0] == 4.0
    assert np.isnan(totals[1])


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_days_are_numbered_and_back(day: date) -> None:
    assert quantities.day_from_number(quantities.day_number(day)) == day


@given(amounts, st.sampled_from(list(Period)), st.integers(1, 1000), st.integers(1, 1000))
def test_a_longer_horizon_never_gives_less(value: float, period: Period, short: int, more: int) -> None:
    less = quantities.total(value, period, horizon_days=short)
    assert quantities.total(value, period, horizon_days=short + more) >= less
