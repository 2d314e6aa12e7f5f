"""Balances and pictures: only those who disagree are solved for, and it comes to the same as all together."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.flows.bridge import Leg, balanced, laid_out
from symbiosis.flows import ENVIRONMENT, Flow, Measurement, flow_system, reconcile
from symbiosis.flows.sankey import sankey_of


def test_more_out_than_in_is_balanced_as_worked_by_hand() -> None:
    legs = [Leg("ab", "A", "B", 100, 2), Leg("bc", "B", "C", 60, 2), Leg("bd", "B", "D", 45, 1)]
    found = balanced(legs)
    assert found["ab"].value == pytest.approx(102.222222, abs=1e-6)
    assert found["bc"].value == pytest.approx(57.777778, abs=1e-6)
    assert found["bd"].value == pytest.approx(44.444444, abs=1e-6)
    assert found["bd"].sigma == pytest.approx(0.942809, abs=1e-6)
    assert all(one.is_adjusted for one in found.values())


def test_what_stays_with_somebody_is_no_disagreement() -> None:
    legs = [Leg("ab", "A", "B", 100, 2), Leg("bc", "B", "C", 60, 2), Leg("bd", "B", "D", 35, 1)]
    found = balanced(legs)
    assert [(one.value, one.is_adjusted) for one in found.values()] == [
        (pytest.approx(100), False),
        (pytest.approx(60), False),
        (pytest.approx(35), False),
    ]


def test_nothing_is_held_against_who_only_gives_or_takes() -> None:
    found = balanced([Leg("ab", "A", "B", 5, 1), Leg("cd", "C", "D", None, 0)])
    assert {key: (one.value, one.sigma) for key, one in found.items()} == {"ab": (5, 1)}


def test_a_chain_and_a_loop_are_balanced_too() -> None:
    chain = [Leg("ab", "A", "B", 10, 1), Leg("bc", "B", "C", 12, 1), Leg("cd", "C", "D", 14, 1)]
    found = balanced(chain)
    assert {round(one.value, 6) for one in found.values()} == {12.0}
    loop = balanced([Leg("ab", "A", "B", 10, 1), Leg("ba", "B", "A", 10, 1)])
    assert [one.value for one in loop.values()] == [pytest.approx(10), pytest.approx(10)]


legs_at_random = st.lists(
    st.tuples(
        st.integers(0, 4), st.integers(0, 4), st.none() | st.integers(0, 100), st.sampled_from([0.02, 0.1])
    ).filter(lambda leg: leg[0] != leg[1]),
    max_size=12,
)


@given(legs_at_random)
def test_only_those_who_disagree_are_asked_about_and_it_comes_to_the_same(drawn: list[Any]) -> None:
    legs = [
        Leg(str(place), str(source), str(target), value, (value or 0) * share)
        for place, (source, target, value, share) in enumerate(drawn)
    ]
    found, expected = balanced(legs), _balanced_in_full(legs)
    assert found.keys() == expected.keys()
    for key, (value, sigma) in expected.items():
        assert found[key].value == pytest.approx(value, rel=1e-6, abs=1e-6)
        assert found[key].sigma == pytest.approx(sigma, rel=1e-6, abs=1e-6)


def _balanced_in_full(legs: list[Leg]) -> dict[str, tuple[float, float]]:
    """All that was measured in one system, with what stays with each as a flow of its own."""
    measured = [leg for leg in legs if leg.value is not None]
    through = {leg.target for leg in measured} & {leg.source for leg in measured}
    held: set[str] = set()
    while True:
        flows = [
            Flow(
                leg.id,
                leg.source if leg.source in through else ENVIRONMENT,
                leg.target if leg.target in through else ENVIRONMENT,
                Measurement(leg.value or 0.0, leg.sigma),
            )
            for leg in measured
            if leg.source in through or leg.target in through
        ]
        flows += [
            Flow(f"stays:{each}", each, ENVIRONMENT, Measurement(0.0, 0.0) if each in held else None)
            for each in sorted(through)
        ]
        outcome = {one.id: one for one in reconcile(flow_system(flows)).flows}
        below = {each for each in through - held if (outcome[f"stays:{each}"].value or 0.0) < -1e-7}
        if not below:
            known = {leg.id: (leg.value or 0.0, leg.sigma) for leg in measured}
            solved = {key: one for key, one in outcome.items() if key in known}
            return known | {
                key: (max(one.value or 0.0, 0.0), one.sigma or 0.0) for key, one in solved.items()
            }
        held |= below


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 9), st.integers(10, 19)).map(lambda ends: (f"o{ends[0]}", f"o{ends[1]}")),
        st.integers(1, 9).map(float),
        max_size=40,
    ),
    st.integers(1, 6),
)
def test_what_is_far_from_the_largest_changes_nothing_in_the_picture(
    values: dict[tuple[str, str], float], most: int
) -> None:
    names = {f"{source}\t{target}": (source, target) for source, target in values}
    system = flow_system([Flow(name, *ends) for name, ends in names.items()])
    whole = sankey_of(system, {name: values[ends] for name, ends in names.items()}, most_bands=most)
    found = laid_out(values, most)
    assert found.inside_rest == pytest.approx(whole.inside_rest)
    assert replace(found, inside_rest=0.0) == replace(whole, inside_rest=0.0)
