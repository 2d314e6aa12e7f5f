"""Transport problems drawn at random, and what others make of them."""

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import linprog

from symbiosis.network.transport import Transport


def transport(supply, demand, arcs):
    """A problem from lists; `arcs` are (offer, need, value)."""
    return Transport(
        np.array(supply, dtype=float),
        np.array(demand, dtype=float),
        np.array([arc[0] for arc in arcs], dtype=np.int32),
        np.array([arc[1] for arc in arcs], dtype=np.int32),
        np.array([arc[2] for arc in arcs], dtype=float),
    )


amounts = st.integers(0, 12).map(float) | st.floats(0.01, 50.0)
worths = st.integers(-5, 20).map(float) | st.floats(-10.0, 100.0)


@st.composite
def problems(draw, most=6):
    """Up to `most` offers and needs, any arcs between them, also twice the same one."""
    supply = draw(st.lists(amounts, min_size=1, max_size=most))
    demand = draw(st.lists(amounts, min_size=1, max_size=most))
    ends = st.tuples(st.integers(0, len(supply) - 1), st.integers(0, len(demand) - 1), worths)
    return transport(supply, demand, draw(st.lists(ends, max_size=4 * most)))


def region(size, degree=8, seed=1):
    """A region of `size` offers and needs with random arcs, too large to draw."""
    random = np.random.default_rng(seed)
    return Transport(
        random.lognormal(2, 1, size),
        random.lognormal(2, 1, size),
        np.repeat(np.arange(size, dtype=np.int32), degree),
        random.integers(0, size, size * degree).astype(np.int32),
        random.normal(30, 30, size * degree),
    )


def optimum(problem):
    """The optimum as scipy's HiGHS finds it."""
    if not problem.arcs:
        return 0.0
    rows = np.zeros((len(problem.supply) + len(problem.demand), problem.arcs))
    rows[problem.tails, np.arange(problem.arcs)] = 1.0
    rows[len(problem.supply) + problem.heads, np.arange(problem.arcs)] = 1.0
    limits = np.concatenate([problem.supply, problem.demand])
    return -linprog(-problem.values, A_ub=rows, b_ub=limits, bounds=(0, None), method="highs").fun
