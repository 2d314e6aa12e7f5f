"""Laws of planned amounts and of what fits together."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.cases.amounts import (
    Amount,
    Claim,
    Fit,
    Month,
    months_between,
    peak,
    periods_in,
    planned_in,
    room_in,
)

FIRST = date(2026, 1, 1)
days = st.dates(date(2025, 1, 1), date(2028, 1, 1))
quantities = st.decimals("0.001", "1000", places=3)
DAYS = {"day": 1, "week": 7, "year": 365}


def _planned(amount: Amount, first: date, last: date) -> list[Fraction]:
    return [planned_in(amount, month) or Fraction(0) for month in months_between(first, last)]


@pytest.mark.parametrize(
    ("amount", "month", "expected"),
    [
        (Amount(Decimal(2), "t", "month", FIRST), date(2026, 2, 1), 2),
        (Amount(Decimal(2), "t", "month", date(2026, 2, 15)), date(2026, 2, 1), 1),
        (Amount(Decimal(7), "t", "week", FIRST), date(2026, 2, 1), 28),
        (Amount(Decimal(1), "t", "day", FIRST), date(2026, 3, 1), 31),
        (Amount(Decimal(365), "t", "year", FIRST), date(2026, 4, 1), 30),
        (Amount(Decimal(5), "t", "once", date(2026, 3, 9)), date(2026, 3, 1), 5),
        (Amount(Decimal(5), "t", "once", date(2026, 3, 9)), date(2026, 4, 1), 0),
        (Amount(Decimal(2), "t", "month", FIRST, date(2026, 1, 31)), date(2026, 2, 1), 0),
    ],
)
def test_worked_examples(amount: Amount, month: date, expected: int) -> None:
    assert planned_in(amount, Month(month)) == expected


def test_of_an_unknown_amount_nothing_is_planned() -> None:
    assert planned_in(Amount(None, "", "week", FIRST), Month(FIRST)) is None


@given(quantities, st.sampled_from(sorted(DAYS)), days, st.integers(0, 700))
def test_the_months_together_are_the_whole(quantity: Decimal, period: str, first: date, span: int) -> None:
    last = first + timedelta(days=span)
    amount = Amount(quantity, "t", period, first, last)
    total = sum(_planned(amount, first, last), Fraction(0))
    assert total == Fraction(quantity) * (span + 1) / DAYS[period]


@given(quantities, st.sampled_from([*sorted(DAYS), "month"]), days, st.integers(0, 700))
def test_all_at_once_is_as_much_as_month_by_month(
    quantity: Decimal, period: str, first: date, span: int
) -> None:
    last = first + timedelta(days=span)
    by_month = sum(_planned(Amount(quantity, "t", period, first, last), first, last), Fraction(0))
    assert float(quantity) * periods_in(period, first, last) == pytest.approx(float(by_month), rel=1e-12)


@given(quantities, days, st.integers(0, 700))
def test_once_is_planned_once(quantity: Decimal, first: date, span: int) -> None:
    amount = Amount(quantity, "t", "once", first, first + timedelta(days=span))
    assert sum(_planned(amount, first, first + timedelta(days=span)), Fraction(0)) == Fraction(quantity)


claims = st.lists(
    st.builds(
        lambda rate, first, span: Claim(rate, first, first + timedelta(days=span)),
        st.integers(1, 50).map(float),
        st.dates(FIRST, FIRST + timedelta(days=40)),
        st.integers(0, 30),
    ),
    max_size=8,
)


@given(claims)
def test_the_peak_is_the_fullest_day(given_claims: list[Claim]) -> None:
    every = [FIRST + timedelta(days=n) for n in range(80)]
    slow = max(
        sum(claim.per_day for claim in given_claims if claim.first <= day <= claim.last) for day in every
    )
    assert peak(given_claims) == pytest.approx(slow)


amounts = st.lists(
    st.builds(
        Amount,
        quantities,
        st.sampled_from(["t", "kg"]),
        st.sampled_from(["once", "day", "week", "month", "year"]),
        days,
        st.none(),
    ),
    max_size=6,
)


@given(amounts, quantities, st.sampled_from(["once", "week", "month", "year"]))
def test_more_agreed_never_leaves_more_room(taken: list[Amount], quantity: Decimal, period: str) -> None:
    limit = Amount(quantity, "t", period, date.min)
    used = [room_in(limit, taken[:n]).taken or 0.0 for n in range(len(taken) + 1)]
    # sums of floats in another order may differ in their last digits
    assert all(after >= before * (1 - 1e-9) for before, after in pairwise(used))
    room = room_in(limit, taken)
    assert room.fit == (Fit.TOO_MUCH if used[-1] > float(quantity) * (1 + 1e-9) else Fit.FITS)


def test_what_takes_the_whole_fits_exactly() -> None:
    limit = Amount(2.0, "t", "week", date.min)
    quarter = Amount(Decimal("500"), "kg", "week", FIRST)
    assert room_in(limit, [quarter] * 4).fit == Fit.FITS
    assert room_in(limit, [quarter] * 5).fit == Fit.TOO_MUCH
    assert room_in(limit, [quarter] * 3).free == pytest.approx(0.5)


@given(
    st.decimals("0.001", "1000", places=3),
    st.sampled_from(["day", "week", "month", "year", "once"]),
    st.integers(1, 9),
)
def test_of_what_is_taken_whole_no_rounding_is_left(part: Decimal, period: str, parts: int) -> None:
    limit = Amount(part * parts, "t", period, FIRST)
    assert room_in(limit, [Amount(part, "t", period, FIRST)] * parts).free == 0


def test_one_after_the_other_fits_where_both_at_once_do_not() -> None:
    limit = Amount(1.0, "t", "week", date.min)
    spring = Amount(Decimal(1), "t", "week", FIRST, date(2026, 5, 31))
    summer = Amount(Decimal(1), "t", "week", date(2026, 6, 1), date(2026, 8, 31))
    assert room_in(limit, [spring, summer]).fit == Fit.FITS
    overlapping = Amount(Decimal(1), "t", "week", date(2026, 5, 31), date(2026, 8, 31))
    assert room_in(limit, [spring, overlapping]).fit == Fit.TOO_MUCH


@pytest.mark.parametrize(
    ("limit", "taken"),
    [
        (Amount(None, "", "week", date.min), Amount(Decimal(9), "t", "week", FIRST)),
        (Amount(1.0, "t", "week", date.min), Amount(None, "", "week", FIRST)),
        (Amount(1.0, "t", "week", date.min), Amount(Decimal(9), "pallet", "week", FIRST)),
    ],
)
def test_what_is_unknown_never_blocks(limit: Amount, taken: Amount) -> None:
    assert room_in(limit, [taken]).fit == Fit.UNKNOWN


def test_what_is_there_once_is_compared_with_the_sum() -> None:
    stock = Amount(10.0, "t", "once", date.min)
    weekly = Amount(Decimal(1), "t", "week", FIRST, FIRST + timedelta(days=69))
    assert room_in(stock, [weekly]).fit == Fit.FITS
    assert room_in(stock, [weekly, Amount(Decimal("0.1"), "t", "once", FIRST)]).fit == Fit.TOO_MUCH
