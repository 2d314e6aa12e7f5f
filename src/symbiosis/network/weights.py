"""What a unit on each link is worth under an objective, in EUR, kg CO2e, hours or share kept.

A link carries base units of its giver. Money as in the contracts: offer to need `need price - offer price -
transport`, into a recipe `- cost - offer price - transport`, out of it `need price - transport`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from symbiosis.matching import layout as c
from symbiosis.matching.layout import Floats, Ints, PackedSide
from symbiosis.matching.reference import ALL_FACTS
from symbiosis.network.graph import Network
from symbiosis.network.impacts import Impacts
from symbiosis.network.links import Links
from symbiosis.network.rows import MASS

KINDS: Final = ("direct", "into", "onward", "ends")
"""Sorts of links: offer to need, offer to recipe, recipe to recipe, recipe to need."""

PerLink = Mapping[str, Floats]
"""A figure per unit on every link, by sort of link."""


class Objective(StrEnum):
    """What is to be as great as can be."""

    VALUE = "value"
    """EUR for all parties together."""
    CO2E = "co2e"
    """kg CO2e saved: what need not be made new, less transport."""
    HOURS = "hours"
    """Hours of work at processors that tell how many they seek, up to that many, for output that is sold."""
    RETENTION = "retention"
    """Share of what is offered that is kept, each share weighted by how high its rung is (R0: 1, R9: 0)."""
    PLACED = "placed"
    """Share of what is offered that finds a place: rungs first, of equals the nearest, no known loss."""


def links_of(network: Network) -> Mapping[str, Links]:
    """The links of a network by sort."""
    return {
        "direct": network.direct,
        "into": network.into,
        "onward": network.onward,
        "ends": network.ends,
    }


def weights_for(network: Network, objective: Objective) -> PerLink:
    """What a unit on each link adds to an objective that is maximised."""
    if objective is Objective.VALUE:
        return value_weights(network)
    if objective is Objective.CO2E:
        return {kind: -weights for kind, weights in co2e_weights(network).items()}
    if objective is Objective.HOURS:
        return sought_hours(network)
    return placed_weights(network) if objective is Objective.PLACED else retention_weights(network)


def value_weights(network: Network) -> PerLink:
    """EUR."""
    offer_price = network.offers.numbers[:, c.PRICE]
    need_price = network.needs.numbers[:, c.PRICE]
    cost = network.recipes.cost_eur
    direct, into, onward, ends = (links_of(network)[kind] for kind in KINDS)
    return {
        "direct": need_price[direct.takers] - offer_price[direct.givers] - network.direct_eur,
        "into": -cost[into.takers] - offer_price[into.givers] - network.into_eur,
        "onward": -cost[onward.takers] - network.onward_eur,
        "ends": need_price[ends.takers] - network.ends_eur,
    }


def co2e_weights(network: Network) -> PerLink:
    """kg CO2e, negative is saved: the road of every link, less what is avoided where it ends at a need."""
    impacts = Impacts(network.terms)
    recipes = network.recipes
    givers = {
        "direct": network.offers,
        "into": network.offers,
        "onward": recipes.intermediates,
        "ends": recipes.products,
    }
    found: dict[str, Floats] = {}
    for kind, links in links_of(network).items():
        side = givers[kind]
        tonnes = side.numbers[links.givers, c.TONNES]
        found[kind] = links.km * impacts.carrier * tonnes
        if kind == "direct":
            rungs = network.need_strategy[links.takers]
        elif kind == "ends":
            rungs = recipes.strategy[links.givers]
        else:
            continue
        found[kind] = found[kind] - _avoided(impacts, side, links, rungs)
    return found


def _avoided(impacts: Impacts, side: PackedSide, links: Links, rungs: Ints) -> Floats:
    """kg CO2e avoided per unit, 0 where the giver has no mass."""
    sets = side.label_sets[links.givers].astype(np.int64)
    unique, back = np.unique(sets * 16 + rungs + 1, return_inverse=True)
    figures = [impacts.avoided(side.sets[key // 16], key % 16 - 1) for key in unique.tolist()]
    mass = side.marks[links.givers, c.UNIT] == MASS
    return np.where(mass, np.array(figures, dtype=np.float64)[back], 0.0)


def work_weights(network: Network) -> PerLink:
    """Hours of work: those of the recipe, or estimated from the rung where nobody tells them."""
    impacts = Impacts(network.terms)
    recipes = network.recipes
    weighs = recipes.inputs.marks[:, c.UNIT] == MASS
    estimate = np.where(weighs, np.nan_to_num(impacts.hours[recipes.strategy + 1]), 0.0)
    work = np.where(recipes.hours_known, recipes.hours, estimate)
    direct = network.direct
    mass = network.offers.marks[direct.givers, c.UNIT] == MASS
    by_rung = np.nan_to_num(impacts.hours[network.need_strategy[direct.takers] + 1])
    return {
        "direct": np.where(mass, by_rung, 0.0),
        "into": work[network.into.takers],
        "onward": work[network.onward.takers],
        "ends": np.zeros(len(network.ends)),
    }


def sought_hours(network: Network) -> PerLink:
    """Hours at processors that tell how many they have; limits see to it that no more are counted."""
    recipes = network.recipes
    seeks = np.isfinite(recipes.processor_hours[recipes.processor])
    work = np.where(seeks, recipes.hours, 0.0)
    return {
        "direct": np.zeros(len(network.direct)),
        "into": work[network.into.takers],
        "onward": work[network.onward.takers],
        "ends": np.zeros(len(network.ends)),
    }


def retention_weights(network: Network) -> PerLink:
    """Share of what is offered in that measure, times (9 - rung) / 9."""
    return {
        kind: share * np.where(network_rung < 0, 0.0, (9.0 - np.minimum(network_rung, 9)) / 9.0)
        for kind, (share, network_rung) in _delivered(network).items()
    }


PLACE = 1.0
"""What any place is worth to a share; every rung that is kept adds as much again."""
SOUGHT = 0.5
"""What it adds to a share that somebody asks for the output of a processor."""
NEARER = 1e-5
"""What a tonne-km takes off a unit's share: 1,000 km weigh a hundredth of a rung, so it only decides ties."""


