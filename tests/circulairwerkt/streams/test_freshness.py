"""Confidence fades and never grows by itself; the database draws the line where the formula does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.base.scope import everywhere
from circulairwerkt.streams import freshness
from circulairwerkt.streams.models import MaterialCard
from circulairwerkt.streams.spans import AGAIN, LEAST, ONCE, Span
from tests.circulairwerkt import factories as make

DAYS = st.floats(min_value=0, max_value=4000, allow_nan=False)


@pytest.mark.parametrize(
    ("span", "days", "expected"),
    [
        (AGAIN, 0, 1.0),
        (AGAIN, 90, 1.0),
        (AGAIN, 270, 0.5),
        (AGAIN, 450, 0.25),
        (ONCE, 30, 1.0),
        (ONCE, 90, 0.5),
        (ONCE, 150, 0.25),
    ],
)
def test_worked_numbers(span: Span, days: float, expected: float) -> None:
    assert span.confidence(days) == pytest.approx(expected)


def test_limits_follow_from_the_formula() -> None:
    assert (AGAIN.limit_days, ONCE.limit_days) == (450, 150)


@given(st.sampled_from([AGAIN, ONCE]), DAYS, DAYS)
def test_it_never_grows_with_time(span: Span, one: float, other: float) -> None:
    earlier, later = sorted((one, other))
    assert 0 < span.confidence(later) <= span.confidence(earlier) <= 1


@given(DAYS)
def test_what_is_there_once_is_never_surer(days: float) -> None:
    assert ONCE.confidence(days) <= AGAIN.confidence(days)


@pytest.mark.django_db
@pytest.mark.parametrize("period", ["once", "week", ""])
@pytest.mark.parametrize("days", [0, 29, 31, 89, 91, 149, 151, 449, 451])
def test_the_database_agrees_with_the_formula(period: str, days: int) -> None:
    now = timezone.now()
    row = make.card(make.hub(), period=period, confirmed_at=now - timedelta(days=days))
    with everywhere("a test"):
        rows = MaterialCard.objects.all()
        assert rows.filter(freshness.is_fading(now)).exists() == (freshness.confidence(row, now) < 1)
        assert rows.filter(freshness.is_stale(now)).exists() == (freshness.confidence(row, now) < LEAST)
        assert rows.filter(freshness.in_sight(now)).exists() == (freshness.state(row, now) != "stale")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "confirmed_at",
    [
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2027, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        # Over a leap day, and over both changes of the clock in Belgium.
        datetime(2028, 2, 10, 12, 30, 0, 1, tzinfo=UTC),
        datetime(2026, 3, 28, 23, 30, tzinfo=UTC),
        datetime(2026, 10, 24, 22, 15, 10, 250_000, tzinfo=UTC),
    ],
)
def test_the_database_keeps_the_moments_that_follow(confirmed_at: datetime) -> None:
    hub = make.hub()
    for period, fresh, limit in (("once", 30, 150), ("week", 90, 450), ("", 90, 450)):
        row = make.card(hub, period=period, confirmed_at=confirmed_at)
        again = MaterialCard._base_manager.get(pk=row.pk)
        assert again.fades_at == confirmed_at + timedelta(days=fresh)
        assert again.stale_at == confirmed_at + timedelta(days=limit)
    MaterialCard._base_manager.filter(pk=row.pk).update(period="once")
    again = MaterialCard._base_manager.get(pk=row.pk)
    assert again.fades_at == confirmed_at + timedelta(days=30), "it follows whoever changes the row"


@pytest.mark.django_db
def test_what_is_gone_or_over_is_out_of_sight() -> None:
    now = timezone.now()
    hub = make.hub()
    make.card(hub, is_gone=True)
    make.card(hub, available_until=timezone.localdate() - timedelta(days=1))
    kept = make.card(hub, available_until=timezone.localdate())
    with everywhere("a test"):
        assert list(MaterialCard.objects.filter(freshness.in_sight(now))) == [kept]
