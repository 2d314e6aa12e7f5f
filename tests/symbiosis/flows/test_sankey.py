"""Flow diagrams: few bands, nothing lost, everything within the picture."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis.flows import Flow, FlowSystem, Measurement, flow_system, reconcile
from symbiosis.flows.sankey import DESTINATION, MOST_BANDS, ORIGIN, REST, Sankey, sankey, sankey_of
from tests.symbiosis.flows.networks import Network, networks


def drawn(network: Network, most_bands: int) -> Sankey:
    return sankey_of(network.system, network.truth, most_bands=most_bands)


@given(networks(), st.integers(6, 20))
def test_no_more_bands_than_asked_and_no_tonne_lost(network: Network, most_bands: int) -> None:
    diagram = drawn(network, most_bands)
    assert len(diagram.bands) <= most_bands
    total = sum(band.quantity for band in diagram.bands) + diagram.inside_rest
    assert total == pytest.approx(sum(network.truth.values()))
    told = [name for band in diagram.bands for name in band.flows]
    assert len(told) == len(set(told))


@given(networks(), st.integers(6, 20))
def test_every_node_shown_stays_in_balance(network: Network, most_bands: int) -> None:
    diagram = drawn(network, most_bands)
    for node in diagram.nodes:
        if node.key in {REST, ORIGIN, DESTINATION}:
            continue
        entering = sum(band.quantity for band in diagram.bands if band.target == node.key)
        leaving = sum(band.quantity for band in diagram.bands if band.source == node.key)
        assert entering == pytest.approx(leaving)
        assert entering == pytest.approx(
            sum(network.truth[flow.id] for flow in network.system.entering(node.key))
        )


@given(networks(), st.integers(6, 20))
def test_everything_lies_within_the_picture_and_nodes_do_not_overlap(
    network: Network, most_bands: int
) -> None:
    diagram = drawn(network, most_bands)
    tops = {node.key: (node.top, node.top + node.height) for node in diagram.nodes}
    for column in range(diagram.columns):
        spans = sorted(tops[node.key] for node in diagram.nodes if node.column == column)
        assert spans
        assert spans[0][0] >= -1e-9
        assert spans[-1][1] <= 1 + 1e-9
        assert all(upper[1] <= lower[0] + 1e-9 for upper, lower in itertools.pairwise(spans))
    for band in diagram.bands:
        for top, node in ((band.source_top, band.source), (band.target_top, band.target)):
            assert top >= tops[node][0] - 1e-9
            assert top + band.height <= tops[node][1] + 1e-9


@given(networks())
def test_only_backward_bands_run_against_the_columns(network: Network) -> None:
    diagram = drawn(network, MOST_BANDS)
    column = {node.key: node.column for node in diagram.nodes}
    for band in diagram.bands:
        assert band.backward == (column[band.source] >= column[band.target])


@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_flows_does_not_matter(network: Network, chance: object) -> None:
    shuffled = list(network.system.flows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = drawn(network, 8), sankey_of(flow_system(shuffled), network.truth, most_bands=8)
    assert [(band.source, band.target) for band in one.bands] == [
        (band.source, band.target) for band in other.bands
    ]
    assert [(node.key, node.column) for node in one.nodes] == [
        (node.key, node.column) for node in other.nodes
    ]


def star(count: int) -> FlowSystem:
    """One hall that takes from many and gives to two."""
    flows = [
        Flow(f"in{number:03}", f"S{number:03}", "hall", Measurement(number + 1.0, 1))
        for number in range(count)
    ]
    feeds = [Flow(f"feed{number:03}", "env", f"S{number:03}") for number in range(count)]
    return flow_system([*flows, *feeds, Flow("out", "hall", "env")])


def test_a_hundred_suppliers_fit_in_twenty_bands() -> None:
    diagram = sankey(reconcile(star(100)))
    # the next supplier would bring two bands with it
    assert len(diagram.bands) == MOST_BANDS - 1
    keys = [node.key for node in diagram.nodes]
    assert {REST, ORIGIN, DESTINATION, "hall"} <= set(keys)
    # the largest are kept by name
    assert {"S099", "S098"} <= set(keys)
    gathered = next(band for band in diagram.bands if (band.source, band.target) == (REST, "hall"))
    assert len(gathered.flows) > 80
    assert diagram.unit == "t"


def test_negative_turns_round_and_unknown_is_named() -> None:
    system = flow_system([Flow("a", "A", "B"), Flow("b", "B", "C"), Flow("c", "C", "D")])
    diagram = sankey_of(system, {"a": -5.0, "b": None, "c": 0.0})
    (band,) = diagram.bands
    assert (band.source, band.target, band.quantity) == ("B", "A", 5.0)
    assert diagram.unknown == ("b",)


def test_nothing_to_draw() -> None:
    diagram = sankey_of(flow_system([Flow("a", "A", "B")]), {})
    assert (diagram.nodes, diagram.bands, diagram.columns, diagram.unknown) == ((), (), 0, ("a",))
