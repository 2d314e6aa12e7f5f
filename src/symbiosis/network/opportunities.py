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
from symbiosis.network.allocation import Pool, Region
from symbiosis.network.gains import Candidate, Opportunity, Standing, difference
from symbiosis.network.generation import Allocated, Effort, allocate
from symbiosis.network.graph import Network
from symbiosis.network.links import links_between
from symbiosis.network.program import Solver
from symbiosis.network.recipes import Recipes, recipes_of
from symbiosis.network.regions import limit_amounts, region_of
from symbiosis.network.rows import Rows
from symbiosis.network.weights import Objective, weights_for
from symbiosis.places import Point
from symbiosis.resources.processors import ProcessorTable
from symbiosis.resources.records import Processor

ROOM = 0.5
"""How much more room a processor is thought to get, as a part of what it has."""
CELL = 5
"""Resolution of the H3 cells in which streams left over are taken together: about 250 km2 each."""
CLOSE_GAP = 1e-6
"""Gap of the allocations whose difference is told, where nothing smaller was asked."""
FEW_LINKS = 20_000
"""Links up to which all of them are generated at once."""
LEFT_OVER = 0.01
"""Part of a stream beyond which it counts as left over."""
NEW = "new:"
"""Begins the id of work that nobody does yet."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A candidate solved again: what it brings, and the allocation in which it does."""

    candidate: Candidate
    seen: Opportunity
    after: Allocated


@dataclass(frozen=True, kw_only=True)
class Study:
    """A region as it is, with candidates for new work that have no room yet."""

    base: Allocated
    candidates: tuple[Candidate, ...]


def study(
    offers: Rows,
    needs: Rows,
    recipes: Recipes,
    network: Network,
    solver: Solver,
    effort: Effort,
    *,
    top: int,
    objective: Objective = Objective.VALUE,
) -> Study:
    """Allocate the region as it is and choose what to look at: about twice as much as will be told.

    Least batches are left out: a price of something that is all or nothing would tell nothing.
    """
    close = replace(effort, gap=min(effort.gap, CLOSE_GAP))
    plain = _relaxed(region_of(network, objective))
    now = allocate(plain, solver, close, pool=_few(plain))
    new = _new_work(now, recipes, objective, top=top)
    grown = _with_new_work(offers, needs, recipes, network, [recipe for recipe, _ in new])
    with_new = _relaxed(region_of(grown, objective))
    base = allocate(with_new, solver, close, pool=_few(with_new)) if new else now
    first = len(recipes)
    more = _more_room(base, len(recipes), top=top)
    added = [Candidate("new", first + place, room) for place, (_, room) in enumerate(new)]
    return Study(base=base, candidates=(*more, *added))


def _few(region: Region) -> Pool | None:
    """All links where they are few: then every answer is exact, and so is each difference."""
    if region.possible > FEW_LINKS:
        return None
    return {kind: np.ones(len(links), dtype=bool) for kind, links in region.links.items()}


def _relaxed(region: Region) -> Region:
    return replace(region, limits=replace(region.limits, least=np.zeros_like(region.limits.least)))


def opportunities(found: Study, solver: Solver, effort: Effort, *, top: int = 10) -> list[Opportunity]:
    """Each candidate solved again with its room, those that bring most first; ties by processor."""
    tries = []
    for candidate in found.candidates:
        if effort.stop():
            break
        tries.append(tried(found, candidate, solver, effort))
    return [each.seen for each in best_of(tries, top=top)]


def tried(found: Study, candidate: Candidate, solver: Solver, effort: Effort) -> Tried | None:
    """One candidate solved again with its room; None where nothing stands out from the gaps of both."""
    close = replace(effort, gap=min(effort.gap, CLOSE_GAP))
    region = with_room(found.base.region, candidate)
    after = allocate(region, solver, close, pool=found.base.pool)
    seen = difference(found.base, after, candidate)
    noise = 2 * CLOSE_GAP * abs(found.base.objective)
    if seen is None or seen.gain <= noise or seen.extra <= 0.0:
        return None
    return Tried(candidate=candidate, seen=seen, after=after)


def best_of(tries: Sequence[Tried | None], *, top: int) -> list[Tried]:
    """Those that bring most, without those that would serve mostly the same parties by the same work."""
    told = [each for each in tries if each is not None]
    return [told[row] for row in ranked([each.seen.standing for each in told], top=top)]


