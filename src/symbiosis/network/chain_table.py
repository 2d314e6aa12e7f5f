"""What is told of chains: road, emission and work leg by leg, in the columns of the contract."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from symbiosis.matching import layout as c
from symbiosis.matching.layout import TWICE_RADIUS_KM, Floats
from symbiosis.network import search
from symbiosis.network.chains import Chains
from symbiosis.network.graph import Network
from symbiosis.network.impacts import Impacts
from symbiosis.network.recipes import Recipes
from symbiosis.network.rows import MASS
from symbiosis.quantities import UNIT_TO_BASE, UNITS
from symbiosis.resources.kinds import RStrategy


def chain_columns(chains: Chains) -> dict[str, Any]:
    """The columns of the contract, one row for each chain: per offer in the order of ids, best first.

    `quantity_in` counts in `unit`, that of the offer, `quantity_out` in `unit_out`: the same unit where both
    measure the same, else that of the need. CO2e is unknown where nothing with a mass moves.
    """
    network = chains.network
    rows, ranks = _told(chains)
    needs, paths = chains.needs[rows, ranks], chains.paths[rows, ranks]
    quantity = chains.quantities[rows, ranks]
    legs = _Legs(network, rows, needs, paths, quantity)
    strategies = pa.array(["", *(strategy.value for strategy in RStrategy)])
    unit, unit_out, scale, scale_out = _units(network, rows, needs)
    steps = _Steps(network.recipes)
    return {
        "offer_id": pa.array(network.offers.ids).take(pa.array(rows)),
        "rank": ranks + 1,
        "steps": pa.array([steps.of(path) for path in paths.tolist()], type=pa.string()),
        "need_id": pa.array(network.needs.ids).take(pa.array(needs)),
        "quantity_in": quantity / scale,
        "quantity_out": legs.delivered / scale_out,
        "unit": pa.array([UNITS[code].key for code in unit.tolist()], type=pa.string()),
        "km": legs.km,
        "value_eur": chains.values[rows, ranks],
        "co2e_kg": legs.co2e_kg,
        "hours": legs.hours,
        "strategy": strategies.take(pa.array(legs.strategy + 1)),
        "unit_out": pa.array([UNITS[code].key for code in unit_out.tolist()], type=pa.string()),
    }


def _told(chains: Chains) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Offer and place of every chain, offers in the order of ids."""
    order = np.argsort(chains.network.offers.order, kind="stable")
    counts = chains.filled[order].astype(np.int64)
    rows = np.repeat(order, counts)
    ranks = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    return rows, ranks


def _units(network: Network, rows: Any, needs: Any) -> tuple[Any, Any, Floats, Floats]:
    """Unit of what goes in and of what comes out of each chain, and base units in one of each."""
    own, other = network.offer_units[rows], network.need_units[needs]
    same = network.offers.marks[rows, c.UNIT] == network.needs.marks[needs, c.UNIT]
    out = np.where(same, own, other)
    return own, out, UNIT_TO_BASE[own], UNIT_TO_BASE[out]


class _Steps:
    """The steps of a chain as JSON."""

    def __init__(self, recipes: Recipes) -> None:
        self._recipes = recipes
        self._ids = recipes.ids()
        self._known: dict[int, str] = {}

    def of(self, path: list[int]) -> str:
        return "[" + ", ".join(self._step(recipe) for recipe in path if recipe >= 0) + "]"

    def _step(self, recipe: int) -> str:
        if recipe not in self._known:
            table, row = self._recipes.table, int(self._recipes.row[recipe])
            told = table.recipe(row)
            step = {
                "processor": self._ids[recipe],
                "accepts": "|".join(told.accepts),
                "produces": "|".join(told.produces),
                "yield": 1.0 if told.yield_ratio is None else told.yield_ratio,
            }
            named = {"unit": told.unit, "unit_out": told.output_unit, "strategy": told.strategy}
            certificates = list(table.certificates.at(int(table.processor[row])))
            step |= {name: value for name, value in named.items() if value}
            if certificates:
                step["certificates"] = certificates
            self._known[recipe] = json.dumps(step, ensure_ascii=False)
        return self._known[recipe]


class _Legs:
    """Road, emission and work of chains, leg by leg."""

    def __init__(self, network: Network, rows: Any, needs: Any, paths: Any, quantity: Floats) -> None:
        self._network, self._impacts = network, Impacts(network.terms)
        self.km = np.zeros(len(rows))
        self.hours = np.zeros(len(rows))
        self.strategy = network.need_strategy[needs].astype(np.int64)
        carried = np.zeros(len(rows))
        weighs = np.zeros(len(rows), dtype=bool)
        amount = quantity.astype(np.float64)
        giver = np.zeros((len(rows), 3)) + network.offers.numbers[rows, c.X : c.Z + 1]
        tonnes = network.offers.numbers[rows, c.TONNES]
        mass = network.offers.marks[rows, c.UNIT] == MASS
        sets = [network.offers.sets[number] for number in network.offers.label_sets[rows]]
        recipes = network.recipes
        for step in range(search.MOST_STEPS):
            through = paths[:, step] >= 0
            recipe = paths[through, step]
            km = self._road(giver[through], recipes.inputs.numbers[recipe, c.X : c.Z + 1])
            self.km[through] += km
            carried[through] += km * amount[through] * tonnes[through]
            weighs[through] |= mass[through]
            self.hours[through] += self._work(recipe, amount[through], mass[through])
            amount[through] *= recipes.yields[recipe]
            giver[through] = recipes.products.numbers[recipe, c.X : c.Z + 1]
            tonnes[through] = recipes.products.numbers[recipe, c.TONNES]
            mass[through] = recipes.products.marks[recipe, c.UNIT] == MASS
            self.strategy[through] = recipes.strategy[recipe]
            for place, number in zip(
                np.flatnonzero(through), recipes.products.label_sets[recipe], strict=True
            ):
                sets[place] = recipes.products.sets[number]
        km = self._road(giver, network.needs.numbers[needs, c.X : c.Z + 1])
        self.km += km
        carried += km * amount * tonnes
        weighs |= mass
        direct = paths[:, 0] < 0
        self.hours[direct] = self._estimated(self.strategy[direct], amount[direct], mass[direct])
        self.delivered = amount
        told = zip(sets, self.strategy.tolist(), strict=True)
        avoided = np.array([self._impacts.avoided(*known) for known in told], dtype=np.float64)
        saved = np.where(mass, avoided * amount, 0.0)
        self.co2e_kg = np.where(weighs, carried * self._impacts.carrier - saved, np.nan)

    def _road(self, here: Floats, there: Floats) -> Floats:
        square = ((here - there) ** 2).sum(axis=1)
        arcs = np.arcsin(np.minimum(1.0, np.sqrt(square) * 0.5))
        return np.asarray(TWICE_RADIUS_KM * arcs * self._network.terms.detour_factor)

    def _work(self, recipe: Any, amount: Floats, mass: Any) -> Floats:
        recipes = self._network.recipes
        estimated = self._estimated(recipes.strategy[recipe], amount, mass)
        return np.where(recipes.hours_known[recipe], recipes.hours[recipe] * amount, estimated)

    def _estimated(self, rung: Any, amount: Floats, mass: Any) -> Floats:
        return np.where(mass, self._impacts.hours[np.asarray(rung) + 1] * amount, np.nan)
