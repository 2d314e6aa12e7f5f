"""Weighted least-squares reconciliation of a flow system with its measurements.

Minimise `J = sum(((x~ - x) / sigma)^2)` so that every balance and transfer coefficient holds exactly. Linear
systems take one step; with uncertain or unknown transfer coefficients the equations are linearised again at
each step until neither values nor balances move (Narasimhan and Jordache 2000, chapter 5; Cencic 2016).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from symbiosis.flows.elimination import Equation
from symbiosis.flows.equations import Equations, Mask
from symbiosis.flows.gross_errors import (
    chi_square_limit,
    measurement_test_limit,
    measurement_tests,
    suspects,
)
from symbiosis.flows.projection import connected_parts
from symbiosis.flows.reduction import Reduction, matrix_of
from symbiosis.flows.results import Contradiction, Estimate, Outcome, Reconciliation, Status
from symbiosis.flows.system import FlowSystem
from symbiosis.quantities import FloatArray

MOST_STEPS: Final = 100
"""Linearisations before the search is given up."""

SETTLED: Final = 1e-11
"""A step that moves no value by more than this share of it has arrived."""

BALANCED: Final = 1e-10
"""An equation whose imbalance is below this share of its terms holds."""


@dataclass(frozen=True, slots=True)
class _Solution:
    """The last linearisation and what it gave."""

    reduction: Reduction
    residual: FloatArray
    values: FloatArray
    steps: int
    settled: bool


def reconcile(system: FlowSystem, *, most_steps: int = MOST_STEPS) -> Reconciliation:
    """Reconcile `system`: best values, posterior sigmas, statuses, tests.

    Never raises for data: contradiction, missing redundancy and failure to converge are outcomes.
    """
    model = Equations(system)
    solution = _solve(model, set(), most_steps)
    whole = solution.reduction
    contradictions = _contradictions(model, whole)
    left_alone: Mask = np.zeros(len(model.names), dtype=bool)
    if contradictions:
        names = model.names_about(name for equation in whole.contradicting for name in equation.names())
        dropped, left_alone = _hanging_together(model, solution.values, names)
        solution = _solve(model, dropped, most_steps)
    return _answer(model, whole, solution, contradictions, left_alone)


def _solve(model: Equations, dropped: set[int], most_steps: int) -> _Solution:
    """Linearise and solve until it settles, without the equations `dropped`."""
    values = model.start()
    for step in range(1, most_steps + 1):
        reduction = Reduction(model, [e for e in model.at(values) if e.name not in dropped], values)
        residual = reduction.adjusted()
        found = reduction.values(residual, values)
        if model.is_linear:
            return _Solution(reduction, residual, found, step, True)
        following = _damped(model, values, found)
        moved = np.abs(following - values) > SETTLED * model.sizes(following)
        values = following
        if not moved.any() and (dropped or model.violation(values) <= BALANCED):
            return _Solution(reduction, residual, values, step, True)
    return _Solution(reduction, residual, values, most_steps, False)


def _damped(model: Equations, values: FloatArray, found: FloatArray) -> FloatArray:
    """The step to `found`, halved while it would open the balances further than they are."""
    before = max(model.violation(values), BALANCED)
    share = 1.0
    while share > 1e-3 and model.violation(values + share * (found - values)) > 2.0 * before:
        share /= 2.0
    return found if share == 1.0 else values + share * (found - values)


def _contradictions(model: Equations, reduction: Reduction) -> tuple[Contradiction, ...]:
    return tuple(
        Contradiction(model.processes_of(equation.names()), -equation.constant)
        for equation in reduction.contradicting
    )


def _hanging_together(model: Equations, values: FloatArray, names: set[int]) -> tuple[set[int], Mask]:
    """Every equation and variable connected with the equations `names` through values that are not exact."""
    equations: tuple[Equation, ...] = tuple(model.at(values))
    everything = np.arange(len(model.names))
    matrix, _ = matrix_of(equations, everything, len(everything))
    dropped = set(names)
    variables = np.zeros(len(everything), dtype=bool)
    for columns, rows in connected_parts(matrix.T.tocsc()):
        if names.intersection(rows.tolist()):
            dropped.update(rows.tolist())
            variables[columns] = True
    return dropped, variables


def _answer(
    model: Equations,
    whole: Reduction,
    solution: _Solution,
    contradictions: tuple[Contradiction, ...],
    left_alone: Mask,
) -> Reconciliation:
    reduction = solution.reduction
    places = reduction.places
    seen = reduction.space.diagonal()
    tests = np.full(len(model.names), np.nan)
    tests[places] = measurement_tests(solution.residual, seen)
    names = [model.names[place] for place in places]
    status = _statuses(model, whole)
    values, sigmas = solution.values.copy(), reduction.sigmas()
    values[left_alone], sigmas[left_alone] = model.measured_value[left_alone], model.sigma[left_alone]
    open_end = np.array([one is Status.UNOBSERVABLE for one in status], dtype=bool)
    values[open_end] = sigmas[open_end] = np.nan
    estimates = tuple(
        Estimate(name, _known(values[j]), _known(sigmas[j]), status[j], measurement, _known(tests[j]))
        for j, (name, measurement) in enumerate(zip(model.names, model.measurements, strict=True))
    )
    flows, stocks = len(model.system.flows), len(model.system.stocks)
    freedom = reduction.space.rank
    return Reconciliation(
        system=model.system,
        outcome=_outcome(solution, contradictions, freedom),
        flows=estimates[:flows],
        stocks=estimates[flows : flows + stocks],
        transfers=estimates[flows + stocks :],
        j=float(solution.residual @ solution.residual),
        degrees_of_freedom=freedom,
        chi_square_limit=chi_square_limit(freedom),
        test_limit=measurement_test_limit(len(places)),
        suspects=suspects(reduction.space, solution.residual, seen, model.sigma[places], names),
        contradictions=contradictions,
        iterations=solution.steps,
    )


def _outcome(solution: _Solution, contradictions: tuple[Contradiction, ...], freedom: int) -> Outcome:
    if contradictions:
        return Outcome.INFEASIBLE
    if not solution.settled:
        return Outcome.NOT_CONVERGED
    return Outcome.RECONCILED if freedom else Outcome.NO_REDUNDANCY


def _statuses(model: Equations, reduction: Reduction) -> list[Status]:
    def status(place: int) -> Status:
        if model.unmeasured[place]:
            return Status.OBSERVABLE if reduction.observable[place] else Status.UNOBSERVABLE
        return Status.REDUNDANT if reduction.redundant[place] else Status.FIXED

    return [status(place) for place in range(len(model.names))]


def _known(value: float) -> float | None:
    # adding nil turns -0 into 0
    return None if np.isnan(value) else float(value) + 0.0
