"""Outcomes that are no success, and definitions that are refused."""

from __future__ import annotations

import math

import pytest

from symbiosis.errors import InvalidValue, ProblemCode
from symbiosis.flows import (
    Flow,
    FlowSystem,
    Measurement,
    Outcome,
    Status,
    Stock,
    TransferCoefficient,
    flow_system,
    reconcile,
)
from symbiosis.quantities import Period

EXACT = Measurement(10, 0)


def test_exact_values_that_contradict_leave_the_rest_to_be_reconciled() -> None:
    answer = reconcile(
        flow_system(
            [
                Flow("a", "env", "A", Measurement(100, 0)),
                Flow("b", "A", "B", Measurement(60, 0)),
                Flow("c", "A", "env", Measurement(30, 0)),
                Flow("d", "B", "env"),
                Flow("x", "env", "C", Measurement(45, 1)),
                Flow("y", "C", "env", Measurement(47, 1)),
            ]
        )
    )
    assert answer.outcome is Outcome.INFEASIBLE
    (found,) = answer.contradictions
    assert (found.processes, found.imbalance) == (("A",), pytest.approx(10))
    values = {e.id: e.value for e in answer.flows}
    assert values == {
        "a": 100,
        "b": 60,
        "c": 30,
        "d": pytest.approx(60),
        "x": pytest.approx(46),
        "y": pytest.approx(46),
    }


def test_what_hangs_together_with_a_contradiction_stays_as_measured() -> None:
    # A and B together: 100 in, 30 + 60 out, all exact; between them nobody measured
    answer = reconcile(
        flow_system(
            [
                Flow("a", "env", "A", Measurement(100, 0)),
                Flow("ab", "A", "B"),
                Flow("c", "A", "env", Measurement(30, 0)),
                Flow("d", "B", "env", Measurement(60, 0)),
            ]
        )
    )
    assert answer.outcome is Outcome.INFEASIBLE
    assert answer.contradictions[0].processes == ("A", "B")
    assert abs(answer.contradictions[0].imbalance) == pytest.approx(10)
    assert [(e.value, e.status) for e in answer.flows] == [
        (100, Status.FIXED),
        (None, Status.OBSERVABLE),
        (30, Status.FIXED),
        (60, Status.FIXED),
    ]
    assert answer.balances()[0].imbalance is None


def test_rounded_decimals_are_no_contradiction() -> None:
    parts = [0.1] * 10
    flows = [Flow(f"f{n}", "env", "A", Measurement(part, 0)) for n, part in enumerate(parts)]
    answer = reconcile(flow_system([*flows, Flow("out", "A", "env", Measurement(1.0, 0))]))
    assert answer.outcome is Outcome.NO_REDUNDANCY


def test_an_empty_system() -> None:
    answer = reconcile(flow_system([]))
    assert (answer.outcome, answer.j, answer.degrees_of_freedom) == (Outcome.NO_REDUNDANCY, 0.0, 0)
    assert answer.chi_square_limit == 0.0
    assert math.isinf(answer.test_limit)


def test_a_closed_loop_without_environment() -> None:
    answer = reconcile(
        flow_system([Flow("ab", "A", "B", Measurement(10, 1)), Flow("ba", "B", "A", Measurement(12, 1))])
    )
    assert (answer.outcome, answer.degrees_of_freedom) == (Outcome.RECONCILED, 1)
    assert [e.value for e in answer.flows] == [pytest.approx(11)] * 2


def test_sigmas_far_apart() -> None:
    answer = reconcile(
        flow_system(
            [
                Flow("a", "env", "A", Measurement(100, 1e-6)),
                Flow("b", "A", "B", Measurement(130, 1e6)),
                Flow("c", "B", "env", Measurement(101, 1.0)),
            ]
        )
    )
    first, second, third = answer.flows
    assert first.value == pytest.approx(100, rel=1e-9)
    assert second.value == pytest.approx(third.value, rel=1e-9)
    assert second.sigma == pytest.approx(1e-6, rel=1e-4)
    assert third.sigma == pytest.approx(1e-6, rel=1e-4)


def test_a_clearly_negative_flow_is_named() -> None:
    answer = reconcile(
        flow_system(
            [
                Flow("a", "env", "A", Measurement(10, 0.1)),
                Flow("b", "A", "env", Measurement(15, 0.1)),
                Flow("c", "A", "env"),
            ]
        )
    )
    assert answer.negative_flows == ("c",)


def test_processes_that_something_only_enters() -> None:
    system = flow_system(
        [Flow("a", "env", "A"), Flow("b", "A", "B"), Flow("c", "A", "C")], stocks=[Stock("s", "C")]
    )
    assert system.dead_ends == ("B",)


