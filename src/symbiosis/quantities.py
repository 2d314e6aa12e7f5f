"""Units, rhythms, conversions and sign conventions: the one table of the core (`units.csv`).

Every unit belongs to one dimension and is a fixed multiple of that dimension's base unit. Nothing is turned
into another dimension: a cubic metre has no mass here and a pallet no weight, because no density or load is
invented. Temperature is the one unit with an offset.

The same table stands for people in `docs/units-and-signs.md`; a test keeps the two equal.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from symbiosis.errors import InvalidValue, Problem, ProblemCode, UnitMismatch

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int32]
CodeArray = npt.NDArray[np.int8]

DAYS_PER_YEAR: Final = 365.0
UNKNOWN_CODE: Final = -1
"""In a coded column: the cell was empty."""
UNKNOWN_DAY: Final = int(np.iinfo(np.int32).min)
"""In a column of days since 1970-01-01: the cell was empty."""


class Dimension(StrEnum):
    """What a unit measures. Only units of one dimension convert into each other."""

    MASS = "mass"
    VOLUME = "volume"
    COUNT = "count"
    AREA = "area"
    LENGTH = "length"
    ENERGY = "energy"
    POWER = "power"
    TEMPERATURE = "temperature"
    TIME = "time"
    PALLET = "pallet"
    BIG_BAG = "big_bag"
    BAG = "bag"
    BOX = "box"
    CRATE = "crate"
    CONTAINER = "container"
    ROLL_CONTAINER = "roll_container"
    BIN = "bin"
    DRUM = "drum"
    IBC = "ibc"
    BALE = "bale"
    ROLL = "roll"
    BUNDLE = "bundle"
    TRUCKLOAD = "truckload"
    BOTTLE = "bottle"
    PORTION = "portion"
    TRAILER = "trailer"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: `value_in_base = value * to_base + offset`, with its words in three languages.

    `names` holds (singular, plural) in Dutch, English and French. `aliases` are other spellings, read without
    regard to capitals, dots or spaces; `symbols` are read as they stand (so that `Mg` is a tonne).
    """

    key: str
    dimension: Dimension
    to_base: float
    names: tuple[tuple[str, str], tuple[str, str], tuple[str, str]]
    aliases: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    offset: float = 0.0

    def name(self, value: float, lang: str = "nl") -> str:
        """The unit's word in `lang`, singular for exactly one."""
        singular, plural = self.names[{"nl": 0, "en": 1, "fr": 2}.get(lang, 0)]
        return singular if value == 1 else plural


def _read_units() -> tuple[Unit, ...]:
    text = files("symbiosis").joinpath("units.csv").read_text(encoding="utf-8")
    return tuple(
        Unit(
            key=row["key"],
            dimension=Dimension(row["dimension"]),
            to_base=float(row["to_base"]),
            offset=float(row["offset"]),
            names=(
                (row["nl"], row["nl_plural"]),
                (row["en"], row["en_plural"]),
                (row["fr"], row["fr_plural"]),
            ),
            aliases=tuple(filter(None, row["aliases"].split("|"))),
            symbols=tuple(filter(None, row["symbols"].split("|"))),
        )
        for row in csv.DictReader(text.splitlines())
    )


UNITS: Final[tuple[Unit, ...]] = _read_units()

AMBIGUOUS_WORDS: Final = frozenset({"dozen"})
"""Not read as a unit: twelve in English, boxes in Dutch."""

UNIT_CODES: Final[dict[str, int]] = {unit.key: code for code, unit in enumerate(UNITS)}
"""Key of a unit to its place in `UNITS`: the number that coded columns hold."""

BASE_UNITS: Final[dict[Dimension, str]] = {
    dimension: next(u.key for u in UNITS if u.dimension is dimension and u.to_base == 1.0 and u.offset == 0.0)
    for dimension in Dimension
}

DIMENSIONS: Final[tuple[Dimension, ...]] = tuple(Dimension)
UNIT_TO_BASE: Final[FloatArray] = np.array([unit.to_base for unit in UNITS])
UNIT_OFFSET: Final[FloatArray] = np.array([unit.offset for unit in UNITS])
UNIT_DIMENSION: Final[CodeArray] = np.array([DIMENSIONS.index(u.dimension) for u in UNITS], dtype=np.int8)
"""Place of each unit's dimension in `DIMENSIONS`."""


