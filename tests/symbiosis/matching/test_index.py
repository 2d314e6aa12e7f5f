"""The index while rows come and go: removal undoes addition, every answer equals looking at every pair."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symbiosis.matching import index as index_module
from symbiosis.matching import snapshot as snapshot_module
from symbiosis.matching.index import Index
from symbiosis.matching.layout import PackedSide
from symbiosis.matching.packing import pack
from symbiosis.matching.ranking import rank_needs
from symbiosis.resources.kinds import Kind
from symbiosis.resources.records import Need, Stream
from symbiosis.resources.streams import Side, StreamTable
from tests.symbiosis.matching.worlds import TERMS, worlds

World = tuple[list[Stream], list[Need]]
slow = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])


def packed(side: Side, rows: list[Stream] | list[Need]) -> PackedSide:
    return pack(StreamTable.from_rows(side, rows), TERMS)


def index_of(side: PackedSide) -> Index:
    return Index(side, forward=True, settings=TERMS.settings(), kinship=TERMS.kinship)


def answers(index: Index, offers: list[Stream]) -> list[list[tuple[str, float]]]:
    ranking = index.best(packed(Side.OFFER, offers), top=3)
    return [ranking.of(q) for q in range(len(offers))]


def expected(needs: list[Need], offers: list[Stream]) -> list[list[tuple[str, float]]]:
    return [[(r.need_id, r.score) for r in rank_needs(offer, needs, TERMS, top=3)] for offer in offers]


@slow
@given(worlds(), st.integers(0, 8), st.data())
def test_rows_that_come_and_go(world: World, first: int, data: st.DataObject) -> None:
    offers, needs = world
    start, later = needs[:first], needs[first:]
    if not start:
        start, later = needs[:1], needs[1:]
    index = index_of(packed(Side.NEED, start))
    held = {need.id: need for need in start}
    for need in later:
        index.add(packed(Side.NEED, [need]))
        held[need.id] = need
        assert answers(index, offers) == expected(list(held.values()), offers)
    gone = data.draw(st.lists(st.sampled_from(needs), max_size=3, unique_by=lambda need: need.id))
    assert index.remove([need.id for need in gone]) == len(gone)
    for need in gone:
        del held[need.id]
    assert len(index) == len(held)
    assert answers(index, offers) == expected(list(held.values()), offers)


@slow
@given(worlds())
def test_removal_undoes_addition(world: World) -> None:
    offers, needs = world
    index = index_of(packed(Side.NEED, needs))
    before = answers(index, offers)
    extra = [replace(need, id=f"extra-{need.id}") for need in needs]
    index.add(packed(Side.NEED, extra))
    assert answers(index, offers) == expected(needs + extra, offers)
    assert index.remove([need.id for need in extra]) == len(extra)
    assert answers(index, offers) == before


@slow
@given(worlds())
def test_a_row_that_comes_again_takes_its_own_place(world: World) -> None:
    offers, needs = world
    index = index_of(packed(Side.NEED, needs))
    changed = replace(needs[0], strategy=None, max_km=None)
    index.add(packed(Side.NEED, [changed]))
    assert len(index) == len(needs)
    assert answers(index, offers) == expected([changed, *needs[1:]], offers)


def plain_needs(count: int) -> list[Need]:
    return [
        Need(
            id=f"n{i:05d}",
            kind=Kind.MATERIAL,
            materials=(("ldpe", "pet", "glass")[i % 3],),
            price_eur_per_unit=i,
            unit="t",
        )
        for i in range(count)
    ]


OFFER = Stream(id="o", kind=Kind.MATERIAL, materials=("ldpe",), unit="t")


def test_a_full_tail_grows_the_tree_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_module, "TAIL_LEAST", 4)
    needs = plain_needs(60)
    index = index_of(packed(Side.NEED, needs[:10]))
    for need in needs[10:]:
        index.add(packed(Side.NEED, [need]))
    assert answers(index, [OFFER]) == expected(needs, [OFFER])
    assert len(index) == 60


def test_many_rows_at_once_grow_the_tree_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "MOST_AT_ONCE", 8)
    needs = plain_needs(40)
    index = index_of(packed(Side.NEED, needs[:5]))
    index.remove(["n00001"])
    index.add(packed(Side.NEED, needs[5:]))
    left = [need for need in needs if need.id != "n00001"]
    assert answers(index, [OFFER]) == expected(left, [OFFER])


def test_ids_between_ids_find_their_place() -> None:
    # All equal but for the id: only the order of ids decides.
    twins = [
        replace(plain_needs(1)[0], id=key) for key in ("m", "b", "z", "ma", "maa", "maaa", "a", "zz", "l")
    ]
    index = index_of(packed(Side.NEED, twins[:1]))
    for number, need in enumerate(twins[1:], start=2):
        index.add(packed(Side.NEED, [need]))
        ranking = index.best(packed(Side.OFFER, [OFFER]), top=20)
        assert [key for key, _ in ranking.of(0)] == sorted(twin.id for twin in twins[:number])


def test_readers_are_not_disturbed_by_a_writer() -> None:
    needs = plain_needs(300)
    index = index_of(packed(Side.NEED, needs))
    question = packed(Side.OFFER, [OFFER])
    always = {need.id for need in needs}
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            found = index.best(question, top=5).of(0)
            scores = [score for _, score in found]
            if (
                len(found) != 5
                or scores != sorted(scores, reverse=True)
                or not {k for k, _ in found} <= always | {"x"}
            ):
                wrong.append(found)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for price in range(40):
        index.add(packed(Side.NEED, [replace(needs[0], id="x", price_eur_per_unit=1000.0 + price)]))
        assert index.best(question, top=1).of(0)[0][0] == "x"
        index.remove(["x"])
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_an_empty_index_answers_with_nothing_and_takes_rows() -> None:
    index = index_of(packed(Side.NEED, []))
    question = packed(Side.OFFER, [OFFER])
    assert index.best(question, top=3).of(0) == []
    index.add(packed(Side.NEED, plain_needs(4)))
    assert [key for key, _ in index.best(question, top=3).of(0)] == ["n00003", "n00000"]


def test_bounds_leave_most_pairs_untouched() -> None:
    numbers = np.random.default_rng(7)
    needs = [
        replace(need, quantity=float(q), period=None)
        for need, q in zip(plain_needs(1500), np.exp(numbers.normal(2, 1.5, 1500)), strict=True)
    ]
    index = index_of(packed(Side.NEED, needs))
    ranking = index.best(packed(Side.OFFER, [replace(OFFER, quantity=7.0)]), top=10)
    assert ranking.of(0) == [
        (r.need_id, r.score) for r in rank_needs(replace(OFFER, quantity=7.0), needs, TERMS, top=10)
    ]
    assert ranking.touched[0] < 500  # of 500 in its class; 1,500 in all
