"""The week as people type it: read, written for machines, and back in the fields."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.base import week


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("", []),
        ("9-12", [(9, 0, 12, 0)]),
        ("9.00-12.00, 13.30-17.00", [(9, 0, 12, 0), (13, 30, 17, 0)]),
        ("9u tot 12u30 en 14:00 – 16:15", [(9, 0, 12, 30), (14, 0, 16, 15)]),
        ("9 uur tot 12 uur", [(9, 0, 12, 0)]),
        ("9h-12h et 13h30-17h", [(9, 0, 12, 0), (13, 30, 17, 0)]),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, spans: list[tuple[int, ...]]) -> None:
    assert week.parse(typed) == [(time(a, b), time(c, d)) for a, b, c, d in spans]


@pytest.mark.parametrize("typed", ["altijd", "12-9", "9-12, 11-13", "25-26", "9", "9-12-14", "9.75-12"])
def test_what_names_no_hours_is_refused(typed: str) -> None:
    with pytest.raises(week.Unreadable):
        week.parse(typed)


@given(
    st.dictionaries(
        st.sampled_from(week.DAYS),
        st.lists(st.integers(0, 287), unique=True, min_size=2, max_size=8).map(sorted),
    )
)
def test_what_is_written_comes_back(marks: dict[str, list[int]]) -> None:
    times = {
        day: [
            (time(a // 12, a % 12 * 5), time(b // 12, b % 12 * 5))
            for a, b in zip(each[::2], each[1::2], strict=False)
        ]
        for day, each in marks.items()
    }
    hours = week.hours_of(times)
    assert {day: week.parse(text) for day, text in week.typed(hours).items()} == times
    assert bool(hours) == bool(times)
