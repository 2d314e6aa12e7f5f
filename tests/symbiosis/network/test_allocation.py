"""Allocation with processors: optimum by all paths, proof, laws, least batches, relations, periods."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from symbiosis.matching.measures import Pair
from symbiosis.matching.rules import judge, may_match
from symbiosis.network.allocation import Prices, Region, price
from symbiosis.network.ascent import first_prices
from symbiosis.network.generation import Allocated, Effort, allocate, worth_of
from symbiosis.network.limits import limits_of
from symbiosis.network.program import Status
from symbiosis.network.weights import KINDS, Objective, weights_for
from symbiosis.resources import Need, Processor, Stream
from symbiosis.solvers.highs import Highs
from tests.symbiosis.network import worlds as w

EXACT = Effort(gap=1e-9)


def without_batches(world: w.World) -> w.World:
    """The same region in which nothing has a least quantity."""
    return w.World(
        tuple(replace(row, min_quantity=None) for row in world.offers),
        tuple(replace(row, min_quantity=None) for row in world.needs),
        tuple(
            replace(p, recipes=tuple(replace(r, min_quantity=None) for r in p.recipes))
            for p in world.processors
        ),
    )


def region_of(world: w.World, *, objective: Objective = Objective.VALUE, **options: Any) -> Region:
    network = world.network()
    return Region(
        network=network,
        limits=limits_of(network, periods=options.pop("periods", 1)),
        weights=weights_for(network, objective),
        sold_only=objective is Objective.HOURS,
        **options,
    )


# -- the optimum by all paths, from records ------------------------------------------------------------------


def all_paths(world: w.World) -> list[tuple[dict[Any, float], float]]:
    """Every way that a tonne of an offer can go, sold or not: what it uses of each limit, and its EUR."""
    steps = [(p, i) for p in world.processors for i in range(len(p.recipes))]
    found = []
    for offer in world.offers:
        for count in range(4):
            for path in product(steps, repeat=count):
                found += _paths(world, offer, path)
    return found


def _paths(
    world: w.World, offer: Stream, path: tuple[tuple[Processor, int], ...]
) -> list[tuple[dict[Any, float], float]]:
    uses: dict[Any, float] = {("offer", offer.id): 1.0}
    giver, units, eur = offer, 1.0, -w._price(offer)
    for place, (processor, number) in enumerate(path):
        recipe = processor.recipes[number]
        pair = Pair(giver, w._as_need(processor, recipe), w.TERMS)
        if not may_match(judge(pair)) or (place and path[place - 1] == path[place]):
            return []
        ratio = recipe.yield_ratio or 1.0
        eur -= units * (pair.transport_eur_per_unit + (recipe.cost_eur_per_unit or 0.0))
        eur -= units * max(0.0, 1.0 - ratio) * recipe.residue_cost_eur_per_unit
        for key, amount in (
            (("recipe", processor.id, number), units),
            (("hours", processor.id), units * (recipe.hours_per_unit or 0.0)),
        ):
            uses[key] = uses.get(key, 0.0) + amount
        units *= ratio
        giver = w._as_offer(processor, recipe)
    found = [(uses, eur)] if path else []
    if path:
        giver = w._as_offer(path[-1][0], path[-1][0].recipes[path[-1][1]], rung=True)
    for need in world.needs:
        pair = Pair(giver, need, w.TERMS)
        if may_match(judge(pair)):
            gain = units * (w._price(need) - pair.transport_eur_per_unit)
            found.append((uses | {("need", need.id): units}, eur + gain))
    return found


def limits_by_key(world: w.World) -> dict[Any, float]:
    found: dict[Any, float] = {}
    for side, rows in (("offer", world.offers), ("need", world.needs)):
        found |= {(side, row.id): w._tonnes(row.quantity or 0.0, row.unit) for row in rows}
    for p in world.processors:
        if p.hours_available is not None:
            found["hours", p.id] = p.hours_available
        for number, recipe in enumerate(p.recipes):
            if recipe.capacity is not None:
                found["recipe", p.id, number] = recipe.capacity
    return found


def best_by_paths(world: w.World, *, runs: dict[Any, tuple[float, float]] | None = None) -> float | None:
    """The optimum of the program over all paths; `runs` bounds the input of recipes from both sides."""
    paths = all_paths(world)
    if not paths:
        return 0.0
    rows = [([uses.get(key, 0.0) for uses, _ in paths], limit) for key, limit in limits_by_key(world).items()]
    for key, (low, high) in (runs or {}).items():
        use = [uses.get(("recipe", *key), 0.0) for uses, _ in paths]
        rows += [([-amount for amount in use], -low), (use, high)]
    answer = linprog(
        [-eur for _, eur in paths],
        A_ub=[row for row, _ in rows],
        b_ub=[limit for _, limit in rows],
        method="highs",
    )
    return None if answer.status == 2 else -float(answer.fun)


def check_flow(found: Allocated) -> None:
    """Conservation at every node and period, capacities, hours, no negative flow."""
    region = found.region
    limits, recipes = region.limits, region.network.recipes
    flow = found.flow
    assert all((amounts >= 0.0).all() for amounts in flow.values())
    slack = 1e-6
    left = np.zeros(len(limits.supply) + 1)
    taken = np.zeros(len(limits.demand) + 1)
    for kind in ("direct", "into"):
        np.add.at(left, limits.offer_row[region.links[kind].givers], flow[kind].sum(axis=2))
    for kind in ("direct", "ends"):
        np.add.at(taken, limits.need_row[region.links[kind].takers], flow[kind].sum(axis=2))
    assert (left[:-1] <= limits.supply + slack).all()
    assert left[-1] <= slack or (limits.offer_row >= 0).all()
    assert (taken[:-1] <= limits.demand + slack).all()
    shape = (len(recipes), limits.periods, region.most_steps + 1)
    reached, gone = np.zeros(shape), np.zeros(shape)
    for kind in ("into", "onward"):
        np.add.at(reached, region.links[kind].takers, np.roll(flow[kind], 1, axis=2))
    for kind in ("onward", "ends"):
        np.add.at(gone, region.links[kind].givers, flow[kind])
    assert (
        gone[:, :, 1:].cumsum(axis=1)
        <= recipes.yields[:, None, None] * reached[:, :, 1:].cumsum(axis=1) + slack
    ).all()
    if not (limits.storage > 0.0).any():
        runs = reached.sum(axis=2)
        assert (runs <= limits.capacity + slack).all()
        work = np.zeros(limits.hours.shape)
        np.add.at(work, recipes.processor, runs * recipes.hours[:, None])
        assert (work <= limits.hours * (1 + 1e-7) + slack).all()


@given(w.worlds(most=3))
@settings(max_examples=80)
def test_the_optimum_is_that_over_all_paths(world: w.World) -> None:
    world = without_batches(world)
    found = allocate(region_of(world), Highs(), EXACT)
    expected = best_by_paths(world)
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(expected, rel=1e-6, abs=1e-5)
    assert found.bound >= found.objective - 1e-6
    assert found.bound == pytest.approx(expected, rel=1e-6, abs=1e-5)
    check_flow(found)


@given(w.worlds(most=3), st.randoms(use_true_random=False))
@settings(max_examples=80)
def test_any_prices_prove_a_bound(world: w.World, chance: Any) -> None:
    region = region_of(without_batches(world))
    best = allocate(region, Highs(), EXACT).objective
    draws = np.random.Generator(np.random.PCG64(chance.randrange(2**32)))
    nil = Prices.nil(region)
    limits = region.limits
    for scale in (0.0, 1.0, 50.0):
        prices = replace(
            nil,
            need=draws.random(nil.need.shape) * scale,
            capacity=np.where(np.isfinite(limits.capacity), draws.random(nil.capacity.shape) * scale, 0.0),
            hours=np.where(np.isfinite(limits.hours), draws.random(nil.hours.shape) * scale, 0.0),
        )
        assert price(region, prices).bound >= best - 1e-6 * (1.0 + abs(best))


@given(w.worlds(most=3))
@settings(max_examples=40)
def test_prices_found_by_trial_prove_a_bound_too(world: w.World) -> None:
    region = region_of(without_batches(world))
    best = allocate(region, Highs(), EXACT)
    priced, visited = first_prices(region, turns=60)
    assert priced.bound >= best.objective - 1e-6 * (1.0 + abs(best.objective))
    assert priced.bound <= price(region, Prices.nil(region)).bound + 1e-9
    again = allocate(region, Highs(), EXACT, pool=visited)
    assert again.objective == pytest.approx(best.objective, rel=1e-7, abs=1e-6)


@given(w.worlds(most=3))
@settings(max_examples=40)
def test_least_batches_are_all_or_nothing(world: w.World) -> None:
    kept = without_batches(world)
    batched = w.World(
        kept.offers,
        kept.needs,
        tuple(
            replace(
                p,
                recipes=tuple(
                    replace(r, min_quantity=old.min_quantity)
                    for r, old in zip(p.recipes, was.recipes, strict=True)
                ),
            )
            for p, was in zip(kept.processors, world.processors, strict=True)
        ),
    )
    region = region_of(batched)
    # a pair is not allowed at all where the whole offer falls short of the batch: here only the batch counts
    network = kept.network()
    region = replace(region, network=network, weights=weights_for(network, Objective.VALUE))
    found = allocate(region, Highs(), EXACT)
    batches = {
        (p.id, number): recipe.min_quantity
        for p in batched.processors
        for number, recipe in enumerate(p.recipes)
        if recipe.min_quantity
    }
    best = -np.inf
    for chosen in product((False, True), repeat=len(batches)):
        runs = {
            key: (least, 1e9) if on else (0.0, 0.0)
            for on, (key, least) in zip(chosen, batches.items(), strict=True)
        }
        worth = best_by_paths(kept, runs=runs)
        best = best if worth is None else max(best, worth)
    assert found.objective == pytest.approx(best, rel=1e-6, abs=1e-4)
    assert found.bound >= best - 1e-5
    check_flow(found)


@given(w.worlds(most=3), st.sampled_from((3.0, 40.0)))
@settings(max_examples=40)
def test_a_relation_costs_once(world: w.World, cost: float) -> None:
    region = region_of(without_batches(world), relation_cost=cost)
    found = allocate(region, Highs(), EXACT)
    used = sum(int((found.flow[kind].sum(axis=(1, 2)) > 0).sum()) for kind in KINDS)
    free = replace(region, relation_cost=0.0)
    assert found.objective == pytest.approx(worth_of(free, found.flow) - cost * used)
    assert found.objective >= -1e-9
    assert found.bound >= found.objective - 1e-6
    assert found.objective <= allocate(free, Highs(), EXACT).objective + 1e-6
    check_flow(found)
    few = allocate(replace(free, relations_most=1.0), Highs(), EXACT)
    assert sum(int((few.flow[kind].sum(axis=(1, 2)) > 0).sum()) for kind in KINDS) <= 1
    assert few.bound >= few.objective - 1e-6


@given(w.worlds(most=3), st.sampled_from(["offer", "need", "capacity", "hours"]), st.integers(0, 9))
@settings(max_examples=60)
def test_more_never_hurts_and_prices_bound_what_it_brings(world: w.World, side: str, at: int) -> None:
    region = region_of(without_batches(world))
    limits = region.limits
    counts = {
        "offer": len(limits.supply),
        "need": len(limits.demand),
        "capacity": len(limits.capacity),
        "hours": len(limits.hours),
    }
    if not counts[side]:
        return
    row = at % counts[side]
    before = allocate(region, Highs(), EXACT)
    more = allocate(replace(region, limits=limits.with_more(side, row, 0.5)), Highs(), EXACT)
    assert more.objective >= before.objective - 1e-6
    prices = {
        "offer": before.priced.offer,
        "need": before.priced.prices.need,
        "capacity": before.priced.prices.capacity[:, 0] if len(limits.capacity) else np.zeros(0),
        "hours": before.priced.prices.hours[:, 0],
    }
    # the objective is concave in a limit: the price now is no less than what the extra brings
    assert more.objective - before.objective <= 0.5 * prices[side][row] + 1e-5 * (1 + abs(before.objective))


@given(w.worlds(most=3))
@settings(max_examples=40)
def test_splitting_an_offer_and_the_order_of_rows_change_nothing(world: w.World) -> None:
    world = without_batches(world)
    found = allocate(region_of(world), Highs(), EXACT)
    first = world.offers[0]
    halves = [replace(first, id=f"{first.id}{half}", quantity=(first.quantity or 0) / 2) for half in "ab"]
    cut = w.World((*halves, *world.offers[1:]), world.needs, world.processors)
    turned = w.World(world.offers[::-1], world.needs[::-1], world.processors[::-1])
    for other in (cut, turned):
        again = allocate(region_of(other), Highs(), EXACT)
        assert again.objective == pytest.approx(found.objective, rel=1e-7, abs=1e-6)
        assert again.bound == pytest.approx(found.bound, rel=1e-7, abs=1e-6)


@given(w.worlds(most=3), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_the_order_of_recipes_that_tie_changes_nothing(world: w.World, chance: Any) -> None:
    world = without_batches(world)
    # every processor stands twice and tells each recipe twice: no answer is the only best one
    twice = tuple(
        replace(p, id=f"{p.id}{twin}", recipes=tuple(recipe for recipe in p.recipes for _ in range(2)))
        for p in world.processors
        for twin in "ab"
    )
    found = allocate(region_of(w.World(world.offers, world.needs, twice)), Highs(), EXACT)
    shuffled = [replace(p, recipes=tuple(chance.sample(p.recipes, len(p.recipes)))) for p in twice]
    offers, needs = (chance.sample(rows, len(rows)) for rows in (world.offers, world.needs))
    chance.shuffle(shuffled)
    again = allocate(region_of(w.World(tuple(offers), tuple(needs), tuple(shuffled))), Highs(), EXACT)
    assert again.objective == pytest.approx(found.objective, rel=1e-7, abs=1e-6)
    assert again.bound == pytest.approx(found.bound, rel=1e-7, abs=1e-6)


@given(w.worlds(most=3), st.sampled_from((Objective.CO2E, Objective.HOURS, Objective.RETENTION)))
@settings(max_examples=40)
def test_every_objective_is_proven(world: w.World, objective: Objective) -> None:
    region = region_of(without_batches(world), objective=objective)
    found = allocate(region, Highs(), EXACT)
    assert found.status is Status.OPTIMAL
    assert found.gap <= 1e-6 or found.bound - found.objective <= 1e-6
    check_flow(found)
    if objective is Objective.HOURS:
        hours = region.limits.hours[np.isfinite(region.limits.hours)]
        assert found.objective <= hours.sum() + 1e-6


def as_stream(key: str, **fields: Any) -> Stream:
    return Stream(
        **{
            "id": key,
            "kind": w.Kind.MATERIAL,
            "materials": ("aap",),
            "unit": "t",
            "place": w._PLACES[0],
            **fields,
        }
    )


def as_need(key: str, **fields: Any) -> Need:
    return Need(
        **{
            "id": key,
            "kind": w.Kind.MATERIAL,
            "materials": ("aap",),
            "unit": "t",
            "place": w._PLACES[0],
            **fields,
        }
    )


def test_time_and_interrupt_end_with_a_bound() -> None:
    world = w.World(
        (as_stream("o", quantity=10.0),), (as_need("n", quantity=5.0, price_eur_per_unit=20.0),), ()
    )
    region = region_of(world)
    for effort, status in (
        (Effort(time_limit_s=0.0), Status.TIME_LIMIT),
        (Effort(stop=lambda: True), Status.INTERRUPTED),
    ):
        found = allocate(region, Highs(), effort)
        assert found.status is status
        assert found.objective == 0.0
        assert found.bound == 200.0
    assert allocate(region, Highs()).objective == pytest.approx(100.0)


def test_storage_carries_from_one_period_to_the_next() -> None:
    early = {"available_from": w.DAY, "available_until": w.date(2026, 6, 30)}
    late = {"available_from": w.date(2026, 7, 10), "available_until": w.date(2026, 12, 31)}
    offer = as_stream("o", quantity=10.0, **early)
    need = as_need("n", quantity=10.0, price_eur_per_unit=30.0, materials=("noot",), **late)
    recipe = w.Recipe(
        accepts=("aap",), produces=("noot",), yield_ratio=1.0, unit="t", period=w.Period.YEAR,
        capacity=100.0, storage=4.0,
    )  # fmt: skip
    processor = Processor(id="p", recipes=(recipe,), place=w._PLACES[0])
    world = w.World((offer,), (need,), (processor,))
    assert allocate(region_of(world), Highs(), EXACT).objective == pytest.approx(300.0)
    halves = allocate(region_of(world, periods=2), Highs(), EXACT)
    assert halves.objective == pytest.approx(4.0 * 30.0)
    assert halves.bound == pytest.approx(4.0 * 30.0)
    bare = replace(processor, recipes=(replace(recipe, storage=None),))
    nothing = allocate(region_of(w.World((offer,), (need,), (bare,)), periods=2), Highs(), EXACT)
    assert (nothing.objective, nothing.bound) == (0.0, pytest.approx(0.0, abs=1e-9))


@given(w.worlds(most=3), st.integers(2, 4))
@settings(max_examples=25)
def test_periods_without_dates_give_what_the_horizon_gives(world: w.World, periods: int) -> None:
    world = without_batches(world)
    once = allocate(region_of(world), Highs(), EXACT)
    parts = allocate(region_of(world, periods=periods), Highs(), EXACT)
    assert parts.objective == pytest.approx(once.objective, rel=1e-6, abs=1e-5)
    assert parts.bound == pytest.approx(once.bound, rel=1e-6, abs=1e-5)
    check_flow(parts)
