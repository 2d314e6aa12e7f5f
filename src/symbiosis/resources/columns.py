"""Every column of offers, needs and processors: what it holds, in which unit, within which bounds.

The one description that reading, checking, writing and the documentation share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from symbiosis.quantities import Period
from symbiosis.resources.kinds import (
    FoodUse,
    Kind,
    LegalStatus,
    RStrategy,
    Visibility,
)


class Holds(StrEnum):
    """What sort of cell a column has."""

    TEXT = "text"
    """Any words."""
    LABELS = "labels"
    """One or more words, divided by `|`."""
    LOW_CODES = "low_codes"
    """One or more List-of-Waste codes, divided by `|`."""
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    WORD = "word"
    """One word of a fixed vocabulary."""
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its sort, unit, bounds and meaning in an offer and in a need."""

    name: str
    holds: Holds
    unit: str
    offer: str
    need: str
    least: float | None = None
    most: float | None = None
    words: type[StrEnum] | None = None
    required: bool = False


def _c(
    name: str,
    holds: Holds,
    unit: str,
    offer: str,
    need: str = "the same",
    *,
    least: float | None = None,
    most: float | None = None,
    words: type[StrEnum] | None = None,
    required: bool = False,
) -> Column:
    return Column(name, holds, unit, offer, need, least, most, words, required)


_T, _L, _N, _D, _B, _W = Holds.TEXT, Holds.LABELS, Holds.NUMBER, Holds.DATE, Holds.YES_NO, Holds.WORD

STREAM_COLUMNS: Final[tuple[Column, ...]] = (
    _c("id", _T, "-", "name of the row, unique in the file", required=True),
    _c("kind", _W, "-", "one of the six kinds", words=Kind, required=True),
    _c("text", _T, "-", "what it is, in the giver's words", "what is sought, in the taker's words"),
    _c("low_code", Holds.LOW_CODES, "-", "List-of-Waste code", "codes accepted"),
    _c("material", _L, "-", "class key or other words", "classes or words accepted"),
    _c("quantity", _N, "unit", "amount per period", "amount wanted per period", least=0.0),
    _c("unit", Holds.UNIT, "-", "unit of the quantity"),
    _c("period", _W, "-", "rhythm of the quantity", words=Period),
    _c("from", _D, "day", "first day available", "first day wanted"),
    _c("until", _D, "day", "last day available", "last day wanted"),
    _c("lat", _N, "degrees WGS84", "latitude", least=-90.0, most=90.0),
    _c("lon", _N, "degrees WGS84", "longitude", least=-180.0, most=180.0),
    _c("strategy", _W, "-", "R-strategy it is offered for", "worst acceptable R-strategy", words=RStrategy),
    _c("legal_status", _W, "-", "status in law", "status accepted", words=LegalStatus),
    _c("hazardous", _B, "-", "it is hazardous", "hazardous is accepted (a permit covers it)"),
    _c("price_eur_per_unit", _N, "EUR per unit", "what the giver asks", "what the taker pays"),
    _c("max_km", _N, "km by road", "farthest it may go", "farthest it may come from", least=0.0),
    _c("temperature_c", _N, "°C", "temperature", "least temperature", least=-273.15),
    _c("power_kw", _N, "kW", "power", "power wanted", least=0.0),
    _c("quality", _T, "-", "class of water", "worst acceptable class of water"),
    _c("area_m2", _N, "m²", "floor or land area", "area wanted", least=0.0),
    _c("use_by", _D, "day", "last day for its use", "earliest use-by date accepted"),
    _c("cold_chain", _B, "-", "it must stay cold", "the taker can keep it cold"),
    _c("brand", _T, "-", "make of a product", "make wanted"),
    _c("model", _T, "-", "type of a product", "type wanted"),
    _c("condition", _T, "-", "state of a product", "worst acceptable state"),
    # beyond the contract: read when present
    _c("min_quantity", _N, "unit", "least amount given at once", "least amount taken per period", least=0.0),
    _c("destination", _T, "-", "operation it goes to today (R1-R13, D1-D15)", "not used"),
    _c("food_use", _W, "-", "most demanding use allowed", "use made of it", words=FoodUse),
    _c("visibility", _W, "-", "who may see it", words=Visibility),
    _c("hub", _T, "-", "hub that owns the row"),
)

PROCESSOR_COLUMNS: Final[tuple[Column, ...]] = (
    _c("id", _T, "-", "name of the processor; one row per recipe", required=True),
    _c("name", _T, "-", "how it is called"),
    _c("lat", _N, "degrees WGS84", "latitude", least=-90.0, most=90.0),
    _c("lon", _N, "degrees WGS84", "longitude", least=-180.0, most=180.0),
    _c("accepts", _L, "-", "classes or words that it takes in", required=True),
    _c("produces", _L, "-", "class or words that leave it"),
    _c("yield", _N, "unit_out per unit", "output per unit of input", least=0.0),
    _c("capacity", _N, "unit", "most input per period", least=0.0),
    _c("unit", Holds.UNIT, "-", "unit of the input"),
    _c("period", _W, "-", "rhythm of capacity, hours and least input", words=Period),
    _c("hours_per_unit", _N, "h per unit", "work per unit of input", least=0.0),
    _c("hours_available", _N, "h per period", "work it has, shared by its recipes", least=0.0),
    _c("cost_eur_per_unit", _N, "EUR per unit", "cost per unit of input"),
    _c("min_quantity", _N, "unit", "least input per period if used at all", least=0.0),
    _c("storage", _N, "unit", "input it can hold", least=0.0),
    _c("certificates", _L, "-", "certificates it holds"),
    _c("permits", _L, "-", "permits it holds (`hazardous`, codes, other words)"),
    _c("strategy", _W, "-", "R-strategy of the recipe", words=RStrategy),
    _c("max_km", _N, "km by road", "farthest it fetches from", least=0.0),
    _c("social", _B, "-", "it is a social-economy enterprise"),
    _c("unit_out", Holds.UNIT, "-", "unit of the output where it differs"),
    _c("residue_cost_eur_per_unit", _N, "EUR per unit", "cost of what is left over; empty: 0"),
    # beyond the contract: read when present
    _c("kind", _W, "-", "one of the six kinds; empty: any", words=Kind),
    _c("from", _D, "day", "first day it works"),
    _c("until", _D, "day", "last day it works"),
)

STREAM_COLUMN: Final[Mapping[str, Column]] = {column.name: column for column in STREAM_COLUMNS}
PROCESSOR_COLUMN: Final[Mapping[str, Column]] = {column.name: column for column in PROCESSOR_COLUMNS}
