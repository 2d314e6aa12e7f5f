"""What is missing: more room at a processor, or work that nobody does near where streams are left over.

Prices choose where to look; solving again with the extra room tells what it brings. The method, with a worked
example, stands in `docs/methods/opportunities.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from symbiosis.matching import layout as c
from symbiosis.matching.layout import Floats
from symbiosis.network.allocation import Region
from symbiosis.network.generation import Allocated, Effort, allocate
from symbiosis.network.graph import Network
from symbiosis.network.links import links_between, transport_eur
from symbiosis.network.program import Solver
from symbiosis.network.recipes import Recipes, recipes_of
from symbiosis.network.regions import limit_amounts, reached, region_of
from symbiosis.network.rows import Rows
from symbiosis.network.weights import KINDS, value_weights, work_weights
from symbiosis.places import Point
from symbiosis.resources.processors import ProcessorTable
from symbiosis.resources.records import Processor, Recipe

ROOM = 0.5
"""How much more room a processor is thought to get, as a part of what it has."""
CELL = 5
"""Resolution of the H3 cells in which streams left over are taken together: about 250 km2 each."""
CLOSE_GAP = 1e-6
"""Gap of the allocations whose difference is told, where nothing smaller was asked."""
LEFT_OVER = 0.01
"""Part of a stream beyond which it counts as left over."""
NEW = "new:"
"""Begins the id of work that nobody does yet."""


@dataclass(frozen=True, kw_only=True)
class Opportunity:
    """One thing that would close loops, over the horizon.

    `kind` is `more` (room at an existing processor) or `new` (work at a place where nobody does it).
    `extra` is the input that is used of the extra room, in base units of `recipe`; `loops` how many offers
    send more there; `delivered` how much more of its output reaches needs; `eur` and `hours` what the region
    has more in all, `eur_low` and `eur_high` over the range of the price of transport. `parties` are ids of
    offers, processors and needs whose flows to or from it grow.
    """

    kind: str
    processor: str
    recipe: Recipe
    place: Point
    extra: float
    loops: int
    delivered: float
    hours: float
    eur: float
    eur_low: float
    eur_high: float
    parties: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Study:
    """A region as it is, with candidates for new work that have no room yet."""

    base: Allocated
    candidates: tuple[tuple[str, int, float], ...]
    """Kind, recipe and room in base units of input."""


def study(
    offers: Rows, needs: Rows, recipes: Recipes, network: Network, solver: Solver, effort: Effort, *, top: int
) -> Study:
    """Allocate the region as it is and choose what to look at: about twice as much as will be told.

    Least batches are left out: a price of something that is all or nothing would tell nothing.
    """
    close = replace(effort, gap=min(effort.gap, CLOSE_GAP))
    plain = _relaxed(region_of(network))
    now = allocate(plain, solver, close)
    new = _new_work(now, recipes, top=top)
    grown = _with_new_work(offers, needs, recipes, network, [recipe for recipe, _ in new])
    base = allocate(_relaxed(region_of(grown)), solver, close) if new else now
    first = len(recipes)
    more = _more_room(base, len(recipes), top=top)
    added = [("new", first + place, room) for place, (_, room) in enumerate(new)]
    return Study(base=base, candidates=(*more, *added))


def _relaxed(region: Region) -> Region:
    return replace(region, limits=replace(region.limits, least=np.zeros_like(region.limits.least)))


def opportunities(found: Study, solver: Solver, effort: Effort, *, top: int = 10) -> list[Opportunity]:
    """Each candidate solved again with its room, those that bring most first; ties by processor."""
    close = replace(effort, gap=min(effort.gap, CLOSE_GAP))
    told = []
    for kind, recipe, room in found.candidates:
        if effort.stop():
            break
        after = allocate(_with_room(found.base.region, recipe, room), solver, close, pool=found.base.pool)
        seen = _difference(found.base, after, kind, recipe)
        # what does not stand out from the gaps of both answers is not told
        noise = 2 * CLOSE_GAP * abs(found.base.objective)
        if seen is not None and seen.eur > noise and seen.extra > 0.0:
            told.append(seen)
    told.sort(key=lambda seen: (-seen.eur, seen.processor, seen.recipe.accepts))
    return _each_once(told)[:top]


def _each_once(told: Sequence[Opportunity]) -> list[Opportunity]:
    """Without those that would serve mostly the same parties by the same work as a better one."""
    kept: list[Opportunity] = []
    for seen in told:
        same = (
            set(other.parties)
            for other in kept
            if (other.recipe.accepts, other.recipe.produces) == (seen.recipe.accepts, seen.recipe.produces)
        )
        mine = set(seen.parties)
        if not any(2 * len(mine & theirs) >= len(mine | theirs) for theirs in same):
            kept.append(seen)
    return kept


def _with_room(region: Region, recipe: int, room: float) -> Region:
    """The region in which a recipe, and the hours of its processor with it, have more room."""
    limits = region.limits.with_more("capacity", recipe, room)
    recipes = region.network.recipes
    processor = int(recipes.processor[recipe])
    if recipes.hours[recipe] > 0.0 and np.isfinite(recipes.processor_hours[processor]):
        limits = limits.with_more("hours", processor, room * float(recipes.hours[recipe]))
    return replace(region, limits=limits)


# -- what to look at --------------------------------------------------------------------------------------


def _more_room(base: Allocated, count: int, *, top: int) -> list[tuple[str, int, float]]:
    """Recipes of which capacity or hours have a price, those that promise most first."""
    recipes, prices = base.region.network.recipes, base.priced.prices
    capacity = limit_amounts(base.region)["capacity"]
    room = np.where(np.isfinite(capacity), capacity, recipes.hours_limit) * ROOM
    room = np.where(np.isfinite(room), room, 0.0)
    worth = prices.capacity.mean(axis=1) + recipes.hours * prices.hours.mean(axis=1)[recipes.processor]
    promise = np.where(np.arange(len(recipes)) < count, worth * room, 0.0)
    best = np.argsort(-promise, kind="stable")[: 2 * top]
    return [("more", int(row), float(room[row])) for row in best if promise[row] > 0.0]


def left_over(found: Allocated) -> Floats:
    """What every offer has left, in its base unit; 0 where it is less than rounding and haste would leave."""
    region = found.region
    amounts = limit_amounts(region)["offer"]
    used = np.zeros(len(amounts))
    for kind in ("direct", "into"):
        np.add.at(used, region.links[kind].givers, found.flow[kind].sum(axis=(1, 2)))
    rest = amounts - used
    return np.where(rest > LEFT_OVER * amounts, rest, 0.0)


def _new_work(now: Allocated, recipes: Recipes, *, top: int) -> list[tuple[Processor, float]]:
    """Work like that of the region's recipes, at the middle of cells where something is left for it.

    The promise of each is what the streams left over could bring there at the prices of now.
    """
    network = now.region.network
    rest = left_over(now)
    spots = _spots(network, rest)
    sorts = _sorts_of_work(recipes)
    if not spots or not sorts:
        return []
    made = [
        _copy(recipes, recipe, place, f"{NEW}{number}")
        for number, (recipe, place) in enumerate((r, p) for r in sorts for p in spots)
    ]
    table = ProcessorTable.from_rows(made)
    tried = recipes_of(table, np.arange(len(table), dtype=np.int64), network.terms)
    ends = links_between(tried.products, network.needs, network.terms)
    price = network.needs.numbers[ends.takers, c.PRICE] - transport_eur(tried.products, ends, network.terms)
    price = price - now.priced.prices.need[ends.takers]
    product = np.zeros(len(tried))
    np.maximum.at(product, ends.givers, price)
    worth = tried.yields * product - tried.cost_eur
    into = links_between(network.offers, tried.inputs, network.terms)
    offers = network.offers.numbers
    gain = worth[into.takers] - offers[into.givers, c.PRICE]
    gain = gain - transport_eur(network.offers, into, network.terms) - now.priced.offer[into.givers]
    some = (gain > 0.0) & (rest[into.givers] > 0.0)
    promise, room = np.zeros(len(tried)), np.zeros(len(tried))
    np.add.at(promise, into.takers[some], gain[some] * rest[into.givers][some])
    np.add.at(room, into.takers[some], rest[into.givers][some])
    return _best_of_each(made, promise, room, len(spots), top=top)


def _best_of_each(
    made: Sequence[Processor], promise: Floats, room: Floats, spots: int, *, top: int
) -> list[tuple[Processor, float]]:
    """The best places of the best sorts of work: at most three places of a sort."""
    chosen: list[tuple[Processor, float]] = []
    per_sort: dict[int, int] = {}
    for row in np.argsort(-promise, kind="stable").tolist():
        sort = row // spots
        if promise[row] <= 0.0 or len(chosen) == 2 * top:
            break
        if per_sort.get(sort, 0) < 3:
            per_sort[sort] = per_sort.get(sort, 0) + 1
            chosen.append((made[row], float(room[row])))
    return chosen


def _spots(network: Network, rest: Floats) -> list[Point]:
    """The middle of what is left over in each cell, the cells with most streams first."""
    rows = np.flatnonzero(rest > 0.0)
    if not len(rows):
        return []
    x, y, z = (network.offers.numbers[rows, axis] for axis in (c.X, c.Y, c.Z))
    lat, lon = np.degrees(np.arcsin(z)), np.degrees(np.arctan2(y, x))
    cells = np.array([Point(float(a), float(b)).cell(CELL) for a, b in zip(lat, lon, strict=True)])
    _, own, counts = np.unique(cells, return_inverse=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")[:40]
    return [Point(float(lat[own == cell].mean()), float(lon[own == cell].mean())) for cell in order]


def _sorts_of_work(recipes: Recipes) -> list[int]:
    """One recipe of each sort (what it takes, makes, in which unit, on which rung): that of middling cost."""
    table = recipes.table
    sorts: dict[tuple[object, ...], list[int]] = {}
    for place, row in enumerate(recipes.row.tolist()):
        told = table.recipe(row)
        key = (told.accepts, told.produces, told.unit, told.unit_out, told.strategy)
        sorts.setdefault(key, []).append(place)
    return [
        sorted(places, key=lambda place: recipes.cost_eur[place])[len(places) // 2]
        for places in sorts.values()
        if recipes.yields[places[0]] > 0.0
    ]


def _copy(recipes: Recipes, recipe: int, place: Point, key: str) -> Processor:
    """A processor that does this work elsewhere; it has no room until it is given some."""
    row = int(recipes.row[recipe])
    like = recipes.table.row(int(recipes.table.processor[row]))
    told = replace(recipes.table.recipe(row), capacity=0.0, min_quantity=None, storage=None)
    return replace(
        like, id=key, name="", recipes=(told,), place=place, hours_available=None, available_from=None,
        available_until=None,
    )  # fmt: skip


def _with_new_work(
    offers: Rows, needs: Rows, recipes: Recipes, network: Network, new: Sequence[Processor]
) -> Network:
    """The network with new work behind the recipes that it had."""
    if not new:
        return network
    table = recipes.table
    joined = ProcessorTable.from_rows([*table.rows(), *new])
    # a table of records stands processor by processor
    order = np.argsort(table.processor, kind="stable")
    place = np.empty(len(table), dtype=np.int64)
    place[order] = np.arange(len(table))
    added = np.arange(len(joined) - len(new), len(joined), dtype=np.int64)
    rows = np.concatenate([place[recipes.row], added])
    return Network.of(offers, needs, recipes_of(joined, rows, network.terms), network.terms)


# -- what it brings ---------------------------------------------------------------------------------------


def _difference(base: Allocated, after: Allocated, kind: str, recipe: int) -> Opportunity | None:
    """What the region has more than before."""
    if after.objective != after.objective:
        return None
    network = base.region.network
    recipes = network.recipes
    grown = {name: after.flow[name].sum(axis=(1, 2)) - base.flow[name].sum(axis=(1, 2)) for name in KINDS}
    into = network.into
    here = (into.takers == recipe) & (grown["into"] > 1e-9)
    used = sum(
        float(grown[name][base.region.links[name].takers == recipe].sum()) for name in ("into", "onward")
    )
    eur = reached(value_weights(network), after) - reached(value_weights(network), base)
    hours = reached(work_weights(network), after) - reached(work_weights(network), base)
    low, high = _range(network, grown)
    place = _place_of(recipes, recipe)
    return Opportunity(
        kind=kind,
        processor=recipes.ids()[recipe],
        recipe=recipes.table.recipe(int(recipes.row[recipe])),
        place=place,
        extra=used,
        loops=len(np.unique(into.givers[here])),
        delivered=float(grown["ends"][network.ends.givers == recipe].sum()),
        hours=hours,
        eur=eur,
        eur_low=eur + low,
        eur_high=eur + high,
        parties=_parties(network, grown, recipe),
    )


def _range(network: Network, grown: dict[str, Floats]) -> tuple[float, float]:
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


def _parties(network: Network, grown: dict[str, Floats], recipe: int) -> tuple[str, ...]:
    """Ids of who gives to the recipe and who takes from it, where that grows; the recipe's own left out."""
    ids = network.recipes.ids()
    found: dict[str, None] = {}
    for name, givers, takers in (
        ("into", network.offers.ids, ids),
        ("onward", ids, ids),
        ("ends", ids, network.needs.ids),
    ):
        links = {"into": network.into, "onward": network.onward, "ends": network.ends}[name]
        more = grown[name] > 1e-9
        for link in np.flatnonzero(more & (links.takers == recipe)).tolist() if name != "ends" else ():
            found[str(givers[int(links.givers[link])])] = None
        for link in np.flatnonzero(more & (links.givers == recipe)).tolist() if name != "into" else ():
            found[str(takers[int(links.takers[link])])] = None
    return tuple(sorted(found))
