"""A whole region from one seed: offers, needs and processors as tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from symbiosis.quantities import (
    UNITS,
    UNKNOWN_DAY,
    FloatArray,
    IntArray,
    Period,
    day_number,
    unit_code,
)
from symbiosis.resources.kinds import FoodUse, Kind, LegalStatus, RStrategy
from symbiosis.resources.processors import ProcessorTable
from symbiosis.resources.regions.catalogue import Choice, Goods, goods, places, trades
from symbiosis.resources.regions.drawing import (
    Draws,
    Picks,
    amounts,
    codes,
    forget,
    pick,
    pick_words,
    spots,
    texts,
)
from symbiosis.resources.streams import Side, StreamTable
from symbiosis.resources.words import LabelColumn, WordColumn

START: Final = date(2026, 1, 1)
"""Dates of a made-up region lie around this day, whatever the day is today."""

_OPENING: Final = {
    Side.OFFER: ("Wij hebben", "Over:", "Af te halen:", "Beschikbaar:", "Weg te geven of te verkopen:"),
    Side.NEED: ("Wij zoeken", "Gezocht:", "Welkom bij ons:", "Wij kunnen gebruiken:", "Nodig:"),
}
_RHYTHM: Final = {
    Period.ONCE: "eenmalig",
    Period.DAY: "elke dag",
    Period.WEEK: "elke week",
    Period.MONTH: "elke maand",
    Period.YEAR: "per jaar",
}


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Offers, needs and processors that were made together."""

    offers: StreamTable
    needs: StreamTable
    processors: ProcessorTable


def make_region(*, offers: int, needs: int, processors: int = 0, seed: int) -> Region:
    """Make a region. Each table has draws of its own, so that more needs do not change the offers."""
    for_offers, for_needs, for_processors = (
        np.random.Generator(np.random.PCG64(part)) for part in np.random.SeedSequence(seed).spawn(3)
    )
    return Region(
        _streams(for_offers, Side.OFFER, offers),
        _streams(for_needs, Side.NEED, needs),
        _processors(for_processors, processors),
    )


def _ids(letter: str, count: int) -> pa.Array:
    """`O0000001` and on: of one length, so that their order is that of the rows."""
    width = max(6, len(str(count)))
    numbers = pa.array(np.arange(1, count + 1)).cast(pa.string())
    return pc.binary_join_element_wise(letter, pc.utf8_lpad(numbers, width, "0"), "")


def _streams(draws: Draws, side: Side, count: int) -> StreamTable:
    """Offers or needs: what, how much, when, where, on which terms, said in which words."""
    known = goods()
    which = pick(draws, known.shares(f"{side.value}_weight"), count)
    found: dict[str, Any] = {
        "ids": _ids("O" if side is Side.OFFER else "N", count),
        "kind": np.array([list(Kind).index(Kind(kind)) for kind in known.texts("kind")], np.int8)[which],
    }
    found.update(_amount(draws, side, known, which))
    found.update(_terms(draws, side, known, which))
    in_kg = (found["unit"] == unit_code("kg")) & (known.unit[which] == unit_code("t"))
    price = found["price_eur_per_unit"]
    found["price_eur_per_unit"] = np.where(in_kg, np.round(price / 1000, 5), price)
    found.update(_time(draws, side, known, which))
    found.update(_quality(draws, side, known, which))
    found["lat"], found["lon"], _ = spots(draws, count)
    blank = draws.random(count) < 0.02
    found["lat"], found["lon"] = np.where(blank, np.nan, found["lat"]), np.where(blank, np.nan, found["lon"])
    found["texts"] = _sentences(draws, side, known, which, found)
    found.update(_labels(draws, side, known, which))
    return StreamTable.of(side, found)


