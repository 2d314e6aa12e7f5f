"""What is understood of a sentence: guesses, the danger that stops it, the one next question."""

from typing import Any

import pytest

from circulairwerkt.base import scope
from circulairwerkt.base.audit import ACTIONS
from circulairwerkt.base.permissions import NOBODY
from circulairwerkt.cases import services
from circulairwerkt.cases.models import Question, QuestionPart
from circulairwerkt.cases.understanding import next_question, understood
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.streams.asking import pack_sizes
from circulairwerkt.streams.queries import danger
from circulairwerkt.streams.understanding import understood as streams_understood
from tests.circulairwerkt import factories as make

EPS = "isomo van verpakkingen, een volle aanhangwagen per maand"
ETERNIT = "golfplaten in eterniet van een oude loods, kan een maatwerkbedrijf die afbreken?"


def asked(sentence: str, **values: Any) -> Question:
    return services.ask(
        actor=NOBODY,
        hub=make.hub(),
        municipality=make.municipality(),
        place_text="9160",
        sentence=sentence,
        contact="an@example.org",
        **values,
    )


@pytest.fixture
def _all_hubs(db: None) -> Any:
    with scope.everywhere("a test"):
        yield


def test_a_trailer_of_eps_is_a_volume_so_the_question_back_is_how_many_cubic_metres() -> None:
    read = understood(EPS)
    (part,) = read.parts
    assert (part.material, part.quantity, part.unit, part.period) == ("eps", 1.0, "trailer", "month")
    assert read.danger == ""
    assert read.question is not None
    assert read.question.name == "pack"
    assert read.question.text == "Hoeveel m³ gaat er in één aanhangwagen?"
    assert read.question.number_unit == "m3"


def test_eternit_stops_and_names_the_right_authority_with_source_and_day() -> None:
    read = understood(ETERNIT)
    assert read.danger == "asbestos"
    assert read.question is None
    found = danger(read.danger)
    assert (found.authority, found.url) == ("OVAM", "https://www.asbestinfo.be")
    assert found.read_on.year == 2026


@pytest.mark.parametrize(
    "sentence", ["vaten met onbekende inhoud in een schuur", "drie oude vaten, geen idee wat erin zit"]
)
def test_drums_of_which_nobody_knows_the_content_stop(sentence: str) -> None:
    assert understood(sentence).danger == "unknown_content"


def test_drums_without_a_word_about_their_content_are_asked_about_it_first() -> None:
    read = understood("tien oude vaten")
    assert read.danger == ""
    assert read.question is not None
    assert read.question.name == "content"


@pytest.mark.parametrize("sentence", ["dakplaten zonder asbest", "asbestvrije dakplaten", "oude koelkasten"])
def test_what_is_denied_or_ordinary_does_not_stop(sentence: str) -> None:
    assert understood(sentence).danger == ""


def test_one_sentence_may_hold_two_streams_that_share_a_rhythm() -> None:
    first, second = understood("elke week twee paletten karton en 200 kg folie").parts
    assert (first.material, first.quantity, first.unit, first.period) == ("cardboard", 2.0, "pallet", "week")
    assert (second.material, second.quantity, second.unit, second.period) == (
        "plastic_film",
        200.0,
        "kg",
        "week",
    )


def test_having_one_thing_and_seeking_another_are_two_streams() -> None:
    first, second = understood("we hebben oude bureaus over en zoeken karton").parts
    assert (first.material, first.is_sought) == ("office_furniture", False)
    assert (second.material, second.is_sought) == ("cardboard", True)


def test_a_second_stream_needs_no_amount_of_its_own() -> None:
    first, second = understood("elke week 20 kapotte houten kisten en wat folie").parts
    assert (first.quantity, first.unit, first.period) == (20, "crate", "week")
    assert (second.material, second.quantity, second.period) == ("plastic_film", None, "week")


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("flyers vouwen", "material"),
        ("karton", "amount"),
        ("500 kg karton", "rhythm"),
        ("2 palletten MDF-resten per week", "pack"),
        ("500 kg piepschuim per maand", "clean"),
    ],
)
def test_the_next_question_is_the_one_that_changes_most(sentence: str, name: str) -> None:
    question = understood(sentence).question
    assert question is not None
    assert question.name == name


