"""One answer by four ways: pair by pair, plain numpy, compiled through the tree, in both directions."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from symbiosis.matching.index import Index
from symbiosis.matching.packing import pack
from symbiosis.matching.ranking import rank_needs, rank_offers, score_of
from symbiosis.resources.kinds import Kind
from symbiosis.resources.records import Need, Stream
from symbiosis.resources.streams import Side, StreamTable
from tests.symbiosis.matching.worlds import TERMS, worlds

World = tuple[list[Stream], list[Need]]
slow = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def sides(world: World):
    """Both sides of a world, packed."""
    offers, needs = world
    return (
        pack(StreamTable.from_rows(Side.OFFER, offers), TERMS),
        pack(StreamTable.from_rows(Side.NEED, needs), TERMS),
    )


def index_of(side, *, forward: bool) -> Index:
    return Index(side, forward=forward, settings=TERMS.settings(), kinship=TERMS.kinship)


@slow
@given(worlds())
def test_index_and_plain_equal_looking_at_every_pair(world: World) -> None:
    offers, needs = world
    packed_offers, packed_needs = sides(world)
    for forward, queries, targets in (
        (True, packed_offers, packed_needs),
        (False, packed_needs, packed_offers),
    ):
        index = index_of(targets, forward=forward)
        compiled = index.best(queries, top=4)
        plain = index.best(queries, top=4, engine="plain")
        for q in range(len(queries)):
            if forward:
                expected = [(r.need_id, r.score) for r in rank_needs(offers[q], needs, TERMS, top=4)]
            else:
                expected = [(r.offer_id, r.score) for r in rank_offers(needs[q], offers, TERMS, top=4)]
            assert compiled.of(q) == expected
            assert plain.of(q) == expected


@slow
@given(worlds(most=6))
def test_both_directions_give_one_score(world: World) -> None:
    offers, needs = world
    packed_offers, packed_needs = sides(world)
    there = index_of(packed_needs, forward=True).best(packed_offers, top=10)
    back = index_of(packed_offers, forward=False).best(packed_needs, top=10)
    forward = {(offer.id, key): score for q, offer in enumerate(offers) for key, score in there.of(q)}
    backward = {(key, need.id): score for q, need in enumerate(needs) for key, score in back.of(q)}
    assert forward == backward
    assert forward == {
        (offer.id, need.id): score
        for offer in offers
        for need in needs
        if (score := score_of(offer, need, TERMS)) is not None
    }


def test_top_must_be_positive() -> None:
    offers = [Stream(id="a", kind=Kind.MATERIAL, materials=("ldpe",))]
    packed = pack(StreamTable.from_rows(Side.OFFER, offers), TERMS)
    with pytest.raises(ValueError, match="expected at least 1"):
        index_of(packed, forward=False).best(packed, top=0)
