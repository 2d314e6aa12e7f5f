"""Working days in Flanders: weekends and public holidays do not count."""

from datetime import date, timedelta
from functools import lru_cache

from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import unattended_days

#: So many working days without anybody are waited for; then the clock runs, and the programme hears of it.
MOST_CLOSED = 10


@lru_cache(maxsize=8)
def public_holidays(year: int) -> frozenset[date]:
    """Return the legal public holidays of Belgium in ``year`` (Royal Decree of 18 April 1974, by
    `holidays`).
    """
    # Late on purpose: it brings the calendars of all peoples, and few pages count days.
    import holidays

    return frozenset(holidays.country_holidays("BE", years=year))


def working_day_after(start: date, days: int, closed: frozenset[date] = frozenset()) -> date:
    """Return the ``days``-th working day after ``start``; days in ``closed`` are no working days either.

    >>> working_day_after(date(2026, 12, 24), 1)
    datetime.date(2026, 12, 28)
    >>> working_day_after(date(2026, 12, 24), 1, frozenset({date(2026, 12, 28)}))
    datetime.date(2026, 12, 29)
    """
    day, left = start, days
    while left > 0:
        day += timedelta(days=1)
        if is_working_day(day) and day not in closed:
            left -= 1
    return day


def is_working_day(day: date) -> bool:
    """Return whether ``day`` is no Saturday, Sunday or public holiday."""
    return day.weekday() < 5 and day not in public_holidays(day.year)


def answer_day(start: date, days: int, hub: Hub | None) -> date:
    """Return the day by which a question of ``start`` is answered, ``days`` working days later.

    Days on which nobody of ``hub`` is there, nor a replacement, do not count; but of those never more than
    ``MOST_CLOSED``, so that an asker is not left waiting for as long as somebody is away.

    >>> answer_day(date(2026, 12, 24), 1, None)
    datetime.date(2026, 12, 28)
    """
    if hub is None:
        return working_day_after(start, days)
    horizon = working_day_after(start, days + MOST_CLOSED)
    unattended = sorted(filter(is_working_day, unattended_days(hub, start + timedelta(days=1), horizon)))
    return working_day_after(start, days, frozenset(unattended[:MOST_CLOSED]))