def _plain(word: str) -> str:
    """Fold a spelling: no capitals, dots, hyphens, underscores or spaces."""
    return "".join(ch for ch in word.casefold() if ch not in " .-_'\u00a0")


def _spellings() -> tuple[dict[str, int], dict[str, int]]:
    exact: dict[str, int] = {}
    folded: dict[str, int] = {}
    for code, unit in enumerate(UNITS):
        for symbol in (unit.key, *unit.symbols):
            exact[symbol] = code
        words = [unit.key, *unit.aliases, *(word for pair in unit.names for word in pair)]
        for word in words:
            if word not in AMBIGUOUS_WORDS:
                folded.setdefault(_plain(word), code)
    return exact, folded


_EXACT, _FOLDED = _spellings()


def unit_code(word: str) -> int:
    """Place in `UNITS` of the unit that `word` names (key, symbol, word in nl/en/fr); -1 if none does."""
    stripped = word.strip()
    found = _EXACT.get(stripped)
    return found if found is not None else _FOLDED.get(_plain(stripped), UNKNOWN_CODE)


def unit(word: str) -> Unit:
    """The unit that `word` names.

    Raises `InvalidValue` when no unit goes by that word.
    """
    code = unit_code(word)
    if code == UNKNOWN_CODE:
        raise InvalidValue(
            Problem(ProblemCode.UNKNOWN_UNIT, column="unit", value=word, details={"allowed": EXAMPLES})
        )
    return UNITS[code]


EXAMPLES: Final = "t, kg, m3, l, piece, m2, kWh, MWh, pallet, big_bag, container"
"""Units that an error message names as examples."""


def convert(value: float, source: str, target: str) -> float:
    """Turn `value` from unit `source` into unit `target`: `(value * a + b - d) / c`.

    Raises `InvalidValue` for an unknown unit, `UnitMismatch` when the two measure different things.

    >>> convert(2500, "kg", "t")
    2.5
    """
    given, wanted = unit(source), unit(target)
    if given.dimension is not wanted.dimension:
        raise UnitMismatch(
            Problem(
                ProblemCode.UNIT_MISMATCH,
                column="unit",
                value=given.key,
                details={"found": given.dimension.value, "allowed": wanted.dimension.value},
            )
        )
    if given.key == wanted.key:
        return value
    return (value * given.to_base + given.offset - wanted.offset) / wanted.to_base


def to_base(values: FloatArray, units: CodeArray) -> FloatArray:
    """Values in the base unit of each row's own dimension; NaN where value or unit is unknown."""
    known = units >= 0
    codes = np.where(known, units, 0)
    base: FloatArray = values * UNIT_TO_BASE[codes] + UNIT_OFFSET[codes]
    base[~known] = np.nan
    return base


def from_base(values: FloatArray, units: CodeArray) -> FloatArray:
    """Undo `to_base`: values of each row's base unit in the row's own unit."""
    known = units >= 0
    codes = np.where(known, units, 0)
    own: FloatArray = (values - UNIT_OFFSET[codes]) / UNIT_TO_BASE[codes]
    own[~known] = np.nan
    return own


def mass_t(values: FloatArray, units: CodeArray) -> FloatArray:
    """Tonnes, NaN for every row that does not measure mass: no density is assumed."""
    is_mass = dimensions_of(units) == DIMENSIONS.index(Dimension.MASS)
    return np.where(is_mass, to_base(values, units), np.nan)


def dimensions_of(units: CodeArray) -> CodeArray:
    """Place in `DIMENSIONS` of each row's dimension, -1 where the unit is unknown."""
    known = units >= 0
    return np.where(known, UNIT_DIMENSION[np.where(known, units, 0)], np.int8(UNKNOWN_CODE)).astype(np.int8)


class Period(StrEnum):
    """The rhythm of a quantity. `ONCE` has none: it counts one time."""

    ONCE = "once"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


PERIODS: Final[tuple[Period, ...]] = tuple(Period)
PERIOD_CODES: Final[dict[str, int]] = {period.value: code for code, period in enumerate(PERIODS)}

PERIOD_DAYS: Final[FloatArray] = np.array([np.inf, 1.0, 7.0, DAYS_PER_YEAR / 12, DAYS_PER_YEAR])
"""Days in one period, in the order of `PERIODS`; a week is 7/365 of a year, a month 1/12."""


