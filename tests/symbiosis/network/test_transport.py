"""Laws of the transport problem and its solver: feasible, proven, the same optimum as a general solver."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis.network.forest import as_forest
from symbiosis.network.program import Status
from symbiosis.network.transport import Transport, plain_cover
from symbiosis.solvers.highs import Highs
from symbiosis.solvers.transport import Parts, TransportEngine
from tests.symbiosis.network.transports import optimum, problems, region, transport

ENGINE = TransportEngine(threads=2)


def check(problem, found):
    """Conservation, capacities, signs, a bound that holds, prices that cover every arc."""
    spent, reached = problem.spent(found.flow)
    assert (found.flow >= 0.0).all()
    assert (spent <= problem.supply * (1 + 1e-12)).all()
    assert (reached <= problem.demand * (1 + 1e-12)).all()
    assert found.bound >= found.objective
    assert found.objective == pytest.approx(problem.objective(found.flow), rel=1e-12)
    assert (found.offer_prices >= 0.0).all()
    assert (found.need_prices >= 0.0).all()
    scale = 1.0 + np.abs(problem.values).max(initial=0.0)
    paid = found.offer_prices[problem.tails] + found.need_prices[problem.heads]
    assert (paid >= problem.values - 1e-12 * scale).all()


@given(problems())
def test_the_optimum_of_a_general_solver(problem):
    found = ENGINE.solve(problem)
    check(problem, found)
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(optimum(problem), rel=1e-8, abs=1e-7)
    assert found.gap <= 1e-9
    general = Highs().solve(problem.program())
    assert general.objective == pytest.approx(found.objective, rel=1e-8, abs=1e-7)


@given(problems(), st.sampled_from([0.3, 0.05, 1e-3]))
def test_a_gap_that_is_asked_is_proven(problem, gap):
    found = ENGINE.solve(problem, gap=gap)
    check(problem, found)
    assert found.gap <= gap
    assert found.bound >= optimum(problem) * (1 - 1e-9) - 1e-7


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(problem, random):
    offers, needs = (list(range(len(side))) for side in (problem.supply, problem.demand))
    arcs = list(range(problem.arcs))
    for rows in (offers, needs, arcs):
        random.shuffle(rows)
    other = Transport(
        problem.supply[offers],
        problem.demand[needs],
        np.argsort(offers)[problem.tails].astype(np.int32)[arcs],
        np.argsort(needs)[problem.heads].astype(np.int32)[arcs],
        problem.values[arcs],
    )
    one, same = ENGINE.solve(problem), ENGINE.solve(other)
    assert same.objective == pytest.approx(one.objective, rel=1e-9, abs=1e-9)
    assert same.bound == pytest.approx(one.bound, rel=1e-9, abs=1e-9)


@given(problems(), st.floats(0.0, 1.0))
def test_an_offer_split_in_two_changes_nothing(problem, share):
    own = problem.tails == 0
    part = problem.supply[0] * share
    other = Transport(
        np.concatenate([[part], problem.supply[1:], [problem.supply[0] - part]]),
        problem.demand,
        np.concatenate([problem.tails, np.full(own.sum(), len(problem.supply), dtype=np.int32)]),
        np.concatenate([problem.heads, problem.heads[own]]),
        np.concatenate([problem.values, problem.values[own]]),
    )
    one, same = ENGINE.solve(problem), ENGINE.solve(other)
    assert same.objective == pytest.approx(one.objective, rel=1e-9, abs=1e-9)
    assert same.bound == pytest.approx(one.bound, rel=1e-9, abs=1e-9)


@given(problems(), st.floats(0.0, 20.0), st.integers(0, 5), st.booleans())
def test_more_capacity_never_hurts_and_prices_tell_how_much_it_helps_at_most(problem, extra, row, of_need):
    name = "demand" if of_need else "supply"
    amounts = getattr(problem, name).copy()
    row %= len(amounts)
    amounts[row] += extra
    one, more = ENGINE.solve(problem), ENGINE.solve(replace(problem, **{name: amounts}))
    price = (one.need_prices if of_need else one.offer_prices)[row]
    scale = 1e-8 * (1.0 + abs(one.objective))
    assert more.objective >= one.objective - scale
    assert more.objective <= one.objective + price * extra + scale


@given(problems(most=8))
def test_a_flow_becomes_a_forest_worth_no_less(problem):
    # any feasible flow: every arc a share of what is left
    flow = np.zeros(problem.arcs)
    left, room = problem.supply.copy(), problem.demand.copy()
    for arc in range(problem.arcs):
        i, j = problem.tails[arc], problem.heads[arc]
        flow[arc] = 0.4 * min(left[i], room[j])
        left[i] -= flow[arc]
        room[j] -= flow[arc]
    found, _ = as_forest(problem.supply, problem.demand, problem.tails, problem.heads, problem.values, flow)
    assert problem.objective(found) >= problem.objective(flow) - 1e-9 * (1 + abs(problem.objective(flow)))
    for before, after in zip((problem.supply, problem.demand), problem.spent(found), strict=True):
        assert (after <= before + 1e-9).all()
    used = np.flatnonzero(found > 0.0)
    parent = list(range(len(problem.supply) + len(problem.demand)))

    def top(node):
        while parent[node] != node:
            node = parent[node]
        return node

    for arc in used:
        one, other = top(problem.tails[arc]), top(len(problem.supply) + problem.heads[arc])
        assert one != other, "a cycle is left"
        parent[one] = other


@given(problems())
def test_plain_numpy_covers_as_the_compiled_loop_does(problem):
    mu = np.linspace(0.0, 9.0, len(problem.demand))
    plain = plain_cover(problem.tails, problem.heads, problem.values, mu, len(problem.supply))
    assert np.array_equal(problem.offer_prices(mu), plain)


def test_a_region_to_each_gap():
    problem = region(3000)
    exact = ENGINE.solve(problem)
    check(problem, exact)
    assert exact.status is Status.OPTIMAL
    assert exact.gap <= 1e-9
    assert np.count_nonzero(exact.flow) < 6000
    rough = ENGINE.solve(problem, gap=1e-3)
    check(problem, rough)
    assert exact.objective * (1 - 1e-3) <= rough.objective <= exact.objective * (1 + 1e-12)
    assert rough.bound >= exact.objective


def test_pivots_end_early_where_less_than_the_best_will_do():
    problem = region(8000, seed=3)
    exact = ENGINE.solve(problem)
    # nothing at all is a flow, and far from the best
    for gap in (0.3, 0.05, 1e-5):
        found = ENGINE.solve(problem, gap=gap, start=np.zeros(problem.arcs))
        check(problem, found)
        assert found.status is Status.OPTIMAL
        assert found.gap <= gap
        assert exact.objective * (1 - gap) <= found.objective <= exact.objective * (1 + 1e-12)
        assert found.bound >= exact.objective * (1 - 1e-12)
    rough = ENGINE.solve(problem, gap=0.3, start=np.zeros(problem.arcs))
    assert rough.objective < exact.objective


def test_an_end_before_the_end_leaves_what_was_found():
    problem = region(3000)
    none = ENGINE.solve(problem, time_limit_s=0.0)
    check(problem, none)
    assert none.status is Status.TIME_LIMIT
    assert np.isfinite(none.bound)
    stopped = ENGINE.solve(problem, stop=lambda: True)
    check(problem, stopped)
    assert stopped.status is Status.INTERRUPTED


def test_empty_problems():
    for problem in (transport([], [], []), transport([3.0], [], []), transport([3.0], [2.0], [])):
        found = ENGINE.solve(problem)
        assert (found.status, found.objective, found.bound) == (Status.OPTIMAL, 0.0, 0.0)


def test_what_no_problem_can_hold_is_refused():
    for supply, arcs in (([-1.0], []), ([np.nan], []), ([1.0], [(0, 0, np.inf)]), ([1.0], [(0, 1, 1.0)])):
        with pytest.raises(ValueError, match=r"holds"):
            transport(supply, [1.0], arcs)


def test_parts_are_told_apart_by_arcs_that_are_worth_something():
    problem = transport([1, 1, 1], [1, 1, 1], [(0, 0, 5), (1, 0, 5), (2, 1, 5), (2, 2, 5), (0, 1, -1)])
    parts = Parts.of(problem)
    sides = [
        (sorted(parts.offers[a:b].tolist()), sorted(parts.needs[c:d].tolist()))
        for a, b, c, d in zip(
            parts.offer_cuts[:-1],
            parts.offer_cuts[1:],
            parts.need_cuts[:-1],
            parts.need_cuts[1:],
            strict=True,
        )
    ]
    assert sorted(sides) == [([0, 1], [0]), ([2], [1, 2])]
