"""Transfer coefficients: exact, uncertain, unknown; against a general minimiser and the truth."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given
from hypothesis import strategies as st

from symbiosis.flows import (
    ENVIRONMENT,
    Flow,
    FlowSystem,
    Measurement,
    Outcome,
    Reconciliation,
    Status,
    Stock,
    TransferCoefficient,
    flow_system,
    reconcile,
)
from tests.symbiosis.flows.networks import Network, dense_spread, networks


def sorting_line() -> FlowSystem:
    """Waste sorted in A, dismantled in B, with what C refuses going back to A."""
    return flow_system(
        [
            Flow("in", "env", "A", Measurement(100, 5)),
            Flow("ab", "A", "B", Measurement(70, 3)),
            Flow("ac", "A", "C"),
            Flow("sold", "B", "env", Measurement(62, 4)),
            Flow("back", "C", "A", Measurement(10, 2)),
            Flow("burnt", "C", "env", Measurement(31, 3)),
        ],
        stocks=[Stock("kept", "B", Measurement(4, 1))],
        transfers=[
            TransferCoefficient("A", "ab", Measurement(0.6, 0.03)),
            TransferCoefficient("C", "back"),
        ],
    )


def misfit(system: FlowSystem, values: dict[str, float]) -> float:
    """J of any values."""
    items = (*system.flows, *system.stocks, *system.transfers)
    return sum(
        ((item.measurement.value - values[item.id]) / item.measurement.sigma) ** 2
        for item in items
        if item.measurement is not None and item.measurement.sigma > 0
    )


def holds(answer: Reconciliation) -> None:
    """Every coefficient whose flows are known is met."""
    values = {e.id: e.value for e in answer.estimates}
    for transfer, estimate in zip(answer.system.transfers, answer.transfers, strict=True):
        entering = [values[flow.id] for flow in answer.system.entering(transfer.process)]
        leaving = values[transfer.flow]
        if estimate.value is not None and leaving is not None and None not in entering:
            total = sum(value for value in entering if value is not None)
            assert leaving == pytest.approx(estimate.value * total, rel=1e-8, abs=1e-8 * abs(total))


def test_it_equals_a_general_minimiser() -> None:
    system = sorting_line()
    answer = reconcile(system)
    names = ["in", "ab", "ac", "sold", "back", "burnt", "kept", "k"]
    start = np.array([100, 70, 40, 62, 10, 31, 4, 0.6])
    sigma = np.array([5, 3, np.inf, 4, 2, 3, 1, 0.03])
    scale = np.array([100, 100, 100, 100, 100, 100, 100, 1.0])

    def balances(z: np.ndarray) -> list[float]:
        x = dict(zip(names, z * scale, strict=True))
        return [
            (x["in"] + x["back"] - x["ab"] - x["ac"]) / 100,
            (x["ab"] - x["sold"] - x["kept"]) / 100,
            (x["ac"] - x["back"] - x["burnt"]) / 100,
            (x["ab"] - x["k"] * (x["in"] + x["back"])) / 100,
        ]

    best = scipy.optimize.minimize(
        lambda z: float(np.sum(((z * scale - start) / sigma) ** 2)),
        start / scale,
        method="SLSQP",
        constraints=[{"type": "eq", "fun": balances}],
        options={"ftol": 1e-15, "maxiter": 500},
    )
    found = {e.id: e.value for e in answer.estimates}
    assert answer.outcome is Outcome.RECONCILED
    assert answer.degrees_of_freedom == 3
    assert answer.j == pytest.approx(best.fun, rel=1e-6)
    for name, value in zip(names, best.x * scale, strict=True):
        assert found["A -> ab" if name == "k" else name] == pytest.approx(value, rel=1e-4)
    back, ac = found["back"], found["ac"]
    assert back is not None
    assert ac is not None
    assert found["C -> back"] == pytest.approx(back / ac)
    assert answer.transfers[1].status is Status.OBSERVABLE
    holds(answer)


def test_sigma_of_an_unknown_share_is_carried_from_the_flows() -> None:
    answer = reconcile(
        flow_system(
            [
                Flow("in", "env", "A", Measurement(100, 3)),
                Flow("b", "A", "env", Measurement(40, 2)),
                Flow("c", "A", "env"),
            ],
            transfers=[TransferCoefficient("A", "b")],
        )
    )
    (share,) = answer.transfers
    assert share.value == pytest.approx(0.4)
    # k = b / in: variance (2 / 100)^2 + (40 * 3 / 100^2)^2
    assert share.sigma == pytest.approx(np.hypot(0.02, 0.012))
    assert answer.outcome is Outcome.NO_REDUNDANCY


def test_an_exact_share_is_a_linear_equation() -> None:
    answer = reconcile(
        flow_system(
            [Flow("in", "env", "A", Measurement(100, 3)), Flow("b", "A", "env"), Flow("c", "A", "env")],
            transfers=[TransferCoefficient("A", "b", Measurement(0.25, 0))],
        )
    )
    assert [e.value for e in answer.flows] == [100, pytest.approx(25), pytest.approx(75)]
    assert [e.sigma for e in answer.flows] == [3, pytest.approx(0.75), pytest.approx(2.25)]
    assert answer.iterations == 1
    assert answer.transfers[0].status is Status.FIXED


def test_shares_of_an_unknown_flow_still_add_up_to_one() -> None:
    answer = reconcile(
        flow_system(
            [Flow("in", "env", "A"), Flow("b", "A", "env"), Flow("c", "A", "env")],
            transfers=[
                TransferCoefficient("A", "b", Measurement(0.5, 0.1)),
                TransferCoefficient("A", "c", Measurement(0.6, 0.1)),
            ],
        )
    )
    assert [e.value for e in answer.transfers] == [pytest.approx(0.45), pytest.approx(0.55)]
    assert {e.status for e in answer.flows} == {Status.UNOBSERVABLE}


def test_exact_shares_that_do_not_add_up_contradict() -> None:
    answer = reconcile(
        flow_system(
            [Flow("in", "env", "A", Measurement(100, 1)), Flow("b", "A", "env"), Flow("c", "A", "env")],
            transfers=[
                TransferCoefficient("A", "b", Measurement(0.5, 0)),
                TransferCoefficient("A", "c", Measurement(0.6, 0)),
            ],
        )
    )
    assert answer.outcome is Outcome.INFEASIBLE
    assert answer.contradictions[0].processes == ("A",)
    assert answer.flows[0].value == 100


def test_too_few_steps_is_an_outcome() -> None:
    answer = reconcile(sorting_line(), most_steps=1)
    assert answer.outcome is Outcome.NOT_CONVERGED
    assert all(e.value is not None for e in answer.flows)


@given(networks(), st.data())
def test_shares_near_the_truth_are_met_and_fit_no_worse_than_the_truth(
    network: Network, data: st.DataObject
) -> None:
    total: dict[str, float] = {}
    for flow in network.system.flows:
        total[flow.target] = total.get(flow.target, 0.0) + network.truth[flow.id]
    transfers, truth = [], dict(network.truth)
    for flow in network.system.flows:
        kind = 0 if flow.source == ENVIRONMENT else data.draw(st.integers(0, 3))
        if not kind:
            continue
        share = network.truth[flow.id] / total[flow.source]
        error = data.draw(st.floats(-2, 2))
        measurement = None if kind == 1 else Measurement(share + 0.05 * share * error, 0.05 * share)
        transfer = TransferCoefficient(flow.source, flow.id, measurement)
        transfers.append(transfer)
        truth[transfer.id] = share
    system = flow_system(network.system.flows, transfers=transfers)
    answer = reconcile(system)
    assert answer.outcome in {Outcome.RECONCILED, Outcome.NO_REDUNDANCY}
    assert answer.j <= misfit(system, truth) * (1 + 1e-7) + 1e-9
    holds(answer)
    for balance in answer.balances():
        if balance.imbalance is not None and balance.entering is not None:
            assert abs(balance.imbalance) <= 1e-8 * max(1.0, abs(balance.entering))


@given(networks(exact=True), st.data())
def test_values_and_sigmas_with_stocks_and_coefficients_equal_a_dense_solution(
    network: Network, data: st.DataObject
) -> None:
    truth, total, stocks, transfers = dict(network.truth), dict[str, float](), [], []
    flows = network.system.flows
    for flow in flows:
        total[flow.target] = total.get(flow.target, 0.0) + truth[flow.id]
    for process in network.system.processes:
        kind = data.draw(st.sampled_from(["none", "open", "exact", "measured"]))
        sigma = 0.0 if kind == "exact" else 0.05 * total[process]
        measurement = None if kind == "open" else Measurement(data.draw(st.floats(-1, 1)) * sigma, sigma)
        if kind != "none":
            stocks.append(Stock(f"kept in {process}", process, measurement))
            truth[stocks[-1].id] = 0.0
    # where what enters is known: a share of nobody knows what has no slope
    known = set(network.system.processes) - {f.target for f in flows if f.measurement is None}
    for flow in flows:
        if flow.source in known and data.draw(st.booleans()):
            share = truth[flow.id] / total[flow.source]
            error = data.draw(st.floats(-1, 1))
            measurement = data.draw(
                st.sampled_from([None, Measurement((1 + 0.1 * error) * share, 0.1 * share)])
            )
            transfers.append(TransferCoefficient(flow.source, flow.id, measurement))
            truth[transfers[-1].id] = share
    system = flow_system(flows, stocks=stocks, transfers=transfers)
    answer = reconcile(system)
    assert answer.outcome in {Outcome.RECONCILED, Outcome.NO_REDUNDANCY}
    found = {e.id: truth[e.id] if e.value is None else e.value for e in answer.estimates}
    slope, spread = dense_spread(system, found)
    assert slope == pytest.approx(0.0, abs=1e-5)
    sigmas = np.array([np.nan if e.sigma is None else e.sigma for e in answer.estimates])
    sizes = np.array([abs(found[e.id]) for e in answer.estimates])
    assert sigmas == pytest.approx(spread, rel=1e-5, abs=1e-7 * max(1.0, sizes.max()), nan_ok=True)
