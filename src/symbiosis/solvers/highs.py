"""HiGHS as a solver: linear and mixed-integer programs in, status, best point, bound and prices out.

HiGHS minimises here; what is told is turned back to maximising. An interrupt is asked for in its callbacks.
"""

from __future__ import annotations

import math
from time import perf_counter
from typing import Any, Final

import highspy
import numpy as np

from symbiosis.network.program import Answer, Floats, Method, Program, Status, Stop, never

_ENDS: Final = {
    highspy.HighsModelStatus.kOptimal: Status.OPTIMAL,
    highspy.HighsModelStatus.kModelEmpty: Status.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: Status.INFEASIBLE,
    highspy.HighsModelStatus.kUnbounded: Status.UNBOUNDED,
    highspy.HighsModelStatus.kTimeLimit: Status.TIME_LIMIT,
    highspy.HighsModelStatus.kInterrupt: Status.INTERRUPTED,
}
_FEASIBLE: Final = 2
"""`primal_solution_status` and `dual_solution_status` of a point that meets all constraints."""


class _Silent(highspy.Highs):
    """A model that says nothing: HiGHS greets on standard output as soon as its callbacks are set."""

    def enableCallbacks(self) -> None:  # noqa: N802 - a name of highspy
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class Highs:
    """The solver HiGHS, on `threads` threads (0: as many as it sees fit)."""

    def __init__(self, *, threads: int = 0) -> None:
        self._threads = threads

    def solve(
        self,
        program: Program,
        *,
        gap: float = 1e-9,
        time_limit_s: float = math.inf,
        stop: Stop = never,
        method: Method = "choose",
        start: Floats | None = None,
    ) -> Answer:
        """Solve to this relative gap, within this time; see `symbiosis.network.program.Solver`."""
        began = perf_counter()
        if stop():
            return Answer(status=Status.INTERRUPTED, message="stopped before it began")
        if time_limit_s <= 0.0:
            return Answer(status=Status.TIME_LIMIT, message="no time left")
        model = self._model(program, gap=gap, time_limit_s=time_limit_s, stop=stop, method=method)
        if start is not None:
            point = highspy.HighsSolution()
            point.col_value = start.tolist()
            model.setSolution(point)
        model.run()
        if model.getModelStatus() == highspy.HighsModelStatus.kUnboundedOrInfeasible:
            # presolve saw that it is one of both and did not look which
            model.setOptionValue("presolve", "off")
            model.run()
        return _answer(model, program, perf_counter() - began)

    def _model(
        self, program: Program, *, gap: float, time_limit_s: float, stop: Stop, method: Method
    ) -> highspy.Highs:
        model: highspy.Highs = _Silent()  # type: ignore[no-untyped-call]
        if self._threads:
            model.setOptionValue("threads", self._threads)
        if math.isfinite(time_limit_s):
            model.setOptionValue("time_limit", float(time_limit_s))
        model.setOptionValue("mip_rel_gap", float(gap))
        model.setOptionValue("solver", method)
        model.passModel(_lp(program))
        if stop is not never:

            def ask(event: Any) -> None:
                event.interrupt(stop())

            for callback in (model.cbSimplexInterrupt, model.cbIpmInterrupt, model.cbMipInterrupt):
                callback += ask
        return model


def _lp(program: Program) -> highspy.HighsLp:
    """The program as HiGHS holds it, minimising."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.value), len(program.row_low)
    lp.col_cost_ = -program.value
    lp.col_lower_, lp.col_upper_ = program.low, program.high
    lp.row_lower_, lp.row_upper_ = program.row_low, program.row_high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    lp.a_matrix_.start_ = program.starts.astype(np.int32)
    lp.a_matrix_.index_ = program.columns.astype(np.int32)
    lp.a_matrix_.value_ = program.coefficients
    if program.integer is not None and program.integer.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(whole)] for whole in program.integer]
    return lp


def _answer(model: highspy.Highs, program: Program, seconds: float) -> Answer:
    ended = model.getModelStatus()
    status = _ENDS.get(ended, Status.STALLED)
    info = model.getInfo()
    message = model.modelStatusToString(ended)
    if status is Status.INFEASIBLE:
        return Answer(status=status, bound=-math.inf, seconds=seconds, message=message)
    solution = model.getSolution()
    has_point = info.primal_solution_status == _FEASIBLE and bool(solution.value_valid)
    if ended == highspy.HighsModelStatus.kModelEmpty:
        has_point = False
    values = np.array(solution.col_value) if has_point else None
    if ended == highspy.HighsModelStatus.kModelEmpty:
        values = np.zeros(len(program.value))
    objective = float(program.value @ values) if values is not None else math.nan
    whole = program.integer is not None and bool(program.integer.any())
    prices = margins = None
    bound = math.inf
    if whole:
        # what is not known yet comes as minus infinity while minimising
        bound = -float(info.mip_dual_bound) if status is not Status.UNBOUNDED else math.inf
        if status is Status.OPTIMAL:
            bound = max(bound, objective)
    elif solution.dual_valid and info.dual_solution_status == _FEASIBLE:
        prices = -np.array(solution.row_dual)
        margins = -np.array(solution.col_dual)
        bound = _dual_bound(program, prices)
    if status is Status.OPTIMAL and not math.isfinite(bound):
        bound = objective
    return Answer(
        status=status,
        objective=objective,
        bound=bound,
        values=values,
        row_prices=prices,
        margins=margins,
        seconds=seconds,
        message=message,
    )


def _dual_bound(program: Program, prices: Floats) -> float:
    """The bound that these prices prove by weak duality, whatever rounding did to them.

    Each row costs its price times the limit it presses on; each variable adds at most its margin times the
    limit that it may run to.
    """
    rows = np.repeat(np.arange(len(program.row_low)), np.diff(program.starts))
    spent = np.bincount(
        program.columns, weights=program.coefficients * prices[rows], minlength=len(program.value)
    )
    margins = program.value - spent
    parts = [(prices, program.row_low, program.row_high), (margins, program.low, program.high)]
    total = []
    for weights, low, high in parts:
        limit = np.where(weights > 0.0, high, low)
        # a margin of a rounding error against no limit at all proves nothing, and is taken for zero
        loose = ~np.isfinite(limit) & (np.abs(weights) <= 1e-7 * (1.0 + np.abs(program.value).max(initial=0)))
        weights = np.where(loose | (weights == 0.0), 0.0, weights)
        limit = np.where(weights == 0.0, 0.0, limit)
        total.append(math.fsum((weights * limit).tolist()))
    return math.fsum(total)