def overlap_days(
    *,
    horizon_days: float,
    start: date | None = None,
    available_from: date | None = None,
    available_until: date | None = None,
) -> float:
    """Days of the horizon within from-until, both days included.

    The horizon is `horizon_days` long and begins on `start`. Without `start` it is laid where the stream is
    available: then only the length of from-until can shorten it.
    """
    days = total_days(
        day_numbers([available_from]),
        day_numbers([available_until]),
        horizon_days=horizon_days,
        start=start,
    )
    return float(days[0])


def total_days(
    from_day: IntArray, until_day: IntArray, *, horizon_days: float, start: date | None = None
) -> FloatArray:
    """`overlap_days` for whole columns of days since 1970-01-01 (`UNKNOWN_DAY` where open)."""
    begin = np.where(from_day == UNKNOWN_DAY, -np.inf, from_day.astype(np.float64))
    end = np.where(until_day == UNKNOWN_DAY, np.inf, until_day.astype(np.float64) + 1.0)
    if start is not None:
        first = float(day_number(start))
        begin, end = np.maximum(begin, first), np.minimum(end, first + horizon_days)
    days: FloatArray = np.clip(end - begin, 0.0, horizon_days)
    return days


def totals(
    quantity: FloatArray,
    period: CodeArray,
    days: FloatArray | float,
) -> FloatArray:
    """Total of each row over `days` of availability: `quantity * days / days in its period`.

    `once` counts once when at least one day is left, and so does an unknown rhythm: repeating it would be
    invention. NaN where the quantity is unknown.

    One tonne a week over a year is 365 / 7 = 52.142857 tonnes.
    """
    codes = np.where(period >= 0, period, 0)
    span = PERIOD_DAYS[codes]
    times = np.where(np.isinf(span), (np.asarray(days) > 0).astype(np.float64), np.asarray(days) / span)
    return np.asarray(quantity * times, dtype=np.float64)


def total(
    quantity: float,
    period: Period | str,
    *,
    horizon_days: float = DAYS_PER_YEAR,
    start: date | None = None,
    available_from: date | None = None,
    available_until: date | None = None,
) -> float:
    """Total of one quantity over the horizon, within from-until; see `totals`."""
    days = overlap_days(
        horizon_days=horizon_days,
        start=start,
        available_from=available_from,
        available_until=available_until,
    )
    code = np.array([PERIOD_CODES[Period(period).value]], dtype=np.int8)
    return float(totals(np.array([quantity]), code, days)[0])


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def day_from_number(number: int) -> date:
    """Undo `day_number`."""
    return date.fromordinal(number + date(1970, 1, 1).toordinal())


def day_numbers(days: list[date | None]) -> IntArray:
    """`day_number` of each day, `UNKNOWN_DAY` for None."""
    return np.array([UNKNOWN_DAY if d is None else day_number(d) for d in days], dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount with its unit and, where it repeats, its rhythm."""

    value: float
    unit: str
    period: Period | None = None

    def to(self, target: str) -> Quantity:
        """The same amount in another unit of the same dimension."""
        return Quantity(convert(self.value, self.unit, target), unit(target).key, self.period)


@dataclass(frozen=True, slots=True)
class Sign:
    """What a positive number means in one column of results."""

    name: str
    unit: str
    positive: str
    negative: str


SIGNS: Final[tuple[Sign, ...]] = (
    Sign(
        "price_eur_per_unit (offer)", "EUR per unit", "the giver asks this", "the giver pays to be rid of it"
    ),
    Sign("price_eur_per_unit (need)", "EUR per unit", "the taker pays this", "the taker is paid to take it"),
    Sign(
        "cost_eur_per_unit",
        "EUR per unit of input",
        "the processor's work costs this",
        "the processor pays to take it",
    ),
    Sign("margin_eur", "EUR per year", "both sides together gain", "both sides together lose"),
    Sign("value_eur", "EUR over the horizon", "gained by the flow", "lost by the flow"),
    Sign("co2e_kg", "kg CO2e per year", "emitted", "saved"),
    Sign("hours", "hours of work per year", "work that the match brings", "not used"),
    Sign("quantity", "unit of the row", "leaves `from_id`", "not allowed"),
    Sign("distance_km", "km by road", "great circle times the detour factor", "not used"),
)
