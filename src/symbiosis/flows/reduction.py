"""Linear equations split in two: those that test measurements, and those that find unmeasured quantities.

The unmeasured columns are eliminated first (what Crowe, Campos and Hrymak 1983 do with a projection matrix);
what is left holds measured quantities alone. A measured quantity in it is redundant; an unmeasured pivot that
does not move with any free column is observable.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import numpy as np

from symbiosis.flows.elimination import Eliminated, Equation, eliminate, free_parts, substitute
from symbiosis.flows.equations import Equations, Mask
from symbiosis.flows.projection import BATCH, Places, ResidualSpace
from symbiosis.late import late
from symbiosis.quantities import FloatArray

if TYPE_CHECKING:
    import scipy.sparse as sp
    from scipy.sparse import linalg
else:
    sp = late("scipy.sparse")
    linalg = late("scipy.sparse.linalg")

CONTRADICTION: Final = 1e-9
"""Exact values whose balance is open by more than this share of them contradict each other."""


class Reduction:
    """The two parts of a set of equations, and the solution they give."""

    def __init__(self, model: Equations, equations: Iterable[Equation], current: FloatArray) -> None:
        self._model = model
        equations = [equation.copy() for equation in equations]
        count, at = len(model.names), current.tolist()
        self.split: Eliminated = eliminate(equations, np.flatnonzero(model.unmeasured).tolist(), at)
        ranked = eliminate(
            [equation.copy() for equation in self.split.left], np.flatnonzero(model.measured).tolist(), at
        )
        independent = {pivot.equation.name for pivot in ranked.pivots}
        self.tests = tuple(equation for equation in self.split.left if equation.name in independent)
        self.contradicting = tuple(e for e in ranked.left if e.contradicts(CONTRADICTION))
        self.redundant: Mask = np.zeros(count, dtype=bool)
        for equation in self.tests:
            self.redundant[list(equation.coefficients)] = True
        self.observable: Mask = np.zeros(count, dtype=bool)
        for column, part in free_parts(self.split).items():
            self.observable[column] = not part
        self.places: Places = np.flatnonzero(self.redundant)
        """Columns of the redundant measurements: what the residual space is about."""
        self._g, self._d = matrix_of(self.tests, self.places, count)
        self.space = ResidualSpace(self._g, model.sigma[self.places])

    def adjusted(self) -> FloatArray:
        """Standardised adjustments of the redundant measurements (measured minus reconciled, over sigma)."""
        sigma = self._model.sigma[self.places]
        measured = self._model.measured_value[self.places]
        residual = self.space.hidden(self._g @ measured - self._d)
        # once more on what rounding left
        return residual + self.space.hidden(self._g @ (measured - sigma * residual) - self._d)

    def values(self, residual: FloatArray, current: FloatArray) -> FloatArray:
        """All values: redundant ones adjusted, pivots found, free ones as they are in `current`."""
        model = self._model
        values = np.where(model.unmeasured, current, model.measured_value)
        values[self.places] -= model.sigma[self.places] * residual
        held = {column: float(values[column]) for column in range(len(values))}
        for column, value in substitute(self.split, held).items():
            values[column] = value
        return values

    def sigmas(self) -> FloatArray:
        """Posterior standard uncertainty of everything known; NaN for what is unobservable."""
        model = self._model
        found = np.where(model.unmeasured, np.nan, model.sigma)
        found[self.places] *= np.sqrt(self.space.posterior_shares())
        self._propagate(found)
        return found

    def _propagate(self, found: FloatArray) -> None:
        """Sigmas of the observable quantities, each a linear combination `T x` of measured ones."""
        model, pivots = self._model, self.split.pivots
        targets = [row for row, pivot in enumerate(pivots) if self.observable[pivot.column]]
        if not targets:
            return
        equations = tuple(pivot.equation for pivot in pivots)
        whole, _ = matrix_of(equations, np.arange(len(model.names)), len(model.names))
        upper = whole.tocsc()[:, [pivot.column for pivot in pivots]]
        size = len(pivots)
        weighted = whole @ sp.diags(np.where(model.measured, model.sigma, 0.0))
        solver = linalg.splu(
            upper.T.tocsc(), permc_spec="NATURAL", diag_pivot_thresh=0.0, options={"Equil": False}
        )
        for start in range(0, len(targets), BATCH):
            chosen = targets[start : start + BATCH]
            singles = np.zeros((size, len(chosen)))
            singles[chosen, np.arange(len(chosen))] = 1.0
            vectors: FloatArray = weighted.T @ solver.solve(singles)
            variance = self.space.unseen_variance(vectors[self.places])
            vectors[self.places] = 0.0
            variance += np.einsum("ij,ij->j", vectors, vectors)
            found[[pivots[row].column for row in chosen]] = np.sqrt(variance)


def matrix_of(
    equations: tuple[Equation, ...], places: Places, count: int
) -> tuple[sp.csr_matrix, FloatArray]:
    """Coefficients over `places`, and constants."""
    position = np.full(count, -1)
    position[places] = np.arange(len(places))
    entries = [
        (row, position[column], coefficient)
        for row, equation in enumerate(equations)
        for column, coefficient in equation.coefficients.items()
    ]
    rows, columns, coefficients = zip(*entries, strict=True) if entries else ((), (), ())
    g = sp.csr_matrix((coefficients, (rows, columns)), shape=(len(equations), len(places)), dtype=np.float64)
    return g, np.array([equation.constant for equation in equations], dtype=np.float64)