def _amount(draws: Draws, side: Side, known: Goods, which: Picks) -> dict[str, Any]:
    words, at = pick_words(draws, known.choices("periods"), which)
    quantity = amounts(draws, known.numbers("median")[which], known.numbers("spread")[which])
    unit = known.unit[which]
    # some write a tonne as kilograms
    as_kg = (unit == unit_code("t")) & (quantity < 5) & (draws.random(len(which)) < 0.3)
    unknown = draws.random(len(which)) < 0.05
    quantity = np.where(as_kg, np.round(quantity * 1000, 3), quantity)
    return {
        "quantity": np.where(unknown, np.nan, quantity),
        "unit": np.where(unknown, -1, np.where(as_kg, unit_code("kg"), unit)).astype(np.int8),
        "period": np.where(unknown, -1, codes(words, at, Period)).astype(np.int8),
    }


def _terms(draws: Draws, side: Side, known: Goods, which: Picks) -> dict[str, Any]:
    count = len(which)
    low, high = known.numbers("price_low")[which], known.numbers("price_high")[which]
    price = low + (high - low) * draws.random(count)
    if side is Side.NEED:
        price = price + 0.15 * (high - low)
    strategy, at_strategy = pick_words(draws, known.choices("strategies"), which)
    status, at_status = pick_words(draws, known.choices("statuses"), which)
    hazard = draws.random(count) < known.numbers("hazardous")[which]
    rungs = codes(strategy, at_strategy, RStrategy)
    if side is Side.NEED:
        # the worst acceptable rung lies at or below the usual one
        rungs = np.minimum(rungs + draws.integers(0, 3, count), 9).astype(np.int8)
        hazard |= draws.random(count) < 0.05
    most_km = known.numbers("max_km")[which]
    distance = amounts(draws, most_km, np.full(count, 0.4))
    legal = codes(status, at_status, LegalStatus)
    legal[legal == list(LegalStatus).index(LegalStatus.UNKNOWN)] = -1
    return {
        "price_eur_per_unit": forget(draws, 0.3, np.round(price, 2), np.nan),
        "strategy": forget(draws, 0.15, rungs, -1),
        "legal_status": forget(draws, 0.0 if side is Side.OFFER else 0.7, legal, -1),
        "hazardous": forget(draws, 0.2, hazard.astype(np.int8), -1),
        "max_km": forget(draws, 0.5, distance, np.nan),
    }


def _time(draws: Draws, side: Side, known: Goods, which: Picks) -> dict[str, Any]:
    count = len(which)
    base = day_number(START)
    begin: IntArray = (base + draws.integers(-120, 180, count)).astype(np.int32)
    length = np.ceil(30 + draws.exponential(300.0, count)).astype(np.int32)
    shelf = known.numbers("shelf_days")[which]
    food = np.isfinite(shelf)
    use_by = np.full(count, UNKNOWN_DAY, dtype=np.int32)
    lasts = np.ceil(shelf[food] * (0.3 + draws.random(int(food.sum()))))
    use_by[food] = begin[food] + (lasts if side is Side.OFFER else np.ceil(lasts / 4)).astype(np.int32)
    open_begin, open_end = draws.random(count) < 0.45, draws.random(count) < 0.5
    return {
        "from_day": np.where(open_begin, UNKNOWN_DAY, begin).astype(np.int32),
        "until_day": np.where(open_end, UNKNOWN_DAY, begin + length).astype(np.int32),
        "use_by_day": forget(draws, 0.1, use_by, UNKNOWN_DAY),
    }


