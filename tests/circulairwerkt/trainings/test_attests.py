"""Attests: only for who was ticked in each session that counts, once, checked without telling a name."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circulairwerkt.agenda.models import Event, Registration, Seat
from circulairwerkt.base import paper as base_paper
from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.base.permissions import SYSTEM, Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Hub
from circulairwerkt.trainings import duties, paper, services
from circulairwerkt.trainings.entitled import entitled_to
from circulairwerkt.trainings.links import token_of
from circulairwerkt.trainings.models import Attest, Training
from tests.circulairwerkt import factories
from tests.circulairwerkt.base import tagged
from tests.circulairwerkt.taken_along import rows_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def training() -> Iterator[Training]:
    cache.clear()
    with everywhere("a test"):
        yield factories.training(factories.hub("De Lus", slug="de-lus"))


@pytest.fixture
def desk(client: Client, training: Training) -> Client:
    client.force_login(factories.member(training.event.hub, Role.COORDINATOR))
    return client


def comes(event: Event, name: str, came: list[int | None], *, size: int = 1, **fields: Any) -> Registration:
    """Somebody with seats at each session, and how many of them came."""
    row = Registration.objects.create(
        event=event, name=name, email=f"{name.lower()}@example.org", size=size, **fields
    )
    for session, there in zip(event.sessions.order_by("starts_at"), came, strict=True):
        turn = Seat.objects.filter(session=session).count() + 1
        Seat.objects.create(
            registration=row, session=session, state="confirmed", size=size, came=there, turn=turn
        )
    return row


def test_only_who_was_there_each_time_gets_one_and_only_once(training: Training) -> None:
    event = training.event
    comes(event, "An", [1, 1], language="fr")
    comes(event, "Bo", [1, 0])
    comes(event, "Cas", [1, None])
    comes(event, "Dirk", [3, 3], size=3, others=["Els", " "])
    comes(event, "Fien", [2, 1], size=2, others=["Gert"])
    first = services.give(actor=SYSTEM, event=event)
    assert sorted(row.name for row in first) == ["An", "Dirk", "Els"]
    assert services.give(actor=SYSTEM, event=event) == []
    assert {(row.hours, row.language) for row in first if row.name == "An"} == {(4, "fr")}
    letters = OutgoingMail.objects.filter(about__startswith="trainings.attest")
    assert sorted(letters.values_list("to", flat=True)) == ["an@example.org", "dirk@example.org"]
    assert "Els" not in letters.get(to="dirk@example.org").text
    assert letters.get(to="dirk@example.org").text.count("/attest/") == 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ticks=st.lists(st.tuples(*[st.sampled_from([None, 0, 1])] * 2), min_size=1, max_size=6),
    counts=st.sets(st.integers(0, 1)),
)
def test_a_right_is_a_tick_in_each_session_that_counts(
    training: Training, ticks: list[tuple[int | None, int | None]], counts: set[int]
) -> None:
    event = training.event
    Registration.objects.filter(event=event).delete()
    sessions = list(event.sessions.order_by("starts_at"))
    training.asked.set([sessions[number] for number in counts])
    for number, came in enumerate(ticks):
        comes(event, f"P{number}", list(came))
    expected = {
        f"P{number}" for number, came in enumerate(ticks) if all(came[each] for each in counts or {0, 1})
    }
    assert {row.name for row in entitled_to(training)} == expected


def test_not_before_it_is_over_and_not_where_it_gives_none(training: Training) -> None:
    event = training.event
    comes(event, "An", [1, 1])
    last = event.sessions.order_by("-starts_at").first()
    assert last is not None
    type(last).objects.filter(pk=last.pk).update(ends_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(ValidationError, match="voorbij"):
        services.give(actor=SYSTEM, event=event)
    type(last).objects.filter(pk=last.pk).update(cancelled_at=timezone.now())
    assert len(services.give(actor=SYSTEM, event=event)) == 1, "what was called off does not count"
    Training.objects.update(gives_attest=False)
    with pytest.raises(ValidationError, match="attest geeft"):
        services.give(actor=SYSTEM, event=event)


def test_the_number_tells_no_name_and_the_link_does(client: Client, training: Training) -> None:
    attest = factories.attest(training.event)
    by_number = client.get("/attest/", {"nummer": attest.spelt.lower()})
    text = by_number.content.decode()
    assert "Textiel sorteren" in text
    assert "De Lus" in text
    assert "Geldig" in text
    assert attest.name not in text
    mine = f"/attest/{token_of(attest)}/"
    page = client.get(mine)
    assert attest.name in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"
    services.withdraw(actor=SYSTEM, attest=attest, reason="verkeerde persoon")
    for path in (f"/attest/?nummer={attest.number}", mine):
        gone = client.get(path).content.decode()
        assert "Ingetrokken" in gone
        assert "verkeerde persoon" not in gone
    assert client.get(f"{mine}attest.pdf").status_code == 404
    services.restore(actor=SYSTEM, attest=attest)
    client.post(f"{mine}naam-wissen/")
    assert "Zoë" not in client.get(mine).content.decode()
    assert client.get("/attest/", {"nummer": attest.number}).status_code == 200
    for wrong in ("/attest/?nummer=ABCD-EFGH-2345", "/attest/verzonnen/"):
        assert client.get(wrong).status_code == 404
    assert client.get("/attest/?nummer=").status_code == 422


def test_the_hub_prints_the_attest_of_who_came_in_at_the_door(desk: Client, training: Training) -> None:
    event = training.event
    row = comes(event, "Zoë", [1, 1], door_key="k" * 32)
    Registration.objects.filter(pk=row.pk).update(email="")
    room = f"/werkplek/de-lus/agenda/{event.pk}/opleiding/"
    desk.post(f"{room}attesten/")
    attest = Attest._base_manager.get()
    assert not OutgoingMail.objects.exists()
    paper_of_it = f"{room}attesten/{attest.pk}/attest.pdf"
    assert f'href="{paper_of_it}"' in desk.get(room).content.decode()
    served = desk.get(paper_of_it)
    assert served.content.startswith(b"%PDF")
    assert "no-store" in served["Cache-Control"]
    other = factories.training(event.hub)
    assert (
        desk.get(
            f"/werkplek/de-lus/agenda/{other.event_id}/opleiding/attesten/{attest.pk}/attest.pdf"
        ).status_code
        == 404
    )
    services.withdraw(actor=SYSTEM, attest=attest, reason="")
    assert paper_of_it not in desk.get(room).content.decode()
    assert desk.get(paper_of_it).status_code == 404


def test_nobody_tries_numbers_by_the_hundred(client: Client, training: Training) -> None:
    for _try in range(30):
        assert client.get("/attest/?nummer=ABCD-EFGH-2345").status_code == 404
    assert client.get("/attest/?nummer=ABCD-EFGH-2345").status_code == 429


def test_a_coordinator_says_what_one_learns_and_gives_attests(desk: Client, training: Training) -> None:
    event = training.event
    room = f"/werkplek/de-lus/agenda/{event.pk}/opleiding/"
    assert room in desk.get(f"/werkplek/de-lus/agenda/{event.pk}/").content.decode()
    skill = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"
    form = {"version": training.version, "gives_attest": "on"}
    assert desk.post(f"{room}gegevens/", {**form, "outcomes": skill}).status_code == 422
    late = desk.post(f"{room}gegevens/", {**form, "outcomes": f"{'x' * 200}\nnaaien"})
    assert late.status_code == 422
    assert "naaien" in late.content.decode(), "what was typed is kept"
    wrong = desk.post(f"{room}gegevens/", {**form, "outcomes": f"naden nakijken {skill}0"})
    assert "is geen vaardigheid in ESCO" in wrong.content.decode()
    # What a browser shows while one looks at the skill leads to it too.
    looked_at = f"https://esco.ec.europa.eu/nl/classification/skills?uri={skill}"
    saved = desk.post(f"{room}gegevens/", {**form, "outcomes": f"naden nakijken {looked_at}\nstof herkennen"})
    assert saved.status_code == 302
    public = Client().get(f"/agenda/{event.slug}/").content.decode()
    assert "naden nakijken" in public
    assert f'href="{skill}"' in public
    row = comes(event, "An", [1, 1])
    assert "An" in desk.get(room).content.decode()
    desk.post(f"{room}attesten/")
    attest = Attest._base_manager.get()
    assert [outcome["text"] for outcome in attest.outcomes] == ["naden nakijken", "stof herkennen"]
    Seat.objects.filter(registration=row).update(came=0)
    assert "niet meer als aanwezig" in desk.get(room).content.decode()
    assert desk.post(f"{room}attesten/{attest.pk}/intrekken/", {"reason": ""}).status_code == 422
    desk.post(f"{room}attesten/{attest.pk}/intrekken/", {"reason": "niet aanwezig"})
    assert not Attest._base_manager.get().is_valid
    desk.post(f"{room}attesten/{attest.pk}/terug/")
    assert Attest._base_manager.get().is_valid
    other = factories.event(Hub.objects.get(pk=event.hub_id))
    assert desk.get(f"/werkplek/de-lus/agenda/{other.pk}/opleiding/").status_code == 404, "no training"


def test_attests_go_along_as_a_list(desk: Client, training: Training) -> None:
    event = training.event
    for name in ("=An", "Bo"):
        comes(event, name, [1, 1])
    first, _second = services.give(actor=SYSTEM, event=event)
    services.withdraw(actor=SYSTEM, attest=first, reason="een vergissing")
    path = f"/werkplek/de-lus/agenda/{event.pk}/opleiding/"
    assert f"{path}attesten/lijst/csv/" in desk.get(path).content.decode()
    an, bo = rows_at(desk, f"{path}attesten/lijst/csv/")
    assert (an["Naam"], an["Nummer"], an["Waarom ingetrokken"]) == ("'=An", first.spelt, "een vergissing")
    assert (bo["Naam"], bo["Uren"], bo["Ingetrokken op"]) == ("Bo", "4", "")


def test_names_go_after_five_years(training: Training) -> None:
    old = factories.attest(
        training.event, given_at=timezone.now() - timedelta(days=Attest.RETENTION_DAYS + 1)
    )
    fresh = factories.attest(training.event)
    duties.erase_old_names()
    assert set(Attest.objects.values_list("pk", "name")) == {(old.pk, ""), (fresh.pk, fresh.name)}
    assert services.erase_old_names(actor=SYSTEM) == 0


@pytest.mark.parametrize(
    ("language", "title"), [("nl", "Attest van"), ("en", "Attest of"), ("fr", "Attestation de")]
)
def test_the_file_is_tagged_titled_and_read_in_order(training: Training, language: str, title: str) -> None:
    attest = factories.attest(training.event, language=language)
    told = tagged.read(paper.written(attest))
    assert told.language == language
    assert told.title.startswith(f"{title} {attest.name}")
    assert [tag for tag in told.tags if tag in ("/H1", "/H2", "/H3", "/L", "/Figure", "/Link")] == [
        "/H1", "/H2", "/H3", "/L", "/H3", "/Link", "/Figure",
    ]  # fmt: skip
    [figure] = told.figures
    assert "QR" in figure
    order = [
        attest.hub.name,
        attest.name,
        "Textiel sorteren",
        "stof herkennen",
        "naden nakijken",
        attest.spelt,
    ]
    tagged.in_order(told.words, order)


def test_without_pango_the_page_stands_in(
    client: Client, desk: Client, training: Training, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_name: str) -> Any:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(base_paper, "import_module", missing)
    attest = factories.attest(training.event)
    mine = f"/attest/{token_of(attest)}/"
    answer = client.get(f"{mine}attest.pdf")
    assert answer.status_code == 302
    assert "printen kan wel" in client.get(mine).content.decode()
    room = f"/werkplek/de-lus/agenda/{training.event_id}/opleiding/"
    told = desk.get(f"{room}attesten/{attest.pk}/attest.pdf", follow=True).content.decode()
    assert "Een PDF maken lukt hier nu niet" in told
    assert "printen kan wel" not in told, "the list of the hub is no attest"
