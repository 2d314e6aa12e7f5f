"""Offers or needs as columns: a structure of arrays that holds a million rows and converts to records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from symbiosis.places import H3_RESOLUTION, CellArray, cells
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
from symbiosis.resources.records import Need, Resource, Stream
from symbiosis.resources.words import Indices, LabelColumn, WordColumn

RowArray = npt.NDArray[np.int64]


class Side(StrEnum):
    """Whether rows are offered or sought."""

    OFFER = "offer"
    NEED = "need"


NUMBERS: Final = (
    "quantity",
    "lat",
    "lon",
    "price_eur_per_unit",
    "max_km",
    "temperature_c",
    "power_kw",
    "area_m2",
    "min_quantity",
)
DAYS: Final = ("from_day", "until_day", "use_by_day")
CODES: Final = (
    "kind",
    "unit",
    "period",
    "strategy",
    "legal_status",
    "hazardous",
    "cold_chain",
    "food_use",
    "visibility",
)
WORDS: Final = ("quality", "brand", "model", "condition", "destination", "hub")
LABELS: Final = ("low_codes", "materials")

FIELD_OF_COLUMN: Final = {
    "id": "ids",
    "text": "texts",
    "low_code": "low_codes",
    "material": "materials",
    "from": "from_day",
    "until": "until_day",
    "use_by": "use_by_day",
}
"""Columns of a file whose field in `StreamTable` has another name."""


@dataclass(frozen=True, eq=False)
class StreamTable:
    """Offers or needs, one array for each column, all of the same length.

    Numbers are float64 with NaN for unknown; codes are int8 places in their vocabulary (`Kind`, `UNITS`,
    `PERIODS`, `RStrategy`, `LegalStatus`, `FoodUse`, `Visibility`; 0 and 1 for no and yes) with -1 for
    unknown (a legal status of `unknown` is -1 as well); days are int32 since 1970-01-01 with `UNKNOWN_DAY`.
    `ids` and `texts` are arrow strings, empty for unknown. `row_number` is the row in the file, from 1.
    """

    side: Side
    ids: pa.Array
    texts: pa.Array
    kind: CodeArray
    low_codes: LabelColumn
    materials: LabelColumn
    quantity: FloatArray
    unit: CodeArray
    period: CodeArray
    from_day: IntArray
    until_day: IntArray
    lat: FloatArray
    lon: FloatArray
    strategy: CodeArray
    legal_status: CodeArray
    hazardous: CodeArray
    price_eur_per_unit: FloatArray
    max_km: FloatArray
    temperature_c: FloatArray
    power_kw: FloatArray
    quality: WordColumn
    area_m2: FloatArray
    use_by_day: IntArray
    cold_chain: CodeArray
    brand: WordColumn
    model: WordColumn
    condition: WordColumn
    min_quantity: FloatArray
    destination: WordColumn
    food_use: CodeArray
    visibility: CodeArray
    hub: WordColumn
    row_number: RowArray

    @classmethod
    def of(cls, side: Side, columns: Mapping[str, Any]) -> StreamTable:
        """Build from the columns at hand; every column left out is unknown in every row.

        `ids` and `kind` are needed. Raises `ValueError` for columns of unequal length and `KeyError` for a
        name that is no column.
        """
        rows = len(columns["ids"])
        known = {field.name for field in fields(cls)} - {"side"}
        if strange := set(columns) - known:
            raise KeyError(f"no such column: {', '.join(sorted(strange))}")
        filled = {name: columns[name] if name in columns else _unknown(name, rows) for name in known}
        for name, column in filled.items():
            if len(column) != rows:
                raise ValueError(f"column {name} has {len(column)} rows, ids has {rows}")
        return cls(side=side, **filled)

    @classmethod
    def from_rows(cls, side: Side, rows: Sequence[Resource]) -> StreamTable:
        """Build from records, in their order."""
        columns: dict[str, Any] = {
            "ids": text_array([row.id for row in rows]),
            "texts": text_array([row.text for row in rows]),
            "low_codes": LabelColumn.from_lists([row.low_codes for row in rows]),
            "materials": LabelColumn.from_lists([row.materials for row in rows]),
            "lat": numbers([row.place.lat if row.place else None for row in rows]),
            "lon": numbers([row.place.lon if row.place else None for row in rows]),
            "from_day": day_numbers([row.available_from for row in rows]),
            "until_day": day_numbers([row.available_until for row in rows]),
            "use_by_day": day_numbers([row.use_by for row in rows]),
            "unit": unit_codes([row.unit for row in rows]),
            "legal_status": codes([_legal(row.legal_status) for row in rows]),
        }
        for name in ("kind", "period", "strategy", "food_use", "visibility"):
            columns[name] = codes([getattr(row, name) for row in rows])
        for name in ("hazardous", "cold_chain"):
            columns[name] = flags([getattr(row, name) for row in rows])
        for name in NUMBERS:
            if name not in columns:
                columns[name] = numbers([getattr(row, name) for row in rows])
        for name in WORDS:
            columns[name] = WordColumn.of(text_array([getattr(row, name) for row in rows]))
        return cls.of(side, columns)

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: Indices) -> StreamTable:
        """Only these rows (places or a mask), in this order; vocabularies stay as they are."""
        places = np.arange(len(self))[rows]
        taken: dict[str, Any] = {}
        for field in fields(self):
            column = getattr(self, field.name)
            if field.name == "side":
                taken[field.name] = column
            elif isinstance(column, WordColumn | LabelColumn):
                taken[field.name] = column.take(places)
            elif isinstance(column, np.ndarray):
                taken[field.name] = column[places]
            else:
                taken[field.name] = column.take(pa.array(places))
        return StreamTable(**taken)

    def row(self, place: int) -> Stream | Need:
        """The record at `place` (counted from 0)."""
        make: Callable[..., Stream | Need] = Stream if self.side is Side.OFFER else Need
        return make(
            id=self.ids[place].as_py(),
            kind=list(Kind)[self.kind[place]],
            text=self.texts[place].as_py(),
            low_codes=self.low_codes.at(place),
            materials=self.materials.at(place),
            unit=unit_key(self.unit[place]),
            period=member_at(Period, self.period[place]),
            available_from=day(self.from_day[place]),
            available_until=day(self.until_day[place]),
            use_by=day(self.use_by_day[place]),
            place=point(self.lat[place], self.lon[place]),
            strategy=member_at(RStrategy, self.strategy[place]),
            legal_status=member_at(LegalStatus, self.legal_status[place]) or LegalStatus.UNKNOWN,
            hazardous=flag(self.hazardous[place]),
            cold_chain=flag(self.cold_chain[place]),
            food_use=member_at(FoodUse, self.food_use[place]),
            visibility=member_at(Visibility, self.visibility[place]),
            **{name: number(getattr(self, name)[place]) for name in NUMBERS if name not in ("lat", "lon")},
            **{name: getattr(self, name).at(place) for name in WORDS},
        )

    def rows(self) -> Iterator[Stream | Need]:
        """Every record in turn."""
        return (self.row(place) for place in range(len(self)))

    @cached_property
    def id_order(self) -> IntArray:
        """Each row's place in the order of ids (by code point): the tie-breaker of every ranking."""
        order = pc.sort_indices(self.ids).to_numpy()
        places = np.empty(len(self), dtype=np.int32)
        places[order] = np.arange(len(self), dtype=np.int32)
        return places

    @cached_property
    def places_of_ids(self) -> dict[str, int]:
        """Place of each id; built at first use."""
        return {key: place for place, key in enumerate(self.ids.to_pylist())}

    @cached_property
    def dimension(self) -> CodeArray:
        """Place in `DIMENSIONS` of what each row's unit measures, -1 for unknown."""
        return dimensions_of(self.unit)

    @cached_property
    def quantity_base(self) -> FloatArray:
        """Quantity per period in the base unit of its dimension, NaN for unknown."""
        return to_base(self.quantity, self.unit)

    @cached_property
    def unit_mass_t(self) -> FloatArray:
        """Tonnes in one unit of each row, NaN where the unit does not measure mass."""
        return mass_t(np.ones(len(self)), self.unit)

    @cached_property
    def water_class(self) -> CodeArray:
        """Place of `quality` on the scale of water (0 is best), -1 for unknown or an opaque label."""
        return _scale(self.quality, WATER_WORDS, list(WaterClass))

    @cached_property
    def condition_class(self) -> CodeArray:
        """Place of `condition` on its scale (0 is best), -1 for unknown or an opaque label."""
        return _scale(self.condition, CONDITION_WORDS, list(Condition))

    @cached_property
    def has_place(self) -> npt.NDArray[np.bool_]:
        """True where latitude and longitude are both known."""
        return np.isfinite(self.lat) & np.isfinite(self.lon)

    def cells(self, resolution: int = H3_RESOLUTION) -> CellArray:
        """H3 cell of each row, 0 where the place is unknown."""
        return cells(self.lat, self.lon, resolution)

    def days(self, *, horizon_days: float = DAYS_PER_YEAR, start: date | None = None) -> FloatArray:
        """Days of the horizon on which each row is available."""
        return total_days(self.from_day, self.until_day, horizon_days=horizon_days, start=start)

    def totals(self, *, horizon_days: float = DAYS_PER_YEAR, start: date | None = None) -> FloatArray:
        """Total of each row over the horizon in its own unit, NaN for unknown."""
        return totals(self.quantity, self.period, self.days(horizon_days=horizon_days, start=start))


def _unknown(name: str, rows: int) -> Any:
    if name in NUMBERS:
        return np.full(rows, np.nan)
    if name in DAYS:
        return np.full(rows, UNKNOWN_DAY, dtype=np.int32)
    if name in CODES:
        return np.full(rows, UNKNOWN, dtype=np.int8)
    if name in WORDS:
        return WordColumn.empty(rows)
    if name in LABELS:
        return LabelColumn.empty(rows)
    if name == "row_number":
        return np.arange(1, rows + 1, dtype=np.int64)
    return text_array([""] * rows)


def _scale(column: WordColumn, words: Mapping[str, StrEnum], order: Sequence[StrEnum]) -> CodeArray:
    lookup = np.full(len(column.words) + 1, UNKNOWN, dtype=np.int8)
    for place, word in enumerate(column.words):
        member = words.get(word.lower())
        if member is not None:
            lookup[place] = order.index(member)
    return lookup[column.codes]


def _legal(status: LegalStatus) -> LegalStatus | None:
    return None if status is LegalStatus.UNKNOWN else status
