"""When an info point is open: holidays, days off, hours that differ by week, another clock in the night."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.base import week
from circulairwerkt.infopoints import opening
from circulairwerkt.infopoints.models import ClosedDays, InfoPoint
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Brussels")


def at(day: int, hour: int, minute: int = 0, month: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def point(hours: str, **fields: Any) -> InfoPoint:
    return factories.info_point(factories.hub(), hours=hours, **fields)


@pytest.mark.parametrize(
    ("now", "is_open", "moment"),
    [
        (at(7, 9), True, at(7, 12)),  # Monday, to the minute
        (at(7, 12), False, at(7, 13, 30)),
        (at(7, 18), False, at(9, 9)),  # closed on Tuesday
        (at(24, 12), False, at(28, 9)),  # 25 December is a Friday and a holiday
        (at(31, 18), False, at(4, 9, month=1, year=2027)),  # New Year too
    ],
)
def test_it_says_whether_it_is_open_and_when_it_opens(now: datetime, is_open: bool, moment: datetime) -> None:
    found = point("Mo 09:00-12:00,13:30-17:00; We 09:00-12:00; Th 09:00-12:00; Fr 09:00-12:00; PH off")
    standing = opening.standing_of(found, now)
    assert (standing.is_open, standing.until or standing.opens_at) == (is_open, moment)


def test_a_day_off_is_closed_and_told_with_its_reason() -> None:
    found = point("Mo-Fr 09:00-12:00; PH off")
    found.closed_days.create(first_day=date(2026, 12, 28), last_day=date(2026, 12, 30), reason="inventaris")
    assert opening.standing_of(found, at(28, 10)).opens_at == at(31, 9)
    told = [(row.day.day, row.reason, row.is_holiday) for row in opening.otherwise(found, at(21, 8))]
    assert told == [
        (25, "", True),
        (28, "inventaris", False),
        (29, "inventaris", False),
        (30, "inventaris", False),
        (1, "", True),
    ]


def test_the_first_wednesday_of_the_month_is_listed_day_by_day() -> None:
    found = point("We[1] 14:00-16:00; PH off")
    assert not opening.is_weekly(found)
    assert [span.start for span in opening.coming(found, at(2, 16))] == [at(6, 14, month=1, year=2027)]
    assert opening.standing_of(found, at(2, 15)).until == at(2, 16)
    assert opening.is_weekly(point("Mo-Fr 09:00-12:00"))


def test_day_and_night_ends_nowhere() -> None:
    standing = opening.standing_of(point("24/7"), at(7, 9))
    assert (standing.is_open, standing.until) == (True, None)


def test_without_hours_nobody_knows_when_it_opens() -> None:
    standing = opening.standing_of(point(""), at(7, 9))
    assert (standing.is_open, standing.opens_at, standing.days_until) == (False, None, None)


def test_a_night_with_another_clock_keeps_nine_at_nine() -> None:
    """On 28 March 2027 the clock goes forward; what opens at nine opens at nine, an hour earlier in UTC."""
    found = point("Sa-Su 09:00-10:00", slot_minutes=30)
    starts = [span.start for span in opening.free_moments(found, at(27, 6, month=3, year=2027))][:4]
    assert [timezone.localtime(start).hour for start in starts] == [9, 9, 9, 9]
    assert [start.hour for start in starts] == [8, 8, 7, 7]


DAYS = st.dictionaries(
    st.sampled_from(week.DAYS), st.sampled_from(["9-12", "9-12, 13.30-17", "14-16", "0-23.59"]), max_size=7
)


@given(DAYS, st.integers(0, 3 * 365 * 24 * 12))
def test_open_now_and_the_next_opening_agree(days: dict[str, str], five_minutes: int) -> None:
    """Just before what is named as the opening it is closed, at that moment it is open; never both."""
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=5 * five_minutes)
    hours = week.hours_of({day: week.parse(times) for day, times in days.items()})
    assert week.is_ordinary(hours)
    found = InfoPoint(pk=1, hours=hours)
    found._prefetched_objects_cache = {"closed_days": ClosedDays.objects.none()}  # type: ignore[attr-defined]
    standing = opening.standing_of(found, now)
    assert not (standing.is_open and standing.opens_at)
    if standing.opens_at is not None:
        assert standing.opens_at > now
        assert opening.standing_of(found, standing.opens_at).is_open
    if standing.until is not None:
        assert standing.until > now
