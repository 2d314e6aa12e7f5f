"""HiGHS as a solver: linear and mixed-integer programs in, status, best point, bound and prices out.

HiGHS minimises here; what is told is turned back to maximising. An interrupt is asked for in its callbacks.
"""

from __future__ import annotations

import math
from time import perf_counter
from typing import Any, Final

import highspy
import numpy as np

from symbiosis.network.program import Answer, Floats, Ints, Method, Program, Status, Stop, never

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
_ENDLESS: Final = 1e15
"""A worth from which on all are scaled down: HiGHS takes 1e20 for no number at all."""
_PRIMAL: Final = 4
"""`simplex_strategy` of the primal simplex method."""


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
        _run(model)
        if model.getModelStatus() == highspy.HighsModelStatus.kUnboundedOrInfeasible:
            # presolve saw that it is one of both and did not look which
            model.setOptionValue("presolve", "off")
            _run(model)
        return _answer(model, program, perf_counter() - began, scale=_scale_of(program.value))

    def growing(self) -> Growing:
        """A program that gains columns; see `symbiosis.network.program.GrowingSolver`."""
        return Growing(self)

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
        model.passModel(lp_of(program))
        if stop is not never:

            def ask(event: Any) -> None:
                event.interrupt(stop())

            for callback in (model.cbSimplexInterrupt, model.cbIpmInterrupt, model.cbMipInterrupt):
                callback += ask
        return model


class Growing:
    """One program solved again and again with more columns, each time from the basis of the time before.

    The basis of fewer columns still meets all limits, so that simplex goes on in the primal and only looks at
    what is new: a hundredth of the pivots of a cold start.
    """

    def __init__(self, solver: Highs) -> None:
        self._solver = solver
        self._model: highspy.Highs | None = None
        self._keys: Ints = np.zeros(0, dtype=np.int64)
        self._scale = 1.0

    def solve(
        self, program: Program, keys: Ints, *, time_limit_s: float = math.inf, stop: Stop = never
    ) -> Answer:
        """Solve this program; see `symbiosis.network.program.GrowingSolver`."""
        began = perf_counter()
        if stop():
            return Answer(status=Status.INTERRUPTED, message="stopped before it began")
        if time_limit_s <= 0.0:
            return Answer(status=Status.TIME_LIMIT, message="no time left")
        if self._model is None or not self._grown(self._model, program, keys):
            self._model = self._solver._model(
                program, gap=0.0, time_limit_s=time_limit_s, stop=stop, method="choose"
            )
            self._keys, self._scale = keys, _scale_of(program.value)
        model = self._model
        if math.isfinite(time_limit_s):
            # the clock of a model runs on from one solve to the next
            model.setOptionValue("time_limit", float(model.getRunTime() + time_limit_s))
        _run(model)
        if model.getModelStatus() not in _ENDS:
            # a basis from which it does not get on: once more from none
            model.clearSolver()
            _run(model)
        order = np.argsort(self._keys, kind="stable")
        places = order[np.searchsorted(self._keys[order], keys)]
        return _answer(model, program, perf_counter() - began, places, scale=self._scale)

    def _grown(self, model: highspy.Highs, program: Program, keys: Ints) -> bool:
        """Add the columns that are new; False where those before are not all there any more."""
        new = np.flatnonzero(~np.isin(keys, self._keys))
        if len(new) + len(self._keys) != len(keys):
            return False
        if np.abs(program.value[new] * self._scale).max(initial=0.0) >= _ENDLESS:
            return False
        number = np.full(len(keys), -1, dtype=np.int64)
        number[new] = np.arange(len(new))
        rows = np.repeat(np.arange(len(program.row_low)), np.diff(program.starts))
        own = number[program.columns]
        mine = np.flatnonzero(own >= 0)
        mine = mine[np.argsort(own[mine], kind="stable")]
        starts = np.searchsorted(own[mine], np.arange(len(new)))
        model.addCols(
            len(new),
            -program.value[new] * self._scale,
            program.low[new],
            program.high[new],
            len(mine),
            starts.astype(np.int32),
            rows[mine].astype(np.int32),
            program.coefficients[mine],
        )
        model.setOptionValue("simplex_strategy", _PRIMAL)
        self._keys = np.concatenate([self._keys, keys[new]])
        return True


def _run(model: highspy.Highs) -> None:
    """Run a model, also where one before it in this thread was given another number of threads.

    HiGHS keeps its workers from one model to the next and refuses a model that asks for more or fewer.
    """
    ended = model.run()
    if ended == highspy.HighsStatus.kError and model.getModelStatus() == highspy.HighsModelStatus.kNotset:
        highspy.Highs.resetGlobalScheduler(True)
        model.run()


def _scale_of(value: Floats) -> float:
    """What the worths are multiplied by for HiGHS: 1, or a power of two where some are enormous."""
    most = float(np.abs(value).max(initial=0.0))
    return 1.0 if most < _ENDLESS else math.ldexp(1.0, 20 - math.frexp(most)[1])


def lp_of(program: Program) -> highspy.HighsLp:
    """The program as HiGHS holds it, minimising."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.value), len(program.row_low)
    lp.col_cost_ = -program.value * _scale_of(program.value)
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


def _answer(
    model: highspy.Highs, program: Program, seconds: float, places: Ints | None = None, *, scale: float
) -> Answer:
    """What the model found; `places` tells where the columns of the program stand in it."""
    mine: Any = slice(None) if places is None else places
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
    values = np.array(solution.col_value)[mine] if has_point else None
    if ended == highspy.HighsModelStatus.kModelEmpty:
        values = np.zeros(len(program.value))
    objective = float(program.value @ values) if values is not None else math.nan
    whole = program.integer is not None and bool(program.integer.any())
    prices = margins = None
    bound = math.inf
    if whole:
        # what is not known yet comes as minus infinity while minimising
        bound = -float(info.mip_dual_bound) / scale if status is not Status.UNBOUNDED else math.inf
        if status is Status.OPTIMAL:
            bound = max(bound, objective)
    elif solution.dual_valid and info.dual_solution_status == _FEASIBLE:
        prices = -np.array(solution.row_dual) / scale
        margins = -np.array(solution.col_dual)[mine] / scale
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
