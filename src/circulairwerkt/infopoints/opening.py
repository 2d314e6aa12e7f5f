"""When an info point is open: now or next, in an ordinary week, and otherwise than in an ordinary week.

Hours are read in Belgian time with Belgian holidays (``base.slots``), less the days on which it is closed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from circulairwerkt.base.booking import taken_of
from circulairwerkt.base.slots import Days, Span, free_slots, open_spans
from circulairwerkt.infopoints.models import Appointment, ClosedDays, InfoPoint

#: So far one looks for the next opening.
_LOOKS_AHEAD = timedelta(days=62)
#: So far the page tells what is otherwise than usual.
TELLS_AHEAD = timedelta(days=28)
_WEEKS = 9
#: Openings that are listed of hours that are not the same each week.
_MOST_OPENINGS = 8
#: An appointment is made at least so long before.
NOTICE = timedelta(hours=2)
#: And at most so long.
AHEAD = timedelta(days=28)


@dataclass(frozen=True)
class Standing:
    """Whether it is open at a moment, until when (None: day and night), and otherwise when it opens; None
    where nobody knows.
    """

    is_open: bool
    until: datetime | None
    opens_at: datetime | None
    now: datetime

    @property
    def days_until(self) -> int | None:
        """In how many days it opens, on the clock of Belgium: 0 today, 1 tomorrow."""
        if self.opens_at is None:
            return None
        return (timezone.localdate(self.opens_at) - timezone.localdate(self.now)).days


@dataclass(frozen=True)
class Otherwise:
    """A day on which it is closed though an ordinary week says open: a holiday, or days off with a reason."""

    day: date
    reason: str
    is_holiday: bool


def _is_closed(days: Iterable[ClosedDays], day: date) -> bool:
    return any(row.first_day <= day <= row.last_day for row in days)


def openings(point: InfoPoint, first: date, last: date) -> list[Span]:
    """Return when it is open from the day ``first`` to ``last``, in order, without the days it is closed."""
    closed = list(point.closed_days.all())
    return [
        span
        for span in open_spans(point.hours, first, last)
        if not _is_closed(closed, timezone.localdate(span.start))
    ]


def standing_of(point: InfoPoint, now: datetime | None = None) -> Standing:
    """Return whether ``point`` is open now, or when it opens within two months."""
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    # What opened yesterday may last beyond midnight.
    spans = openings(point, today - timedelta(days=1), today + _LOOKS_AHEAD)
    here = next((span for span in spans if span.start <= moment < span.end), None)
    if here is not None:
        # Day and night: it closes nowhere as far as one looks.
        lasts = timezone.localdate(here.end) > today + _LOOKS_AHEAD
        return Standing(is_open=True, until=None if lasts else here.end, opens_at=None, now=moment)
    following = next((span for span in spans if span.start > moment), None)
    return Standing(is_open=False, until=None, opens_at=following.start if following else None, now=moment)


def is_weekly(point: InfoPoint) -> bool:
    """Whether its hours are the same each week of the coming two months, but for holidays."""
    today = timezone.localdate()
    weeks: list[set[tuple[int, time, time]]] = []
    for number in range(_WEEKS):
        first = today + timedelta(weeks=number)
        spans = open_spans(point.hours, first, first + timedelta(days=6), with_holidays=False)
        local = [(timezone.localtime(span.start), timezone.localtime(span.end)) for span in spans]
        weeks.append({(start.weekday(), start.time(), end.time()) for start, end in local})
    return all(each == weeks[0] for each in weeks)


def coming(point: InfoPoint, now: datetime | None = None) -> list[Span]:
    """Return the next openings, for hours that are not the same each week."""
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    spans = openings(point, today, today + _LOOKS_AHEAD)
    return [span for span in spans if span.end > moment][:_MOST_OPENINGS]


def otherwise(point: InfoPoint, now: datetime | None = None) -> list[Otherwise]:
    """Return the days of the coming weeks on which it is closed though its hours say open."""
    today = timezone.localdate(now or timezone.now())
    last = today + TELLS_AHEAD
    usual = _days(open_spans(point.hours, today, last, with_holidays=False))
    real = _days(open_spans(point.hours, today, last))
    closed = list(point.closed_days.all())
    found = []
    for day in sorted(usual):
        row = next((row for row in closed if row.first_day <= day <= row.last_day), None)
        if row is not None:
            found.append(Otherwise(day=day, reason=row.reason, is_holiday=False))
        elif day not in real:
            found.append(Otherwise(day=day, reason="", is_holiday=True))
    return found


def _days(spans: Iterable[Span]) -> set[date]:
    return {timezone.localdate(span.start) for span in spans}


def free_moments(point: InfoPoint, now: datetime | None = None) -> list[Span]:
    """Return the moments of ``point`` that can still be chosen, in order."""
    moment = now or timezone.now()
    return _free(point, Span(moment + NOTICE, moment + AHEAD))


def is_free(point: InfoPoint, start: datetime, now: datetime | None = None) -> Span | None:
    """Return the free moment that begins at ``start``; None where there is none."""
    moment = now or timezone.now()
    if start < moment + NOTICE or timezone.localdate(start) > timezone.localdate(moment + AHEAD):
        return None
    return next((one for one in _free(point, Span(start, start)) if one.start == start), None)


def _free(point: InfoPoint, within: Span) -> list[Span]:
    if not point.takes_appointments:
        return []
    taken = taken_of(
        Appointment, [point.pk], Span(within.start - timedelta(days=1), within.end + timedelta(days=2))
    )
    closed = list(point.closed_days.all())
    return free_slots(
        point.hours,
        length=timedelta(minutes=point.slot_minutes),
        days=Days(
            first=timezone.localdate(within.start),
            last=timezone.localdate(within.end),
            not_before=within.start,
            is_closed=lambda day: _is_closed(closed, day),
        ),
        taken=taken[point.pk],
        places=point.desks,
    )
