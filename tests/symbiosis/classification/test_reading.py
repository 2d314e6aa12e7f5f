"""Sentences read: concepts, compounds, typing errors, denials, codes named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis.classification.reading import read
from symbiosis.classification.text import fold


def affirmed(text: str) -> set[str]:
    return {mention.concept for mention in read(text).mentions if not mention.denied}


def denied(text: str) -> set[str]:
    return {mention.concept for mention in read(text).mentions if mention.denied}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("een zak isomo", "eps"),
        ("brikkaljon van een oude muur", "rubble"),
        ("oude frigo's", "fridge"),
        ("platen eterniet", "asbestos_cement"),
        ("plastieken bakken", "plastic"),
        ("gyproc resten", "plasterboard"),
        ("treinbilzen", "railway_sleeper"),
        ("mazoutketel", "boiler"),
        ("kuisvodden met olie", "wiping_cloth"),
        ("wood chips from pruning", "prunings"),
        ("déchets de cuisine", "kitchen_waste"),
        ("vieux pneus", "tyre"),
    ],
)
def test_how_firms_talk(text: str, concept: str) -> None:
    assert concept in affirmed(text)


@pytest.mark.parametrize(
    ("compound", "concepts"),
    [
        ("kunststofkozijnen", {"plastic", "window_door"}),
        ("gipsplafonds", {"gypsum", "partition"}),
        ("asbestleidingen", {"asbestos", "pipe"}),
        ("houtsnippers", {"prunings"}),
    ],
)
def test_compounds_give_their_parts(compound: str, concepts: set[str]) -> None:
    assert concepts <= affirmed(compound)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("baggerspesie", "baggerspecie"), ("verontrenigd", "verontreinigd"), ("piepschium", "piepschuim")],
)
def test_typing_errors_are_forgiven(wrong: str, right: str) -> None:
    assert affirmed(wrong) == affirmed(right) != set()


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("asbestvrij puin", "asbestos"),
        ("asbest vrij puin", "asbestos"),
        ("puin zonder asbest", "asbestos"),
        ("rubble without asbestos", "asbestos"),
        ("gravats sans amiante", "asbestos"),
        ("geen verf of lijm", "adhesive"),
        ("niet gevaarlijk", "q:hazardous"),
    ],
)
def test_denials(text: str, concept: str) -> None:
    assert concept in denied(text)
    assert concept not in affirmed(text)


def test_a_denial_ends_with_its_enumeration() -> None:
    assert denied("hout zonder verf of lijm, nagels") == {"paint", "adhesive"}
    assert "soil" in affirmed("zonder asbest, grond uit de tuin")


def test_a_vacant_room_is_not_denied() -> None:
    assert "storage_space" in affirmed("opslagruimte vrij")


def test_a_pack_after_a_number_is_a_measure() -> None:
    assert "pallet" not in affirmed("3 paletten karton per week")
    assert "pallet" in affirmed("kapotte paletten")
    assert "pallet" in affirmed("3 paletten")


def test_codes_named_and_excluded() -> None:
    (named,) = read("code 17.02.01 volgens ons").codes
    (excluded,) = read("isolatie, niet vallend onder 17 06 01").codes
    assert (named.code, named.excluded) == ("170201", False)
    assert (excluded.code, excluded.excluded) == ("170601", True)


def test_unknown_words_are_reported() -> None:
    assert read("twee kisten zwurfelmoer").unknown == ("zwurfelmoer",)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    reading = read(text)
    assert reading == read(text)
    assert all(0 < mention.weight <= 1 for mention in reading.mentions)


@given(st.text(max_size=100))
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
