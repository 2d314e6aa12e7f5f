"""One offer, one need, one processor: frozen records that say what they are about or refuse to exist.

Units stand in the field's name, or in the field `unit` for `quantity`, `min_quantity` and the price. None is
unknown: it never excludes a match.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from symbiosis.errors import InvalidValue, Problem, ProblemCode
from symbiosis.places import Point
from symbiosis.quantities import Period, total, unit
from symbiosis.resources.columns import PROCESSOR_COLUMN, STREAM_COLUMN, Column
from symbiosis.resources.kinds import (
    CONDITION_WORDS,
    WATER_WORDS,
    Condition,
    FoodUse,
    Kind,
    LegalStatus,
    RStrategy,
    Visibility,
    WaterClass,
)

QUALITY_OF_KIND: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.MATERIAL: (),
    Kind.PRODUCT: ("brand", "model", "condition"),
    Kind.ENERGY: ("temperature_c", "power_kw"),
    Kind.WATER: ("quality", "temperature_c"),
    Kind.SPACE: ("area_m2",),
    Kind.FOOD: ("use_by", "cold_chain", "food_use"),
}
"""Fields that tell the quality of each kind; on other kinds they say nothing."""


def check_number(column: Column, value: float | None) -> None:
    """Raise `InvalidValue` when a number is not finite or outside the bounds of its column."""
    if value is None:
        return
    if not math.isfinite(value):
        raise InvalidValue(Problem(ProblemCode.NOT_FINITE, column=column.name, value=str(value)))
    if column.least is not None and value < column.least:
        code = ProblemCode.NEGATIVE if column.least == 0.0 else ProblemCode.OUT_OF_RANGE
        details = {"allowed": f">= {column.least:g}"}
        raise InvalidValue(Problem(code, column=column.name, value=str(value), details=details))


def _check_dates(begin: date | None, end: date | None) -> None:
    if begin is not None and end is not None and end < begin:
        raise InvalidValue(
            Problem(
                ProblemCode.DATES_REVERSED,
                column="until",
                value=end.isoformat(),
                details={"other": begin.isoformat()},
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What an offer and a need have in common; see `Stream` and `Need` for how each field is read.

    Raises `InvalidValue` for an empty id, a number out of bounds, reversed dates, an unknown unit, or when
    text, codes and materials are all empty.
    """

    id: str
    kind: Kind
    text: str = ""
    low_codes: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    quantity: float | None = None
    unit: str | None = None
    period: Period | None = None
    available_from: date | None = None
    available_until: date | None = None
    place: Point | None = None
    strategy: RStrategy | None = None
    legal_status: LegalStatus = LegalStatus.UNKNOWN
    hazardous: bool | None = None
    price_eur_per_unit: float | None = None
    max_km: float | None = None
    temperature_c: float | None = None
    power_kw: float | None = None
    quality: str | None = None
    area_m2: float | None = None
    use_by: date | None = None
    cold_chain: bool | None = None
    brand: str | None = None
    model: str | None = None
    condition: str | None = None
    min_quantity: float | None = None
    destination: str | None = None
    food_use: FoodUse | None = None
    visibility: Visibility | None = None
    hub: str | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise InvalidValue(Problem(ProblemCode.EMPTY, column="id"))
        if not (self.text or self.low_codes or self.materials):
            raise InvalidValue(Problem(ProblemCode.NOTHING_NAMED, column="text"))
        for field in fields(self):
            column = STREAM_COLUMN.get(field.name)
            value = getattr(self, field.name)
            if column is not None and isinstance(value, int | float) and not isinstance(value, bool):
                check_number(column, value)
        if self.unit is not None:
            object.__setattr__(self, "unit", unit(self.unit).key)
        _check_dates(self.available_from, self.available_until)

    @property
    def water_class(self) -> WaterClass | None:
        """Place of `quality` on the scale of water, None where unknown or an opaque label."""
        return WATER_WORDS.get((self.quality or "").strip().lower())

    @property
    def product_condition(self) -> Condition | None:
        """Place of `condition` on its scale, None where unknown or an opaque label."""
        return CONDITION_WORDS.get((self.condition or "").strip().lower())

    def total(self, *, horizon_days: float = 365.0, start: date | None = None) -> float | None:
        """The quantity over the horizon within from-until, in the row's unit; None where unknown."""
        if self.quantity is None:
            return None
        return total(
            self.quantity,
            self.period or Period.ONCE,
            horizon_days=horizon_days,
            start=start,
            available_from=self.available_from,
            available_until=self.available_until,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream(Resource):
    """An offer: what somebody has left over or to share.

    `price_eur_per_unit` is what the giver asks (negative: pays to be rid of it), `strategy` the R-strategy it
    is offered for, `destination` the operation it goes to today (R1-R13 or D1-D15).
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Resource):
    """A need: the same fields, read as what is accepted.

    `low_codes` and `materials` are alternatives, `temperature_c` is a minimum, `quality` and `condition` the
    worst acceptable class, `strategy` the worst acceptable rung, `use_by` the earliest date accepted,
    `hazardous` and `cold_chain` say that the taker can deal with it, the price is what the taker pays.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a processor makes of what: `output = yield_ratio * input`.

    Capacity, cost, hours and `min_quantity` are per `unit` of input and per `period`; `yield_ratio` is in
    `unit_out` per `unit`. `kind` None takes any kind. What is not output is residue and costs
    `residue_cost_eur_per_unit`.
    """

    accepts: tuple[str, ...]
    produces: tuple[str, ...] = ()
    kind: Kind | None = None
    yield_ratio: float | None = None
    capacity: float | None = None
    unit: str | None = None
    unit_out: str | None = None
    period: Period | None = None
    hours_per_unit: float | None = None
    cost_eur_per_unit: float | None = None
    residue_cost_eur_per_unit: float = 0.0
    min_quantity: float | None = None
    storage: float | None = None
    strategy: RStrategy | None = None

    def __post_init__(self) -> None:
        if not self.accepts:
            raise InvalidValue(Problem(ProblemCode.EMPTY, column="accepts"))
        check_number(PROCESSOR_COLUMN["yield"], self.yield_ratio)
        for name in ("capacity", "hours_per_unit", "cost_eur_per_unit", "min_quantity", "storage"):
            check_number(PROCESSOR_COLUMN[name], getattr(self, name))
        check_number(PROCESSOR_COLUMN["residue_cost_eur_per_unit"], self.residue_cost_eur_per_unit)
        for name in ("unit", "unit_out"):
            word = getattr(self, name)
            if word is not None:
                object.__setattr__(self, name, unit(word).key)

    @property
    def output_unit(self) -> str | None:
        """Unit of what leaves: `unit_out` where given, otherwise the unit of the input."""
        return self.unit_out or self.unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """Somebody who turns streams into others, by one or more recipes that share its hours of work.

    `hours_available` counts per `hours_period`, the period of its recipes. `social` marks a social-economy
    enterprise.
    """

    id: str
    recipes: tuple[Recipe, ...]
    name: str = ""
    place: Point | None = None
    hours_available: float | None = None
    hours_period: Period | None = None
    max_km: float | None = None
    certificates: tuple[str, ...] = ()
    permits: tuple[str, ...] = ()
    social: bool | None = None
    available_from: date | None = None
    available_until: date | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise InvalidValue(Problem(ProblemCode.EMPTY, column="id"))
        if not self.recipes:
            raise InvalidValue(Problem(ProblemCode.EMPTY, column="accepts"))
        for name in ("hours_available", "max_km"):
            check_number(PROCESSOR_COLUMN[name], getattr(self, name))
        _check_dates(self.available_from, self.available_until)
