"""Processors as columns: one row for each recipe, one for each processor that shares its hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from symbiosis.quantities import (
    DAYS_PER_YEAR,
    UNKNOWN_DAY,
    CodeArray,
    FloatArray,
    IntArray,
    Period,
    day_numbers,
    dimensions_of,
    mass_t,
    to_base,
    total_days,
    totals,
)
from symbiosis.resources.cells import (
    UNKNOWN,
    codes,
    day,
    flag,
    flags,
    member_at,
    number,
    numbers,
    point,
    text_array,
    unit_codes,
    unit_key,
)
from symbiosis.resources.kinds import Kind, RStrategy
from symbiosis.resources.records import Processor, Recipe
from symbiosis.resources.words import Indices, LabelColumn

RowArray = npt.NDArray[np.int64]

RECIPE_NUMBERS: Final = (
    "yield_ratio",
    "capacity",
    "hours_per_unit",
    "cost_eur_per_unit",
    "residue_cost_eur_per_unit",
    "min_quantity",
    "storage",
)
RECIPE_CODES: Final = ("kind", "unit", "unit_out", "period", "strategy")
PROCESSOR_NUMBERS: Final = ("lat", "lon", "hours_available", "max_km")
PROCESSOR_CODES: Final = ("hours_period", "social")


@dataclass(frozen=True, eq=False)
class ProcessorTable:
    """Recipes and their processors, one array for each column.

    Columns down to `row_number` have one entry for each recipe; `processor` is the place of its processor in
    the columns from `ids` on. Unknown is NaN, -1 or `UNKNOWN_DAY`, as in `StreamTable`.
    """

    processor: IntArray
    accepts: LabelColumn
    produces: LabelColumn
    kind: CodeArray
    yield_ratio: FloatArray
    capacity: FloatArray
    unit: CodeArray
    unit_out: CodeArray
    period: CodeArray
    hours_per_unit: FloatArray
    cost_eur_per_unit: FloatArray
    residue_cost_eur_per_unit: FloatArray
    min_quantity: FloatArray
    storage: FloatArray
    strategy: CodeArray
    row_number: RowArray

    ids: pa.Array
    names: pa.Array
    lat: FloatArray
    lon: FloatArray
    hours_available: FloatArray
    hours_period: CodeArray
    max_km: FloatArray
    certificates: LabelColumn
    permits: LabelColumn
    social: CodeArray
    from_day: IntArray
    until_day: IntArray

    @classmethod
    def of(cls, columns: Mapping[str, Any]) -> ProcessorTable:
        """Build from the columns at hand; every column left out is unknown.

        `processor`, `accepts` and `ids` are needed. Raises `ValueError` for columns of unequal length and
        `KeyError` for a name that is no column.
        """
        names = [field.name for field in fields(cls)]
        if strange := set(columns) - set(names):
            raise KeyError(f"no such column: {', '.join(sorted(strange))}")
        split = names.index("ids")
        filled: dict[str, Any] = {}
        for place, name in enumerate(names):
            rows = len(columns["processor"]) if place < split else len(columns["ids"])
            column = columns[name] if name in columns else _unknown(name, rows)
            if len(column) != rows:
                raise ValueError(f"column {name} has {len(column)} rows, expected {rows}")
            filled[name] = column
        return cls(**filled)

    @classmethod
    def from_rows(cls, rows: Sequence[Processor]) -> ProcessorTable:
        """Build from records; recipes follow in the order of their processors."""
        recipes = [recipe for row in rows for recipe in row.recipes]
        columns: dict[str, Any] = {
            "processor": np.repeat(np.arange(len(rows), dtype=np.int32), [len(row.recipes) for row in rows]),
            "accepts": LabelColumn.from_lists([recipe.accepts for recipe in recipes]),
            "produces": LabelColumn.from_lists([recipe.produces for recipe in recipes]),
            "unit": unit_codes([recipe.unit for recipe in recipes]),
            "unit_out": unit_codes([recipe.unit_out for recipe in recipes]),
            "ids": text_array([row.id for row in rows]),
            "names": text_array([row.name for row in rows]),
            "lat": numbers([row.place.lat if row.place else None for row in rows]),
            "lon": numbers([row.place.lon if row.place else None for row in rows]),
            "hours_available": numbers([row.hours_available for row in rows]),
            "max_km": numbers([row.max_km for row in rows]),
            "certificates": LabelColumn.from_lists([row.certificates for row in rows]),
            "permits": LabelColumn.from_lists([row.permits for row in rows]),
            "social": flags([row.social for row in rows]),
            "hours_period": codes([row.hours_period for row in rows]),
            "from_day": day_numbers([row.available_from for row in rows]),
            "until_day": day_numbers([row.available_until for row in rows]),
        }
        for name in RECIPE_NUMBERS:
            columns[name] = numbers([getattr(recipe, name) for recipe in recipes])
        for name in ("kind", "period", "strategy"):
            columns[name] = codes([getattr(recipe, name) for recipe in recipes])
        return cls.of(columns)

    def of_processors(self, chosen: Indices) -> ProcessorTable:
        """These processors alone (places, rising) with their recipes, in the order of the table."""
        names = [field.name for field in fields(self)]
        split = names.index("ids")
        rows = np.flatnonzero(np.isin(self.processor, chosen))
        columns = {
            name: _taken(getattr(self, name), rows if place < split else np.asarray(chosen))
            for place, name in enumerate(names)
        }
        columns["processor"] = np.searchsorted(chosen, columns["processor"]).astype(np.int32)
        return ProcessorTable(**columns)

    def __len__(self) -> int:
        """How many recipes there are."""
        return len(self.processor)

    @property
    def processors(self) -> int:
        """How many processors there are."""
        return len(self.ids)

    def recipe(self, place: int) -> Recipe:
        """The recipe at `place` (counted from 0)."""
        return Recipe(
            accepts=self.accepts.at(place),
            produces=self.produces.at(place),
            kind=member_at(Kind, self.kind[place]),
            unit=unit_key(self.unit[place]),
            unit_out=unit_key(self.unit_out[place]),
            period=member_at(Period, self.period[place]),
            strategy=member_at(RStrategy, self.strategy[place]),
            residue_cost_eur_per_unit=number(self.residue_cost_eur_per_unit[place]) or 0.0,
            **{
                name: number(getattr(self, name)[place])
                for name in RECIPE_NUMBERS
                if name != "residue_cost_eur_per_unit"
            },
        )

    def row(self, place: int) -> Processor:
        """The processor at `place` (counted from 0) with all its recipes."""
        return Processor(
            id=self.ids[place].as_py(),
            name=self.names[place].as_py(),
            recipes=tuple(self.recipe(int(r)) for r in np.flatnonzero(self.processor == place)),
            place=point(self.lat[place], self.lon[place]),
            hours_available=number(self.hours_available[place]),
            hours_period=member_at(Period, self.hours_period[place]),
            max_km=number(self.max_km[place]),
            certificates=self.certificates.at(place),
            permits=self.permits.at(place),
            social=flag(self.social[place]),
            available_from=day(self.from_day[place]),
            available_until=day(self.until_day[place]),
        )

    def rows(self) -> Iterator[Processor]:
        """Every processor in turn."""
        return (self.row(place) for place in range(self.processors))

    @cached_property
    def id_order(self) -> IntArray:
        """Each processor's place in the order of ids (by code point)."""
        order = pc.sort_indices(self.ids).to_numpy()
        places = np.empty(self.processors, dtype=np.int32)
        places[order] = np.arange(self.processors, dtype=np.int32)
        return places

    @cached_property
    def dimension(self) -> CodeArray:
        """Place in `DIMENSIONS` of what each recipe's input unit measures, -1 for unknown."""
        return dimensions_of(self.unit)

    @cached_property
    def output_unit(self) -> CodeArray:
        """Unit of what leaves each recipe: `unit_out` where given, otherwise that of the input."""
        return np.where(self.unit_out >= 0, self.unit_out, self.unit).astype(np.int8)

    @cached_property
    def capacity_base(self) -> FloatArray:
        """Capacity per period in the base unit of its dimension, NaN for unknown."""
        return to_base(self.capacity, self.unit)

    @cached_property
    def unit_mass_t(self) -> FloatArray:
        """Tonnes in one input unit of each recipe, NaN where the unit does not measure mass."""
        return mass_t(np.ones(len(self)), self.unit)

    def days(self, *, horizon_days: float = DAYS_PER_YEAR, start: date | None = None) -> FloatArray:
        """Days of the horizon on which each processor works."""
        return total_days(self.from_day, self.until_day, horizon_days=horizon_days, start=start)

    def capacity_totals(
        self, *, horizon_days: float = DAYS_PER_YEAR, start: date | None = None
    ) -> FloatArray:
        """Capacity of each recipe over the horizon in its input unit, NaN for unknown."""
        days = self.days(horizon_days=horizon_days, start=start)[self.processor]
        return totals(self.capacity, self.period, days)

    def hours_totals(self, *, horizon_days: float = DAYS_PER_YEAR, start: date | None = None) -> FloatArray:
        """Hours of each processor over the horizon, NaN for unknown."""
        days = self.days(horizon_days=horizon_days, start=start)
        return totals(self.hours_available, self.hours_period, days)


def _taken(column: Any, rows: Indices) -> Any:
    if isinstance(column, np.ndarray):
        return column[rows]
    return column.take(pa.array(rows) if isinstance(column, pa.Array) else rows)


def _unknown(name: str, rows: int) -> Any:
    if name == "residue_cost_eur_per_unit":
        return np.zeros(rows)
    if name in RECIPE_NUMBERS or name in PROCESSOR_NUMBERS:
        return np.full(rows, np.nan)
    if name in RECIPE_CODES or name in PROCESSOR_CODES:
        return np.full(rows, UNKNOWN, dtype=np.int8)
    if name in ("from_day", "until_day"):
        return np.full(rows, UNKNOWN_DAY, dtype=np.int32)
    if name == "row_number":
        return np.arange(1, rows + 1, dtype=np.int64)
    if name == "names":
        return text_array([""] * rows)
    return LabelColumn.empty(rows)