def ranked(told: Sequence[Standing], *, top: int) -> list[int]:
    """Rows in the order of `best_of`: by falling gain, ties by processor; of the same the best alone."""
    kept: list[int] = []
    for row in sorted(
        range(len(told)), key=lambda row: (-told[row].gain, told[row].processor, told[row].work)
    ):
        same = (set(told[other].parties) for other in kept if told[other].work == told[row].work)
        mine = set(told[row].parties)
        if not any(2 * len(mine & theirs) >= len(mine | theirs) for theirs in same):
            kept.append(row)
    return kept[:top]


def with_room(region: Region, candidate: Candidate) -> Region:
    """The region in which a recipe, and the hours of its processor with it, have more room."""
    recipe, room = candidate.recipe, candidate.room
    limits = region.limits.with_more("capacity", recipe, room)
    recipes = region.network.recipes
    processor = int(recipes.processor[recipe])
    if recipes.hours[recipe] > 0.0 and np.isfinite(recipes.processor_hours[processor]):
        limits = limits.with_more("hours", processor, room * float(recipes.hours[recipe]))
    return replace(region, limits=limits)


# -- what to look at --------------------------------------------------------------------------------------


def _more_room(base: Allocated, count: int, *, top: int) -> list[Candidate]:
    """Recipes of which capacity or hours have a price, those that promise most first."""
    recipes, prices = base.region.network.recipes, base.priced.prices
    capacity = limit_amounts(base.region)["capacity"]
    room = np.where(np.isfinite(capacity), capacity, recipes.hours_limit) * ROOM
    room = np.where(np.isfinite(room), room, 0.0)
    worth = prices.capacity.mean(axis=1) + recipes.hours * prices.hours.mean(axis=1)[recipes.processor]
    promise = np.where(np.arange(len(recipes)) < count, worth * room, 0.0)
    best = np.argsort(-promise, kind="stable")[: 2 * top]
    return [Candidate("more", int(row), float(room[row])) for row in best if promise[row] > 0.0]


def left_over(found: Allocated) -> Floats:
    """What every offer has left, in its base unit; 0 where it is less than rounding and haste would leave."""
    region = found.region
    amounts = limit_amounts(region)["offer"]
    used = np.zeros(len(amounts))
    for kind in ("direct", "into"):
        np.add.at(used, region.links[kind].givers, found.flow[kind].sum(axis=(1, 2)))
    rest = amounts - used
    return np.where(rest > LEFT_OVER * amounts, rest, 0.0)


def _new_work(
    now: Allocated, recipes: Recipes, objective: Objective, *, top: int
) -> list[tuple[Processor, float]]:
    """Work like that of the region's recipes, at the middle of cells where something is left for it.

    The promise of each is what the streams left over could bring there at the prices of now.
    """
    network = now.region.network
    rest = left_over(now)
    spots = _spots(network, rest)
    # what a recipe without output is for is told by the objective that places streams alone
    sorts = _sorts_of_work(recipes, dead_ends=objective is Objective.PLACED)
    if not spots or not sorts:
        return []
    made = [
        _copy(recipes, recipe, place, f"{NEW}{number}")
        for number, (recipe, place) in enumerate((r, p) for r in sorts for p in spots)
    ]
    table = ProcessorTable.from_rows(made)
    new = recipes_of(table, np.arange(len(table), dtype=np.int64), network.terms)
    beside = _beside(network, new)
    weights = weights_for(beside, objective)
    ends, into = beside.ends, beside.into
    product = np.zeros(len(new))
    np.maximum.at(product, ends.givers, weights["ends"] - now.priced.prices.need[ends.takers])
    gain = weights["into"] + (new.yields * product)[into.takers] - now.priced.offer[into.givers]
    some = (gain > 0.0) & (rest[into.givers] > 0.0)
    promise, room = np.zeros(len(new)), np.zeros(len(new))
    np.add.at(promise, into.takers[some], gain[some] * rest[into.givers][some])
    np.add.at(room, into.takers[some], rest[into.givers][some])
    return _best_of_each(made, promise, room, len(spots), top=top)


def _beside(network: Network, new: Recipes) -> Network:
    """The same offers and needs with other recipes, and the links from and to those alone."""
    offers, needs, terms = network.offers, network.needs, network.terms
    into = links_between(offers, new.inputs, terms)
    ends = links_between(new.products, needs, terms)
    return replace(
        network,
        recipes=new,
        direct=network.direct.only(np.zeros(len(network.direct), dtype=bool)),
        into=into,
        onward=ends.only(np.zeros(len(ends), dtype=bool)),
        ends=ends,
    )


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


def _sorts_of_work(recipes: Recipes, *, dead_ends: bool) -> list[int]:
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
        if dead_ends or recipes.yields[places[0]] > 0.0
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