def test_a_system_says_its_unit_and_period() -> None:
    system = flow_system([Flow("a", "env", "A")], unit_key="kilogram", period=Period.MONTH)
    assert (system.unit, system.period) == ("kg", Period.MONTH)


GOOD = Flow("good", "env", "A", EXACT)
WRONG = [
    ([GOOD, Flow("good", "A", "env")], {}, ProblemCode.ID_TWICE, "flow"),
    ([GOOD, Flow("b", "A", "A")], {}, ProblemCode.SELF_LOOP, "to"),
    ([GOOD, Flow("b", "", "A")], {}, ProblemCode.EMPTY, "from"),
    ([GOOD, Flow("", "A", "env")], {}, ProblemCode.EMPTY, "flow"),
    ([GOOD, Flow("b", "A", "Z")], {"processes": ["A"]}, ProblemCode.ID_UNKNOWN, "to"),
    ([GOOD, Flow("b", "A", "env", Measurement(1, -1))], {}, ProblemCode.NEGATIVE, "sigma"),
    ([GOOD, Flow("b", "A", "env", Measurement(math.nan, 1))], {}, ProblemCode.NOT_FINITE, "value"),
    ([GOOD, Flow("b", "A", "env", Measurement(1, math.inf))], {}, ProblemCode.NOT_FINITE, "sigma"),
    ([GOOD, Flow("b", "A", "env")], {"stocks": [Stock("s", "Z")]}, ProblemCode.ID_UNKNOWN, "process"),
    ([GOOD, Flow("b", "A", "env")], {"stocks": [Stock("b", "A")]}, ProblemCode.ID_TWICE, "stock"),
    (
        [GOOD, Flow("b", "A", "env")],
        {"transfers": [TransferCoefficient("Z", "b")]},
        ProblemCode.ID_UNKNOWN,
        "process",
    ),
    (
        [GOOD, Flow("b", "A", "env")],
        {"transfers": [TransferCoefficient("A", "z")]},
        ProblemCode.ID_UNKNOWN,
        "flow",
    ),
    (
        [GOOD, Flow("b", "A", "env")],
        {"transfers": [TransferCoefficient("A", "good")]},
        ProblemCode.FLOW_ELSEWHERE,
        "flow",
    ),
    ([GOOD], {"unit_key": "furlong"}, ProblemCode.UNKNOWN_UNIT, "unit"),
]


@pytest.mark.parametrize(("flows", "more", "code", "column"), WRONG, ids=[f"{w[2]}-{w[3]}" for w in WRONG])
def test_a_wrong_definition_is_refused(
    flows: list[Flow], more: dict[str, object], code: ProblemCode, column: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        flow_system(flows, **more)  # type: ignore[arg-type]
    assert (caught.value.problem.code, caught.value.problem.column) == (code, column)


def large_system(processes: int) -> FlowSystem:
    """Processes in a row, each fed from outside and giving outside too, everything measured."""
    flows = []
    for number in range(processes):
        value = 100.0 + number % 7
        flows.append(Flow(f"in{number}", "env", f"P{number}", Measurement(value, 1)))
        flows.append(Flow(f"out{number}", f"P{number}", "env", Measurement(value + (-1) ** number, 1)))
        if number:
            flows.append(Flow(f"on{number}", f"P{number - 1}", f"P{number}", Measurement(50, 1)))
    return flow_system(flows)


def test_thousands_of_flows() -> None:
    answer = reconcile(large_system(2000))
    assert (answer.outcome, answer.degrees_of_freedom) == (Outcome.RECONCILED, 2000)
    assert {e.status for e in answer.flows} == {Status.REDUNDANT}
    assert max(abs(balance.imbalance or 0.0) for balance in answer.balances()) < 1e-9


def test_what_must_be_nothing_is_nought_and_not_minus_nought() -> None:
    """A process that things only enter: its flows are 0, told without a sign."""
    answer = reconcile(
        flow_system([Flow("a", "env", "A", Measurement(3, 1)), Flow("b", "A", "B"), Flow("c", "A", "B")])
    )
    told = {estimate.id: estimate.value for estimate in answer.flows}
    assert all(math.copysign(1.0, value) == 1.0 for value in told.values() if value == 0.0)
    dead_end = reconcile(flow_system([Flow("a", "env", "A"), Flow("b", "A", "B"), Flow("c", "A", "C")]))
    values = [estimate.value for estimate in dead_end.flows]
    assert 0.0 in values
    assert all(math.copysign(1.0, value) == 1.0 for value in values if value is not None)