@pytest.mark.parametrize(
    ("sentence", "field"),
    [
        ("flyers vouwen", "material"),
        ("karton", "quantity"),
        ("500 kg karton", "period"),
        ("2 palletten MDF-resten per week", "unit"),
        ("500 kg piepschuim per maand", "state"),
        (EPS, "unit"),
    ],
)
def test_a_question_and_its_card_ask_the_same(sentence: str, field: str) -> None:
    names = {
        "material": "material",
        "amount": "quantity",
        "rhythm": "period",
        "pack": "unit",
        "clean": "state",
    }
    asked, of_card = understood(sentence).question, streams_understood(sentence).next_question
    assert asked is not None
    assert of_card is not None
    assert names.get(asked.name, asked.name) == of_card.field == field


def test_a_question_left_open_is_not_asked_again_and_in_the_end_there_is_none() -> None:
    parts = list(understood("karton").parts)
    seen = []
    while question := next_question(parts):
        seen.append((question.name, question.worth))
        parts[0].skipped = [*parts[0].skipped, question.name]
    assert [worth for _name, worth in seen] == sorted((worth for _name, worth in seen), reverse=True)
    assert len({name for name, _worth in seen}) == len(seen) >= 2


def test_every_pack_size_is_a_range_with_answers_inside_it() -> None:
    for unit, size in pack_sizes().items():
        assert 0 < size.low < size.high, unit
        assert all(size.low <= tap <= size.high for tap in size.taps), unit


@pytest.mark.usefixtures("_all_hubs")
def test_what_was_understood_is_stored_with_the_question() -> None:
    question = asked(EPS)
    part = question.parts.get()
    assert (part.material, part.low_code != "", part.corrected) == ("eps", True, [])
    assert question.danger == ""
    assert asked(ETERNIT).danger == "asbestos"


@pytest.mark.usefixtures("_all_hubs")
def test_an_answer_is_a_word_and_no_guess_and_the_next_question_moves_on() -> None:
    question = asked(EPS)
    part = services.correct_part(
        actor=NOBODY, question=question, place=0, values={"pack_size": 2.0, "pack_unit": "m3"}
    )
    assert (part.pack_size, part.pack_unit) == (2.0, "m3")
    assert not part.is_guess("pack_size")
    assert part.is_guess("material")
    following = next_question([part])
    assert following is not None
    assert following.name == "clean"


@pytest.mark.usefixtures("_all_hubs")
def test_words_are_read_anew_and_a_danger_that_shows_itself_stops() -> None:
    question = asked("oude golfplaten")
    services.correct_part(actor=NOBODY, question=question, place=0, values={"words": "eternietplaten"})
    question.refresh_from_db()
    assert question.danger == "asbestos"


@pytest.mark.usefixtures("_all_hubs")
def test_only_the_hub_lifts_a_danger_and_its_reason_stays() -> None:
    question = asked(ETERNIT)
    services.correct_part(actor=NOBODY, question=question, place=0, values={"material": "roof_sheet"})
    question.refresh_from_db()
    assert question.danger == "asbestos"
    coordinator = actor_of(make.member(question.hub))
    services.lift_danger(actor=coordinator, question=question, reason="attest zonder asbest")
    question.refresh_from_db()
    assert (question.danger, question.danger_lifted) == ("", "attest zonder asbest")


@pytest.mark.usefixtures("_all_hubs")
def test_withdrawing_erases_what_was_understood() -> None:
    question = asked(EPS)
    services.withdraw(actor=NOBODY, question=question)
    assert not QuestionPart.objects.filter(question=question).exists()
    with pytest.raises(services.NoLongerOpen):
        services.correct_part(actor=NOBODY, question=question, place=0, values={"period": "week"})


def test_a_field_that_cannot_be_corrected_is_an_error() -> None:
    with pytest.raises(ValueError, match="hazards"):
        services.changed_part(QuestionPart(place=0), {"hazards": []})
    assert "cases.correct_part" in ACTIONS
