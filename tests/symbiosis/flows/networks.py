"""Flow systems for tests, random but balanced, and a dense yardstick that solves them another way."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import scipy.linalg
from hypothesis import strategies as st

from symbiosis.flows import ENVIRONMENT, Flow, FlowSystem, Measurement, Status, flow_system
from symbiosis.quantities import FloatArray


@dataclass(frozen=True, slots=True)
class Network:
    """A system, and the balanced values from which its measurements were made."""

    system: FlowSystem
    truth: Mapping[str, float]

    def measured(self, make: Callable[[Flow, float], Measurement | None]) -> FlowSystem:
        """The system with other measurements of the same flows."""
        return flow_system(
            replace(flow, measurement=make(flow, self.truth[flow.id])) for flow in self.system.flows
        )


@st.composite
def networks(draw: st.DrawFn, *, exact: bool = False) -> Network:
    """A few processes with flows along random paths from the environment back to it, so that all balances."""
    count = draw(st.integers(1, 6))
    names = [ENVIRONMENT, *(f"P{number}" for number in range(count))]
    truth: dict[tuple[int, int], float] = {}
    for _ in range(draw(st.integers(1, 6))):
        inner = draw(st.lists(st.integers(1, count), min_size=1, max_size=4, unique=True))
        amount = float(draw(st.integers(1, 1000)))
        path = [0, *inner, 0]
        for pair in itertools.pairwise(path):
            truth[pair] = truth.get(pair, 0.0) + amount
    flows, values = [], {}
    for number, ((source, target), value) in enumerate(truth.items()):
        known = draw(st.integers(0, 3))
        measurement = None
        if known:
            sigma = 0.0 if exact and known == 1 else draw(st.sampled_from([0.01, 0.05, 0.2])) * value
            error = draw(st.floats(-2, 2)) if sigma else 0.0
            measurement = Measurement(value + error * sigma, sigma)
        flows.append(Flow(f"F{number}", names[source], names[target], measurement))
        values[f"F{number}"] = value
    return Network(flow_system(flows), values)


@dataclass(frozen=True, slots=True)
class Dense:
    """What the yardstick finds: NaN where unknown."""

    value: FloatArray
    sigma: FloatArray
    status: list[Status]
    j: float
    freedom: int


def dense(system: FlowSystem) -> Dense:
    """Reconcile a system without transfer coefficients by singular values and the textbook formulas."""
    place = {name: row for row, name in enumerate(system.processes)}
    balance = np.zeros((len(place), len(system.flows)))
    for column, flow in enumerate(system.flows):
        if flow.target in place:
            balance[place[flow.target], column] += 1.0
        if flow.source in place:
            balance[place[flow.source], column] -= 1.0
    measured = np.array([f.measurement.value if f.measurement else np.nan for f in system.flows])
    sigma = np.array([f.measurement.sigma if f.measurement else np.nan for f in system.flows])
    unknown, exact = np.isnan(sigma), sigma == 0.0
    free = ~unknown & ~exact
    constant = -balance[:, exact] @ measured[exact]
    # rows that blank the unmeasured flows out, then only independent ones among them
    blank = (
        scipy.linalg.null_space(balance[:, unknown].T, rcond=1e-10).T if unknown.any() else np.eye(len(place))
    )
    projected = blank @ balance[:, free]
    left, singular, right = np.linalg.svd(projected, full_matrices=False)
    rank = int((singular > 1e-10).sum())
    g, d = singular[:rank, None] * right[:rank], left[:, :rank].T @ (blank @ constant)
    q = np.diag(sigma[free] ** 2)
    gain = q @ g.T @ np.linalg.inv(g @ q @ g.T)
    value, posterior = measured.copy(), np.where(unknown, np.nan, sigma)
    value[free] -= gain @ (g @ measured[free] - d)
    covariance = q - gain @ g @ q
    posterior[free] = np.sqrt(np.clip(np.diag(covariance), 0.0, None))
    status = [Status.FIXED] * len(system.flows)
    for column, seen in zip(np.flatnonzero(free), np.abs(g).max(axis=0, initial=0.0) > 1e-9, strict=True):
        status[column] = Status.REDUNDANT if seen else Status.FIXED
    _unmeasured(balance, unknown, free, exact, value, posterior, covariance, status)
    adjusted = (measured[free] - value[free]) / sigma[free]
    return Dense(value, posterior, status, float(adjusted @ adjusted), rank)


def _unmeasured(
    balance: FloatArray,
    unknown: FloatArray,
    free: FloatArray,
    exact: FloatArray,
    value: FloatArray,
    posterior: FloatArray,
    covariance: FloatArray,
    status: list[Status],
) -> None:
    if not unknown.any():
        return
    inverse = np.linalg.pinv(balance[:, unknown], rcond=1e-10)
    open_end = scipy.linalg.null_space(balance[:, unknown], rcond=1e-10)
    known = ~unknown
    found = -inverse @ balance[:, known] @ value[known]
    spread = inverse @ balance[:, free]
    sigmas = np.sqrt(np.clip(np.diag(spread @ covariance @ spread.T), 0.0, None))
    for row, column in enumerate(np.flatnonzero(unknown)):
        told = np.abs(open_end[row]).max(initial=0.0) < 1e-9
        status[column] = Status.OBSERVABLE if told else Status.UNOBSERVABLE
        value[column], posterior[column] = (found[row], sigmas[row]) if told else (np.nan, np.nan)


def dense_spread(system: FlowSystem, values: Mapping[str, float]) -> tuple[FloatArray, FloatArray]:
    """Slope of J along every way that balances and coefficients leave open at these values, and all sigmas.

    Another road than ours: the open ways are a null space, N; what is measured weighs in on them by W, and
    the covariance is N (N' W N)^-1 N'. A slope is told per sigma of what it moves; a sigma is NaN where
    measurements leave it open. In the order of flows, stocks and coefficients.
    """
    items = (*system.flows, *system.stocks, *system.transfers)
    at = {item.id: column for column, item in enumerate(items)}
    place = {name: row for row, name in enumerate(system.processes)}
    balance = np.zeros((len(place), len(items)))
    for flow in system.flows:
        for end, sign in ((flow.target, 1.0), (flow.source, -1.0)):
            if end in place:
                balance[place[end], at[flow.id]] += sign
    for stock in system.stocks:
        balance[place[stock.process], at[stock.id]] -= 1.0
    shares = np.zeros((len(system.transfers), len(items)))
    for row, transfer in enumerate(system.transfers):
        shares[row, at[transfer.flow]] = 1.0
        for flow in system.entering(transfer.process):
            shares[row, at[flow.id]] -= values[transfer.id]
            shares[row, at[transfer.id]] -= values[flow.id]
    sigma = np.array([item.measurement.sigma if item.measurement else np.inf for item in items])
    exact = np.eye(len(items))[sigma == 0.0]
    # columns in their own size, so that flows of tonnes and shares of one are zero to the same rounding
    size = np.array([max(abs(values[item.id]), 1e-3) for item in items])
    rows = np.concatenate([balance, shares, exact]) * size
    rows /= np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-300)
    ways = scipy.linalg.null_space(rows, rcond=1e-11)
    weight = np.where((sigma > 0.0) & np.isfinite(sigma), size / np.maximum(sigma, 1e-300), 0.0)
    seen = weight[:, None] * ways
    off = np.array(
        [
            (values[item.id] - item.measurement.value) / item.measurement.sigma
            if item.measurement and item.measurement.sigma > 0.0
            else 0.0
            for item in items
        ]
    )
    _, singular, turned = np.linalg.svd(seen, full_matrices=True)
    rank = int((singular > 1e-9 * max(1.0, singular.max(initial=0.0))).sum())
    told, open_ways = ways @ turned[:rank].T, ways @ turned[rank:].T
    spread = size * np.linalg.norm(told / singular[:rank], axis=1)
    spread[np.abs(open_ways).max(axis=1, initial=0.0) > 1e-7] = np.nan
    return (seen @ turned[:rank].T).T @ off / singular[:rank], spread
