"""What more room brings a region: two allocations compared, the flows that grow, the ranges of factors.

The method, with a worked example, stands in `docs/methods/opportunities.md`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from symbiosis.matching import layout as c
from symbiosis.matching.layout import Floats
from symbiosis.network.allocation import Region
from symbiosis.network.generation import Allocated
from symbiosis.network.graph import Network
from symbiosis.network.recipes import Recipes
from symbiosis.network.weights import KINDS, PerLink, co2e_weights, links_of, value_weights, work_weights
from symbiosis.places import Point
from symbiosis.resources.records import Recipe

LEAST = 1e-9
"""Base units below which a flow did not grow."""


@dataclass(frozen=True)
class Candidate:
    """What to try: `more` or `new`, which recipe, and how much room in base units of its input."""

    kind: str
    recipe: int
    room: float


@dataclass(frozen=True, kw_only=True)
class Move:
    """What goes more over one link to or from an opportunity: base units of the giver over the horizon."""

    giver: str
    taker: str
    quantity: float
    km: float


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What opportunities are ranked by: what one brings, where, by which work (in, out), for whom."""

    gain: float
    processor: str
    work: tuple[tuple[str, ...], tuple[str, ...]]
    parties: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Opportunity:
    """One thing that would close loops, over the horizon.

    `kind` is `more` (room at an existing processor) or `new` (work at a place where nobody does it).
    `extra` is the input that is used of the extra room, in base units of `recipe`; `loops` how many offers
    send more there; `delivered` how much more of its output reaches needs; `gain` what the objective has
    more; `eur`, `hours` and `co2e` (kg, negative is saved) what the region has more in all, `eur_low` and
    `eur_high` over the range of the price of transport, `co2e_low` and `co2e_high` over that of the emission
    factors. `parties` are ids of offers, processors and needs whose flows to or from it grow, `moves` those
    flows.
    """

    kind: str
    processor: str
    recipe: Recipe
    place: Point
    extra: float
    loops: int
    delivered: float
    gain: float
    hours: float
    eur: float
    eur_low: float
    eur_high: float
    co2e: float
    co2e_low: float
    co2e_high: float
    parties: tuple[str, ...]
    moves: tuple[Move, ...]

    @property
    def standing(self) -> Standing:
        """What it is ranked by."""
        work = (self.recipe.accepts, self.recipe.produces)
        return Standing(gain=self.gain, processor=self.processor, work=work, parties=self.parties)


def difference(base: Allocated, after: Allocated, candidate: Candidate) -> Opportunity | None:
    """What the region has more than before; None where nothing was found."""
    if after.objective != after.objective:
        return None
    flows = [{name: one.flow[name].sum(axis=(1, 2)) for name in KINDS} for one in (base, after)]
    return between(base.region, flows[0], flows[1], candidate)


def between(
    region: Region, before: Mapping[str, Floats], after: Mapping[str, Floats], candidate: Candidate
) -> Opportunity:
    """What the flows `after` bring that those of `before` did not; per link, in base units of the giver."""
    network, recipe = region.network, candidate.recipe
    recipes, into = network.recipes, network.into
    grown = {name: after[name] - before[name] for name in KINDS}
    here = (into.takers == recipe) & (grown["into"] > LEAST)

    def more(weights: PerLink) -> float:
        return math.fsum(part for name in KINDS for part in (weights[name] * grown[name]).tolist())

    eur = more(value_weights(network))
    low, high = _range(network, grown)
    co2e = co2e_range(network, grown)
    moves = _moves(network, grown, recipe)
    return Opportunity(
        kind=candidate.kind,
        processor=recipes.ids()[recipe],
        recipe=recipes.table.recipe(int(recipes.row[recipe])),
        place=_place_of(recipes, recipe),
        extra=used_by(region, grown, recipe),
        loops=len(np.unique(into.givers[here])),
        delivered=float(grown["ends"][network.ends.givers == recipe].sum()),
        gain=more(region.weights),
        hours=more(work_weights(network)),
        eur=eur,
        eur_low=eur + low,
        eur_high=eur + high,
        co2e=more(co2e_weights(network)),
        co2e_low=co2e[0],
        co2e_high=co2e[1],
        parties=tuple(sorted({end for move in moves for end in (move.giver, move.taker)} - {""})),
        moves=moves,
    )


def used_by(region: Region, grown: Mapping[str, Floats], recipe: int) -> float:
    """The input that a recipe gets more, in base units."""
    return sum(float(grown[name][region.links[name].takers == recipe].sum()) for name in ("into", "onward"))


def co2e_range(network: Network, grown: Mapping[str, Floats]) -> tuple[float, float]:
    """The least and most kg CO2e of a change of flows, negative is saved (`docs/methods/co2e.md`).

    From all of the new product replaced with the cleanest transport to nothing replaced with the dirtiest,
    or the other way round where the change lets go of what was saved before.
    """
    carrier = network.terms.factors.get("transport.kgco2e_per_tkm")
    road = {"direct": network.offers, "into": network.offers} | {
        "onward": network.recipes.intermediates,
        "ends": network.recipes.products,
    }
    links = links_of(network)
    tonne_km = sum(
        float(np.dot(links[name].km * road[name].numbers[links[name].givers, c.TONNES], grown[name]))
        for name in KINDS
    )
    weights = co2e_weights(network)
    whole = sum(float(np.dot(weights[name], grown[name])) for name in KINDS)
    saved = whole - tonne_km * carrier.value
    ends = [tonne_km * each + part for each in carrier.range for part in (saved, 0.0)]
    return min(ends), max(ends)


def _range(network: Network, grown: Mapping[str, Floats]) -> tuple[float, float]:
    """What the change is worth more or less over the range of the price of transport."""
    factor = network.terms.factors.get("transport.eur_per_tkm")
    transport = {
        "direct": network.direct_eur,
        "into": network.into_eur,
        "onward": network.onward_eur,
        "ends": network.ends_eur,
    }
    paid = sum(float(np.dot(transport[name], grown[name])) for name in KINDS)
    low, high = factor.range
    ends = (-paid * (high / factor.value - 1.0), -paid * (low / factor.value - 1.0))
    return min(ends), max(ends)


def _place_of(recipes: Recipes, recipe: int) -> Point:
    table = recipes.table
    owner = int(table.processor[recipes.row[recipe]])
    return Point(float(table.lat[owner]), float(table.lon[owner]))


def _moves(network: Network, grown: Mapping[str, Floats], recipe: int) -> tuple[Move, ...]:
    """What goes more to the recipe and from it; where it is one end, its id is left empty."""
    ids = [""] * len(network.recipes)
    for row, key in enumerate(network.recipes.ids()):
        ids[row] = "" if row == recipe else key
    links = links_of(network)
    found = []
    for name, givers, takers in (
        ("into", network.offers.ids, ids),
        ("onward", ids, ids),
        ("ends", ids, network.needs.ids),
    ):
        own = links[name]
        mine = np.zeros(len(own), dtype=bool)
        if name != "ends":
            mine |= own.takers == recipe
        if name != "into":
            mine |= own.givers == recipe
        for link in np.flatnonzero(mine & (grown[name] > LEAST)).tolist():
            giver, taker = str(givers[int(own.givers[link])]), str(takers[int(own.takers[link])])
            found.append(
                Move(giver=giver, taker=taker, quantity=float(grown[name][link]), km=float(own.km[link]))
            )
    return tuple(sorted(found, key=lambda move: (move.giver, move.taker)))
