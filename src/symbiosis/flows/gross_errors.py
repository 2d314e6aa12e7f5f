"""Gross errors: the global test, the measurement test, and which measurements to suspect one after another.

Global test: `J` against the chi-square limit at 95 % (Reilly and Carpani 1963). Measurement test: each
standardised adjustment `z_j = |r_j| / sqrt(P_jj)` against the two-sided normal limit with Šidák's correction
for the number of tests (Mah and Tamhane 1982). Because one gross error pulls its neighbours along, suspects
are taken one at a time: the largest `z` first, its measurement set aside, the rest tested again (the
iterative measurement test of Serth and Heenan 1986).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from symbiosis.flows.projection import ResidualSpace
from symbiosis.flows.results import Suspect
from symbiosis.late import late
from symbiosis.quantities import FloatArray

if TYPE_CHECKING:
    from scipy import special
else:
    special = late("scipy.special")

LEVEL: Final = 0.95
"""Confidence of every test."""

UNTESTED: Final = 1e-9
"""A measurement of which the balances see less than this share of its variance is not tested."""

SAME: Final = 1e-9
"""Two measurements whose residuals are correlated this close to one cannot be told apart."""


def chi_square_limit(degrees_of_freedom: int) -> float:
    """What `J` stays under in 95 of 100 cases; 0 without redundancy. 3.841459 for one degree of freedom."""
    if degrees_of_freedom == 0:
        return 0.0
    return float(special.chdtri(degrees_of_freedom, 1.0 - LEVEL))


def measurement_test_limit(tests: int) -> float:
    """Two-sided normal limit for `tests` tests together; 1.959964 for one, infinite for none."""
    if tests == 0:
        return float("inf")
    one = -np.expm1(np.log(LEVEL) / tests)
    return float(-special.ndtri(one / 2.0))


def measurement_tests(residual: FloatArray, seen: FloatArray) -> FloatArray:
    """`z_j` of each measurement, 0 where `seen` (the diagonal of `P`) says that nothing tests it."""
    tested = seen > UNTESTED
    return np.where(tested, np.abs(residual) / np.sqrt(np.where(tested, seen, 1.0)), 0.0)


def suspects(
    space: ResidualSpace, residual: FloatArray, seen: FloatArray, sigma: FloatArray, names: Sequence[str]
) -> tuple[Suspect, ...]:
    """Measurements to suspect, in the order found.

    Setting measurement `j` aside takes the direction of column `j` out of the residual space:
    `P <- P - P_j P_j^T / P_jj`, `r <- r - P_j r_j / P_jj`, `J <- J - z_j^2`.
    """
    residual, seen = residual.copy(), seen.copy()
    start = seen.copy()
    limit = measurement_test_limit(int((seen > UNTESTED).sum()))
    taken: list[FloatArray] = []
    found: list[Suspect] = []
    for _ in range(space.rank):
        tests = measurement_tests(residual, np.where(seen > UNTESTED * start, seen, 0.0))
        place = _first_largest(tests)
        if not tests[place] > limit:
            break
        column = space.column(place)
        for direction in taken:
            column -= direction * direction[place]
        own = column[place]
        twins = np.flatnonzero((tests > 0) & (column**2 >= (1.0 - SAME) * own * seen)).tolist()
        found.append(
            Suspect(
                names[place],
                float(tests[place]),
                float(residual[place] * sigma[place] / own),
                tuple(names[twin] for twin in twins if twin != place),
            )
        )
        residual -= column * (residual[place] / own)
        direction = column / np.sqrt(own)
        seen = np.maximum(seen - direction**2, 0.0)
        seen[twins] = 0.0
        taken.append(direction)
    return tuple(found)


def _first_largest(tests: FloatArray) -> int:
    """The first of the largest, where equal tests differ by rounding only."""
    return int(np.flatnonzero(tests >= tests.max() * (1.0 - 1e-12))[0]) if len(tests) else 0
