"""The answer to the one question, for each case that has a text of its own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from circulairwerkt.base.from_people import fresh_stamp
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.cases.models import Question
from circulairwerkt.cases.queries import private_address
from circulairwerkt.hubs.models import LifeCycle
from circulairwerkt.organisations.models import Kind
from circulairwerkt.reference.models import Municipality
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
Town = Callable[[str], Municipality]


@pytest.fixture(autouse=True)
def _no_counts_of_others() -> None:
    cache.clear()


def page(client: Client, place: str, sentence: str = "", status: int = 200) -> str:
    response = client.get("/antwoord/", {"plaats": place, "zin": sentence})
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_8500_is_served_by_the_hub_with_its_seat_there(client: Client, town: Town) -> None:
    make.hub("CICO Hub", seat=town("Kortrijk"))
    text = page(client, "8500")
    assert "CICO Hub helpt in Kortrijk" in text
    assert "Deze hub heeft haar thuis in Kortrijk." in text


def test_9160_is_near_two_hubs_and_the_page_never_says_they_help(client: Client, town: Town) -> None:
    town("Lokeren")
    make.hub("De Keet", seat=town("Aalst"), lat=50.936, lon=4.039, claimed_on=None)
    make.hub("Hub Gent", seat=town("Gent"), lat=51.054, lon=3.717, claimed_on=None)
    text = page(client, "9160")
    assert "Dichtbij zijn De Keet (18,9 km) en Hub Gent (20,1 km)." in text
    assert "helpt in Lokeren" not in text


def test_a_part_of_a_town_leads_to_its_municipality(client: Client, town: Town) -> None:
    make.hub("Hub van Asse", seat=town("Asse"))
    text = page(client, "Zellik")
    assert "Hub van Asse helpt in Zellik" in text
    assert "Zellik hoort bij Asse." in text


def test_a_place_outside_flanders_gets_the_honest_answer(client: Client) -> None:
    text = page(client, "Anderlecht")
    assert "Anderlecht ligt niet in Vlaanderen" in text
    assert "Onze hubs werken alleen in Vlaanderen." in text


def test_an_unknown_place_offers_what_was_perhaps_meant_and_keeps_the_sentence(client: Client) -> None:
    text = page(client, "Kortijk", "twee paletten karton")
    assert "We vinden “Kortijk” niet" in text
    assert "/antwoord/?plaats=Kortrijk&amp;zin=twee%20paletten%20karton" in text


def test_no_working_hub_says_so_and_without_inbox_names_other_ways(client: Client, town: Town) -> None:
    make.hub(life_cycle=LifeCycle.ENDED)
    town("Brugge")
    text = page(client, "Brugge")
    assert "Voor Brugge kennen we nu geen actieve hub." in text
    assert "We kunnen je vraag nu niet doorsturen" in text
    assert '<form class="form" method="post"' not in text


def test_no_working_hub_with_an_inbox_names_who_reads(client: Client, town: Town) -> None:
    make.inbox(name="Het programmateam", answer_days=5)
    town("Brugge")
    assert "Het programmateam van het programma leest je vraag en antwoordt binnen 5 werkdagen." in page(
        client, "Brugge"
    )


def test_an_unclaimed_hub_takes_no_question(client: Client, town: Town) -> None:
    make.hub(seat=town("Brugge"), claimed_on=None, website="https://hub.example.org")
    text = page(client, "Brugge")
    assert "We kunnen je vraag nu niet doorsturen" in text
    assert "https://hub.example.org" in text


def test_an_ended_hub_names_its_successor(client: Client, town: Town) -> None:
    heir = make.hub("Nieuwe hub")
    make.hub("Oude hub", seat=town("Brugge"), life_cycle=LifeCycle.ENDED, successor=heir)
    assert "Oude hub is gestopt. Nieuwe hub neemt Brugge over." in page(client, "Brugge")


def test_partners_without_an_address_have_no_distance(client: Client, town: Town) -> None:
    hub = make.hub(seat=town("Brugge"))
    with_address = make.organisation("Met adres", kind=Kind.KNOWLEDGE)
    make.site(with_address, lat=51.2, lon=3.2)
    make.partnership(with_address, hub)
    make.partnership(make.organisation("Zonder adres", kind=Kind.REUSE_CENTRE), hub)
    text = page(client, "Brugge")
    assert "adres nog niet bekend" in text
    assert text.count(" km</span>") == 1


def test_a_story_that_resembles_the_sentence_is_shown_with_the_words_that_say_so(
    client: Client, town: Town
) -> None:
    hub = make.hub(seat=town("Kortrijk"))
    make.hub("Ver weg")
    make.story(hub, "Doeken", keywords=["zonweringsdoek", "snijresten"])
    make.story(hub, "Zalmkroket", keywords=["zalm"])
    town("Ieper")
    text = page(client, "8900", "snijresten zonweringsdoek, 300 kg per maand")
    assert "Lijkt op jouw vraag: snijresten, zonweringsdoek" in text
    assert "Zalmkroket" not in text


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE hubs_hub; --",
        "🦄" * 40,
        "%00%ff",
        "{{ 7*7 }}",
        "-1",
        "0000",
    ],
)
def test_nonsense_is_text_and_shown_escaped(client: Client, typed: str) -> None:
    response = client.get("/antwoord/", {"plaats": typed, "zin": typed})
    assert response.status_code in {200, 422}
    shown = response.content.decode()
    assert "<script>alert(1)" not in shown
    assert f'value="{escape(typed)}"' in shown


@pytest.mark.parametrize("field", ["plaats", "zin"])
def test_ten_kilobytes_are_refused_beside_the_field(client: Client, field: str) -> None:
    values = {"plaats": "Kortrijk", "zin": "", field: "a" * 10_000}
    response = client.get("/antwoord/", values)
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()


def test_an_empty_place_asks_for_one(client: Client) -> None:
    assert "Vul een gemeente of postcode in." in page(client, "", status=422)


def sent(client: Client, *, age: float = 10, **values: str) -> Any:
    stamp = fresh_stamp()
    later = timezone.now() + timedelta(seconds=age)
    data = {
        "plaats": "Kortrijk",
        "zin": "Twee paletten karton",
        "contact": "an@example.org",
        "getoond": stamp,
    }
    data.update(values)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.signing.time.time", later.timestamp)
        return client.post("/antwoord/vraag/", data)


@pytest.fixture
def kortrijk(town: Town) -> Any:
    return make.hub("CICO Hub", seat=town("Kortrijk"), answer_days=3)


def questions() -> Any:
    return Question.unscoped.all()


def test_a_question_reaches_the_hub_and_its_coordinator_gets_a_link_only(
    client: Client, kortrijk: Any, django_capture_on_commit_callbacks: Any
) -> None:
    coordinator = make.member(kortrijk, email="els@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        response = sent(client)
    assert response.status_code == 302
    question = questions().get()
    assert (question.hub, question.sentence, question.contact) == (
        kortrijk,
        "Twee paletten karton",
        "an@example.org",
    )
    assert [message.to for message in mail.outbox] == [[coordinator.email], ["an@example.org"]]
    assert private_address(question) in mail.outbox[1].body
    assert "an@example.org" not in mail.outbox[0].body
    assert f"/vragen/{question.pk}/" in mail.outbox[0].body
    assert "CICO Hub leest je vraag." in client.get("/antwoord/gevraagd/").content.decode()


def test_the_trail_of_a_question_holds_no_contact_data(client: Client, kortrijk: Any) -> None:
    sent(client, contact="0470 12 34 56")
    entry = AuditEntry.objects.get(action="cases.ask")
    assert "0470" not in str(entry.changes)


@pytest.mark.parametrize(
    ("contact", "says"),
    [
        ("", ""),
        ("an@", "geen volledig e-mailadres"),
        ("bel mij", "geen telefoonnummer"),
        ("12", "geen telefoonnummer"),
    ],
)
def test_a_wrong_contact_keeps_what_was_typed(client: Client, kortrijk: Any, contact: str, says: str) -> None:
    response = sent(client, contact=contact)
    assert response.status_code == 422
    text = response.content.decode()
    assert says in text
    assert "Twee paletten karton" in text
    assert not questions().exists()


@pytest.mark.parametrize(
    "values", [{"age": 0.5}, {"website": "https://spam.example"}, {"getoond": "x"}, {"age": 90_000}]
)
def test_what_looks_like_a_machine_is_asked_again_and_a_person_gets_through(
    client: Client, kortrijk: Any, values: dict[str, Any]
) -> None:
    response = sent(client, **values)
    assert response.status_code == 422
    assert not questions().exists()
    assert "druk dan opnieuw op de knop" in response.content.decode()
    assert sent(client).status_code == 302
    assert questions().count() == 1


def test_the_sixth_question_in_ten_minutes_waits(client: Client, kortrijk: Any) -> None:
    assert [sent(client).status_code for _ in range(6)] == [302] * 5 + [429]
    assert questions().count() == 5


def test_a_question_that_nobody_reads_is_not_stored(client: Client, town: Town) -> None:
    make.hub(seat=town("Kortrijk"), claimed_on=None)
    response = sent(client)
    assert response.status_code == 409
    assert not questions().exists()


def test_a_question_between_two_hubs_goes_to_the_programme(client: Client, town: Town) -> None:
    make.inbox()
    town("Lokeren")
    make.hub("De Keet", seat=town("Aalst"), lat=50.936, lon=4.039)
    make.hub("Hub Gent", seat=town("Gent"), lat=51.054, lon=3.717)
    assert sent(client, plaats="Lokeren").status_code == 302
    assert questions().get().hub is None
