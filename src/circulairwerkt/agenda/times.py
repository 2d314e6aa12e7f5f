"""Moments on the clock of Belgium: from what people type, and by a rule that comes back."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ZONE: Final = ZoneInfo(settings.TIME_ZONE)
#: Occurrences of one series at most: more than a year of weeks.
MOST_TIMES: Final = 60
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def moment_at(day: date, clock: time) -> datetime:
    """Return the moment of a day and an hour in Belgium; of an hour that comes twice, the first.

    Raises ValidationError for an hour that the night of summer time leaves out, and for the first or the last
    day of the calendar, whose moments lie beyond it elsewhere.
    """
    moment = datetime.combine(day, clock, tzinfo=ZONE)
    try:
        on_the_clock = moment.astimezone(UTC).astimezone(ZONE).time()
    except OverflowError:
        raise ValidationError(_("Deze dag kan niet. Kijk het jaar na.")) from None
    if on_the_clock != clock:
        raise ValidationError(_("Dit uur bestaat die nacht niet: de klok gaat dan van 2 naar 3 uur."))
    return moment


def shifted(moment: datetime, first: datetime, start: datetime) -> datetime:
    """Return where ``moment`` lies when ``first`` is moved to ``start``, counted on the clock of Belgium.

    >>> summer, winter = datetime(2026, 10, 20, 19, tzinfo=ZONE), datetime(2026, 10, 27, 19, tzinfo=ZONE)
    >>> shifted(datetime(2026, 10, 20, 22, tzinfo=ZONE), summer, winter).isoformat()
    '2026-10-27T22:00:00+01:00'
    """
    begin, move, end = (at.astimezone(ZONE).replace(tzinfo=None) for at in (first, moment, start))
    return (end + (move - begin)).replace(tzinfo=ZONE)


def span_shifted(
    begins: datetime, ends: datetime, *, first: datetime, start: datetime
) -> tuple[datetime, datetime]:
    """Return where a span lies when ``first`` is moved to ``start``, on the clock as ``shifted`` counts.

    Where the night of summer time would have it end before it begins, it lasts as long as before.
    """
    begin, end = (shifted(moment, first, start).astimezone(UTC) for moment in (begins, ends))
    return begin, end if end > begin else begin + (ends.astimezone(UTC) - begins.astimezone(UTC))


def moved_along(moment: datetime, before: datetime, after: datetime) -> datetime:
    """Return where ``moment`` goes when another time of its series goes from ``before`` to ``after``.

    As many days on, and to the same hour on the clock of Belgium.

    >>> before, after = datetime(2026, 10, 20, 19, tzinfo=ZONE), datetime(2026, 10, 21, 20, tzinfo=ZONE)
    >>> moved_along(datetime(2026, 10, 27, 19, tzinfo=ZONE), before, after).isoformat()
    '2026-10-28T19:00:00+00:00'
    """
    at, old, new = (one.astimezone(ZONE) for one in (moment, before, after))
    day = at.date() + (new.date() - old.date())
    return datetime.combine(day, new.time(), tzinfo=ZONE).astimezone(UTC)


class Rhythm(models.TextChoices):
    """How a series comes back."""

    WEEKLY = "weekly", gettext_lazy("elke week")
    FORTNIGHTLY = "fortnightly", gettext_lazy("om de twee weken")
    MONTHLY_WEEKDAY = "monthly_weekday", gettext_lazy("elke maand, op dezelfde weekdag")
    MONTHLY_DAY = "monthly_day", gettext_lazy("elke maand, op dezelfde datum")
    YEARLY = "yearly", gettext_lazy("elk jaar, op dezelfde datum")


def rule_of(rhythm: str, first: datetime, *, last_day: date) -> str:
    """Return the rule of RFC 5545 for a series that begins at ``first`` and ends on ``last_day`` included.

    The fifth of a weekday in a month is taken as the last: not every month has five.

    >>> rule_of("weekly", datetime(2026, 12, 1, 14, tzinfo=ZONE), last_day=date(2026, 12, 31))
    'FREQ=WEEKLY;UNTIL=20261231T225959Z'
    """
    local = first.astimezone(ZONE)
    place = (local.day - 1) // 7 + 1
    nth = f"{place if place < 5 else -1}{_WEEKDAYS[local.weekday()]}"
    parts = {
        Rhythm.WEEKLY: "FREQ=WEEKLY",
        Rhythm.FORTNIGHTLY: "FREQ=WEEKLY;INTERVAL=2",
        Rhythm.MONTHLY_WEEKDAY: f"FREQ=MONTHLY;BYDAY={nth}",
        Rhythm.MONTHLY_DAY: "FREQ=MONTHLY",
        Rhythm.YEARLY: "FREQ=YEARLY",
    }
    until = datetime.combine(last_day, time(23, 59, 59), tzinfo=ZONE).astimezone(ZoneInfo("UTC"))
    return f"{parts[Rhythm(rhythm)]};UNTIL={until:%Y%m%dT%H%M%SZ}"


def occurrences(rule: str, first: datetime, exceptions: Iterable[date] = ()) -> Sequence[datetime]:
    """Return the moments of a series, without those on days in ``exceptions``; ``MOST_TIMES`` at most.

    The hour on the clock stays the same in winter and summer. A day that a month or year does not have (30
    or 29 February) is left out, an hour that a night leaves out is an hour later (RFC 5545, 3.3.5 and
    3.3.10).
    """
    left_out = frozenset(exceptions)
    found: list[datetime] = []
    for moment in rrulestr(f"RRULE:{rule}", dtstart=first.astimezone(ZONE)):
        if moment.date() not in left_out:
            found.append(moment.astimezone(ZoneInfo("UTC")))
        if len(found) == MOST_TIMES:
            break
    return found
