"""When a figure about several rows may be told: nobody is left with one row of somebody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.flows.groups import Part, may_be_told


def _parts(*rows: tuple[int, int | None, int], known: bool = False) -> list[Part]:
    return [Part(hub, organisation, count, known) for hub, organisation, count in rows]


def test_five_rows_of_three_organisations_at_one_hub_may_be_told() -> None:
    assert may_be_told(_parts((1, 1, 2), (1, 2, 2), (1, 3, 1)), [])


@pytest.mark.parametrize(
    "parts",
    [
        _parts((1, 1, 2), (1, 2, 1), (1, 3, 1)),
        _parts((1, 1, 9), (1, 2, 9)),
        _parts((1, 1, 9), (1, None, 9), (1, None, 9)),
        [],
    ],
    ids=["four rows", "two organisations", "owners unknown count as one", "nothing"],
)
def test_less_is_never_told(parts: list[Part]) -> None:
    assert not may_be_told(parts, [])


def test_who_takes_his_own_hub_away_is_not_left_with_one_card() -> None:
    crowd = _parts((1, 1, 2), (1, 2, 2), (1, 3, 2))
    assert not may_be_told([*crowd, *_parts((2, 4, 1))], [])
    assert may_be_told([*crowd, *_parts((2, 4, 2), (2, 5, 2), (2, 6, 1))], [])


def test_who_works_at_two_hubs_is_not_left_with_one_card() -> None:
    crowds = [*_parts((1, 1, 2), (1, 2, 2), (1, 3, 2)), *_parts((2, 4, 2), (2, 5, 2), (2, 6, 2))]
    # With the third hub's card either hub alone leaves a crowd; both together leave that card.
    parts = [*crowds, *_parts((3, 7, 1))]
    assert may_be_told(parts, [])
    assert not may_be_told(parts, [frozenset({1, 2})])


def test_what_all_hubs_see_hides_nothing_from_them() -> None:
    seen = _parts((1, 1, 3), (1, 2, 3), (1, 3, 3), known=True)
    assert may_be_told(seen, [])
    assert not may_be_told([*seen, *_parts((2, 4, 1))], [])


def _is_many(parts: list[Part]) -> bool:
    owners = {part.organisation for part in parts if part.rows}
    return sum(part.rows for part in parts) >= 5 and len(owners) >= 3


hub_numbers = st.integers(1, 4)


@given(
    st.lists(
        st.builds(Part, hub_numbers, st.none() | st.integers(1, 6), st.integers(0, 3), st.booleans()),
        max_size=14,
    ),
    st.lists(st.frozensets(hub_numbers), max_size=3),
)
def test_hub_by_hub_it_comes_to_the_same_as_for_each_who_looks(
    parts: list[Part], insiders: list[frozenset[int]]
) -> None:
    looking = [*insiders, *(frozenset({part.hub}) for part in parts)]
    left = [
        [part for part in parts if part.hub not in hubs and not part.is_known_to_hubs] for hubs in looking
    ]
    expected = _is_many(parts) and all(_is_many(each) for each in left if each)
    assert may_be_told(parts, insiders) == expected
