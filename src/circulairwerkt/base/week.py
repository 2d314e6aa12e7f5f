"""An ordinary week as people type it, day by day, and as OpenStreetMap writes it.

>>> hours_of({"Mo": parse("9-12 en 13.30-17 u"), "We": parse("14:00-16:00")})
'Mo 09:00-12:00,13:30-17:00; We 14:00-16:00; PH off'
>>> typed(hours_of({"Mo": parse("9-12 en 13.30-17")}))
{'Mo': '9.00-12.00, 13.30-17.00'}
"""

import re
from collections.abc import Mapping
from datetime import time

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_CLOCK = r"(\d{1,2})(?:\s*[.:uh]\s*(\d{2}))?\s*(?:u(?:ur)?|h)?"
_SPAN = re.compile(rf"\s*{_CLOCK}\s*(?:-|–|tot|to|à)\s*{_CLOCK}\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,|;|\ben\b|\band\b|\bet\b|&|\+)\s*", re.IGNORECASE)

Times = list[tuple[time, time]]


class Unreadable(ValueError):
    """The words name no hours, or hours that are not in order."""


def parse(text: str) -> Times:
    """Read the hours of one day; empty for an empty text. Raises Unreadable."""
    times: Times = []
    for piece in filter(None, _BETWEEN.split(text.strip())):
        found = _SPAN.fullmatch(piece)
        if found is None:
            raise Unreadable(piece)
        try:
            start = time(int(found[1]), int(found[2] or 0))
            end = time(int(found[3]), int(found[4] or 0))
        except ValueError as error:
            raise Unreadable(piece) from error
        if end <= start or (times and start < times[-1][1]):
            raise Unreadable(piece)
        times.append((start, end))
    return times


def hours_of(week: Mapping[str, Times]) -> str:
    """Write a week in OpenStreetMap's syntax, closed on public holidays; empty for a week without hours."""
    rules = [
        f"{day} " + ",".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in week[day])
        for day in DAYS
        if week.get(day)
    ]
    return "; ".join([*rules, "PH off"]) if rules else ""


def typed(hours: str) -> dict[str, str]:
    """Return what stands in the field of each day of ``hours`` as ``hours_of`` wrote them."""
    found = {}
    for rule in hours.split("; "):
        day, _blank, times = rule.partition(" ")
        if day in DAYS:
            spans = [span.split("-") for span in times.split(",")]
            found[day] = ", ".join("-".join(_short(clock) for clock in span) for span in spans)
    return found


def is_ordinary(hours: str) -> bool:
    """Whether ``hours`` are what the fields of seven days hold: nothing that changes from week to week.

    >>> is_ordinary("Mo 09:00-12:00; PH off"), is_ordinary("We[1] 14:00-16:00"), is_ordinary("")
    (True, False, True)
    """
    try:
        return hours_of({day: parse(times) for day, times in typed(hours).items()}) == hours
    except (Unreadable, ValueError):
        return False


def _short(clock: str) -> str:
    hour, minute = clock.split(":")
    return f"{int(hour)}.{minute}"
