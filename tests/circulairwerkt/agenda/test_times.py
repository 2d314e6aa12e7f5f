"""Days that come back: on the clock of Belgium, as another reader of RFC 5545 works them out too."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from circulairwerkt.agenda.times import MOST_TIMES, ZONE, Rhythm, moment_at, occurrences, rule_of, shifted


def clocks(rhythm: str, first: datetime, last: date, without: tuple[date, ...] = ()) -> list[str]:
    """Day and hour in Belgium of each time."""
    moments = occurrences(rule_of(rhythm, first, last_day=last), first, without)
    return [f"{moment.astimezone(ZONE):%Y-%m-%d %H.%M}" for moment in moments]


@pytest.mark.parametrize(
    ("rhythm", "first", "last", "expected"),
    [
        # the clock goes back on 25 October 2026 and forward on 28 March 2027: 14.00 stays 14.00
        (
            Rhythm.WEEKLY,
            datetime(2026, 10, 20, 14),
            date(2026, 11, 3),
            ["2026-10-20 14.00", "2026-10-27 14.00", "2026-11-03 14.00"],
        ),
        (
            Rhythm.FORTNIGHTLY,
            datetime(2027, 3, 23, 9, 30),
            date(2027, 4, 6),
            ["2027-03-23 09.30", "2027-04-06 09.30"],
        ),
        # 29 February comes back in leap years alone, the 31st in months that have one
        (Rhythm.YEARLY, datetime(2028, 2, 29, 10), date(2036, 3, 1),
         ["2028-02-29 10.00", "2032-02-29 10.00", "2036-02-29 10.00"]),
        (Rhythm.MONTHLY_DAY, datetime(2027, 1, 31, 10), date(2027, 5, 31),
         ["2027-01-31 10.00", "2027-03-31 10.00", "2027-05-31 10.00"]),
        # the second Tuesday, and the fifth taken as the last
        (Rhythm.MONTHLY_WEEKDAY, datetime(2026, 12, 8, 19), date(2027, 2, 28),
         ["2026-12-08 19.00", "2027-01-12 19.00", "2027-02-09 19.00"]),
        (Rhythm.MONTHLY_WEEKDAY, datetime(2026, 12, 31, 19), date(2027, 2, 28),
         ["2026-12-31 19.00", "2027-01-28 19.00", "2027-02-25 19.00"]),
        # an hour that the night leaves out is an hour later
        (Rhythm.WEEKLY, datetime(2027, 3, 21, 2, 30), date(2027, 3, 28),
         ["2027-03-21 02.30", "2027-03-28 03.30"]),
    ],
)  # fmt: skip
def test_a_series_keeps_its_hour(rhythm: str, first: datetime, last: date, expected: list[str]) -> None:
    assert clocks(rhythm, first.replace(tzinfo=ZONE), last) == expected


def test_days_that_are_left_out_are_left_out() -> None:
    first = datetime(2026, 12, 10, 14, tzinfo=ZONE)
    found = clocks(Rhythm.WEEKLY, first, date(2027, 1, 7), (date(2026, 12, 24), date(2026, 12, 31)))
    assert found == ["2026-12-10 14.00", "2026-12-17 14.00", "2027-01-07 14.00"]


@given(
    first=st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC)).map(
        lambda moment: moment.replace(minute=0, second=0, microsecond=0)
    ),
    rhythm=st.sampled_from(Rhythm.values),
    days=st.integers(1, 500),
    without=st.lists(st.integers(0, 80), max_size=4),
)
def test_another_reader_of_the_standard_finds_the_same_days(
    first: datetime, rhythm: str, days: int, without: list[int]
) -> None:
    """The rule and its exceptions, written as a calendar, say to others what they say to us."""
    local = first.astimezone(ZONE)
    if 1 <= local.hour <= 3:  # the hours of the two nights are tried above, by hand
        local = local.replace(hour=12)
    rule = rule_of(rhythm, local, last_day=local.date() + timedelta(days=days))
    whole = occurrences(rule, local)
    left_out = {whole[number].astimezone(ZONE).date() for number in without if number < len(whole)}
    ours = occurrences(rule, local, left_out)
    dates = "".join(
        f"EXDATE;TZID=Europe/Brussels:{day:%Y%m%d}T{local:%H%M%S}\r\n" for day in sorted(left_out)
    )
    text = (
        "BEGIN:VCALENDAR\r\nPRODID:-//a test//NL\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:een@example.org\r\n"
        f"DTSTAMP:20260101T000000Z\r\nDTSTART;TZID=Europe/Brussels:{local:%Y%m%dT%H%M%S}\r\n"
        f"DTEND;TZID=Europe/Brussels:{local + timedelta(minutes=30):%Y%m%dT%H%M%S}\r\n"
        f"RRULE:{rule}\r\n{dates}SUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    calendar = IcsCalendarStream.calendar_from_ics(text)
    theirs = [event.dtstart.astimezone(UTC) for event in calendar.timeline][:MOST_TIMES]
    assert [moment.astimezone(UTC) for moment in ours] == theirs[: len(ours)]
    assert len(ours) == min(len(theirs), MOST_TIMES)


def test_an_hour_that_does_not_exist_is_refused_and_one_that_comes_twice_is_the_first() -> None:
    with pytest.raises(ValidationError):
        moment_at(date(2027, 3, 28), time(2, 30))
    with pytest.raises(ValidationError, match="Deze dag kan niet"):
        moment_at(date.min, time(0))
    assert moment_at(date(2026, 10, 25), time(2, 30)).utcoffset() == timedelta(hours=2)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    st.timedeltas(timedelta(0), timedelta(days=9)),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
)
def test_a_copy_keeps_its_hours_on_the_clock(first: datetime, after: timedelta, start: datetime) -> None:
    moved = shifted(
        (first + after).replace(tzinfo=ZONE), first.replace(tzinfo=ZONE), start.replace(tzinfo=ZONE)
    )
    assert moved.replace(tzinfo=None, fold=0) - start == after
