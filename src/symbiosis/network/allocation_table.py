"""What is told of an allocation: its flows, its prices, and a summary, in the columns of the contract."""

from __future__ import annotations

import json
import math
from typing import Any, Final

import numpy as np

from symbiosis.matching import layout as c
from symbiosis.matching.layout import Floats
from symbiosis.network.generation import Allocated
from symbiosis.network.graph import Network
from symbiosis.network.regions import ByHierarchy, More, reached
from symbiosis.network.rows import base_per_unit
from symbiosis.network.weights import KINDS, Objective, co2e_weights, value_weights, work_weights
from symbiosis.quantities import BASE_UNITS, DIMENSIONS, UNITS
from symbiosis.resources.kinds import Kind

FLOW_COLUMNS: Final = ("from_id", "to_id", "quantity", "unit", "value", "from_recipe", "to_recipe", "km")
LEAST_TOLD: Final = 1e-9
"""Flows below this many base units are rounding, and are not told."""


class Names:
    """Ids, units and recipe numbers of the rows of a network."""

    def __init__(self, network: Network) -> None:
        recipes = network.recipes
        self.offers = [str(key) for key in network.offers.ids]
        self.needs = [str(key) for key in network.needs.ids]
        self.recipes = recipes.ids()
        self.processors: list[str] = recipes.table.ids.to_pylist()
        self.recipe_rows = recipes.table.row_number[recipes.row]
        self.units = {
            "offer": _base_names(network.offers.marks[:, c.UNIT]),
            "need": _base_names(network.needs.marks[:, c.UNIT]),
            "recipe": _base_names(recipes.inputs.marks[:, c.UNIT]),
        }
        self.output_units = recipes.table.output_unit[recipes.row]
        self.offer_units = network.offer_units


def _base_names(units: Any) -> list[str]:
    return [BASE_UNITS[DIMENSIONS[unit - 1]] if unit > 0 else "" for unit in units.tolist()]


def flow_columns(found: Allocated) -> dict[str, Any]:
    """One row for each flow: quantity as it leaves `from_id`, in its own unit.

    `value` is what the flow adds to the objective, before what its relation costs; `from_recipe` and
    `to_recipe` are rows of the processors file.
    """
    network = found.region.network
    names = Names(network)
    figures = {
        "eur": value_weights(network),
        "co2e_kg": co2e_weights(network),
        "hours": work_weights(network),
    }
    periods = found.region.limits.periods
    told: dict[str, list[Any]] = {name: [] for name in (*FLOW_COLUMNS, *figures, "period")}
    for kind in KINDS:
        links = found.region.links[kind]
        amounts = found.flow[kind].sum(axis=2)
        link, period = np.nonzero(amounts > LEAST_TOLD)
        base = amounts[link, period]
        givers, takers = links.givers[link], links.takers[link]
        from_offer, to_need = kind in ("direct", "into"), kind in ("direct", "ends")
        units = (names.offer_units if from_offer else names.output_units)[givers]
        told["from_id"] += _picked(names.offers if from_offer else names.recipes, givers)
        told["to_id"] += _picked(names.needs if to_need else names.recipes, takers)
        told["quantity"] += (base / base_per_unit(units)).tolist()
        told["unit"] += [UNITS[unit].key for unit in units.tolist()]
        told["value"] += (found.region.weights[kind][link] * base).tolist()
        told["from_recipe"] += [None] * len(link) if from_offer else names.recipe_rows[givers].tolist()
        told["to_recipe"] += [None] * len(link) if to_need else names.recipe_rows[takers].tolist()
        told["km"] += links.km[link].tolist()
        for name, weights in figures.items():
            told[name] += (weights[kind][link] * base).tolist()
        told["period"] += (period + 1).tolist()
    if periods == 1:
        del told["period"]
    order = sorted(range(len(told["from_id"])), key=lambda row: _order(told, row))
    return {name: [values[row] for row in order] for name, values in told.items()}


def _order(told: dict[str, list[Any]], row: int) -> Any:
    recipes = (told["from_recipe"][row] or 0, told["to_recipe"][row] or 0)
    period = told["period"][row] if "period" in told else 0
    return (told["from_id"][row], told["to_id"][row], recipes, period)


def _picked(names: list[str], rows: Any) -> list[str]:
    return [names[row] for row in rows.tolist()]


def price_columns(found: Allocated) -> dict[str, Any]:
    """Every price that the bound rests on, per base unit (EUR per tonne whatever unit the row had)."""
    region, priced = found.region, found.priced
    names, limits, prices = Names(region.network), region.limits, priced.prices
    rows = _row_prices("offer", names.offers, limits.offer_row, priced.offer, names.units["offer"])
    rows += _row_prices("need", names.needs, limits.need_row, prices.need, names.units["need"])
    rows += _recipe_prices("capacity", names, prices.capacity)
    if limits.periods > 1:
        rows += _recipe_prices("storage", names, prices.storage)
    for processor, period in np.ndindex(*prices.hours.shape):
        worth = float(prices.hours[processor, period])
        rows.append((names.processors[processor], "hours", worth, "h", None, period + 1))
    if region.has_relations:
        rows.append(("relation", "relation", region.relation_cost + prices.relation, "relation", None, 1))
    for number, worth in enumerate(prices.floors.tolist(), start=1):
        rows.append((f"floor {number}", "floor", worth, "share", None, 1))
    titles = ("id", "side", "shadow_price", "unit", "recipe", "period")
    columns: dict[str, Any] = {name: [row[place] for row in rows] for place, name in enumerate(titles)}
    if limits.periods == 1:
        del columns["period"]
    return columns


