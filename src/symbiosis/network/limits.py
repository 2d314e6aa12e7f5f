"""How much each row of a network can give or take: over the horizon, or in each of several periods."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from symbiosis.matching import layout as c
from symbiosis.matching.layout import Floats, PackedSide
from symbiosis.network.graph import Network
from symbiosis.quantities import PERIOD_DAYS, PERIODS, UNKNOWN_DAY, CodeArray, IntArray, Period, day_number

_ONCE = PERIODS.index(Period.ONCE)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Limits per row and period; T periods of equal length make up the horizon.

    `offer_row[o, t]` and `need_row[n, t]` number the limits in `supply` and `demand` (-1: not available
    then): a rhythm has one in each period, what happens once has one for all periods together. `capacity` and
    `least` are (recipes, T), `hours` (processors, T), `storage` (recipes), in units of input; infinite: none.
    """

    offer_row: NDArray[np.int64]
    supply: Floats
    need_row: NDArray[np.int64]
    demand: Floats
    capacity: Floats
    least: Floats
    hours: Floats
    storage: Floats

    @property
    def periods(self) -> int:
        """T."""
        return int(self.capacity.shape[1])

    def with_more(self, side: str, row: int, extra: float) -> Limits:
        """The same with a lump more of one limit, spread over the periods in which it holds."""
        if side in ("offer", "need"):
            rows = np.unique((self.offer_row if side == "offer" else self.need_row)[row])
            rows = rows[rows >= 0]
            amounts = (self.supply if side == "offer" else self.demand).copy()
            amounts[rows] += extra / max(1, len(rows))
            return replace(self, supply=amounts) if side == "offer" else replace(self, demand=amounts)
        amounts = (self.capacity if side == "capacity" else self.hours).copy()
        amounts[row] += extra / self.periods
        return replace(self, capacity=amounts) if side == "capacity" else replace(self, hours=amounts)


def limits_of(network: Network, *, periods: int = 1) -> Limits:
    """The limits of a network. With one period they are the totals that matching uses.

    Raises `ValueError` for fewer than one period.
    """
    if periods < 1:
        raise ValueError(f"periods is {periods}; expected at least 1")
    recipes = network.recipes
    table, row = recipes.table, recipes.row
    if periods == 1:
        supply, demand = (side.numbers[:, c.QUANTITY].copy() for side in (network.offers, network.needs))
        return Limits(
            offer_row=np.arange(len(supply))[:, None],
            supply=supply,
            need_row=np.arange(len(demand))[:, None],
            demand=demand,
            capacity=recipes.capacity[:, None],
            least=recipes.least[:, None],
            hours=recipes.processor_hours[:, None],
            storage=np.zeros(len(recipes)),
        )
    offer_row, supply = _rows(network, network.offers, network.offer_periods, periods)
    need_row, demand = _rows(network, network.needs, network.need_periods, periods)
    open_share = _days(network, table.from_day, table.until_day, periods)
    whole = table.days(horizon_days=network.terms.horizon_days)
    share = open_share / np.where(whole > 0.0, whole, 1.0)[:, None]
    own = share[recipes.processor]
    once = table.period[row] == _ONCE
    own = np.where(once[:, None], (own > 0.0) / np.maximum(1, (own > 0.0).sum(axis=1))[:, None], own)
    return Limits(
        offer_row=offer_row,
        supply=supply,
        need_row=need_row,
        demand=demand,
        capacity=_scaled(recipes.capacity, own),
        least=recipes.least[:, None] * own,
        hours=_scaled(recipes.processor_hours, share),
        storage=recipes.storage,
    )


def _scaled(limit: Floats, share: Floats) -> Floats:
    """A part of each limit; no limit stays none while the row is open."""
    open_now = share > 0.0
    finite = np.where(np.isfinite(limit), limit, 0.0)[:, None] * share
    return np.where(np.isfinite(limit)[:, None], finite, np.where(open_now, np.inf, 0.0))


def _days(network: Network, from_day: IntArray, until_day: IntArray, periods: int) -> Floats:
    """Days of each period on which each row is open; the first period begins on the day of the terms."""
    length = network.terms.horizon_days / periods
    begin = np.where(from_day == UNKNOWN_DAY, -np.inf, from_day.astype(np.float64))[:, None]
    end = np.where(until_day == UNKNOWN_DAY, np.inf, until_day.astype(np.float64) + 1.0)[:, None]
    first = day_number(network.terms.day) + length * np.arange(periods)[None, :]
    days: Floats = np.clip(np.minimum(end, first + length) - np.maximum(begin, first), 0.0, length)
    return days


def _rows(
    network: Network, side: PackedSide, rhythm: CodeArray, periods: int
) -> tuple[NDArray[np.int64], Floats]:
    """Which limit holds for each row in each period, and how large it is."""
    marks = side.marks
    from_day = np.where(marks[:, c.FROM] == c.OPEN_FROM, UNKNOWN_DAY, marks[:, c.FROM])
    until_day = np.where(marks[:, c.UNTIL] == c.OPEN_UNTIL, UNKNOWN_DAY, marks[:, c.UNTIL])
    days = _days(network, from_day, until_day, periods)
    total = side.numbers[:, c.QUANTITY]
    span = np.clip(
        np.where(until_day == UNKNOWN_DAY, np.inf, until_day + 1.0)
        - np.where(from_day == UNKNOWN_DAY, -np.inf, from_day),
        0.0,
        network.terms.horizon_days,
    )
    once = (rhythm < 0) | np.isinf(PERIOD_DAYS[np.where(rhythm < 0, _ONCE, rhythm)])
    number = np.full(days.shape, -1, dtype=np.int64)
    amounts: list[float] = []
    for row in range(len(total)):
        open_now = np.flatnonzero(days[row] > 0.0)
        if once[row]:
            number[row, open_now] = len(amounts)
            amounts.append(float(total[row]) if len(open_now) else 0.0)
            continue
        for period in open_now.tolist():
            number[row, period] = len(amounts)
            amounts.append(float(total[row] * days[row, period] / span[row]))
    return number, np.array(amounts)
