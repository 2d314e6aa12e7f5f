"""Published counts about people: by hub and half-year, rounded down to five, written once.

No figure tells of fewer than five people, and no two together do: periods do not overlap; a figure that was
published is never computed again, whatever changes afterwards; the programme's figure is the sum of the
published ones of its hubs, so it tells nothing that they do not tell. What that costs: it says *at least*.
"""

from datetime import date

from circulairwerkt.people.models.growth import months_after

#: The smallest number of people that a figure may tell of, and its step.
LEAST = 5
#: A half-year is closed so many months after its last day.
CLOSES_AFTER_MONTHS = 1


def at_least(count: int) -> int:
    """Return ``count`` rounded down to five; less than five is 0, shown as *fewer than five*.

    >>> [at_least(number) for number in (0, 4, 5, 9, 10)]
    [0, 0, 5, 5, 10]
    """
    return count // LEAST * LEAST


def half_year_of(day: date) -> date:
    """Return the first day of the half-year that holds ``day``."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)


def is_closed(starts_on: date, today: date) -> bool:
    """Whether the half-year that began on ``starts_on`` may be published on ``today``."""
    return months_after(starts_on, 6 + CLOSES_AFTER_MONTHS) <= today
