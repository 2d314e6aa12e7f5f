"""How much is planned in each month, and whether agreements together fit in what there is.

An agreement takes so much per day while it holds (``Claim``). What recurs is compared day by day with what
a card gives or a processor can take; what is there once is compared with the sum. What is not known, or is
told in units that do not convert (tonnes and pallets), warns and never blocks.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from circulairwerkt.cases.bridge import converted, days_in, measured

#: Without an end an amount counts for a year from its first day.
OPEN_DAYS = 365
#: Sums of floats that differ by less are the same.
TOLERANCE = 1e-9
_WEEK_DAYS, _YEAR_DAYS = 7, 365


@dataclass(frozen=True)
class Amount:
    """So much per period, in a unit, from a day to a day (None: without an end)."""

    quantity: Decimal | float | None
    unit: str
    period: str
    first: date
    last: date | None = None

    @property
    def is_known(self) -> bool:
        """Whether somebody said how much."""
        return self.quantity is not None and bool(self.unit)


@dataclass(frozen=True)
class Claim:
    """What is taken each day from ``first`` to ``last``, both included."""

    per_day: float
    first: date
    last: date

    @property
    def total(self) -> float:
        """What is taken in all."""
        return self.per_day * ((self.last - self.first).days + 1)


class Fit(StrEnum):
    """Whether it fits."""

    FITS = "fits"
    TOO_MUCH = "too_much"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Room:
    """What there is and what is taken of it, in ``unit`` per ``period``; None where it is not known."""

    fit: Fit
    limit: float | None = None
    taken: float | None = None
    unit: str = ""
    period: str = ""

    @property
    def free(self) -> float | None:
        """What is left; never below 0, and 0 where only the rounding of sums is left."""
        if self.limit is None or self.taken is None:
            return None
        left = self.limit - self.taken
        return left if left > self.limit * TOLERANCE else 0.0


def claim_of(amount: Amount, unit: str) -> Claim | None:
    """Return what ``amount`` takes per day in ``unit``; None where it is unknown or does not convert."""
    if amount.quantity is None or not amount.unit or measured(amount.unit) != measured(unit):
        return None
    last = amount.last or amount.first + timedelta(days=OPEN_DAYS - 1)
    quantity = converted(float(amount.quantity), amount.unit, unit)
    days = (last - amount.first).days + 1 if amount.period in {"", "once"} else days_in(amount.period)
    # What recurs without an end recurs for ever: its last day is as far as days go.
    end = amount.last or (last if amount.period in {"", "once"} else date.max)
    return Claim(per_day=quantity / days, first=amount.first, last=end)


def peak(claims: Iterable[Claim]) -> float:
    """Return the most that is taken on any one day."""
    steps: list[tuple[int, float]] = []
    for claim in claims:
        steps.append((claim.first.toordinal(), claim.per_day))
        steps.append((claim.last.toordinal() + 1, -claim.per_day))
    steps.sort()
    most = now = 0.0
    for _day, change in steps:
        now += change
        most = max(most, now)
    return most


def room_in(limit: Amount, taken: Iterable[Amount]) -> Room:
    """Return whether ``taken`` together fit in ``limit``.

    Of what recurs the fullest day counts, of what is there once the sum (without an end: of one year).
    """
    if limit.quantity is None or not limit.unit:
        return Room(Fit.UNKNOWN)
    claims = [claim_of(amount, limit.unit) for amount in taken]
    known = [claim for claim in claims if claim is not None]
    is_once = limit.period in {"", "once"}
    if is_once:
        used = sum(_within_a_year(claim).total for claim in known)
    else:
        used = peak(known) * days_in(limit.period)
    most = float(limit.quantity)
    fit = (
        Fit.TOO_MUCH
        if used > most * (1 + TOLERANCE)
        else Fit.UNKNOWN
        if len(known) < len(claims)
        else Fit.FITS
    )
    return Room(fit, limit=most, taken=used, unit=limit.unit, period=limit.period)


def _within_a_year(claim: Claim) -> Claim:
    if claim.last != date.max:
        return claim
    return Claim(claim.per_day, claim.first, claim.first + timedelta(days=OPEN_DAYS - 1))


@dataclass(frozen=True)
class Month:
    """One calendar month by its first day."""

    first: date

    @property
    def last(self) -> date:
        """Its last day."""
        return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last.day


def months_between(first: date, last: date) -> Iterator[Month]:
    """Yield every month that has a day from ``first`` to ``last``."""
    month = Month(first.replace(day=1))
    while month.first <= last:
        yield month
        month = Month(month.last + timedelta(days=1))


def planned_in(amount: Amount, month: Month) -> Fraction | None:
    """Return what is planned in ``month``, exactly; None where the amount is unknown.

    What happens once is planned in the month of its first day. A month's amount is that of a whole calendar
    month; of a part of one it is in proportion to the days. A week has 7 days and a year 365.
    """
    if amount.quantity is None or not amount.unit:
        return None
    quantity = Fraction(str(amount.quantity))
    if amount.period in {"", "once"}:
        return quantity if month.first <= amount.first <= month.last else Fraction(0)
    first = max(amount.first, month.first)
    last = min(amount.last or month.last, month.last)
    days = max(0, (last - first).days + 1)
    per_day = {
        "day": Fraction(1),
        "week": Fraction(1, _WEEK_DAYS),
        "month": Fraction(1, month.days),
        "year": Fraction(1, _YEAR_DAYS),
    }[amount.period]
    return quantity * days * per_day


@lru_cache(maxsize=8_192)
def periods_in(period: str, first: date, last: date) -> float:
    """Return how many periods that recur go in the days from ``first`` to ``last``, both included.

    ``planned_in`` adds up to as much over all months, month by month and so some hundred times slower.
    Thousands of agreements share few days: they begin with the year, or end today.
    """
    if period == "month":
        months = (last.year - first.year) * 12 + last.month - first.month
        return months + last.day / Month(last).days - (first.day - 1) / Month(first).days
    return ((last - first).days + 1) / {"day": 1, "week": _WEEK_DAYS, "year": _YEAR_DAYS}[period]
