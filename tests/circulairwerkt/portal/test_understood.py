"""What was understood, on the answer page and behind the private link: guesses that a tap corrects."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from circulairwerkt.base import from_people, scope
from circulairwerkt.base.from_people import fresh_stamp
from circulairwerkt.cases.models import Question
from circulairwerkt.cases.queries import token_of
from circulairwerkt.organisations.models import Kind
from circulairwerkt.reference.models import Municipality
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
Town = Callable[[str], Municipality]
EPS = "isomo van verpakkingen, een volle aanhangwagen per maand"
ETERNIT = "golfplaten in eterniet van een oude loods, kan een maatwerkbedrijf die afbreken?"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Any:
    cache.clear()
    monkeypatch.setattr(from_people, "LEAST_SECONDS", 0)
    with scope.everywhere("a test"):
        yield


def answer(client: Client, place: str, sentence: str) -> str:
    return " ".join(client.get("/antwoord/", {"plaats": place, "zin": sentence}).content.decode().split())


def ask(client: Client, sentence: str, **values: str) -> Question:
    sent = {
        "plaats": "Lokeren",
        "zin": sentence,
        "gelezen": sentence,
        "contact": "an@example.org",
        "getoond": fresh_stamp(),
        **values,
    }
    assert client.post("/antwoord/vraag/", sent).status_code == 302
    found: Question = Question.objects.latest("pk")
    return found


@pytest.fixture
def _lokeren(town: Town) -> None:
    hub = make.hub("De hub", seat=town("Lokeren"))
    make.partnership(make.organisation("Maatwerk Waas", kind=Kind.SOCIAL_ENTERPRISE), hub)


@pytest.mark.usefixtures("_lokeren")
def test_the_answer_page_shows_guesses_and_asks_one_question(client: Client) -> None:
    text = answer(client, "9160", EPS)
    assert "piepschuim of isomo (EPS)" in text
    assert "1 aanhangwagen" in text
    assert "Hoeveel m³ gaat er in één aanhangwagen?" in text
    assert text.count('class="next-question') == 1


@pytest.mark.usefixtures("_lokeren")
def test_the_tapped_answer_and_a_correction_travel_with_the_question(client: Client) -> None:
    question = ask(
        client,
        EPS,
        vraag="pack",
        plaats_vraag="0",
        tik="2",
        **{"deel0-materiaal": "eps", "deel0-ritme": "week"},
    )
    part = question.parts.get()
    assert (part.pack_size, part.pack_unit, part.period) == (2.0, "m3", "week")
    assert sorted(part.corrected) == ["pack_size", "pack_unit", "period"]


@pytest.mark.usefixtures("_lokeren")
def test_corrections_of_another_sentence_do_not_count(client: Client) -> None:
    question = ask(client, "twee paletten karton", gelezen=EPS, **{"deel0-materiaal": "eps"})
    assert question.parts.get().material == "cardboard"


@pytest.mark.usefixtures("_lokeren")
def test_what_is_no_number_is_said_and_nothing_is_lost(client: Client) -> None:
    sent = {
        "plaats": "Lokeren",
        "zin": EPS,
        "gelezen": EPS,
        "contact": "an@example.org",
        "getoond": fresh_stamp(),
        "deel0-hoeveel": "veel",
    }
    response = client.post("/antwoord/vraag/", sent)
    assert response.status_code == 422
    assert "is geen getal" in response.content.decode()
    assert "an@example.org" in response.content.decode()


@pytest.mark.usefixtures("_lokeren")
def test_danger_stops_the_page_no_takers_no_guesses_the_right_authority(client: Client) -> None:
    text = answer(client, "9160", ETERNIT)
    assert "Dit kan gevaarlijk zijn: asbest." in text
    assert "https://www.asbestinfo.be" in text
    assert "Maatwerk Waas" not in text
    assert "next-question" not in text
    assert "Verstuur mijn vraag" in text
    assert "Maatwerk Waas" in answer(client, "9160", EPS)


@pytest.mark.usefixtures("_lokeren")
def test_behind_the_private_link_a_tap_answers_and_the_next_question_follows(client: Client) -> None:
    question = ask(client, EPS)
    address = f"/mijn-vraag/{token_of(question)}/"
    # With "no-referrer" a browser sends "Origin: null" along, and the page's own forms are refused.
    assert client.get(address)["Referrer-Policy"] == "same-origin"
    assert "Hoeveel m³ gaat er in één aanhangwagen?" in client.get(address).content.decode()
    sent = {"plaats": "0", "vraag": "pack", "tik": "4"}
    assert client.post(f"{address}begrepen/", sent).status_code == 302
    text = client.get(address).content.decode()
    assert "1 aanhangwagen van 4 m³" in text
    assert "Is het zuiver" in text
    client.post(f"{address}begrepen/", {"plaats": "0", "vraag": "clean", "overslaan": "1"})
    assert "next-question" not in client.get(address).content.decode()
    assert question.parts.get().skipped == ["clean"]


@pytest.mark.usefixtures("_lokeren")
@pytest.mark.parametrize(
    ("typed", "status"),
    [("2,5", 302), ("1.250", 302), ("-3", 422), ("abc", 422), ("1e999", 422), ("nan", 422)],
)
def test_a_typed_number_is_read_as_people_write_it(client: Client, typed: str, status: int) -> None:
    question = ask(client, EPS)
    sent = {"plaats": "0", "vraag": "pack", "antwoord": typed}
    assert client.post(f"/mijn-vraag/{token_of(question)}/begrepen/", sent).status_code == status


@pytest.mark.usefixtures("_lokeren")
@pytest.mark.parametrize("place", ["7", "x", ""])
def test_a_part_that_is_not_there_is_not_found(client: Client, place: str) -> None:
    question = ask(client, EPS)
    response = client.post(
        f"/mijn-vraag/{token_of(question)}/begrepen/", {"plaats": place, "deel7-ritme": "week"}
    )
    assert response.status_code == 404


@pytest.mark.usefixtures("_lokeren")
def test_a_number_in_the_sentence_is_the_contact_and_the_hub_reads_the_wish(client: Client) -> None:
    sentence = "2 palletten MDF-resten per week, dinsdag terugbellen op 0470 12 34 56"
    assert 'name="contact" value="0470 12 34 56"' in answer(client, "9160", sentence)
    question = ask(client, sentence, contact="0470 12 34 56")
    client.force_login(make.member(question.hub))
    assert "Terugbellen" in client.get(f"/vragen/{question.pk}/").content.decode()


def test_danger_is_told_also_where_nobody_reads_questions(client: Client, town: Town) -> None:
    make.hub("De hub", seat=town("Lokeren"), claimed_on=None)
    text = answer(client, "9160", ETERNIT)
    assert "Verstuur mijn vraag" not in text
    assert "Dit kan gevaarlijk zijn: asbest." in text
