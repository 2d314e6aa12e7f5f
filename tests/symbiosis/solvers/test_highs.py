"""HiGHS behind the door that problems know: worked programs, ends other than the best, laws against scipy."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from symbiosis.network.program import Program, Status, Triplets, relative_gap
from symbiosis.solvers.highs import Highs


def program(value, rows, row_high, *, high=None, integer=None, row_low=None):
    dense = np.array(rows, dtype=float).reshape(len(row_high), len(value))
    family = Triplets()
    at_row, at_column = np.nonzero(dense)
    family.add(
        low=np.full(len(row_high), -np.inf) if row_low is None else np.array(row_low, dtype=float),
        high=np.array(row_high, dtype=float),
        rows=at_row,
        columns=at_column,
        coefficients=dense[at_row, at_column],
    )
    return family.program(
        value=np.array(value, dtype=float),
        low=np.zeros(len(value)),
        high=np.full(len(value), np.inf) if high is None else np.array(high, dtype=float),
        integer=None if integer is None else np.array(integer),
    )


def test_two_products_of_one_workshop():
    # 3x + 5y with x <= 4, 2y <= 12, 3x + 2y <= 18 (Dantzig's example): 36 at (2, 6), prices 0, 3/2, 1
    answer = Highs().solve(program([3, 5], [[1, 0], [0, 2], [3, 2]], [4, 12, 18]))
    assert answer.status is Status.OPTIMAL
    assert answer.objective == pytest.approx(36)
    assert answer.bound == pytest.approx(36)
    assert answer.values == pytest.approx([2, 6])
    assert answer.row_prices == pytest.approx([0, 1.5, 1])
    assert answer.gap == pytest.approx(0, abs=1e-12)


def test_whole_numbers():
    # 5x + 4y with 6x + 4y <= 24, x + 2y <= 6: 21 in the linear program, 20 in whole numbers
    asked = program([5, 4], [[6, 4], [1, 2]], [24, 6], integer=[True, True])
    answer = Highs().solve(asked)
    assert answer.status is Status.OPTIMAL
    assert answer.objective == pytest.approx(20)
    assert answer.bound >= answer.objective
    assert answer.row_prices is None


@pytest.mark.parametrize("integer", [None, [True]])
def test_infeasible_and_unbounded_are_answers(integer):
    nothing = Highs().solve(program([1], [[1]], [-1], integer=integer))
    assert nothing.status is Status.INFEASIBLE
    assert nothing.values is None
    assert nothing.gap == math.inf
    endless = Highs().solve(program([1], [[-1]], [3], integer=integer))
    assert endless.status is Status.UNBOUNDED
    assert endless.bound == math.inf


def test_an_empty_program_is_solved():
    answer = Highs().solve(Triplets().program(value=np.zeros(0), low=np.zeros(0), high=np.zeros(0)))
    assert answer.status is Status.OPTIMAL
    assert answer.objective == 0.0
    assert answer.gap == 0.0


def knapsack(size=60):
    random = np.random.default_rng(5)
    weights = random.integers(1000, 3000, size=(8, size)).astype(float)
    return program(
        weights.sum(axis=0) + random.integers(0, 50, size),
        weights,
        weights.sum(axis=1) / 2,
        high=np.ones(size),
        integer=[True] * size,
    )


def test_no_time_and_no_patience_leave_a_bound_and_perhaps_a_point():
    hard = knapsack()
    answer = Highs().solve(hard, gap=0.0, time_limit_s=0.3)
    assert answer.status is Status.TIME_LIMIT
    assert answer.values is not None
    assert answer.objective <= answer.bound
    assert Highs().solve(hard, time_limit_s=0.0).status is Status.TIME_LIMIT
    assert Highs().solve(hard, stop=lambda: True).status is Status.INTERRUPTED
    asked = iter([False, False, False])
    answer = Highs().solve(hard, gap=0.0, stop=lambda: next(asked, True), time_limit_s=20)
    assert answer.status is Status.INTERRUPTED
    assert answer.bound >= 0.0


numbers = st.integers(-9, 9).map(float)


@given(st.data())
def test_same_optimum_as_scipy(data):
    rows, columns = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    value = data.draw(st.lists(numbers, min_size=columns, max_size=columns))
    matrix = data.draw(st.lists(numbers, min_size=rows * columns, max_size=rows * columns))
    limits = data.draw(st.lists(st.integers(0, 9).map(float), min_size=rows, max_size=rows))
    asked: Program = program(value, matrix, limits, high=np.full(columns, 7.0))
    answer = Highs().solve(asked)
    theirs = linprog(
        -np.array(value), A_ub=np.array(matrix).reshape(rows, columns), b_ub=limits, bounds=(0, 7)
    )
    assert answer.status is Status.OPTIMAL
    assert answer.objective == pytest.approx(-theirs.fun, rel=1e-7, abs=1e-7)
    assert answer.bound == pytest.approx(answer.objective, rel=1e-7, abs=1e-6)
    assert relative_gap(answer.objective, answer.bound) >= 0.0
    # all prices are of upper limits, so none is negative
    assert (answer.row_prices >= -1e-9).all()


def test_it_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    Highs().solve(program([1], [[1]], [1]))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("seed", range(3))
def test_a_program_that_gains_columns_ends_where_a_cold_one_does(seed):
    random = np.random.default_rng(seed)
    rows, columns = 6, 15
    matrix = random.integers(0, 5, (rows, columns)).astype(float)
    matrix[0] = 1.0
    value, limits = random.uniform(1, 9, columns), random.uniform(5, 20, rows)
    growing, keys = Highs().growing(), np.array(random.permutation(columns) * 7 - 20)
    order = random.permutation(columns)
    for count in (4, 9, 15):
        # columns come in another order every time: their keys say which they are
        own = np.sort(order[:count])[:: 1 if count == 9 else -1]
        asked = program(value[own], matrix[:, own], limits)
        grown, cold = growing.solve(asked, keys[own]), Highs().solve(asked)
        assert grown.status is Status.OPTIMAL
        assert grown.objective == pytest.approx(cold.objective)
        assert grown.bound == pytest.approx(cold.objective)
        assert matrix[:, own] @ grown.values == pytest.approx(
            np.minimum(matrix[:, own] @ grown.values, limits)
        )
        assert value[own] @ grown.values == pytest.approx(cold.objective)
    fewer = program(value[own[1:]], matrix[:, own[1:]], limits)
    assert growing.solve(fewer, keys[own[1:]]).objective == pytest.approx(Highs().solve(fewer).objective)
    assert growing.solve(fewer, keys[own[1:]], stop=lambda: True).status is Status.INTERRUPTED
    assert growing.solve(fewer, keys[own[1:]], time_limit_s=0.0).status is Status.TIME_LIMIT


def test_a_program_that_grows_without_end_says_so():
    growing = Highs().growing()
    assert growing.solve(program([1.0], [[1.0]], [4.0]), np.array([7])).objective == pytest.approx(4.0)
    # the second column takes from the limit what it gives: nothing holds both back
    endless = growing.solve(program([1.0, 1.0], [[1.0, -1.0]], [4.0]), np.array([7, 9]))
    assert endless.status is Status.UNBOUNDED
    assert endless.bound == math.inf


def test_each_solver_gets_its_own_number_of_threads():
    asked = program([5, 4], [[6, 4], [1, 2]], [24, 6], integer=[True, True])
    for threads in (0, 1, 2, 1, 0):
        assert Highs(threads=threads).solve(asked).status is Status.OPTIMAL


@pytest.mark.parametrize("most", [1e20, 1e300])
def test_enormous_worths_are_still_numbers(most):
    answer = Highs().solve(program([most, 2 * most, 1.0], [[1, 1, 0], [0, 0, 1]], [3, 5]))
    assert answer.status is Status.OPTIMAL
    assert answer.objective == pytest.approx(6 * most)
    assert answer.bound == pytest.approx(6 * most)
    assert answer.row_prices[0] == pytest.approx(2 * most)
    growing = Highs().growing()
    assert growing.solve(program([1.0], [[1]], [3]), np.array([0])).objective == pytest.approx(3)
    grown = growing.solve(program([1.0, most], [[1, 1]], [3]), np.array([0, 1]))
    assert grown.objective == pytest.approx(3 * most)
