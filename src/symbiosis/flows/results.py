"""What a reconciliation answers: each value with its uncertainty and status, the tests, what contradicts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from symbiosis.flows.system import FlowSystem, Measurement


class Status(StrEnum):
    """What the equations can say of one quantity (Madron 1992, chapter 3)."""

    REDUNDANT = "redundant"
    """Measured, and told by the other values too: it is adjusted."""
    FIXED = "fixed"
    """Measured, and it stays as it is: nothing else tells of it, or its sigma is 0."""
    OBSERVABLE = "observable"
    """Unmeasured, and found from the others."""
    UNOBSERVABLE = "unobservable"
    """Unmeasured, and the others leave it open."""


class Outcome(StrEnum):
    """How a reconciliation ended."""

    RECONCILED = "reconciled"
    NO_REDUNDANCY = "no_redundancy"
    """Nothing is told twice: nothing to adjust and nothing to test."""
    INFEASIBLE = "infeasible"
    """Exact values contradict the balances; what hangs together with them was left as measured."""
    NOT_CONVERGED = "not_converged"
    """The equations with transfer coefficients were not met in the steps allowed; the last step is told."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One quantity after reconciliation, in the unit of the system (a share for a transfer coefficient).

    `value` and `sigma` are None where unknown. `test` is the absolute standardised adjustment
    of the measurement test, None where nothing tests the measurement.
    """

    id: str
    value: float | None
    sigma: float | None
    status: Status
    measurement: Measurement | None = None
    test: float | None = None


@dataclass(frozen=True, slots=True)
class Suspect:
    """A measurement that probably holds a gross error.

    `test` is its standardised adjustment when found, `error` the estimate of the gross error (measured value
    minus what all others say of it). `equivalents` cannot be told apart from it by these balances.
    """

    id: str
    test: float
    error: float
    equivalents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Exact values that cannot all be true: around these processes together `imbalance` is left."""

    processes: tuple[str, ...]
    imbalance: float


@dataclass(frozen=True, slots=True)
class Balance:
    """What enters, leaves and stays in one process; None where an unobservable flow takes part."""

    process: str
    entering: float | None
    leaving: float | None
    stock_change: float | None

    @property
    def imbalance(self) -> float | None:
        """Entering minus leaving minus stock change."""
        if self.entering is None or self.leaving is None or self.stock_change is None:
            return None
        return self.entering - self.leaving - self.stock_change


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The answer for one system.

    `j` is the weighted sum of squared adjustments, `degrees_of_freedom` the number of independent redundant
    equations, `chi_square_limit` what `j` stays under in 95 of 100 cases without gross errors (0 without
    redundancy), `test_limit` the bound of the measurement test with Šidák's correction.
    """

    system: FlowSystem
    outcome: Outcome
    flows: tuple[Estimate, ...]
    stocks: tuple[Estimate, ...]
    transfers: tuple[Estimate, ...]
    j: float
    degrees_of_freedom: int
    chi_square_limit: float
    test_limit: float
    suspects: tuple[Suspect, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    iterations: int = 1

    @property
    def passes_global_test(self) -> bool:
        """True when `j` does not exceed its limit: the measurements agree within their uncertainty."""
        return self.j <= self.chi_square_limit

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """Flows, stock changes and transfer coefficients, in this order."""
        return self.flows + self.stocks + self.transfers

    @property
    def negative_flows(self) -> tuple[str, ...]:
        """Flows whose reconciled value is below 0 by more than its uncertainty explains (two sigma)."""
        return tuple(
            e.id for e in self.flows if e.value is not None and e.value < 0 and e.value < -2 * (e.sigma or 0)
        )

    def balances(self) -> tuple[Balance, ...]:
        """The balance of every process, in the order of the system."""
        entering = dict.fromkeys(self.system.processes, 0.0)
        leaving = dict.fromkeys(self.system.processes, 0.0)
        change = dict.fromkeys(self.system.processes, 0.0)
        nan = float("nan")
        for flow, estimate in zip(self.system.flows, self.flows, strict=True):
            value = nan if estimate.value is None else estimate.value
            if flow.target in entering:
                entering[flow.target] += value
            if flow.source in leaving:
                leaving[flow.source] += value
        for stock, estimate in zip(self.system.stocks, self.stocks, strict=True):
            change[stock.process] += nan if estimate.value is None else estimate.value
        return tuple(
            Balance(p, _known(entering[p]), _known(leaving[p]), _known(change[p]))
            for p in self.system.processes
        )


def _known(value: float) -> float | None:
    return None if value != value else value