def _quality(draws: Draws, side: Side, known: Goods, which: Picks) -> dict[str, Any]:
    """What tells the quality of each kind; a need asks for a little less than is usually offered."""
    count = len(which)
    kinds = np.array(known.texts("kind"))[which]
    words, at = pick_words(draws, known.choices("words"), which)
    word = texts(words, at)

    def of_kind(kind: Kind) -> pa.Array:
        return pc.if_else(pa.array(kinds == kind.value), word, "")

    low, high = known.numbers("temperature_low")[which], known.numbers("temperature_high")[which]
    span = draws.random(count) if side is Side.OFFER else draws.random(count) * 0.7
    cold = known.numbers("cold")[which]
    cool_share = cold if side is Side.OFFER else np.maximum(cold, 0.5)
    must_cool = (draws.random(count) < cool_share).astype(np.int8)
    conditions, at_condition = pick_words(draws, known.choices("conditions"), which)
    models, at_model = pick_words(draws, known.choices("models"), which)
    uses = codes([*(use.value for use in FoodUse), ""], _food_uses(of_kind(Kind.FOOD)), FoodUse)
    asked = 1.0 if side is Side.OFFER else 0.2
    return {
        "temperature_c": np.round(low + (high - low) * span, 1),
        "power_kw": amounts(draws, known.numbers("power_kw")[which], np.full(count, 0.8)),
        "area_m2": _areas(draws, known, which),
        "quality": WordColumn.of(of_kind(Kind.WATER)),
        "brand": WordColumn.of(_sometimes(draws, of_kind(Kind.PRODUCT), 0.5 * asked)),
        "model": WordColumn.of(_sometimes(draws, texts(models, at_model), 0.4 * asked)),
        "condition": WordColumn.of(_sometimes(draws, texts(conditions, at_condition), 0.7)),
        "cold_chain": np.where(np.isnan(cold), -1, must_cool).astype(np.int8),
        "food_use": uses,
    }


def _food_uses(words: pa.Array) -> Picks:
    members = {use.value: place for place, use in enumerate(FoodUse)}
    encoded = words.dictionary_encode()
    known = [members.get(word, len(members)) for word in encoded.dictionary.to_pylist()]
    found: Picks = np.array(known, dtype=np.int64)[encoded.indices.to_numpy(zero_copy_only=False)]
    return found


def _areas(draws: Draws, known: Goods, which: Picks) -> FloatArray:
    usual = known.numbers("median")[which] * known.numbers("area_m2")[which]
    return amounts(draws, usual, known.numbers("spread")[which])


def _sometimes(draws: Draws, words: pa.Array, share: float) -> pa.Array:
    return pc.if_else(pa.array(draws.random(len(words)) < share), words, "")


def _labels(draws: Draws, side: Side, known: Goods, which: Picks) -> dict[str, Any]:
    """Class and codes: an offer names one class or leaves it to its words, a need often accepts more."""
    count = len(which)
    own = pa.array(known.texts("material")).take(pa.array(which))
    if side is Side.NEED:
        # a second class that the same sector would take as well
        other = pa.array(known.texts("material")).take(pa.array(_neighbours(known)[which]))
        both = pc.binary_join_element_wise(own, other, "|")
        own = pc.if_else(pa.array(draws.random(count) < 0.2), both, own)
    words, at = pick_words(draws, [Choice.words_alone(cell) for cell in known.texts("low_codes")], which)
    code = texts(words, at)
    if side is Side.NEED:
        code = texts(known.texts("low_codes"), which)
    return {
        "materials": LabelColumn.of(_sometimes(draws, own, 0.9)),
        "low_codes": LabelColumn.of(_sometimes(draws, code, 0.6 if side is Side.OFFER else 0.3)),
    }


def _neighbours(known: Goods) -> Picks:
    """For each good the next one of its sector and kind, in a ring; itself where it is alone."""
    rings: dict[tuple[str, str], list[int]] = {}
    for place, ring in enumerate(zip(known.texts("sector"), known.texts("kind"), strict=True)):
        rings.setdefault(ring, []).append(place)
    neighbours = np.empty(len(known), dtype=np.int64)
    for ring_places in rings.values():
        neighbours[ring_places] = [*ring_places[1:], ring_places[0]]
    return neighbours


