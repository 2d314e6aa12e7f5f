"""Opening hours cut into moments: laws for any week, the nights on which the clock changes, holidays."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.base.slots import Days, Span, cut, free_slots, open_spans

BRUSSELS = ZoneInfo("Europe/Brussels")
HOUR = timedelta(hours=1)


def _local(day: date, hours: str, minutes: int = 60) -> list[str]:
    moments = cut(open_spans(hours, day, day), timedelta(minutes=minutes))
    return [f"{each.start.astimezone(BRUSSELS):%H:%M}" for each in moments]


@pytest.mark.parametrize(
    ("day", "hours", "expected"),
    [
        # An ordinary Monday: what is left at an end is too short for an hour.
        (date(2026, 11, 30), "Mo 09:00-11:30,13:00-15:00", ["09:00", "10:00", "13:00", "14:00"]),
        # 29 March 2026: after 01:59 comes 03:00, so four hours on the clock are three.
        (date(2026, 3, 29), "Su 01:00-05:00", ["01:00", "03:00", "04:00"]),
        # 25 October 2026: 02:00 comes twice, so four hours on the clock are five.
        (date(2026, 10, 25), "Su 01:00-05:00", ["01:00", "02:00", "02:00", "03:00", "04:00"]),
        # Noon is noon on both days.
        (date(2026, 3, 29), "Su 12:00-14:00", ["12:00", "13:00"]),
        (date(2026, 10, 25), "Su 12:00-14:00", ["12:00", "13:00"]),
        # A leap day is a day like another.
        (date(2028, 2, 29), "Tu 09:00-10:00", ["09:00"]),
        # Christmas of 2026 is a Friday; Good Friday is no public holiday in Belgium, Easter Monday is.
        (date(2026, 12, 25), "Mo-Fr 09:00-10:00; PH off", []),
        (date(2026, 4, 3), "Mo-Fr 09:00-10:00; PH off", ["09:00"]),
        (date(2026, 4, 6), "Mo-Fr 09:00-10:00; PH off", []),
        (date(2026, 11, 30), "", []),
        (date(2026, 11, 30), "wanneer het past", []),
    ],
)
def test_a_day_has_these_moments(day: date, hours: str, expected: list[str]) -> None:
    assert _local(day, hours) == expected


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@st.composite
def weeks(draw: st.DrawFn) -> str:
    """Hours on some days, in spans that do not touch."""
    rules = []
    for day in draw(st.lists(st.sampled_from("Mo Tu We Th Fr Sa Su".split()), unique=True, min_size=1)):
        marks = sorted(draw(st.lists(st.integers(0, 95), unique=True, min_size=2, max_size=6)))
        pairs = list(zip(marks[::2], marks[1::2], strict=False))
        rules.append(f"{day} " + ",".join(f"{_clock(a * 15)}-{_clock(b * 15)}" for a, b in pairs))
    return "; ".join(rules)


@given(
    hours=weeks(),
    first=st.dates(date(2024, 2, 1), date(2032, 3, 1)),
    ahead=st.integers(0, 9),
    minutes=st.sampled_from([15, 30, 45, 60, 90]),
    taken=st.lists(st.tuples(st.integers(0, 14_000), st.integers(1, 300)), max_size=5),
    places=st.integers(1, 2),
)
def test_moments_lie_in_the_hours_apart_and_are_free(
    hours: str, first: date, ahead: int, minutes: int, taken: list[tuple[int, int]], places: int
) -> None:
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    busy = [Span(start + timedelta(minutes=at), start + timedelta(minutes=at + long)) for at, long in taken]
    days = Days(
        first, first + timedelta(days=ahead), not_before=start + HOUR, is_closed=lambda d: d.day == 13
    )
    length = timedelta(minutes=minutes)
    found = free_slots(hours, length=length, days=days, taken=busy, places=places)
    spans = open_spans(hours, days.first, days.last)
    assert found == sorted(found)
    for one, after in pairwise(found):
        assert not one.overlaps(after)
    for one in found:
        assert one.end - one.start == length
        assert any(span.start <= one.start and one.end <= span.end for span in spans)
        assert one.start >= days.not_before
        assert one.start.astimezone(BRUSSELS).day != 13
        assert sum(one.overlaps(other) for other in busy) < places
    # Nothing that is free is left out: whatever else the hours hold has a reason.
    for one in set(cut(spans, length)) - set(found):
        assert (
            one.start < days.not_before
            or one.start.astimezone(BRUSSELS).day == 13
            or sum(one.overlaps(other) for other in busy) >= places
        )
