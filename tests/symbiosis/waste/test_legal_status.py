"""The checklist asks what still matters for a stream, stops where it must, and never decides."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis.errors import InvalidValue
from symbiosis.waste import low
from symbiosis.waste.legal_status import (
    ADVICE,
    ASBESTOS_CODES,
    LegalFacts,
    LegalStatus,
    open_questions,
    questions,
)
from symbiosis.waste.sources import Language, sources

TODAY = date(2026, 11, 23)
LANGUAGES: tuple[Language, ...] = ("nl", "en", "fr")
KINDS = ("material", "product", "energy", "water", "space", "food")
CODES = st.none() | st.sampled_from([entry.code for entry in low.valid_codes(TODAY)])
FACTS = st.builds(
    LegalFacts,
    kind=st.sampled_from(KINDS),
    on_date=st.just(TODAY),
    legal_status=st.sampled_from(LegalStatus),
    low_code=CODES,
    from_animals=st.none() | st.booleans(),
    answers=st.dictionaries(st.sampled_from(list(questions())), st.booleans(), max_size=6),
)


def keys(facts: LegalFacts) -> list[str]:
    """Keys of the questions still open."""
    return [question.key for question in open_questions(facts).open]


def test_every_question_is_complete_and_names_law_and_authority() -> None:
    for question in questions().values():
        for language in LANGUAGES:
            assert question.text.text(language).rstrip().endswith("?")
            assert question.why.text(language)
        assert question.law
        assert question.authority in {"OVAM", "FAVV"}
        assert question.url.startswith("https://")
        assert question.source in sources()
        assert not question.verified or sources()[question.source].verified


def test_advice_stands_with_every_list() -> None:
    checklist = open_questions(LegalFacts(kind="material", on_date=TODAY))
    assert checklist.advice is ADVICE
    assert "geen beslissing" in ADVICE.nl
    assert "never a decision" in ADVICE.en


def test_a_by_product_is_asked_its_four_conditions() -> None:
    """Materialendecreet, article 37: certain use, direct use, integral part, lawful."""
    asked = keys(LegalFacts(kind="material", on_date=TODAY, legal_status=LegalStatus.BY_PRODUCT))
    assert [key for key in asked if key.startswith("by_product")] == [
        "by_product_certain",
        "by_product_direct",
        "by_product_integral",
        "by_product_lawful",
    ]
    assert "raw_material_declaration" in asked
    assert "ihm" not in asked


def test_waste_is_asked_who_moves_it_and_with_what_form() -> None:
    """Worked example: 200 kg of clean pallets filed as 15 01 03, taken by a neighbour."""
    facts = LegalFacts(kind="material", on_date=TODAY, legal_status=LegalStatus.WASTE, low_code="15 01 03")
    assert keys(facts) == ["receiver_permit", "ihm", "transport_form", "border"]


def test_asbestos_stops_at_once() -> None:
    facts = LegalFacts(kind="material", on_date=TODAY, legal_status=LegalStatus.WASTE, low_code="17 06 05*")
    checklist = open_questions(facts)
    assert [question.key for question in checklist.stops] == ["asbestos"]
    assert "asbestos" not in keys(facts)


def test_the_asbestos_codes_are_those_that_name_it() -> None:
    named = {entry.code for entry in low.valid_codes(TODAY) if "with asbestos" in entry.title.en}
    named |= {entry.code for entry in low.valid_codes(TODAY) if "free asbestos" in entry.title.en}
    named |= {entry.code for entry in low.valid_codes(TODAY) if "processing asbestos" in entry.title.en}
    named |= {entry.code for entry in low.valid_codes(TODAY) if "such as asbestos" in entry.title.en}
    assert named == ASBESTOS_CODES
    assert all(low.lookup(code, TODAY).hazardous for code in ASBESTOS_CODES)


def test_a_mirror_entry_asks_for_hazard_and_a_hazardous_one_for_the_permit() -> None:
    harmless = LegalFacts(kind="material", on_date=TODAY, legal_status=LegalStatus.WASTE, low_code="17 02 01")
    assert "hazard" in keys(harmless)
    assert "receiver_permit" in keys(harmless)
    hazardous = LegalFacts(
        kind="material", on_date=TODAY, legal_status=LegalStatus.WASTE, low_code="17 02 04"
    )
    assert "hazard" not in keys(hazardous)
    assert "hazard_permit" in keys(hazardous)
    assert "receiver_permit" not in keys(hazardous)


def test_an_answer_closes_or_stops() -> None:
    facts = LegalFacts(
        kind="material",
        on_date=TODAY,
        legal_status=LegalStatus.WASTE,
        low_code="15 01 03",
        answers={"receiver_permit": True, "transport_form": False},
    )
    assert keys(facts) == ["ihm", "border"]
    assert [question.key for question in open_questions(facts).stops] == ["transport_form"]


def test_food_asks_for_safety_and_animal_category() -> None:
    asked = keys(LegalFacts(kind="food", on_date=TODAY, legal_status=LegalStatus.PRODUCT))
    assert {"animal_by_product", "food_safety"} <= set(asked)
    plants = LegalFacts(kind="food", on_date=TODAY, legal_status=LegalStatus.PRODUCT, from_animals=False)
    assert "animal_by_product" not in keys(plants)


def test_energy_and_space_have_no_waste_status() -> None:
    for kind in ("energy", "space"):
        assert keys(LegalFacts(kind=kind, on_date=TODAY)) == []


def test_a_code_that_is_not_valid_is_refused() -> None:
    with pytest.raises(InvalidValue, match="20 01 44"):
        open_questions(LegalFacts(kind="material", on_date=TODAY, low_code="20 01 34"))


@given(FACTS)
def test_no_question_is_both_open_and_a_stop(facts: LegalFacts) -> None:
    checklist = open_questions(facts)
    assert not set(checklist.open) & set(checklist.stops)
    assert not {question.key for question in checklist.open} & set(facts.answers)


@given(FACTS, st.sampled_from(list(questions())), st.booleans())
def test_answering_a_question_never_reopens_it(facts: LegalFacts, key: str, answer: bool) -> None:
    answered = LegalFacts(
        kind=facts.kind,
        on_date=facts.on_date,
        legal_status=facts.legal_status,
        low_code=facts.low_code,
        from_animals=facts.from_animals,
        answers={**facts.answers, key: answer},
    )
    assert key not in keys(answered)
