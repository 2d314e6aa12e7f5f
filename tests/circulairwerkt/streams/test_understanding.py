"""A sentence understood: what is guessed, what is asked next, what stops, and that nothing is made up."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circulairwerkt.streams.understanding import LIKELY, streams_in, understood

DAY = date(2026, 11, 23)


def test_a_sentence_gives_material_amount_rhythm_and_code() -> None:
    found = understood("elke week 3 paletten karton", on_date=DAY)
    assert found.values == {
        "kind": "material",
        "material": "cardboard",
        "product": "karton",
        "quantity": 3.0,
        "unit": "pallet",
        "period": "week",
        "low_code": "200101",
    }
    code = found.guess("low_code")
    assert code is not None
    assert code.probability is not None
    assert LIKELY <= code.probability <= 1
    assert found.direction == "offer"
    assert not found.dangers


def test_isomo_by_the_trailer_asks_for_cubic_metres() -> None:
    found = understood("isomo van verpakkingen, een volle aanhangwagen per maand", on_date=DAY)
    assert (found.value("material"), found.value("unit"), found.value("period")) == (
        "eps",
        "trailer",
        "month",
    )
    assert found.guess("low_code") is None, "no code is likely enough: none is filled in"
    assert found.next_question is not None
    assert found.next_question.field == "unit"
    assert "m³" in found.next_question.text


@pytest.mark.parametrize(
    ("sentence", "danger"),
    [
        ("golfplaten in eterniet van een oude loods, kan een maatwerkbedrijf die afbreken?", "asbestos"),
        ("vijf vaten met onbekende inhoud in de schuur", "unknown_content"),
        ("drums, we weten niet wat erin zit", "unknown_content"),
    ],
)
def test_what_is_dangerous_stops(sentence: str, danger: str) -> None:
    found = understood(sentence, on_date=DAY)
    assert found.stops
    assert found.dangers[0].key == danger
    assert found.dangers[0].authority
    assert found.dangers[0].url.startswith("https://")
    assert found.next_question is not None
    assert found.next_question.field == "dangers"


def test_used_oil_warns_and_does_not_stop() -> None:
    found = understood("drie vaten afgewerkte olie", on_date=DAY)
    assert [one.key for one in found.dangers] == ["oil"]
    assert not found.stops


def test_what_is_denied_is_no_danger() -> None:
    assert not understood("asbestvrije isolatieplaten, 40 stuks", on_date=DAY).stops


@pytest.mark.parametrize(
    ("sentence", "field"),
    [
        ("iets raars", "material"),
        ("karton", "quantity"),
        ("3 paletten karton", "period"),
        ("elke week 3 paletten karton", "unit"),
        ("elke week 300 kg zuiver karton", "destination"),
        ("leegstaande loods", "area_m2"),
        ("40 bureaustoelen per jaar", "condition"),
        ("brood van gisteren 30 kg per dag", "use_by"),
    ],
)
def test_one_question_the_most_valuable(sentence: str, field: str) -> None:
    asked = understood(sentence, on_date=DAY).next_question
    assert asked is not None
    assert asked.field == field
    assert asked.text.endswith("?")
    assert asked.why


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("we zoeken houten paletten", "need"),
        ("wij hebben karton over", "offer"),
        ("wij kunnen stoelen herstellen", "capability"),
        ("elke week karton", "offer"),
    ],
)
def test_words_tell_the_direction(sentence: str, direction: str) -> None:
    assert understood(sentence, on_date=DAY).direction == direction


def test_a_question_may_hold_two_streams() -> None:
    found = streams_in("elke week 2 paletten karton en ook 40 bureaustoelen", on_date=DAY)
    assert [one.value("material") for one in found] == ["cardboard", "office_furniture"]
    assert len(streams_in("karton en ook iets raars", on_date=DAY)) == 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_failing_and_without_false_certainty(sentence: str) -> None:
    found = understood(sentence, on_date=DAY)
    for guess in found.guesses:
        assert guess.probability is None or 0 <= guess.probability <= 1
    unit, quantity = found.guess("unit"), found.guess("quantity")
    assert (unit is None) == (quantity is None), "a unit without an amount says nothing"
    code = found.guess("low_code")
    assert code is None or (code.probability or 0) >= LIKELY
    assert understood(sentence, on_date=DAY) == found
