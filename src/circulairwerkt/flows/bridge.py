"""What flows ask of the core without solving anything: years, hours."""

from functools import cache

from symbiosis.factors import load
from symbiosis.quantities import DAYS_PER_YEAR, Period, total, unit

__all__ = ["hours_per_fte", "yearly"]


def yearly(quantity: float | None, unit_key: str, period: str) -> float | None:
    """Return how much that is a year, in the base unit; what comes once counts once. None where unknown."""
    if quantity is None or not unit_key:
        return None
    one = unit(unit_key)
    return (
        total(quantity, Period(period) if period else Period.ONCE, horizon_days=DAYS_PER_YEAR) * one.to_base
    )


@cache
def hours_per_fte() -> float:
    """Return the hours of a full-time year of work."""
    return float(load().value("job.hours_per_fte"))
