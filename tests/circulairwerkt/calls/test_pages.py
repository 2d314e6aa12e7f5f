"""Pages of calls: handing in without an account, deciding, the result, the case, and what nobody may see."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream
from pytest_django import DjangoAssertNumQueries

from circulairwerkt.base import from_people, links
from circulairwerkt.base.from_people import fresh_stamp
from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.calls import duties
from circulairwerkt.calls.links import token_of
from circulairwerkt.calls.models import Call, Challenge, Entry, Step
from circulairwerkt.calls.services import erase_people
from circulairwerkt.cases.models import Case, Contact, Lesson
from circulairwerkt.hubs.models import Hub, Switch
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_people, "LEAST_SECONDS", -1)
    cache.clear()


@pytest.fixture
def hub() -> Hub:
    return make.hub("De Lus", slug="de-lus")


@pytest.fixture
def desk(hub: Hub) -> Client:
    client = Client()
    client.force_login(make.member(hub))
    return client


def sent(**more: Any) -> dict[str, Any]:
    values = make.idea_values(email="an@example.org", **more)
    return {**{name: value or "" for name, value in values.items()}, "getoond": fresh_stamp()}


def closed(call: Call) -> None:
    Call._base_manager.filter(pk=call.pk).update(closes_at=timezone.now() - timedelta(minutes=1))


def letters() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("to", "subject"))


def test_from_an_idea_to_a_case(client: Client, hub: Hub, desk: Client) -> None:
    event = make.event(hub, "Een dag lang bouwen", kind="hackathon")
    call = make.call(hub, slug="bouw", kind="hackathon", event=event, steps=1)
    challenge = Challenge.objects.create(call=call, title="Wat doen we met pallets?")
    assert client.post("/oproepen/bouw/meedoen/", sent()).status_code == 422, "a challenge is to be chosen"
    answer = client.post("/oproepen/bouw/meedoen/", sent(challenge=challenge.pk))
    assert answer["Location"] == "/oproepen/bouw/ingezonden/"
    entry = Entry.objects.get()
    mine = f"/mijn-idee/{token_of(entry)}/"
    page = client.get(mine)
    assert page["Referrer-Policy"] == "same-origin"
    better = {"title": "Stoelen", "summary": "Stoelen van pallets.", "words": "Met een prototype.", "url": ""}
    assert client.post(mine, better).status_code == 302
    assert entry.last.number == 2
    assert client.post(mine, {**better, "title": ""}).status_code == 422
    other = make.idea(call, challenge=challenge, email="bo@example.org", title="Iets anders")
    closed(call)
    assert client.post(mine, {**better, "words": "Nog beter."}).status_code == 422
    assert entry.versions.count() == 2
    here = f"/werkplek/de-lus/oproepen/{call.pk}/"
    assert f'{here}verder/"' in desk.get(here).content.decode()
    gone = {"seen": "0", "going": [entry.pk], "words": "Kom eens langs."}
    assert desk.post(f"{here}verder/", gone).status_code == 302
    assert desk.post(f"{here}verder/", gone).status_code == 422, "somebody did that already"
    assert desk.post(f"{here}ideeen/{other.pk}/dossier/").status_code == 302
    assert not Case._base_manager.exists(), "what was not selected becomes no case"
    assert desk.post(f"{here}uitslag/", {"seen": "1", "going": [entry.pk]}).status_code == 302
    assert [subject for to, subject in letters() if to == "an@example.org"] == [
        "Je idee is binnen: Stoelen van pallets",
        "Stoelen gaat verder",
        "Gekozen: Stoelen",
    ]
    assert [subject for to, subject in letters() if to == "bo@example.org"] == ["Je idee Iets anders"]
    public = client.get("/oproepen/bouw/").content.decode()
    assert "Stoelen van pallets." in public
    assert "Iets anders" not in public, "only what was chosen is told"
    assert "An Bos" not in public
    answer = desk.post(f"{here}ideeen/{entry.pk}/dossier/")
    case = Case._base_manager.get()
    assert answer["Location"] == f"/dossiers/{case.pk}/"
    assert Contact.objects.get(case=case).email == "an@example.org"
    assert links.origins(case, Entry) == [entry.pk]
    assert "Wat doen we met pallets?" in desk.get(f"/dossiers/{case.pk}/").content.decode()
    assert case.reference in desk.get(f"{here}ideeen/{entry.pk}/").content.decode()
    # the thread of the event knows it too
    assert case.title in desk.get(f"/werkplek/de-lus/agenda/{event.pk}/").content.decode()
    assert "Sluit de cirkel" in client.get(f"/agenda/{event.slug}/").content.decode()


def test_a_call_is_made_filled_in_and_opened(client: Client, hub: Hub, desk: Client) -> None:
    base = "/werkplek/de-lus/oproepen/"
    assert desk.post(f"{base}nieuw/", {"kind": "call", "title": ""}).status_code == 422
    here = desk.post(f"{base}nieuw/", {"kind": "call", "title": "Sluit de cirkel"})["Location"]
    call = Call._base_manager.get()
    assert [step.kind for step in call.steps.all()] == ["pitch", "guidance", "peer_review", "final_pitch"]
    assert client.get(f"/oproepen/{call.slug}/").status_code == 404
    assert "Dit ontbreekt nog" in desk.get(here).content.decode()
    desk.post(f"{here}openen/")
    assert Call._base_manager.get().is_draft
    form = desk.get(f"{here}gegevens/").context["form"]
    values = {bound.html_name: bound.value() or "" for bound in form}
    day = timezone.localdate() + timedelta(days=20)
    values |= {"summary_nl": "Minder weggooien.", "closes_day": day.isoformat()}
    assert desk.post(f"{here}gegevens/", values).status_code == 302
    desk.post(f"{here}openen/")
    assert f"/oproepen/{call.slug}/" in client.get("/oproepen/").content.decode()
    step = call.steps.first()
    assert step is not None
    wrong = {"kind": "pitch", "day": "", "from_time": "14.00", "version": step.version}
    assert desk.post(f"{here}stappen/{step.pk}/", wrong).status_code == 422
    right = {
        **wrong,
        "day": (day + timedelta(days=9)).isoformat(),
        "until_time": "16u30",
        "place": "Gent",
        "letter": "Breng vijf minuten mee.",
    }
    assert desk.post(f"{here}stappen/{step.pk}/", right).status_code == 302
    found = IcsCalendarStream.calendar_from_ics(
        client.get(f"/oproepen/{call.slug}/agenda.ics").content.decode()
    )
    assert sorted(str(event.summary) for event in found.events) == [
        "Laatste uur om in te zenden: Sluit de cirkel",
        "Sluit de cirkel · pitch",
    ]
    desk.post(f"{here}stoppen/", {"reason": "Te weinig ideeën."})
    assert "Te weinig ideeën." in client.get(f"/oproepen/{call.slug}/").content.decode()


def test_who_is_at_a_step_hears_when_its_day_or_place_changes(hub: Hub, desk: Client) -> None:
    call = make.call(hub, position=1)
    make.idea(call, position=1, email="an@example.org")
    make.idea(call, state="out", email="bo@example.org")
    first, second = call.steps.order_by("number")
    day = timezone.localdate() + timedelta(days=9)

    def put(step: Step, **values: str) -> None:
        step.refresh_from_db()
        path = f"/werkplek/de-lus/oproepen/{call.pk}/stappen/{step.pk}/"
        assert desk.post(path, {"kind": step.kind, "version": step.version, **values}).status_code == 302

    when = {"day": day.isoformat(), "from_time": "14.00", "until_time": "16.00"}
    put(first, letter="Breng iets mee.")
    put(second, **when)
    assert letters() == [], "nothing to know of words alone, nor of a step that nobody reached"
    put(first, **when, place="Gent", letter="Breng iets mee.")
    put(first, **when, place="Gent", letter="Breng iets moois mee.")
    put(first, **{**when, "from_time": "15.00"}, place="Gent")
    assert [to for to, _subject in letters()] == ["an@example.org", "an@example.org"]
    told = OutgoingMail.objects.order_by("pk").last()
    assert told is not None
    assert "15.00 tot 16.00 u" in told.text
    assert "Gent" in told.text
    Step.objects.filter(pk=first.pk).update(ends_at=timezone.now() - timedelta(hours=1))
    put(first, day=(timezone.localdate() - timedelta(days=2)).isoformat())
    assert len(letters()) == 2, "what is past is put right, and nobody has to come"


def test_what_looks_like_a_machine_is_asked_again_and_too_many_wait(client: Client, hub: Hub) -> None:
    make.call(hub, slug="bouw")
    again = client.post("/oproepen/bouw/meedoen/", {**sent(), "website": "x"})
    assert again.status_code == 422
    assert not Entry.objects.exists()
    found = [client.post("/oproepen/bouw/meedoen/", sent()).status_code for _try in range(31)]
    assert (found.count(302), found[-1]) == (30, 429)


def test_withdrawn_is_gone_from_every_list(client: Client, hub: Hub, desk: Client) -> None:
    call = make.call(hub, slug="bouw")
    entry = make.idea(call)
    client.post(f"/mijn-idee/{token_of(entry)}/intrekken/")
    entry.refresh_from_db()
    assert (entry.email, entry.contact_name) == ("", "")
    assert "Stoelen" not in desk.get(f"/werkplek/de-lus/oproepen/{call.pk}/").content.decode()
    assert desk.get(f"/werkplek/de-lus/oproepen/{call.pk}/ideeen/{entry.pk}/").status_code == 404


def test_a_new_link_makes_the_old_one_void(client: Client, hub: Hub, desk: Client) -> None:
    call = make.call(hub)
    entry = make.idea(call, email="an@example.org")
    old = f"/mijn-idee/{token_of(entry)}/"
    desk.post(f"/werkplek/de-lus/oproepen/{call.pk}/ideeen/{entry.pk}/nieuwe-link/")
    assert client.get(old).status_code == 404
    address = re.search(r"/mijn-idee/\S+", OutgoingMail.objects.get().text)
    assert address is not None
    assert client.get(address[0]).status_code == 200


def test_a_call_of_another_hub_does_not_exist_here(hub: Hub, desk: Client) -> None:
    other = make.call(make.hub(slug="ander"))
    entry = make.idea(other)
    for path in ("", "gegevens/", "verder/", f"ideeen/{entry.pk}/"):
        assert desk.get(f"/werkplek/de-lus/oproepen/{other.pk}/{path}").status_code == 404


def test_an_instrument_that_is_off_is_nowhere(client: Client, hub: Hub, desk: Client) -> None:
    call = make.call(hub, "Verdwenen oproep", slug="bouw")
    Switch.objects.create(hub=hub, key="calls", is_on=False)
    assert client.get("/oproepen/bouw/").status_code == 404
    assert "Verdwenen" not in client.get("/oproepen/").content.decode()
    assert desk.get(f"/werkplek/de-lus/oproepen/{call.pk}/").status_code == 404
    assert desk.get("/werkplek/de-lus/oproepen/").status_code == 200, "hackathons are still on"


def test_a_list_asks_the_same_number_of_queries(
    hub: Hub, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    call = make.call(hub)
    for _number in range(12):
        make.idea(call)
    desk.get(f"/werkplek/de-lus/oproepen/{call.pk}/")
    with django_assert_max_num_queries(36):
        desk.get(f"/werkplek/de-lus/oproepen/{call.pk}/")


def test_beside_an_idea_stands_the_case_that_came_of_it(hub: Hub, desk: Client) -> None:
    call, elsewhere = make.call(hub), make.hub(slug="ander")

    def chosen(of: Hub, title: str) -> Case:
        case = make.case(of, title, stage="test_trajectory")
        links.join(make.idea(call, state="won"), case)
        return case

    def page() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as asked:
            found = desk.get(f"/werkplek/de-lus/oproepen/{call.pk}/").content.decode()
        return found, len(asked)

    case, hidden = chosen(hub, "Stoelen voor de school"), chosen(elsewhere, "Geheim dossier")
    page()
    text, few = page()
    assert f'<a href="/dossiers/{case.pk}/">{case.reference} Stoelen voor de school</a>' in text
    assert case.get_stage_display() in text  # type: ignore[attr-defined]
    assert hidden.title not in text
    for number in range(8):
        chosen(hub, f"Nog een dossier {number}")
    text, many = page()
    assert text.count("/dossiers/") >= 9
    assert many == few


def test_who_handed_in_is_erased_in_time(hub: Hub) -> None:
    old, young = make.call(hub), make.call(hub)
    for call, days in ((old, 731), (young, 729)):
        make.idea(call)
        ended = timezone.now() - timedelta(days=days)
        Call._base_manager.filter(pk=call.pk).update(state="finished", ended_at=ended)
    with everywhere("a test of the clock"):
        assert erase_people(actor=SYSTEM) == 1
        duties.erase_people()
    assert [bool(entry.email) for entry in Entry.objects.order_by("pk")] == [False, True]
    assert Entry.objects.exclude(organisation="").count() == 2


def test_a_call_tells_what_its_ideas_yielded_together(client: Client, hub: Hub, desk: Client) -> None:
    call = make.call(hub, slug="bouw", state="finished", ended_at=timezone.now())
    inside = f"/werkplek/de-lus/oproepen/{call.pk}/"
    assert "Hier komt wat de ideeën samen opbrengen" in desk.get(inside).content.decode()
    shared, own = (make.case(hub, title, stage="test_trajectory") for title in ("Van twee", "Van een"))
    hidden = make.case(make.hub(slug="ander"), "Geheim dossier", stage="realised")
    for case in (shared, own, hidden):
        links.join(make.idea(call, state="won"), case)
    links.join(make.idea(call, state="won"), shared)
    lesson = Lesson.objects.create(case=own, text="Vraag het eerst.")
    text = desk.get(inside).content.decode()
    assert "2 dossiers · 2 testtrajecten of verder · 1 les" in text
    assert lesson.text in text
    assert hidden.title not in text
    # to everybody: what was released, in the words that were; of the cases nothing
    story = make.story(hub, "Zo liep het af", told_of=lesson)
    page = client.get("/oproepen/bouw/").content.decode()
    assert f"/verhalen/{story.slug}/" in page
    assert not any(word in page for word in (lesson.text, own.title, shared.title, "testtraject"))
