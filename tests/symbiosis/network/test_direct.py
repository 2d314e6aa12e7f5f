"""Allocation over every allowed pair: the same as all pairs listed, proven, and equal in plain numpy."""

from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest

from symbiosis.errors import Report
from symbiosis.matching.layout import QUANTITY
from symbiosis.matching.terms import Terms
from symbiosis.network import direct, direct_pieces
from symbiosis.network.components import Piece
from symbiosis.network.direct import Direct, DirectAllocation
from symbiosis.network.direct_pieces import _together, solve_directly
from symbiosis.network.links import links_between
from symbiosis.network.pricing import Pricing, plain_nets
from symbiosis.network.program import Status
from symbiosis.network.rows import usable_streams
from symbiosis.network.settlement import Wish, settle_arcs, settle_pairs
from symbiosis.network.transport import Transport
from symbiosis.network.worth import worth_of
from symbiosis.resources.regions import make_region
from symbiosis.solvers.highs import Highs
from symbiosis.solvers.transport import TransportEngine
from tests.symbiosis.network.transports import region, transport

TERMS = Terms(day=date(2026, 11, 23))
SOLVERS = {"transport": TransportEngine(), "solver": Highs()}


@pytest.fixture(scope="module")
def sides():
    made = make_region(offers=900, needs=800, processors=0, seed=5)
    report = Report()
    offers = usable_streams(made.offers, TERMS, file="offers", report=report).side
    needs = usable_streams(made.needs, TERMS, file="needs", report=report).side
    return offers, needs


def listed(offers, needs, worth):
    links = links_between(offers, needs, TERMS)
    values = worth.of(offers, needs, links.givers, links.takers, links.km)
    supply, demand = (side.numbers[:, QUANTITY].copy() for side in (offers, needs))
    return Transport(supply, demand, links.givers.astype(np.int32), links.takers, values)


@pytest.mark.parametrize("goal", ["value", "co2e", "retention"])
@pytest.mark.parametrize("opening", [0.0, 800.0])
def test_generated_arcs_reach_the_optimum_of_all_pairs(sides, goal, opening):
    offers, needs = sides
    worth = worth_of(offers, needs, TERMS, goal, opening=opening)
    engine = TransportEngine()
    every = engine.solve(listed(offers, needs, worth))
    found = Direct(offers, needs, worth, TERMS).solve(engine, gap=1e-3)
    assert found.status is Status.OPTIMAL
    assert found.gap <= 1e-3
    assert every.objective * (1 - 1e-3) <= found.objective <= every.objective * (1 + 1e-9)
    assert found.bound >= every.objective * (1 - 1e-9)
    assert found.considered < every.flow.size


def test_whoever_has_much_hears_of_more_partners(sides, monkeypatch):
    monkeypatch.setattr(direct, "TOP", 2)
    monkeypatch.setattr(direct, "TOP_OF_NEED", 1)
    offers, needs = sides
    worth = worth_of(offers, needs, TERMS, "value")
    problem = listed(offers, needs, worth)
    arcs = direct.Arcs(len(needs))
    Direct(offers, needs, worth, TERMS)._priced(arcs, np.zeros(len(needs)))
    mine = arcs.problem(problem.supply, problem.demand)
    known = np.bincount(mine.tails, minlength=len(offers))
    within = np.bincount(mine.tails, weights=problem.demand[mine.heads], minlength=len(offers))
    gaining = np.bincount(problem.tails[problem.values > 0.0], minlength=len(offers))
    enough = within >= direct.ENOUGH * problem.supply
    most = 2 * direct.WIDER**direct.WIDENINGS
    assert (enough | (known >= np.minimum(gaining, most))).all()
    assert (known > 2 * direct.WIDER).any()
    assert (known[enough] < gaining[enough]).any()


