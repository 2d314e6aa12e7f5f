"""The residual space of redundant equations: what part of the measurement errors the balances can see.

With independent redundant equations `G x = d`, measured values `x~` and their covariance `Q = diag(sigma^2)`,
write `B = Q^(1/2) G^T`. The projection `P = B (B^T B)^-1 B^T` gives everything: standardised adjustments
`r = P e` for standardised errors `e`, `J = r^T r`, and the posterior covariance `Q^(1/2) (I - P) Q^(1/2)`
(Narasimhan and Jordache 2000, chapters 3 and 7). Up to `DENSE_LIMIT` equations `P` comes from a QR
factorisation of `B`, which loses half as many digits as the normal equations; above it from a sparse
factorisation of the scaled normal equations with a step of refinement, and the entries of its inverse that
are needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
import numpy.typing as npt

from symbiosis.late import late
from symbiosis.quantities import FloatArray

if TYPE_CHECKING:
    import scipy.linalg as dense
    import scipy.sparse as sp
    import scipy.sparse.linalg as sparse_linalg
    from scipy.sparse import csgraph
else:
    dense = late("scipy.linalg")
    sp = late("scipy.sparse")
    csgraph = late("scipy.sparse.csgraph")
    sparse_linalg = late("scipy.sparse.linalg")

DENSE_LIMIT: Final = 600
"""Equations in one connected part, above which the sparse factorisation is used."""

POOL: Final = 32
"""Equations up to which connected parts are factorised together, densely: one by one takes longer."""

BATCH: Final = 512
"""Right-hand sides solved together: bounds the memory of the sparse factorisation."""

WELL_KNOWN: Final = 1e-6
"""Below this share of its prior variance a posterior variance is computed without subtraction."""


Places = npt.NDArray[np.intp]


class Projection(Protocol):
    """The projection `P` onto the residual space."""

    def apply(self, vectors: FloatArray) -> FloatArray:
        """`P v` for each column `v`."""

    def hidden(self, imbalance: FloatArray) -> FloatArray:
        """Standardised errors `r` in the residual space with `B^T r` equal to the scaled imbalance."""

    def diagonal(self) -> FloatArray:
        """The diagonal of `P`, between 0 (nothing else tells of it) and 1."""


class DenseProjection:
    """`P = U U^T`, with `U` from the QR factorisation of `B`."""

    def __init__(self, b: sp.csc_matrix) -> None:
        self._u, self._r = dense.qr(b.toarray(), mode="economic", check_finite=False)

    def apply(self, vectors: FloatArray) -> FloatArray:
        product: FloatArray = self._u @ (self._u.T @ vectors)
        return product

    def hidden(self, imbalance: FloatArray) -> FloatArray:
        reduced = dense.solve_triangular(self._r, imbalance, trans="T", check_finite=False)
        found: FloatArray = self._u @ reduced
        return found

    def diagonal(self) -> FloatArray:
        squares: FloatArray = np.einsum("ij,ij->i", self._u, self._u)
        return squares


class SparseProjection:
    """`P` through a sparse factorisation of `B^T B`, whose columns have been scaled to length one."""

    def __init__(self, b: sp.csc_matrix) -> None:
        self._b = b.tocsr()
        self._normal = (b.T @ b).tocsc()
        self._factor = sparse_linalg.splu(
            self._normal,
            permc_spec="MMD_AT_PLUS_A",
            diag_pivot_thresh=0.0,
            options={"SymmetricMode": True},
        )

    def _solve(self, right: FloatArray) -> FloatArray:
        first: FloatArray = self._factor.solve(right)
        better: FloatArray = first + self._factor.solve(right - self._normal @ first)
        return better

    def apply(self, vectors: FloatArray) -> FloatArray:
        product: FloatArray = self._b @ self._solve(self._b.T @ vectors)
        return product

    def hidden(self, imbalance: FloatArray) -> FloatArray:
        found: FloatArray = self._b @ self._solve(imbalance)
        return found

    def diagonal(self) -> FloatArray:
        # Late on purpose: it is compiled, and few systems are so large.
        from symbiosis.flows.selected_inverse import selected_inverse

        inverse = selected_inverse(self._factor)
        if inverse is not None:
            # two equations that share a quantity are within the pattern, and no others are asked for
            seen: FloatArray = np.asarray((self._b @ inverse).multiply(self._b).sum(axis=1)).ravel()
            return seen
        found = np.empty(self._b.shape[0])
        for start in range(0, len(found), BATCH):
            part = self._b[start : start + BATCH].toarray()
            found[start : start + BATCH] = np.einsum("ij,ji->i", part, self._solve(part.T))
        return found


class ResidualSpace:
    """`P` of a whole system, block by block: a connected part of the redundant equations, or small ones."""

    def __init__(self, g: sp.csr_matrix, sigma: FloatArray) -> None:
        """`g` has independent rows over all measured quantities, whose `sigma` is above 0."""
        self.size = len(sigma)
        self.rank = g.shape[0]
        b = sp.diags(sigma) @ g.T.tocsc()
        lengths = np.sqrt(np.asarray(b.multiply(b).sum(axis=0)).ravel())
        self._scale = 1.0 / lengths
        b = (b @ sp.diags(self._scale)).tocsc()
        self._blocks: list[tuple[Places, Places, Projection]] = []
        for places, equations in pooled(connected_parts(b)):
            block = b[places][:, equations]
            kind = DenseProjection if len(equations) <= DENSE_LIMIT else SparseProjection
            self._blocks.append((places, equations, kind(block.tocsc())))

    def hidden(self, imbalance: FloatArray) -> FloatArray:
        """The standardised adjustments that take away `imbalance = G x~ - d`."""
        found = np.zeros(self.size)
        scaled = imbalance * self._scale
        for places, equations, block in self._blocks:
            found[places] = block.hidden(scaled[equations])
        return found

    def apply(self, vectors: FloatArray) -> FloatArray:
        """`P v` for each column `v`."""
        found = np.zeros_like(vectors)
        for places, _, block in self._blocks:
            found[places] = block.apply(vectors[places])
        return found

    def column(self, place: int) -> FloatArray:
        """One column of `P`."""
        single = np.zeros(self.size)
        single[place] = 1.0
        return self.apply(single)

    def diagonal(self) -> FloatArray:
        """The diagonal of `P`."""
        found = np.zeros(self.size)
        for places, _, block in self._blocks:
            found[places] = block.diagonal()
        return np.clip(found, 0.0, 1.0)

    def unseen_variance(self, vectors: FloatArray) -> FloatArray:
        """`v^T (I - P) v` for each column: no difference of near-equal numbers."""
        rest = vectors - self.apply(vectors)
        squares: FloatArray = np.einsum("ij,ij->j", rest, rest)
        return squares

    def posterior_shares(self) -> FloatArray:
        """Posterior over prior variance of each measured quantity: `1 - P_jj`."""
        shares = 1.0 - self.diagonal()
        small = np.flatnonzero(shares < WELL_KNOWN)
        for start in range(0, len(small), BATCH):
            chosen = small[start : start + BATCH]
            singles = np.zeros((self.size, len(chosen)))
            singles[chosen, np.arange(len(chosen))] = 1.0
            shares[chosen] = self.unseen_variance(singles)
        return shares


def connected_parts(b: sp.csc_matrix) -> list[tuple[Places, Places]]:
    """Rows and columns of each connected part of `b`, parts without columns left out."""
    rows, columns = b.shape
    if not columns:
        return []
    joined = sp.bmat([[None, b], [b.T, None]], format="csr")
    count, label = csgraph.connected_components(joined, directed=False)
    row_order = np.argsort(label[:rows], kind="stable")
    column_order = np.argsort(label[rows:], kind="stable")
    row_ends = np.searchsorted(label[:rows][row_order], np.arange(count + 1))
    column_ends = np.searchsorted(label[rows:][column_order], np.arange(count + 1))
    return [
        (
            row_order[row_ends[part] : row_ends[part + 1]],
            column_order[column_ends[part] : column_ends[part + 1]],
        )
        for part in range(count)
        if column_ends[part + 1] > column_ends[part]
    ]


def pooled(parts: Iterable[tuple[Places, Places]]) -> Iterator[tuple[Places, Places]]:
    """Parts as they are, but small ones put together until they have `POOL` columns."""
    small: list[tuple[Places, Places]] = []
    columns = 0
    for part in parts:
        if columns + len(part[1]) > POOL and small:
            yield _joined(small)
            small, columns = [], 0
        small.append(part)
        columns += len(part[1])
    if small:
        yield _joined(small)


def _joined(parts: list[tuple[Places, Places]]) -> tuple[Places, Places]:
    rows, columns = zip(*parts, strict=True)
    return np.concatenate(rows), np.concatenate(columns)
