"""Working days in Flanders: weekends and public holidays do not count."""

from datetime import date, timedelta
from functools import lru_cache

import holidays


@lru_cache(maxsize=8)
def public_holidays(year: int) -> frozenset[date]:
    """Return the legal public holidays of Belgium in ``year`` (Royal Decree of 18 April 1974, by
    `holidays`).
    """
    return frozenset(holidays.country_holidays("BE", years=year))


def working_day_after(start: date, days: int) -> date:
    """Return the ``days``-th working day after ``start``.

    >>> working_day_after(date(2026, 12, 24), 1)
    datetime.date(2026, 12, 28)
    """
    day, left = start, days
    while left > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in public_holidays(day.year):
            left -= 1
    return day