PriceRow = tuple[str, str, float, str, int | None, int]


def _row_prices(side: str, keys: list[str], numbers: Any, worth: Floats, units: list[str]) -> list[PriceRow]:
    """The price of each limit of each row, told in the first period in which it holds."""
    rows: list[PriceRow] = []
    for row, own in enumerate(numbers.tolist()):
        first = {number: period for period, number in reversed(list(enumerate(own))) if number >= 0}
        for number, period in sorted(first.items(), key=lambda pair: pair[1]):
            rows.append((keys[row], side, float(worth[number]), units[row], None, period + 1))
    return rows


def _recipe_prices(side: str, names: Names, worth: Floats) -> list[PriceRow]:
    return [
        (
            names.recipes[recipe],
            side,
            float(worth[recipe, period]),
            names.units["recipe"][recipe],
            int(names.recipe_rows[recipe]),
            period + 1,
        )
        for recipe, period in np.ndindex(*worth.shape)
    ]


def more_columns(found: Allocated, told: list[More]) -> dict[str, Any]:
    """What a lump more brings, the most valuable first; `extra` in base units or hours."""
    names = Names(found.region.network)
    keys = {
        "offer": (names.offers, names.units["offer"]),
        "need": (names.needs, names.units["need"]),
        "capacity": (names.recipes, names.units["recipe"]),
        "hours": (names.processors, ["h"] * len(names.processors)),
    }
    ordered = sorted(told, key=lambda more: (-more.value, more.side, keys[more.side][0][more.row]))
    recipes = [int(names.recipe_rows[more.row]) if more.side == "capacity" else None for more in ordered]
    return {
        "id": [keys[more.side][0][more.row] for more in ordered],
        "side": [more.side for more in ordered],
        "extra": [more.extra for more in ordered],
        "value_eur": [more.value for more in ordered],
        "unit": [keys[more.side][1][more.row] for more in ordered],
        "recipe": recipes,
    }


def totals(found: Allocated) -> dict[str, float]:
    """EUR (relations not taken off), kg CO2e and hours of an allocation, and how many relations it has."""
    network = found.region.network
    used = sum(int((found.flow[kind].sum(axis=(1, 2)) > LEAST_TOLD).sum()) for kind in KINDS)
    return {
        "value_eur": reached(value_weights(network), found),
        "co2e_kg": reached(co2e_weights(network), found),
        "hours": reached(work_weights(network), found),
        "relations": used,
    }


def quantities(found: Allocated) -> dict[str, dict[str, float]]:
    """What leaves offers and what reaches needs, per kind of the row and in its base unit: never added up."""
    network = found.region.network
    sides = {
        "left": (network.offers, ("direct", "into"), True),
        "reached": (network.needs, ("direct", "ends"), False),
    }
    told: dict[str, dict[str, float]] = {}
    for name, (side, kinds, givers) in sides.items():
        amounts = np.zeros(len(side))
        for kind in kinds:
            links = found.region.links[kind]
            rows = links.givers if givers else links.takers
            np.add.at(amounts, rows, found.flow[kind].sum(axis=(1, 2)))
        sorts = _sorts(side)
        told[name] = {key: float(amounts[rows].sum()) for key, rows in sorts.items() if amounts[rows].any()}
    return told


def _sorts(side: Any) -> dict[str, Any]:
    """Rows by kind and measure."""
    kinds = [
        next((kind.value for kind in Kind for name, _ in labels if name.startswith(f"{kind}:")), "")
        for labels in side.sets
    ]
    units = _base_names(side.marks[:, c.UNIT])
    keys = np.array([f"{kinds[number]} {units[row]}" for row, number in enumerate(side.label_sets.tolist())])
    return {str(key): np.flatnonzero(keys == key) for key in np.unique(keys)}


def summary(
    found: Allocated, objective: Objective, *, horizon_days: float, hierarchy: ByHierarchy | None = None
) -> dict[str, Any]:
    """What `summary.json` holds: the contract's keys first. What is not known is null."""
    told: dict[str, Any] = {
        "status": found.status.value,
        "objective": found.objective,
        "bound": found.bound,
        "gap": found.gap,
        "seconds": round(found.seconds, 3),
        "arcs_considered": found.considered,
        "arcs_possible": found.region.possible,
        "gap_pricing": found.gap_pricing,
        "gap_integer": found.gap_integer,
        "rounds": found.rounds,
        "objective_name": objective.value,
        "horizon_days": horizon_days,
        "periods": found.region.limits.periods,
        "relation_cost_eur": found.region.relation_cost,
        **totals(found),
        "quantities": quantities(found),
    }
    if hierarchy is not None:
        told["hierarchy"] = {
            "tolerance": hierarchy.tolerance,
            "price": hierarchy.cost,
            "objective_without": hierarchy.free.objective,
            "rungs": [
                {"rung": f"R{rung.rung}", "best": rung.best, "bound": rung.bound, "kept": rung.kept}
                for rung in hierarchy.rungs
            ],
        }
    return told


def as_json(told: dict[str, Any]) -> str:
    """JSON in which what is not known, or endless, is null."""
    return json.dumps(_plain(told), ensure_ascii=False, indent=2) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