def test_pieces_side_by_side_prove_the_region(sides, monkeypatch):
    cut = partial(direct_pieces.pieces_of, least_rows=50)
    monkeypatch.setattr(direct_pieces, "pieces_of", cut)
    offers, needs = sides
    assert len(cut(offers, needs, None, detour=TERMS.detour_factor)) > 2
    for goal in ("value", "retention"):
        worth = worth_of(offers, needs, TERMS, goal)
        problem = listed(offers, needs, worth)
        every = TransportEngine().solve(problem)
        found = solve_directly(offers, needs, worth, TERMS, TransportEngine(), gap=1e-4)
        assert found.status is Status.OPTIMAL
        assert every.objective * (1 - 1e-4) <= found.objective <= every.objective * (1 + 1e-9)
        assert every.objective * (1 - 1e-9) <= found.bound
        assert found.objective == pytest.approx(float(found.flow @ found.values), rel=1e-9)
        paid = found.offer_prices[problem.tails] + found.need_prices[problem.heads]
        assert (paid >= problem.values - 1e-9 * np.abs(problem.values).max()).all()
        assert found.bound == pytest.approx(problem.bound(found.offer_prices, found.need_prices), rel=1e-9)
        again = solve_directly(
            offers, needs, worth, TERMS, TransportEngine(), gap=1e-4, prices=found.need_prices
        )
        assert again.objective == pytest.approx(found.objective, rel=1e-4)
    held = solve_directly(offers, needs, worth, TERMS, TransportEngine(), gap=1e-9, stop=lambda: True)
    assert held.status is Status.INTERRUPTED
    assert held.bound >= every.objective * (1 - 1e-9)


def test_prices_of_a_sample_are_a_start_and_no_more(sides, monkeypatch):
    monkeypatch.setattr(direct, "SMALL", 100)
    offers, needs = sides
    worth = worth_of(offers, needs, TERMS, "value")
    every = TransportEngine().solve(listed(offers, needs, worth))
    found = Direct(offers, needs, worth, TERMS).solve(TransportEngine(), gap=1e-4)
    assert found.objective == pytest.approx(every.objective, rel=1e-4)
    assert found.bound >= every.objective * (1 - 1e-9)


@pytest.mark.parametrize("goal", ["value", "co2e", "retention"])
def test_plain_numpy_prices_as_the_tree_does(sides, goal):
    offers, needs = sides
    worth = worth_of(offers, needs, TERMS, goal, opening=300.0)
    price = np.random.default_rng(3).uniform(0, 60, len(needs)) * (goal == "value")
    told = Pricing(offers, needs, worth, TERMS).best(price, top=3)
    for offer in range(0, len(offers), 37):
        nets = plain_nets(offers, needs, worth, TERMS, price, offer)
        best = np.sort(nets[nets > 0.0])[::-1][:3]
        assert told.filled[offer] == len(best)
        assert told.nets[offer, : len(best)] == pytest.approx(best, rel=1e-12, abs=1e-9)


def test_both_sides_see_the_same_pairs(sides):
    offers, needs = sides
    worth = worth_of(offers, needs, TERMS, "value")
    problem = listed(offers, needs, worth)
    mu = np.random.default_rng(4).uniform(0, 60, len(needs))
    lam = Pricing(offers, needs, worth, TERMS).best(mu, top=1).prices
    assert lam == pytest.approx(problem.offer_prices(mu), rel=1e-12, abs=1e-9)
    again = Pricing(offers, needs, worth, TERMS, forward=False).best(lam, top=1).prices
    assert again == pytest.approx(problem.need_prices(lam), rel=1e-12, abs=1e-9)


def test_no_time_and_an_interrupt_still_prove_something(sides):
    offers, needs = sides
    task = Direct(offers, needs, worth_of(offers, needs, TERMS, "value"), TERMS)
    every = task.solve(TransportEngine(), gap=1e-6)
    for limits, status in (
        ({"time_limit_s": 0.0}, Status.TIME_LIMIT),
        ({"stop": lambda: True}, Status.INTERRUPTED),
    ):
        found = task.solve(TransportEngine(), gap=1e-6, **limits)
        assert found.status is status
        assert found.objective <= every.bound
        assert found.bound >= every.objective


def settle(problem, **wish):
    return settle_arcs(problem, Wish(**wish), **SOLVERS)