def _sentences(draws: Draws, side: Side, known: Goods, which: Picks, found: dict[str, Any]) -> pa.Array:
    """What somebody would write: opening, amount, thing, detail, rhythm."""
    count = len(which)
    openings = texts(_OPENING[side], draws.integers(0, len(_OPENING[side]), count))
    nouns, at_noun = pick_words(draws, [Choice.words_alone(cell) for cell in known.texts("nouns")], which)
    details, at_detail = pick_words(
        draws, [Choice.words_alone(cell) for cell in known.texts("details")], which
    )
    quantity, unit, period = found["quantity"], found["unit"], found["period"]
    said = np.isfinite(quantity) & (draws.random(count) < 0.7)
    number = pc.replace_substring(pa.array(quantity).cast(pa.string()), ".", ",")
    plural = pa.array([*(unit_.names[0][1] for unit_ in UNITS), ""])
    units = plural.take(pa.array(unit.astype(np.int64) % len(plural)))
    amount = pc.binary_join_element_wise(number, units, " ")
    rhythms = texts([*_RHYTHM.values(), ""], np.where(period < 0, len(_RHYTHM), period).astype(np.int64))
    detail = _sometimes(draws, texts(details, at_detail), 0.6)
    start = pc.if_else(pa.array(said), pc.binary_join_element_wise(openings, amount, " "), openings)
    body = pc.binary_join_element_wise(start, texts(nouns, at_noun), " ")
    for part, keep in ((detail, pc.not_equal(detail, "")), (rhythms, pa.array(said & (period >= 0)))):
        body = pc.if_else(keep, pc.binary_join_element_wise(body, part, ", "), body)
    return body


def _processors(draws: Draws, count: int) -> ProcessorTable:
    """Processors of the trades in `recipes.csv`, each with all recipes of its trade."""
    known = trades()
    weights = np.array([float(rows[0]["weight"]) for rows in known])
    trade = pick(draws, weights / weights.sum(), count)
    heads = [rows[0] for rows in known]
    sizes = np.array([len(rows) for rows in known])[trade]
    owner = np.repeat(np.arange(count, dtype=np.int32), sizes)
    starts = np.cumsum([0, *(len(rows) for rows in known)])
    flat = [row for rows in known for row in rows]
    within = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    recipe = starts[trade[owner]] + within

    def each(column: str) -> FloatArray:
        values: FloatArray = np.array([float(row[column]) for row in flat])[recipe]
        return values

    scale = np.exp(0.5 * draws.standard_normal(count))
    lat, lon, town = spots(draws, count)
    ids = _ids("P", count)
    towns = pa.array(places().names).take(pa.array(town))
    trade_names = texts([head["trade"] for head in heads], trade)
    numbers = pc.utf8_ltrim(ids, "P0")
    names = pc.binary_join_element_wise("Voorbeeld", trade_names, towns, numbers, " ")
    hours = np.array([float(head["hours_available"]) for head in heads])[trade] * scale
    jitter = 1 + 0.15 * draws.standard_normal(len(owner))
    return ProcessorTable.of(
        {
            "processor": owner,
            "accepts": LabelColumn.of(texts([row["accepts"] for row in flat], recipe)),
            "produces": LabelColumn.of(texts([row["produces"] for row in flat], recipe)),
            "yield_ratio": np.round(each("yield"), 4),
            "capacity": amounts(draws, each("capacity") * scale[owner], each("spread") * 0.5),
            "unit": _units([row["unit"] for row in flat], recipe),
            "unit_out": _units([row["unit_out"] for row in flat], recipe),
            "period": codes([row["period"] for row in flat], recipe, Period),
            "hours_per_unit": np.round(each("hours_per_unit") * np.clip(jitter, 0.6, 1.5), 6),
            "cost_eur_per_unit": np.round(each("cost") * np.clip(jitter, 0.6, 1.5), 4),
            "residue_cost_eur_per_unit": np.zeros(len(owner)),
            "min_quantity": each("min_quantity"),
            "storage": each("storage"),
            "strategy": codes([row["strategy"] for row in flat], recipe, RStrategy),
            "ids": ids,
            "names": names,
            "lat": lat,
            "lon": lon,
            "hours_available": np.round(hours),
            "hours_period": np.full(count, list(Period).index(Period.WEEK), dtype=np.int8),
            "max_km": np.array([float(head["max_km"]) for head in heads])[trade],
            "certificates": LabelColumn.of(texts([head["certificates"] for head in heads], trade)),
            "permits": LabelColumn.of(texts([head["permits"] for head in heads], trade)),
            "social": np.array([int(head["social"]) for head in heads], dtype=np.int8)[trade],
        }
    )


def _units(words: list[str], which: Picks) -> Any:
    return np.array([unit_code(word) if word else -1 for word in words], dtype=np.int8)[which]
