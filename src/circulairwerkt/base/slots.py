"""Opening hours cut into moments of one length: which are there, which are still free.

Hours are written as in OpenStreetMap (``base.hours``) and read in Belgian time with Belgian holidays. A
moment goes from an instant to an instant: a night on which the clock changes has an hour more or less.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined] # not in its stubs

_COUNTRY = "BE"


@dataclass(frozen=True, order=True)
class Span:
    """From an instant to an instant, the second not included; both in UTC."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether the two have an instant in common.

        >>> nine, ten, eleven = (datetime(2026, 11, 30, hour, tzinfo=UTC) for hour in (9, 10, 11))
        >>> Span(nine, ten).overlaps(Span(ten, eleven)), Span(nine, eleven).overlaps(Span(ten, eleven))
        (False, True)
        """
        return self.start < other.end and other.start < self.end


@lru_cache(maxsize=512)
def _read(hours: str, country: str | None) -> Any:
    return OpeningHours(hours, timezone=ZoneInfo(settings.TIME_ZONE), country=country)


def open_spans(hours: str, first: date, last: date, *, with_holidays: bool = True) -> list[Span]:
    """Return when ``hours`` are open from the day ``first`` to the day ``last``, both included, in order.

    What stays open beyond midnight of the last day ends there. Nothing for hours that are empty or cannot be
    read. Without holidays each day is an ordinary one.
    """
    if not hours:
        return []
    zone = ZoneInfo(settings.TIME_ZONE)
    start = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    try:
        intervals = _read(hours, _COUNTRY if with_holidays else None).intervals(start, end)
    except ParserError:
        return []
    spans = []
    for opens, closes, state, _comments in intervals:
        if str(state) == "open":
            span = Span(max(opens, start).astimezone(UTC), min(closes or end, end).astimezone(UTC))
            if span.start < span.end:
                spans.append(span)
    return spans


def cut(spans: Iterable[Span], length: timedelta) -> list[Span]:
    """Cut each span from its start into moments of ``length``; what is left at its end is too short.

    >>> nine = datetime(2026, 11, 30, 9, tzinfo=UTC)
    >>> [each.start.minute for each in cut([Span(nine, nine + timedelta(minutes=80))], timedelta(minutes=30))]
    [0, 30]
    """
    moments = []
    for span in spans:
        start = span.start
        while start + length <= span.end:
            moments.append(Span(start, start + length))
            start += length
    return moments


def left(moments: Iterable[Span], taken: Sequence[Span], *, places: int = 1) -> list[Span]:
    """Return the moments of which fewer than ``places`` are taken."""
    return [one for one in moments if sum(one.overlaps(other) for other in taken) < places]


@dataclass(frozen=True)
class Days:
    """From which day to which one looks, from which instant on, and on which days nobody is there."""

    first: date
    last: date
    not_before: datetime
    is_closed: Callable[[date], bool] = lambda day: False


def free_slots(
    hours: str, *, length: timedelta, days: Days, taken: Sequence[Span], places: int = 1
) -> list[Span]:
    """Return the moments of ``length`` that are still free, in order."""
    zone = ZoneInfo(settings.TIME_ZONE)
    there = [
        one
        for one in cut(open_spans(hours, days.first, days.last), length)
        if one.start >= days.not_before and not days.is_closed(one.start.astimezone(zone).date())
    ]
    return left(there, taken, places=places)
