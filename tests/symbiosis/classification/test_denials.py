"""Dangers denied: a plain denial clears, any doubt keeps the danger, wherever the words stand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis.classification import classify
from symbiosis.classification.reading import read

DAY = date(2026, 12, 1)
DENIALS = (
    "{thing} zonder asbest",
    "asbestvrije {thing}",
    "{thing}, niet asbesthoudend",
    "{thing} vrij van asbest",
    "{thing}, er zit geen asbest in",
    "{thing} sans amiante",
    "{thing}, does not contain asbestos",
)
THINGS = ("golfplaten", "platen eterniet", "puin", "buizen", "dakplaten en planken")
DOUBTS = (
    "geen idee of {said}",
    "ik weet niet of {said}",
    "niet zeker dat {said}",
    "not sure whether {said}",
    "je ne sais pas si {said}",
)
BESIDE = ("elke week 3 paletten", "uit een oude loods", "op te halen in Mol", "ongeveer 200 kg", "")
DANGERS = ("asbest", "asbestcement", "vaten pesticide", "teerhoudend asfalt")


def named(text: str) -> tuple[str, ...]:
    return classify(text, on_date=DAY).hazards


@given(st.sampled_from(DENIALS), st.sampled_from(THINGS), st.sampled_from(BESIDE))
def test_a_plain_denial_names_no_danger(denial: str, thing: str, beside: str) -> None:
    answer = classify(f"{denial.format(thing=thing)}, {beside}", on_date=DAY)
    assert answer.hazards == ()
    assert answer.excluded_hazards == ("asbestos",)


@given(st.sampled_from(DOUBTS), st.sampled_from(DENIALS), st.sampled_from(THINGS), st.sampled_from(BESIDE))
def test_doubt_keeps_the_danger(doubt: str, denial: str, thing: str, beside: str) -> None:
    assert "asbestos" in named(f"{beside} {doubt.format(said=denial.format(thing=thing))}")


@given(st.sampled_from(DANGERS), st.sampled_from(DENIALS), st.sampled_from(BESIDE), st.booleans())
def test_what_is_named_elsewhere_stays(danger: str, denial: str, beside: str, is_first: bool) -> None:
    said = [f"{beside} {danger}".strip(), denial.format(thing="planken")]
    assert set(named(danger)) <= set(named("; ".join(said if is_first else said[::-1])))


@given(st.text(alphabet="abeginoprstvz ,.;?!'-", max_size=80))
def test_any_text_is_read_the_same_twice(text: str) -> None:
    assert read(f"{text} zonder asbest") == read(f"{text} zonder asbest")


@pytest.mark.parametrize(
    ("text", "material"),
    [
        ("golfplaten", "asbestos_cement"),
        ("golfplaten zonder asbest", "fibre_cement"),
        ("asbest golfplaten, vrij van verf", "asbestos_cement"),
        ("golfplaten, misschien zonder asbest", "asbestos_cement"),
    ],
)
def test_a_trade_name_is_taken_for_asbestos_unless_denied(text: str, material: str) -> None:
    assert classify(text, on_date=DAY).material == material