def test_the_worked_example():
    # docs/methods/allocation.md
    problem = transport([5, 3], [4, 3], [(0, 0, 10), (0, 1, 6), (1, 0, 8), (1, 1, 1)])
    found = settle(problem)
    assert found.objective == pytest.approx(54)
    assert found.bound == pytest.approx(54)
    flows = list(zip(found.offers, found.needs, found.flow, strict=True))
    assert flows == [(0, 0, 2), (0, 1, 3), (1, 0, 2)]
    assert found.offer_prices.tolist() == pytest.approx([2, 0])
    assert found.need_prices.tolist() == pytest.approx([8, 4])
    assert problem.bound(problem.offer_prices(np.array([10.0, 6])), np.array([10.0, 6])) == pytest.approx(58)
    opened = settle(problem, relation_cost=6.0)
    assert opened.objective == pytest.approx(36)
    assert opened.status is Status.OPTIMAL


def brute_force(problem, cost):
    """The best over every choice of relations."""
    engine = TransportEngine()
    best = 0.0
    for choice in range(2**problem.arcs):
        chosen = np.array([choice >> arc & 1 for arc in range(problem.arcs)], dtype=bool)
        part = replace(
            problem,
            tails=problem.tails[chosen],
            heads=problem.heads[chosen],
            values=problem.values[chosen],
        )
        best = max(best, engine.solve(part).objective - cost * chosen.sum())
    return best


@pytest.mark.parametrize("seed", range(4))
def test_relations_are_opened_whole(seed):
    random = np.random.default_rng(seed)
    arcs = [(i, j, float(random.integers(1, 20))) for i in range(3) for j in range(2)]
    problem = transport(random.integers(1, 9, 3), random.integers(1, 9, 2), arcs)
    found = settle(problem, relation_cost=15.0, gap=1e-6)
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(brute_force(problem, 15.0))
    assert found.bound >= found.objective
    assert found.gap_integer <= 1e-6
    assert (found.values * found.flow).sum() - 15.0 * len(found.flow) == pytest.approx(found.objective)


def test_relations_of_a_region_earn_their_opening():
    problem = region(1500)
    free, dear = settle(problem), settle(problem, relation_cost=100.0)
    assert dear.objective <= free.objective
    assert 0 < len(dear.flow) < len(free.flow)
    assert dear.objective <= dear.bound <= free.bound
    assert dear.gap_pricing <= 1e-9
    assert dear.gap == pytest.approx(dear.gap_integer, abs=1e-6)
    assert dear.gap < 0.1


def test_settling_few_pairs_lists_them(sides):
    offers, needs = sides
    few = settle_pairs(offers, needs, TERMS, Wish(), **SOLVERS)
    assert few.gap <= 1e-9
    assert few.possible == len(offers) * len(needs)
    shut = settle_pairs(offers, needs, TERMS, Wish(relation_cost=1e9), **SOLVERS)
    assert (len(shut.flow), shut.objective) == (0, 0.0)


@pytest.mark.parametrize(("gap", "status"), [(1e-3, Status.OPTIMAL), (1e-7, Status.TIME_LIMIT)])
def test_a_small_piece_that_ran_out_of_time_spoils_the_whole_only_where_it_counts(
    gap: float, status: Status
) -> None:
    def told(objective: float, bound: float, status: Status) -> DirectAllocation:
        row, one = np.zeros(1, dtype=np.int64), np.ones(1)
        return DirectAllocation(
            status=status,
            offers=row,
            needs=row,
            flow=one,
            values=one,
            offer_prices=one,
            need_prices=one,
            objective=objective,
            bound=bound,
            considered=1,
            rounds=1,
            seconds=0.0,
        )

    rows = [np.array([row], dtype=np.int64) for row in range(2)]
    pieces = [Piece(offers=row, needs=row, processors=np.zeros(0, dtype=np.int64)) for row in rows]
    parts = [told(1e6, 1e6, Status.OPTIMAL), told(99.0, 100.0, Status.TIME_LIMIT)]
    whole = _together(pieces, parts, 2, 2, gap, 0.0)
    assert whole.status is status
    assert whole.objective == 1e6 + 99.0
    assert whole.bound == 1e6 + 100.0
