"""The pages of cases: the board and the list at every size, the page of a case, files, the one box."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from circulairwerkt.base import scope
from circulairwerkt.cases import services, uploads
from circulairwerkt.cases.links import party_token_of
from circulairwerkt.cases.models import Case, CaseFile, CaseShare, Contact, Entry, Exit, Stage
from circulairwerkt.cases.overview import PER_COLUMN
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import ContactPerson
from circulairwerkt.reference.models import Goal
from circulairwerkt.streams.models import MaterialCard
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub() -> Hub:
    return make.hub(slug="zuid")


@pytest.fixture
def client(hub: Hub) -> Client:
    client = Client()
    client.force_login(make.member(hub))
    return client


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def _many(hub: Hub, number: int) -> None:
    owner = make.member(hub)
    for count in range(number):
        case = make.case(
            hub,
            f"Dossier {count}",
            stage=list(Stage)[count % 7],
            owner=owner,
            moved_at=timezone.now() - timedelta(days=count),
        )
        make.party(case, make.organisation())
        make.contact(case)


@pytest.mark.parametrize("path", ["/werkplek/zuid/dossiers/", "/werkplek/zuid/dossiers/lijst/"])
def test_ten_times_the_cases_ask_no_more_of_the_database(client: Client, hub: Hub, path: str) -> None:
    _many(hub, 7)
    client.get(path)
    few = _queries(client, path)
    _many(hub, 70)
    assert _queries(client, path) == few <= 25


@pytest.mark.parametrize("path", ["/werkplek/zuid/dossiers/", "/werkplek/zuid/dossiers/lijst/"])
def test_a_case_that_another_hub_shares_stands_among_the_own_until_it_ends(
    client: Client, hub: Hub, path: str
) -> None:
    make.case(hub, "Eigen dossier")
    share = CaseShare.objects.create(case=make.case(make.hub(), "Van de buren"), hub=hub)
    shown = client.get(path).content.decode()
    assert "Eigen dossier" in shown
    assert "Van de buren" in shown
    share.ended_at = timezone.now()
    share.save()
    shown = client.get(path).content.decode()
    assert "Eigen dossier" in shown
    assert "Van de buren" not in shown


def test_a_long_case_asks_no_more_than_a_short_one(client: Client, hub: Hub) -> None:
    case = make.case(hub)

    def grow() -> None:
        who = make.contact(case)
        entry = make.entry(case, contact=who, author=make.member(hub))
        CaseFile.objects.create(
            case=case, entry=entry, name="a.png", file="x", content_type="image/png", size_bytes=1, digest="0"
        )
        make.task(case, for_user=make.member(hub))
        make.party(case, make.organisation())

    grow()
    grow()
    path = f"/dossiers/{case.pk}/"
    client.get(path)
    short = _queries(client, path)
    for _ in range(12):
        grow()
    assert _queries(client, path) == short <= 40


def test_a_column_shows_the_first_and_says_how_many_more(client: Client, hub: Hub) -> None:
    for count in range(PER_COLUMN + 3):
        make.case(hub, f"Dossier {count}")
    page = client.get("/werkplek/zuid/dossiers/").content.decode()
    assert page.count('class="card board-card"') == PER_COLUMN
    assert "Toon er nog 3" in page


def test_a_case_that_left_its_way_is_not_on_the_board_but_in_the_list(client: Client, hub: Hub) -> None:
    make.case(hub, "Wacht op verhuis", exit=Exit.ON_HOLD, exit_since=timezone.now())
    assert "Wacht op verhuis" not in client.get("/werkplek/zuid/dossiers/").content.decode()
    listed = client.get("/werkplek/zuid/dossiers/lijst/?stand=on_hold").content.decode()
    assert "Wacht op verhuis" in listed


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"Karton", "Hout"}),
        ("zoek=hout", {"Hout"}),
        ("zoek=2025-007", {"Karton"}),
        ("zoek=plank", {"Hout"}),
        ("stap=exploration", {"Hout"}),
        ("wie=none", {"Karton", "Hout"}),
        ("stil=on", {"Karton"}),
        ("stap=bestaat-niet", {"Karton", "Hout"}),
        ("wie=999999999", {"Karton", "Hout"}),
        ("doel=network", set()),
    ],
)
def test_the_list_narrows(client: Client, hub: Hub, asked: str, found: set[str]) -> None:
    Goal.objects.get_or_create(key="network", defaults={"label": {"nl": "netwerk"}})
    make.case(hub, "Karton", number=7, moved_at=timezone.now() - timedelta(days=40))
    wood = make.case(hub, "Hout", stage=Stage.EXPLORATION)
    make.party(wood, make.organisation("De Plank"))
    page = client.get(f"/werkplek/zuid/dossiers/lijst/?{asked}")
    assert {case.title for case in page.context["page_obj"]} == found


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "9" * 40, "¹"])
def test_a_page_that_is_not_there_is_not_found(client: Client, page: str) -> None:
    assert client.get("/werkplek/zuid/dossiers/lijst/", {"page": page}).status_code == 404


def test_the_board_moves_a_case_and_comes_back(client: Client, hub: Hub) -> None:
    case = make.case(hub)
    sent = {"seen_stage": "case", "seen_exit": "", "to": "exploration", "terug": "bord"}
    answer = client.post(f"/dossiers/{case.pk}/stap/", sent)
    assert answer["Location"] == f"/werkplek/zuid/dossiers/?stap=exploration#dossier-{case.pk}"
    again = client.post(f"/dossiers/{case.pk}/stap/", sent, follow=True).content.decode()
    assert "Iemand anders was je voor" in again


def test_a_note_is_read_and_what_was_corrected_holds(client: Client, hub: Hub) -> None:
    case = make.case(hub)
    text = "Gebeld met Jan, 0470 12 34 56, dinsdag terugbellen over MDF"
    read = client.post("/dossiers/notitie-lezen/", {"text": text}).content.decode()
    assert 'value="Jan"' in read
    assert 'value="Terugbellen over MDF"' in read
    client.post(f"/dossiers/{case.pk}/gesprek/", {"text": text})
    assert (case.contacts.get().name, case.tasks.get().text) == ("Jan", "Terugbellen over MDF")
    other = make.case(hub)
    corrected = {
        "text": text,
        "read": "on",
        "name": "Jana",
        "phone": "",
        "email": "",
        "task": "",
        "due_on": "",
    }
    client.post(f"/dossiers/{other.pk}/gesprek/", corrected)
    assert (other.contacts.get().name, other.contacts.get().phone) == ("Jana", "")
    assert not other.tasks.exists()


def test_a_call_on_the_road_opens_a_case_within_one_form(client: Client, hub: Hub) -> None:
    text = "schrijnwerkerij, 2 palletten MDF-resten per week, dinsdag terugbellen op 0470 12 34 56"
    client.post("/werkplek/zuid/dossiers/gesprek/", {"text": text})
    with scope.everywhere("a test"):
        case = Case.objects.get()
    task = case.tasks.get()
    assert (case.stage, task.text, task.due_on.weekday()) == (Stage.QUESTION, "Terugbellen", 1)
    assert case.contacts.get().phone == "0470 12 34 56"


def test_opnemen_and_back(client: Client, hub: Hub) -> None:
    question = make.question(hub)
    page = client.post(f"/vragen/{question.pk}/opnemen/", follow=True)
    assert "Maak ongedaan" in page.content.decode()
    with scope.everywhere("a test"):
        case = Case.objects.get()
    back = client.post(f"/dossiers/{case.pk}/ongedaan/")
    assert back["Location"] == f"/vragen/{question.pk}/"
    with scope.everywhere("a test"):
        assert not Case.objects.exists()


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def test_a_file_is_given_back_as_a_download_and_to_no_stranger(client: Client, hub: Hub) -> None:
    case = make.case(hub)
    client.post(f"/dossiers/{case.pk}/bestanden/", {"file": SimpleUploadedFile("<b>../foto.png", PNG)})
    file = case.files.get()
    answer = client.get(f"/dossiers/{case.pk}/bestanden/{file.pk}/")
    assert b"".join(answer.streaming_content) == PNG  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    stranger = Client()
    stranger.force_login(make.member(make.hub()))
    assert stranger.get(f"/dossiers/{case.pk}/bestanden/{file.pk}/").status_code == 404


def test_the_bytes_go_with_the_file(
    client: Client, hub: Hub, django_capture_on_commit_callbacks: Any
) -> None:
    case = make.case(hub)
    client.post(f"/dossiers/{case.pk}/bestanden/", {"file": SimpleUploadedFile("foto.png", PNG)})
    file = case.files.get()
    assert file.file.storage.exists(file.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/dossiers/{case.pk}/bestanden/{file.pk}/weg/")
    assert not file.file.storage.exists(file.file.name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.exe", b"MZ" + b"0" * 40),
        ("foto.png", b"\x7fELF0000"),
        ("leeg.pdf", b""),
        ("x.zip", b"PK\x03\x04 niets"),
    ],
)
def test_what_does_not_belong_is_refused_in_words(
    client: Client, hub: Hub, name: str, content: bytes
) -> None:
    case = make.case(hub)
    answer = client.post(f"/dossiers/{case.pk}/bestanden/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert not case.files.exists()


def test_a_file_that_is_too_large_is_refused(client: Client, hub: Hub, monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 20)
    case = make.case(hub)
    answer = client.post(f"/dossiers/{case.pk}/bestanden/", {"file": SimpleUploadedFile("foto.png", PNG)})
    assert answer.status_code == 422


def test_a_party_reads_and_writes_its_own_part_alone(client: Client, hub: Hub) -> None:
    case = make.case(hub)
    els, jan = make.contact(case, name="Els"), make.contact(case, name="Jan")
    coordinator = actor_of(make.member(hub))
    with scope.everywhere("a test"):
        chosen = Contact.objects.filter(pk=els.pk)
        services.write_to(actor=coordinator, case=case, contacts=chosen, text="Alleen voor Els")
        services.write_note(actor=coordinator, case=case, text="Voor ons alleen")
    visitor = Client()
    seen = visitor.get(f"/dossier/{party_token_of(els)}/").content.decode()
    assert "Alleen voor Els" in seen
    assert "Voor ons alleen" not in seen
    visitor.post(f"/dossier/{party_token_of(els)}/schrijf/", {"text": "Dank je"})
    assert "Dank je" in client.get(f"/dossiers/{case.pk}/").content.decode()
    for_jan = visitor.get(f"/dossier/{party_token_of(jan)}/").content.decode()
    assert "Alleen voor Els" not in for_jan
    assert "Dank je" not in for_jan


@pytest.mark.parametrize("token", ["x", "1:2", "🦄", "a" * 400])
def test_a_forged_party_link_opens_nothing(token: str) -> None:
    assert Client().get(f"/dossier/{token}/").status_code == 404


def test_who_wants_no_mail_gets_none(client: Client, hub: Hub) -> None:
    case = make.case(hub)
    els = make.contact(case, name="Els")
    Client().post(f"/dossier/{party_token_of(els)}/geen-mail/")
    answer = client.post(f"/dossiers/{case.pk}/bericht/", {"contacts": [els.pk], "text": "Toch"})
    assert answer.status_code == 422
    assert not Entry.objects.filter(case=case).exists()


def test_the_page_for_the_steering_group_names_no_person(client: Client, hub: Hub) -> None:
    case = make.case(hub, "Karton", stage=Stage.TEST_TRAJECTORY)
    make.contact(case, name="Geheime Naam")
    page = client.get("/werkplek/zuid/dossiers/stuurgroep/").content.decode()
    assert "Karton" in page
    assert "Geheime Naam" not in page
    assert "Geheime Naam" not in client.get(f"/dossiers/{case.pk}/afdruk/").content.decode()


def test_a_hub_that_works_along_finds_its_way_and_no_closed_card(client: Client, hub: Hub) -> None:
    other = make.hub(slug="noord")
    case = make.case(hub)
    owner = actor_of(make.member(hub))
    with scope.everywhere("a test"):
        card = MaterialCard.objects.create(hub=hub, sentence="Geheime reststroom")
        services.attach_stream(actor=owner, case=case, row=card)
        services.share(actor=owner, case=case, hub=other)
    along = Client()
    along.force_login(make.member(other))
    page = along.get(f"/dossiers/{case.pk}/").content.decode()
    assert "/werkplek/noord/dossiers/" in page
    assert "/werkplek/zuid/" not in page
    assert "Geheime reststroom" not in page
    assert "Geheime reststroom" in client.get(f"/dossiers/{case.pk}/").content.decode()
    assert along.get("/werkplek/noord/dossiers/").content.decode().count("board-card") == 1
    assert along.post(f"/dossiers/{case.pk}/stoppen/").status_code == 404


def test_whom_the_hub_knows_at_a_party_is_added_in_one_press_and_then_no_longer_proposed(
    client: Client, hub: Hub
) -> None:
    """Another hub's notes about the same firm stay there, and a firm that takes no part is not looked at."""
    firm, elsewhere = make.organisation("Drukkerij"), make.organisation("Ververij")
    case = make.case(hub)
    make.party(case, firm)
    with scope.everywhere("what hubs noted"):
        for at, of, name in (
            (hub, firm, "Mieke Maes"),
            (make.hub(slug="noord"), firm, "Vreemde Gast"),
            (hub, elsewhere, "Wout Weg"),
        ):
            ContactPerson.objects.create(hub=at, organisation=of, name=name, phone="051 12 34 56")
    path = f"/dossiers/{case.pk}/"
    page = client.get(path).content.decode()
    assert "Zet Mieke Maes bij dit dossier" in page
    assert "Vreemde Gast" not in page
    assert "Wout Weg" not in page
    answer = client.post(f"{path}contacten/", {"name": "Mieke Maes", "phone": "051 12 34 56", "email": ""})
    assert answer.status_code == 302
    page = client.get(path).content.decode()
    assert "Mieke Maes" in page
    assert "Zet Mieke Maes bij dit dossier" not in page
