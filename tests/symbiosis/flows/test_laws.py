"""Laws of reconciliation, on random systems."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from symbiosis.flows import (
    Flow,
    FlowSystem,
    Measurement,
    Outcome,
    Reconciliation,
    Status,
    flow_system,
    projection,
    reconcile,
)
from tests.symbiosis.flows.networks import Network, dense, networks

CLOSE = 1e-9


def values(answer: Reconciliation) -> dict[str, float]:
    """Reconciled values, NaN where unknown."""
    return {e.id: math.nan if e.value is None else e.value for e in answer.flows}


def sigmas(answer: Reconciliation) -> dict[str, float]:
    """Posterior sigmas, NaN where unknown."""
    return {e.id: math.nan if e.sigma is None else e.sigma for e in answer.flows}


def largest(system: FlowSystem) -> float:
    """The largest measured value: what rounding is compared with."""
    return max((abs(f.measurement.value) for f in system.flows if f.measurement), default=1.0)


def largest_true(network: Network) -> float:
    """The largest flow, measured or not."""
    return max(network.truth.values())


@given(networks(exact=True))
def test_it_equals_the_dense_textbook_solution(network: Network) -> None:
    answer, yardstick = reconcile(network.system), dense(network.system)
    size = largest(network.system)
    assert [e.status for e in answer.flows] == yardstick.status
    np.testing.assert_allclose(list(values(answer).values()), yardstick.value, atol=1e-7 * size)
    # the yardstick subtracts near-equal variances, so its variances are good to rounding, its sigmas less
    ours = np.array(list(sigmas(answer).values())) ** 2
    np.testing.assert_allclose(ours, yardstick.sigma**2, rtol=1e-6, atol=1e-9 * largest_true(network) ** 2)
    assert answer.j == pytest.approx(yardstick.j, rel=1e-6, abs=1e-6)
    assert answer.degrees_of_freedom == yardstick.freedom


@given(networks())
def test_balanced_measurements_stay_as_they_are(network: Network) -> None:
    system = network.measured(lambda flow, true: Measurement(true, 0.1 * true) if flow.measurement else None)
    answer = reconcile(system)
    assert answer.j == pytest.approx(0.0, abs=1e-18)
    assert answer.suspects == ()
    for estimate in answer.flows:
        if estimate.value is not None:
            assert estimate.value == pytest.approx(network.truth[estimate.id], rel=CLOSE)


@given(networks(exact=True))
def test_every_known_balance_closes(network: Network) -> None:
    answer = reconcile(network.system)
    assert answer.outcome in {Outcome.RECONCILED, Outcome.NO_REDUNDANCY}
    for balance in answer.balances():
        if balance.imbalance is not None and balance.entering is not None:
            # to the kilogram for a million tonnes
            assert abs(balance.imbalance) <= CLOSE * max(abs(balance.entering), largest(network.system))


@given(networks(exact=True), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(network: Network, chance: object) -> None:
    shuffled = list(network.system.flows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = reconcile(network.system), reconcile(flow_system(shuffled))
    size = largest(network.system)
    assert {e.id: e.status for e in one.flows} == {e.id: e.status for e in other.flows}
    assert one.degrees_of_freedom == other.degrees_of_freedom
    assert one.j == pytest.approx(other.j, rel=1e-7, abs=1e-9)
    for name, value in values(one).items():
        assert values(other)[name] == pytest.approx(value, abs=CLOSE * size, nan_ok=True)


@given(networks(exact=True), st.sampled_from([1e-3, 1000.0, 0.45359237]))
def test_another_unit_scales_the_answer(network: Network, factor: float) -> None:
    def scaled(flow: Flow, _: float) -> Measurement | None:
        given_one = flow.measurement
        return given_one and Measurement(given_one.value * factor, given_one.sigma * factor)

    one, other = reconcile(network.system), reconcile(network.measured(scaled))
    size = largest(network.system)
    assert [e.status for e in one.flows] == [e.status for e in other.flows]
    assert other.j == pytest.approx(one.j, rel=1e-7, abs=1e-9)
    for name, value in values(one).items():
        assert values(other)[name] / factor == pytest.approx(value, abs=CLOSE * size, nan_ok=True)


@given(networks(exact=True), st.integers(0, 100), st.floats(0.01, 1.0))
def test_one_more_measurement_never_makes_anything_less_sure(
    network: Network, which: int, share: float
) -> None:
    before = reconcile(network.system)
    open_ones = [flow for flow in network.system.flows if flow.measurement is None]
    assume(open_ones)
    chosen = open_ones[which % len(open_ones)]
    true = network.truth[chosen.id]
    after = reconcile(
        network.measured(
            lambda flow, _: Measurement(true, share * true) if flow.id == chosen.id else flow.measurement
        )
    )
    for name, sigma in sigmas(before).items():
        if not math.isnan(sigma):
            assert sigmas(after)[name] <= sigma * (1 + 1e-6) + 1e-9 * largest(network.system)
    assert after.degrees_of_freedom >= before.degrees_of_freedom


@given(networks(exact=True), st.randoms(use_true_random=False))
def test_statuses_do_not_depend_on_values(network: Network, chance: object) -> None:
    def other(flow: Flow, true: float) -> Measurement | None:
        if flow.measurement is None or flow.measurement.is_exact:
            return flow.measurement
        return Measurement(true * chance.uniform(-3, 3), true * chance.uniform(0.1, 2))  # type: ignore[attr-defined]

    one, changed = reconcile(network.system), reconcile(network.measured(other))
    assert [e.status for e in one.flows] == [e.status for e in changed.flows]


@given(networks())
def test_reconciling_twice_changes_nothing_more(network: Network) -> None:
    first = values(reconcile(network.system))
    again = reconcile(
        network.measured(
            lambda flow, _: flow.measurement and Measurement(first[flow.id], flow.measurement.sigma)
        )
    )
    assert again.j == pytest.approx(0.0, abs=1e-12)


@given(networks())
def test_redundant_measurements_get_surer_and_fixed_ones_stay(network: Network) -> None:
    for estimate in reconcile(network.system).flows:
        if estimate.measurement is not None and estimate.sigma is not None:
            if estimate.status is Status.REDUNDANT:
                assert estimate.sigma <= estimate.measurement.sigma
            else:
                assert (estimate.value, estimate.sigma) == (
                    estimate.measurement.value,
                    estimate.measurement.sigma,
                )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(network=networks(exact=True))
def test_the_sparse_factorisation_gives_the_same(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    one = reconcile(network.system)
    with monkeypatch.context() as patch:
        patch.setattr(projection, "DENSE_LIMIT", 0)
        other = reconcile(network.system)
    size = largest(network.system)
    assert other.j == pytest.approx(one.j, rel=1e-7, abs=1e-9)
    assert [s.id for s in one.suspects] == [s.id for s in other.suspects]
    for name, value in values(one).items():
        assert values(other)[name] == pytest.approx(value, abs=CLOSE * size, nan_ok=True)
        assert sigmas(other)[name] == pytest.approx(sigmas(one)[name], abs=1e-7 * size, nan_ok=True)


def test_a_hundred_times_the_error_is_suspected_first() -> None:
    rng = np.random.default_rng(5)
    flows = []
    for number in range(60):
        # three parallel ways through each of 60 processes in a row: every flow is told three times
        for way, share in enumerate((20.0, 30.0, 50.0)):
            value = share + rng.normal() * 0.5
            source = "env" if number == 0 else f"P{number}"
            flows.append(Flow(f"F{number}.{way}", source, f"P{number + 1}", Measurement(value, 0.5)))
    flows.append(Flow("out", "P60", "env", Measurement(100.0, 0.5)))
    wrong = flows[91]
    assert wrong.measurement is not None
    flows[91] = replace(wrong, measurement=Measurement(wrong.measurement.value + 50.0, 0.5))
    answer = reconcile(flow_system(flows))
    assert not answer.passes_global_test
    assert [{s.id, *s.equivalents} for s in answer.suspects] == [{"F30.0", "F30.1", "F30.2"}]
    assert answer.suspects[0].error == pytest.approx(50.0, abs=3.0)


@given(st.lists(networks(), min_size=2, max_size=5), st.sampled_from([1, 3, 32]))
def test_parts_that_have_nothing_in_common_do_not_mind_each_other(several: list[Network], most: int) -> None:
    alone, flows = {}, []
    for number, network in enumerate(several):
        answer = reconcile(network.system)
        alone |= {f"{number}.{one.id}": one for one in answer.flows}
        for flow in network.system.flows:
            ends = [end if end == "env" else f"{number}.{end}" for end in (flow.source, flow.target)]
            flows.append(Flow(f"{number}.{flow.id}", *ends, flow.measurement))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(projection, "POOL", most)
        together = {one.id: one for one in reconcile(flow_system(flows)).flows}
    for key, one in alone.items():
        assert together[key].status == one.status
        for mine, other in ((together[key].value, one.value), (together[key].sigma, one.sigma)):
            assert (mine is None) == (other is None)
            assert mine is None or mine == pytest.approx(other, rel=1e-6, abs=1e-6)
