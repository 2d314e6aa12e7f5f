"""Entries of the inverse of a sparse symmetric matrix, only where its factor has entries.

The recursion of Takahashi, Fagan and Chen (1973): from the last column to the first, each entry of the
inverse within the pattern of the factor follows from entries within it. The whole inverse would be dense.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

from symbiosis.late import late
from symbiosis.quantities import FloatArray, IntArray

if TYPE_CHECKING:
    import scipy.sparse as sp
else:
    sp = late("scipy.sparse")


def selected_inverse(factor: Any) -> sp.csr_matrix | None:
    """The inverse on the pattern of the factor, symmetric, in the order of the matrix that was factorised.

    `factor` is a SuperLU object of a positive definite matrix in symmetric mode. None when rows and columns
    were ordered apart: then it is no symmetric factorisation.
    """
    if not np.array_equal(factor.perm_r, factor.perm_c):
        return None
    lower = factor.L.tocsc()
    lower.sort_indices()
    values = np.zeros(lower.nnz)
    _takahashi(lower.indptr, lower.indices, lower.data, factor.U.diagonal(), values)
    half = sp.csc_matrix((values, lower.indices, lower.indptr), shape=lower.shape)
    whole = half + half.T - sp.diags(half.diagonal())
    order = factor.perm_c
    return whole.tocsr()[order][:, order]


@njit(cache=True)
def _takahashi(
    starts: IntArray, rows: IntArray, lower: FloatArray, diagonal: FloatArray, values: FloatArray
) -> None:
    """Fill `values` with the inverse of `L D L^T`; each column of `L` begins with its diagonal."""
    size = len(starts) - 1
    position = np.full(size, -1, dtype=np.int64)
    total = np.zeros(size)
    for column in range(size - 1, -1, -1):
        first, last = starts[column] + 1, starts[column + 1]
        for entry in range(first, last):
            position[rows[entry]] = entry
            total[entry - first] = 0.0
        for entry in range(first, last):
            row = rows[entry]
            for other in range(starts[row], starts[row + 1]):
                held = position[rows[other]]
                if held >= 0:
                    total[held - first] += values[other] * lower[entry]
                    if held != entry:
                        total[entry - first] += values[other] * lower[held]
        own = 1.0 / diagonal[column]
        for entry in range(first, last):
            values[entry] = -total[entry - first]
            own -= lower[entry] * values[entry]
            position[rows[entry]] = -1
        values[starts[column]] = own