def placed_weights(network: Network) -> PerLink:
    """Share of what is offered in that measure, times 1 + (9 - rung), less a trifle for the road.

    Where nobody tells prices this asks what can be asked: how much finds a place, and how high. A stream has
    its place with who uses it or with the first processor that takes it in (which sells what nobody here asks
    for). A direct link of which both prices are known and whose taker pays less than the giver asks and the
    road costs counts against it: nobody would agree to it.
    """
    recipes = network.recipes
    whole = _whole(network)
    rungs = {"direct": network.need_strategy, "into": recipes.strategy}
    found: dict[str, Floats] = {}
    for kind, side in (
        ("direct", network.offers),
        ("into", network.offers),
        ("onward", recipes.intermediates),
        ("ends", recipes.products),
    ):
        links = links_of(network)[kind]
        measured = whole[side.marks[links.givers, c.UNIT]]
        share = np.where(measured > 0.0, 1.0 / np.where(measured > 0.0, measured, 1.0), 0.0)
        worth = np.full(len(links), SOUGHT if kind == "ends" else 0.0)
        if kind in rungs:
            rung = rungs[kind][links.takers]
            worth = PLACE + np.where(rung < 0, 0.0, 9.0 - np.minimum(rung, 9))
        found[kind] = share * (worth - NEARER * links.km * side.numbers[links.givers, c.TONNES])
    found["direct"] = np.where(_known_loss(network), -found["direct"], found["direct"])
    return found


def _known_loss(network: Network) -> NDArray[np.bool_]:
    """Direct links of which both sides tell a price and the road takes more than stands between them."""
    bit = ALL_FACTS.index("price_eur_per_unit")
    direct = network.direct
    told = ((network.offers.missing[direct.givers] | network.needs.missing[direct.takers]) >> bit & 1) == 0
    return np.asarray(told & (value_weights(network)["direct"] < 0.0))


def rung_weights(network: Network, rung: int) -> PerLink:
    """Share of what is offered that is delivered on this rung exactly."""
    return {
        kind: np.where(network_rung == rung, share, 0.0)
        for kind, (share, network_rung) in _delivered(network).items()
    }


def rungs_present(network: Network) -> list[int]:
    """The rungs on which anything could be delivered, best first; R9 and unknown keep nothing."""
    found = np.concatenate([rung for _, rung in _delivered(network).values()])
    return [rung for rung in range(9) if (found == rung).any()]


def _delivered(network: Network) -> dict[str, tuple[Floats, Ints]]:
    """For each link: the share of its measure that a unit is, and its rung (-1: not known, or no delivery).

    Measures are never added up: a tonne counts against all tonnes offered, a piece against all pieces
    (against what is asked where nothing is offered in that measure).
    """
    whole = _whole(network)
    share = np.where(whole > 0.0, 1.0 / np.where(whole > 0.0, whole, 1.0), 0.0)
    recipes = network.recipes
    direct, ends = network.direct, network.ends
    return {
        "direct": (
            share[network.offers.marks[direct.givers, c.UNIT]],
            network.need_strategy[direct.takers],
        ),
        "into": (np.zeros(len(network.into)), np.full(len(network.into), -1, dtype=np.int32)),
        "onward": (np.zeros(len(network.onward)), np.full(len(network.onward), -1, dtype=np.int32)),
        "ends": (share[recipes.products.marks[ends.givers, c.UNIT]], recipes.strategy[ends.givers]),
    }


def _whole(network: Network) -> Floats:
    """What is offered in each measure; what is asked where nothing is offered in it."""
    offered, asked = network.measures or measures_of(network.offers, network.needs)
    return np.where(offered > 0.0, offered, asked)


def measures_of(offers: PackedSide, needs: PackedSide) -> tuple[Floats, Floats]:
    """What is offered and what is asked in each measure."""
    return _totals(offers), _totals(needs)


def _totals(side: PackedSide) -> Floats:
    units = side.marks[:, c.UNIT]
    found: Floats = np.bincount(units, weights=side.numbers[:, c.QUANTITY], minlength=64).astype(np.float64)
    return found
