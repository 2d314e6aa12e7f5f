"""From tables of offers, needs or processors to the arrays that kernels read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symbiosis.matching import layout as c
from symbiosis.matching.kinship import Label
from symbiosis.matching.layout import Floats, Ints, PackedSide
from symbiosis.matching.reading import code_range, food_bits, hazard_bits, present_rung, unit_vectors
from symbiosis.matching.reference import ALL_FACTS, PROCESSOR_FACTS, facts, limits_of, margin_scale, reach_km
from symbiosis.matching.terms import Terms
from symbiosis.quantities import (
    DIMENSIONS,
    UNIT_CODES,
    UNIT_TO_BASE,
    UNKNOWN_DAY,
    Dimension,
    dimensions_of,
    to_base,
    total_days,
    totals,
)
from symbiosis.resources.cells import code_of
from symbiosis.resources.kinds import FoodUse, Kind, LegalStatus, Visibility
from symbiosis.resources.processors import ProcessorTable
from symbiosis.resources.streams import Side, StreamTable
from symbiosis.resources.words import LabelColumn, WordColumn

_KINDS = list(Kind)
_FOOD_USES = list(FoodUse)
_SHUT = [code_of(Visibility.HUB), code_of(Visibility.PARTIES)]


def pack(table: StreamTable, terms: Terms) -> PackedSide:
    """Offers or needs as arrays, in the order of the table."""
    need = table.side is Side.NEED
    rows = len(table)
    numbers = np.empty((rows, c.NUMBERS), dtype=np.float64)
    marks = np.zeros((rows, c.MARKS), dtype=np.int32)
    label_sets, sets, set_kinds = _label_sets(table, terms, need=need)

    numbers[:, c.X], numbers[:, c.Y], numbers[:, c.Z] = unit_vectors(table.lat, table.lon)
    _put_amounts(table, terms, numbers, marks, need=need)
    numbers[:, c.REACH] = np.where(np.isnan(table.max_km), np.inf, table.max_km)
    numbers[:, c.LEVEL] = _levels(table)
    missing, numbers[:, c.CERTAINTY] = _missing(table)
    marks[:, c.FROM] = np.where(table.from_day == UNKNOWN_DAY, c.OPEN_FROM, table.from_day)
    marks[:, c.UNTIL] = np.where(table.until_day == UNKNOWN_DAY, c.OPEN_UNTIL, table.until_day)
    marks[:, c.ORDER] = table.id_order
    marks[:, c.ENTITY] = np.arange(rows)
    hubs = _through(table.hub, [terms.hubs.number(word) for word in table.hub.words], 0)
    marks[:, c.HUB] = hubs
    marks[:, c.CIRCLE] = np.where(np.isin(table.visibility, _SHUT), np.where(hubs == 0, -1, hubs), 0)
    marks[:, c.PRESENT] = -1
    codes = np.zeros((0, 2), dtype=np.int32)
    if need:
        numbers[:, c.SCALE], numbers[:, c.MARGIN_SCALE], numbers[:, c.TONNES] = np.inf, 1.0, 0.0
        marks[:, c.RUNG] = np.where(table.strategy < 0, 9, table.strategy)
        marks[:, c.TRAITS] = _refusals(table)
        codes = _ranges(table.low_codes, marks)
    else:
        reaches = np.array([reach_km(kind, labels) for kind, labels in zip(set_kinds, sets, strict=True)])
        if rows:
            numbers[:, c.SCALE] = reaches[label_sets]
            numbers[:, c.REACH] = np.minimum(numbers[:, c.REACH], numbers[:, c.SCALE])
        numbers[:, c.TONNES] = np.where(np.isnan(table.unit_mass_t), _water_tonnes(table), 1.0)
        scales = np.array([margin_scale(dimension) for dimension in range(-1, len(DIMENSIONS))])
        numbers[:, c.MARGIN_SCALE] = scales[marks[:, c.UNIT]]
        marks[:, c.PRESENT] = _through(
            table.destination, [present_rung(w) for w in table.destination.words], -1
        )
        _put_nature(table, terms, marks, label_sets, sets)
    return PackedSide(
        ids=table.ids,
        numbers=numbers,
        marks=marks,
        label_sets=label_sets,
        sets=sets,
        codes=codes,
        missing=missing,
        doubts=_doubts(table, need=need),
        hours_per_unit=np.full(rows, np.nan),
    )


def _through(column: WordColumn, values: Sequence[int], unknown: int) -> Ints:
    """A number per word of the column, `unknown` where the cell is empty."""
    return np.array([*values, unknown], dtype=np.int32)[column.codes]


def _put_amounts(table: StreamTable, terms: Terms, numbers: Floats, marks: Ints, *, need: bool) -> None:
    days = total_days(table.from_day, table.until_day, horizon_days=terms.horizon_days)
    # The size of a space and the power of an energy stand in where no quantity is told; they count once.
    by_area = (table.kind == code_of(Kind.SPACE)) & np.isnan(table.quantity) & ~np.isnan(table.area_m2)
    by_power = (table.kind == code_of(Kind.ENERGY)) & np.isnan(table.quantity) & ~np.isnan(table.power_kw)
    unit = np.where(by_area, UNIT_CODES["m2"], np.where(by_power, UNIT_CODES["kW"], table.unit)).astype(
        np.int8
    )
    amount = totals(table.quantity, table.period, days)
    amount = np.where(by_area, table.area_m2, np.where(by_power, table.power_kw, amount))
    numbers[:, c.QUANTITY] = to_base(amount, unit)
    if need:
        least = to_base(totals(table.min_quantity, table.period, days), table.unit)
    else:
        least = to_base(table.min_quantity, table.unit)
    counts = ~np.isnan(least) & (dimensions_of(table.unit) == dimensions_of(unit))
    numbers[:, c.MIN_QUANTITY] = np.where(counts, least, 0.0)
    numbers[:, c.PRICE] = _per_base_unit(table.price_eur_per_unit, table.unit)
    marks[:, c.UNIT] = dimensions_of(unit) + 1


def _per_base_unit(price: Floats, units: NDArray[np.int8], *, unknown: float = 0.0) -> Floats:
    """A figure per unit turned into one per base unit; `unknown` where figure or unit is unknown."""
    known = (units >= 0) & ~np.isnan(price)
    factors = UNIT_TO_BASE[np.where(units >= 0, units, 0)]
    return np.where(known, np.where(known, price, 0.0) / factors, unknown)


def _water_tonnes(table: StreamTable) -> Floats:
    """A cubic metre of water weighs a tonne; for all else without mass nothing is assumed."""
    is_water = (table.kind == code_of(Kind.WATER)) & (table.dimension == DIMENSIONS.index(Dimension.VOLUME))
    return np.where(is_water, 1.0, 0.0)


def _levels(table: StreamTable) -> Floats:
    """The one quality that a need sets a minimum for, per kind; higher is better; NaN: unknown or none."""
    kind = table.kind
    levels = np.full(len(table), np.nan)
    for member, values in (
        (Kind.ENERGY, table.temperature_c),
        (Kind.SPACE, table.area_m2),
        (Kind.WATER, np.where(table.water_class < 0, np.nan, -table.water_class.astype(np.float64))),
        (
            Kind.PRODUCT,
            np.where(table.condition_class < 0, np.nan, -table.condition_class.astype(np.float64)),
        ),
        (Kind.FOOD, np.where(table.use_by_day == UNKNOWN_DAY, np.nan, table.use_by_day.astype(np.float64))),
    ):
        levels = np.where(kind == code_of(member), values, levels)
    return levels


def known_columns(table: StreamTable) -> dict[str, NDArray[np.bool_]]:
    """For every fact that certainty asks for, whether each row tells it."""
    return {
        "place": table.has_place,
        "quantity": ~np.isnan(table.quantity) & (table.unit >= 0),
        "price_eur_per_unit": ~np.isnan(table.price_eur_per_unit),
        "dates": (table.from_day != UNKNOWN_DAY) | (table.until_day != UNKNOWN_DAY),
        "strategy": table.strategy >= 0,
        "legal_status": table.legal_status >= 0,
        "hazardous": table.hazardous >= 0,
        "low_codes": table.low_codes.counts > 0,
        "condition": table.condition_class >= 0,
        "temperature_c": ~np.isnan(table.temperature_c),
        "quality": table.water_class >= 0,
        "area_m2": ~np.isnan(table.area_m2),
        "use_by": table.use_by_day != UNKNOWN_DAY,
        "cold_chain": table.cold_chain >= 0,
        "food_use": table.food_use >= 0,
    }


def _missing(table: StreamTable) -> tuple[Ints, Floats]:
    """Bits of the facts that each row leaves out, and half the share of facts that it tells."""
    known = known_columns(table)
    missing = np.zeros(len(table), dtype=np.int32)
    shares = np.zeros(len(table))
    for code, kind in enumerate(_KINDS):
        rows = table.kind == code
        asked = facts(kind)
        told = np.zeros(len(table), dtype=np.int64)
        for fact in asked:
            told += known[fact]
            missing |= np.where(rows & ~known[fact], 1 << ALL_FACTS.index(fact), 0).astype(np.int32)
        shares[rows] = told[rows] / len(asked) * 0.5
    return missing, shares


def _doubts(table: StreamTable, *, need: bool) -> Ints:
    """Traits that an offer leaves open, or of which a need does not say whether it refuses them."""
    doubts = np.where(table.legal_status < 0, c.WASTE, 0)
    food_use = table.food_use < 0
    if need:
        doubts |= np.where(table.hazardous < 0, c.HAZARDOUS | c.UNASSESSED, 0)
        doubts |= np.where(table.cold_chain < 0, c.COLD, 0)
        doubts |= np.where(food_use, c.NOT_HUMAN | c.NOT_FEED | c.NOT_TECHNICAL, 0)
    else:
        is_food = table.kind == code_of(Kind.FOOD)
        doubts |= np.where((table.hazardous < 0) & (table.low_codes.counts == 0), c.HAZARDOUS, 0)
        doubts |= np.where((table.cold_chain < 0) & is_food, c.COLD, 0)
        doubts |= np.where(food_use & is_food, c.NOT_HUMAN, 0)
    return doubts.astype(np.int32)


def _refusals(table: StreamTable) -> Ints:
    """What each need refuses, as bits of traits."""
    refused = np.zeros(len(table), dtype=np.int32)
    refused |= np.where(table.hazardous == 0, c.HAZARDOUS | c.UNASSESSED, 0).astype(np.int32)
    not_waste = (table.legal_status >= 0) & (table.legal_status != code_of(LegalStatus.WASTE))
    refused |= np.where(not_waste, c.WASTE, 0).astype(np.int32)
    refused |= np.where(table.cold_chain == 0, c.COLD, 0).astype(np.int32)
    for use, bit in (
        (FoodUse.HUMAN, c.NOT_HUMAN),
        (FoodUse.FEED, c.NOT_FEED),
        (FoodUse.TECHNICAL, c.NOT_TECHNICAL),
    ):
        refused |= np.where(table.food_use == code_of(use), bit, 0).astype(np.int32)
    return refused


def _put_nature(
    table: StreamTable, terms: Terms, marks: Ints, label_sets: Ints, sets: Sequence[tuple[Label, ...]]
) -> None:
    """What each offer is: traits, code, best rung that it can serve."""
    limits = [limits_of(labels) for labels in sets]
    best = [
        max((limit.best_rung for limit in found if limit.best_rung is not None), default=-1)
        for found in limits
    ]
    uses = [
        max((_FOOD_USES.index(limit.food_use) for limit in found if limit.food_use is not None), default=-1)
        for found in limits
    ]
    best_rung = np.array([*best, -1], dtype=np.int32)[label_sets]
    best_use = np.array([*uses, -1], dtype=np.int32)[label_sets]
    marks[:, c.RUNG] = np.maximum(table.strategy.astype(np.int32), best_rung)
    use = np.maximum(table.food_use.astype(np.int32), best_use)
    traits = np.array([*(food_bits(place) for place in range(len(_FOOD_USES))), 0], dtype=np.int32)[use]
    traits |= np.where(table.legal_status == code_of(LegalStatus.WASTE), c.WASTE, 0).astype(np.int32)
    traits |= np.where(table.cold_chain == 1, c.COLD, 0).astype(np.int32)
    counts = table.low_codes.counts
    first = table.low_codes.first
    entries = [terms.entry(word) for word in table.low_codes.words]
    by_word = np.array(
        [[hazard_bits(hazard, (entry,)) for hazard in (False, True, None)] for entry in entries]
        + [[0, c.HAZARDOUS, 0]],
        dtype=np.int32,
    )
    traits |= by_word[first, table.hazardous]
    for row in np.flatnonzero(counts > 1).tolist():
        stated = None if table.hazardous[row] < 0 else bool(table.hazardous[row])
        mine = table.low_codes.codes[table.low_codes.starts[row] : table.low_codes.starts[row + 1]]
        traits[row] &= ~(c.HAZARDOUS | c.UNASSESSED)
        traits[row] |= hazard_bits(stated, tuple(entries[word] for word in mine))
    marks[:, c.TRAITS] = traits
    digits = np.array([*(code_range(word)[0] for word in table.low_codes.words), -1], dtype=np.int32)
    marks[:, c.CODE] = np.where(counts == 1, digits[first], -1)


def _ranges(column: LabelColumn, marks: Ints) -> Ints:
    """The ranges of codes that each need accepts; writes where they stand into `marks`."""
    ranges = np.array([code_range(word) for word in column.words], dtype=np.int32).reshape(-1, 2)
    marks[:, c.CODE] = column.starts[:-1]
    marks[:, c.CODES_END] = column.starts[1:]
    codes: Ints = ranges[column.codes]
    return codes


def _label_sets(
    table: StreamTable, terms: Terms, *, need: bool
) -> tuple[Ints, tuple[tuple[Label, ...], ...], list[Kind]]:
    """The set of labels of each row: worked out once per combination of kind, words and codes."""
    words, codes = table.materials, table.low_codes
    simple = (words.counts == 1) & ((codes.counts <= 1) | need)
    code = np.where(need, -1, codes.first)
    key = (
        (table.kind.astype(np.int64) * (len(words.words) + 1) + words.first + 1) * (len(codes.words) + 1)
        + code
        + 1
    )
    numbered: dict[tuple[Kind, tuple[Label, ...]], int] = {}
    label_sets = np.zeros(len(table), dtype=np.int32)

    def number(row: int) -> int:
        kind = _KINDS[table.kind[row]]
        mine = words.at(row)
        text = "" if mine or codes.counts[row] else table.texts[row].as_py()
        labels = terms.naming.labels(kind, mine, codes.at(row), text, need=need)
        return numbered.setdefault((kind, labels), len(numbered))

    rows = np.flatnonzero(simple)
    _, firsts, inverse = np.unique(key[rows], return_index=True, return_inverse=True)
    by_key = np.array([number(int(rows[first])) for first in firsts], dtype=np.int32)
    if len(rows):
        label_sets[rows] = by_key[inverse]
    known: dict[tuple[Any, ...], int] = {}
    for row in np.flatnonzero(~simple).tolist():
        mine = words.codes[words.starts[row] : words.starts[row + 1]].tobytes()
        own = codes.codes[codes.starts[row] : codes.starts[row + 1]].tobytes()
        text = "" if mine or own else table.texts[row].as_py()
        told = (table.kind[row], mine, own, text)
        if told not in known:
            known[told] = number(row)
        label_sets[row] = known[told]
    return label_sets, tuple(labels for _, labels in numbered), [kind for kind, _ in numbered]


def pack_processors(table: ProcessorTable, terms: Terms) -> PackedSide:
    """Recipes as if they were needs: one row per recipe, rows of one processor are one entity.

    The quantity is what capacity and hours together allow, the price is what the processor asks, negative.
    """
    rows = len(table)
    owner = table.processor
    numbers = np.zeros((rows, c.NUMBERS), dtype=np.float64)
    marks = np.zeros((rows, c.MARKS), dtype=np.int32)
    numbers[:, c.X], numbers[:, c.Y], numbers[:, c.Z] = (v[owner] for v in unit_vectors(table.lat, table.lon))
    days = total_days(table.from_day, table.until_day, horizon_days=terms.horizon_days)[owner]
    with np.errstate(divide="ignore", invalid="ignore"):
        by_hours = table.hours_totals(horizon_days=terms.horizon_days)[owner] / table.hours_per_unit
    by_hours[table.hours_per_unit <= 0] = np.nan
    amount = np.fmin(totals(table.capacity, table.period, days), by_hours)
    numbers[:, c.QUANTITY] = to_base(amount, table.unit)
    least = to_base(totals(table.min_quantity, table.period, days), table.unit)
    numbers[:, c.MIN_QUANTITY] = np.where(np.isnan(least), 0.0, least)
    numbers[:, c.PRICE] = -_per_base_unit(table.cost_eur_per_unit, table.unit)
    numbers[:, c.REACH] = np.where(np.isnan(table.max_km), np.inf, table.max_km)[owner]
    numbers[:, c.LEVEL] = np.nan
    known = {
        "place": np.isfinite(table.lat)[owner],
        "quantity": ~np.isnan(table.capacity) & (table.unit >= 0),
        "price_eur_per_unit": ~np.isnan(table.cost_eur_per_unit),
        "strategy": table.strategy >= 0,
        "hours": ~np.isnan(table.hours_per_unit) & ~np.isnan(table.hours_available)[owner],
        "permits": (table.permits.counts > 0)[owner],
    }
    told = np.sum([known[fact] for fact in PROCESSOR_FACTS], axis=0)
    numbers[:, c.CERTAINTY] = told / len(PROCESSOR_FACTS) * 0.5
    bits = [np.where(known[fact], 0, 1 << ALL_FACTS.index(fact)) for fact in PROCESSOR_FACTS]
    missing = np.sum(bits, axis=0).astype(np.int32)
    numbers[:, c.SCALE], numbers[:, c.MARGIN_SCALE] = np.inf, 1.0
    marks[:, c.FROM] = np.where(table.from_day == UNKNOWN_DAY, c.OPEN_FROM, table.from_day)[owner]
    marks[:, c.UNTIL] = np.where(table.until_day == UNKNOWN_DAY, c.OPEN_UNTIL, table.until_day)[owner]
    marks[:, c.ORDER] = table.id_order[owner]
    marks[:, c.ENTITY] = owner
    marks[:, c.RUNG] = np.where(table.strategy < 0, 9, table.strategy)
    marks[:, c.PRESENT] = -1
    marks[:, c.UNIT] = table.dimension + 1
    codes = _permits(table, marks)
    numbered: dict[tuple[Label, ...], int] = {}
    label_sets = np.zeros(rows, dtype=np.int32)
    for row in range(rows):
        # a processor seldom says of which kind its inputs are, and unknown excludes nothing
        kinds = _KINDS if table.kind[row] < 0 else (_KINDS[table.kind[row]],)
        words = table.accepts.at(row)
        found = (terms.naming.labels(kind, words, (), "", need=True) for kind in kinds)
        labels = tuple(dict.fromkeys(label for names in found for label in names))
        label_sets[row] = numbered.setdefault(labels, len(numbered))
    return PackedSide(
        ids=table.ids.take(owner),
        numbers=numbers,
        marks=marks,
        label_sets=label_sets,
        sets=tuple(numbered),
        codes=codes,
        missing=missing,
        doubts=np.where(known["permits"], 0, c.HAZARDOUS | c.UNASSESSED | c.WASTE).astype(np.int32),
        hours_per_unit=_per_base_unit(table.hours_per_unit, table.unit, unknown=np.nan),
    )


def _permits(table: ProcessorTable, marks: Ints) -> Ints:
    """Refusals and accepted codes from permits; a processor that tells none refuses nothing."""
    ranges: list[tuple[int, int]] = []
    spans = []
    refusals = []
    for place in range(table.processors):
        permits = table.permits.at(place)
        start = len(ranges)
        ranges += [code_range(word) for word in permits if code_range(word)[0] >= 0]
        spans.append((start, len(ranges)))
        refusals.append(c.HAZARDOUS | c.UNASSESSED if permits and "hazardous" not in permits else 0)
    marks[:, c.CODE] = np.array([start for start, _ in spans], dtype=np.int32)[table.processor]
    marks[:, c.CODES_END] = np.array([end for _, end in spans], dtype=np.int32)[table.processor]
    marks[:, c.TRAITS] = np.array(refusals, dtype=np.int32)[table.processor]
    return np.array(ranges, dtype=np.int32).reshape(-1, 2)
