"""Pages of coaching: from the self-scan to an appointment without an account, and a coach's working day."""

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
from ical.event import EventStatus

from circulairwerkt.base import from_people
from circulairwerkt.base.from_people import fresh_stamp
from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.base.permissions import NOBODY, SYSTEM, Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.coaching import duties, services
from circulairwerkt.coaching.calendars import entries_of_coach
from circulairwerkt.coaching.finding import coaches_for, free_moments
from circulairwerkt.coaching.links import private_address, token_of
from circulairwerkt.coaching.models import Coaching, Meeting, Note, Step
from circulairwerkt.hubs.models import Hub, Switch
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db
ANSWERS = {"resten": "0", "ontwerp": "1", "herstel": "0", "delen": "2"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_people, "LEAST_SECONDS", -1)
    cache.clear()


@pytest.fixture
def hub() -> Hub:
    """A hub in Gent, as the gazetteer knows it."""
    place = factories.municipality("Gent", nis="44021", lat=51.05, lon=3.72)
    return factories.hub("De Lus", seat=place, slug="de-lus")


def every(model: Any) -> Any:
    return model._base_manager


def sent(**more: Any) -> dict[str, Any]:
    return {
        "plaats": "Gent",
        "wens": "Meubelen terugnemen",
        "staat": "not_started",
        "themas": ["repair"],
        "taal": "nl",
        "bedrijf": "Houtwerk",
        "naam": "An",
        "contact": "an@example.org",
        "getoond": fresh_stamp(),
        **more,
    }


def test_the_scan_answers_at_once_and_leads_to_the_hub_and_its_coaches(client: Client, hub: Hub) -> None:
    page = client.get("/zelfscan/", {**ANSWERS, "plaats": "Gent", "doet": "meubelen"})
    text = page.content.decode()
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert "Je bedrijf zette al eerste stappen" in text
    assert "De Lus" in text
    assert "/coach-vragen/?staat=first_steps&amp;plaats=" in text
    assert "thema=materials" in text
    Switch.objects.create(hub=hub, key="coaching", is_on=False)
    assert "/coach-vragen/" not in client.get("/zelfscan/", {**ANSWERS, "plaats": "Gent"}).content.decode()


def test_too_few_answers_are_asked_for_and_what_was_said_stays(client: Client) -> None:
    page = client.get("/zelfscan/", {"resten": "1", "doet": "schrijnwerkerij", "plaats": "Nergenshuizen"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "schrijnwerkerij" in text
    assert "Antwoord op minstens 4 vragen" in text
    assert "We vinden" in text


def test_an_entrepreneur_asks_chooses_confirms_and_cancels_without_an_account(
    client: Client, hub: Hub
) -> None:
    coach = factories.coach(hub, words="Ik help met herstellen.")
    answer = client.post("/coach-vragen/", sent())
    coaching = every(Coaching).get()
    mine = answer["Location"]
    assert mine == f"/mijn-begeleiding/{token_of(coaching)}/"
    text = client.get(mine).content.decode()
    assert "Ik help met herstellen." in text
    moments = re.findall(r'name="begin" value="([^"]+)"', text)
    assert len(moments) > 20
    held = client.post(f"{mine}kies/", {"coach": coach.pk, "begin": moments[0]})
    assert held.status_code == 302
    assert client.post(held["Location"], {"way": "visit"}).status_code == 422
    asked = client.post(held["Location"], {"way": "phone", "where": " "})
    assert asked.status_code == 422, "with a mail address alone nobody could call"
    assert "Zeg op welk nummer de coach belt." in asked.content.decode()
    answer = client.post(held["Location"], {"way": "phone", "where": "0470 12 34 56"})
    assert answer["Location"] == mine
    meeting = Meeting.objects.get()
    assert meeting.state == SlotState.BOOKED
    assert {mail.to for mail in OutgoingMail.objects.all()} == {"an@example.org", coach.user.email}
    told = every(OutgoingMail).filter(subject__contains="fspraak op")
    assert len(told) == 2, "both are told"
    assert all("per telefoon: 0470 12 34 56" in mail.text for mail in told)
    calendar = IcsCalendarStream.calendar_from_ics(client.get(f"{mine}agenda.ics").content.decode())
    [event] = calendar.events
    assert event.location == "0470 12 34 56"
    desk = Client()
    desk.force_login(coach.user)
    assert "0470 12 34 56" in desk.get("/werkplek/de-lus/begeleiding/week/").content.decode()
    assert (event.uid, event.dtstart, event.dtend) == (meeting.uid, meeting.starts_at, meeting.ends_at)
    assert moments[0] not in client.get(mine).content.decode()
    client.post(f"{mine}afspraken/{meeting.pk}/afzeggen/")
    calendar = IcsCalendarStream.calendar_from_ics(client.get(f"{mine}agenda.ics").content.decode())
    [event] = calendar.events
    assert (event.uid, event.sequence, event.status) == (meeting.uid, 1, EventStatus.CANCELLED)
    assert moments[0] in client.get(mine).content.decode()


@pytest.mark.parametrize("link", ["https://video.example.org/an", ""])
def test_where_one_meets_is_the_place_of_whoever_receives(client: Client, hub: Hub, link: str) -> None:
    """The link of the coach is no address of the enterprise; who gave a number does not type it again."""
    coach = factories.coach(hub, ways=["visit", "online", "phone"], where=link)
    coaching = factories.coaching(hub, contact="0470 12 34 56")
    moments = free_moments([coach])[coach.pk]
    held = services.hold(actor=NOBODY, coaching=coaching, coach=coach, start=moments[0].start)
    assert held.where == ""
    path = f"/mijn-begeleiding/{token_of(coaching)}/afspraken/{held.pk}/"
    page = client.get(path).content.decode()
    assert 'value="0470 12 34 56"' in page
    assert "bij jou" in page
    client.post(path, {"way": "online", "where": "0470 12 34 56"})
    assert Meeting.objects.get().where == link
    by_phone = services.book(actor=SYSTEM, coaching=every(Coaching).get(), start=moments[4].start)
    assert (by_phone.way, by_phone.where) == ("visit", "")


def test_a_calendar_tells_the_hour_of_the_clock_on_both_sides_of_the_change(client: Client, hub: Hub) -> None:
    coaching, coach = factories.coaching(hub), factories.coach(hub)
    for start in ("2026-10-24T08:00:00+00:00", "2026-10-26T09:00:00+00:00"):
        at = timezone.datetime.fromisoformat(start)  # type: ignore[attr-defined]
        Meeting.objects.create(
            coaching=coaching, keeper=coach, state="booked", starts_at=at, ends_at=at + timedelta(hours=1)
        )
    text = client.get(f"/mijn-begeleiding/{token_of(coaching)}/agenda.ics").content.decode()
    events = IcsCalendarStream.calendar_from_ics(text).events
    assert [event.dtstart.isoformat()[-14:-9] for event in events] == ["10:00", "10:00"]
    assert [event.dtstart for event in events] == [row.starts_at for row in Meeting.objects.all()]


def test_where_no_hub_coaches_nothing_is_kept_and_another_way_is_named(client: Client, hub: Hub) -> None:
    Switch.objects.create(hub=hub, key="coaching", is_on=False)
    page = client.post("/coach-vragen/", sent())
    assert page.status_code == 409
    assert "/antwoord/?plaats=" in page.content.decode()
    assert not every(Coaching).exists()


def test_a_machine_is_asked_again_and_many_are_slowed_down(client: Client, hub: Hub) -> None:
    assert client.post("/coach-vragen/", sent(website="http://x")).status_code == 422
    assert not every(Coaching).exists()
    answers = [client.post("/coach-vragen/", sent()).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_a_forged_or_old_link_shows_nothing(client: Client, hub: Hub) -> None:
    coaching = factories.coaching(hub)
    old = token_of(coaching)
    assert client.get(f"/mijn-begeleiding/{old}/").status_code == 200
    services.renew_link(actor=SYSTEM, coaching=coaching)
    assert client.get(f"/mijn-begeleiding/{old}/").status_code == 404
    assert private_address(coaching) in OutgoingMail.objects.get().text


def test_coaches_are_found_by_language_theme_distance_and_first_moment(hub: Hub) -> None:
    near, far = {"lat": 51.06, "lon": 3.73}, {"lat": 51.2, "lon": 4.4}
    by = {
        "far": factories.coach(hub, **far),
        "near_later": factories.coach(hub, **near, hours="Su 10:00-11:00"),
        "near": factories.coach(hub, **near),
        "no_french": factories.coach(hub, languages=["en"]),
        "other_theme": factories.coach(hub, themes=["energy"]),
        "full": factories.coach(hub, is_taking=False),
        "left": factories.coach(hub, user=factories.person()),
    }
    coaching = factories.coaching(hub, lat=51.05, lon=3.72)
    found = [fit.coach for fit in coaches_for(coaching)]
    assert found[-1] == by["far"]
    assert set(found) == {by["near"], by["near_later"], by["far"]}
    assert found[0] == by["near"] or coaches_for(coaching)[0].first == coaches_for(coaching)[1].first
    coaching.themes = ["money"]
    assert {fit.coach for fit in coaches_for(coaching)} == {
        by["near"],
        by["near_later"],
        by["far"],
        by["other_theme"],
    }
    coaching.spoken = "tr"
    assert coaches_for(coaching) == []


@pytest.fixture
def at_work(hub: Hub) -> tuple[Client, Coaching]:
    coach = factories.coach(hub, user=factories.member(hub, Role.COACH, email="coach@example.org"))
    client = Client()
    client.force_login(coach.user)
    return client, factories.coaching(hub, coach=coach, organisation_name="Houtwerk")


def test_a_coach_works_through_his_day(at_work: tuple[Client, Coaching], hub: Hub) -> None:
    client, coaching = at_work
    page = f"/begeleiding/{coaching.pk}/"
    start = free_moments([coaching.coach])[coaching.coach_id][0].start  # type: ignore[list-item,index]
    client.post(f"{page}afspraken/", {"begin": start.isoformat()})
    meeting = Meeting.objects.get()
    early = client.post(f"{page}afspraken/{meeting.pk}/", {"naar": "done"}, follow=True)
    assert "nog niet begonnen" in early.content.decode()
    Meeting.objects.update(starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now())
    assert "Hoe liep het?" in client.get("/werkplek/de-lus/begeleiding/week/").content.decode()
    assert "Hoe liep het?" in client.get("/werkplek/de-lus/").content.decode()
    client.post(f"{page}afspraken/{meeting.pk}/", {"naar": "no_show"})
    client.post(f"{page}afspraken/{meeting.pk}/", {"naar": "done"})
    assert Meeting.objects.get().state == SlotState.DONE
    client.post(f"{page}stappen/", {"kind": "action", "text": "Bel de smid", "whose": "entrepreneur"})
    client.post(f"{page}notities/", {"text": "Wat ik zelf onthoud", "leest": "private"})
    client.post(f"{page}notities/", {"text": "Wat we afspraken", "leest": "shared"})
    mine = Client().get(f"/mijn-begeleiding/{token_of(coaching)}/").content.decode()
    assert "Bel de smid" in mine
    assert "Wat we afspraken" in mine
    assert "Wat ik zelf onthoud" not in mine
    lead = Client()
    lead.force_login(factories.member(hub))
    assert "Wat ik zelf onthoud" not in lead.get(page).content.decode()
    assert "Wat ik zelf onthoud" in client.get(page).content.decode()
    step = Step.objects.get()
    Client().post(f"/mijn-begeleiding/{token_of(coaching)}/acties/{step.pk}/")
    assert Step.objects.get().done_at is not None
    assert [entry.uid for entry in entries_of_coach(coaching.coach.user_id)] == [meeting.uid]  # type: ignore[union-attr]


def test_hours_are_kept_and_a_wrong_day_is_said_beside_its_field(
    at_work: tuple[Client, Coaching], hub: Hub
) -> None:
    client, coaching = at_work
    url = "/werkplek/de-lus/begeleiding/profiel/"
    form = client.get(url).context["form"]
    data = {
        "version": form.initial["version"],
        "seen": form.initial["seen"],
        "themes": ["repair"],
        "languages": ["nl", "fr"],
        "ways": ["online"],
        "place": "Gent",
        "slot_minutes": "45",
        "is_taking": "on",
        "day_Mo": "9 tot 12 en 13u30-17u",
    }
    wrong = client.post(url, {**data, "day_Tu": "na de middag"})
    assert wrong.status_code == 422
    assert "na de middag" in wrong.content.decode()
    nowhere = client.post(url, {**data, "ways": ["hub", "online"]})
    assert "Zeg op welk adres je ontvangt." in nowhere.content.decode()
    assert client.post(url, data).status_code == 302
    coach = type(coaching.coach)._base_manager.get(pk=coaching.coach_id)  # type: ignore[union-attr]
    assert coach.hours == "Mo 09:00-12:00,13:30-17:00; PH off"
    assert coach.municipality is not None
    assert coach.municipality.name == "Gent"
    assert 'value="9.00-12.00, 13.30-17.00"' in client.get(url).content.decode()


def test_two_who_close_at_once_see_each_other(hub: Hub) -> None:
    coaching, one, other = factories.coaching(hub), Client(), Client()
    for client in (one, other):
        client.force_login(factories.member(hub))
    url = f"/begeleiding/{coaching.pk}/afsluiten/"
    initial = one.get(url).context["form"].initial
    data = {"version": initial["version"], "seen": initial["seen"], "closing": "reached", "came_of": "Een"}
    assert one.post(url, data).status_code == 302
    both = other.post(url, {**data, "came_of": "Twee"})
    assert both.status_code == 409
    assert every(Coaching).get().came_of == "Een"


def test_what_came_of_it_is_linked_both_ways_and_closed_with_a_reason(hub: Hub) -> None:
    client, coaching = Client(), factories.coaching(hub, organisation_name="Houtwerk")
    client.force_login(factories.member(hub))
    opened = client.post(f"/begeleiding/{coaching.pk}/dossier/nieuw/")["Location"]
    assert client.post(f"/begeleiding/{coaching.pk}/dossier/nieuw/")["Location"] == opened
    assert "Waar het begon" in client.get(opened).content.decode()
    assert opened in client.get(f"/begeleiding/{coaching.pk}/").content.decode()
    form = client.get(f"/begeleiding/{coaching.pk}/afsluiten/").context["form"]
    client.post(
        f"/begeleiding/{coaching.pk}/afsluiten/",
        {
            "version": form.initial["version"],
            "seen": form.initial["seen"],
            "closing": "case",
            "came_of": "Een winkel met herstelde meubelen.",
        },
    )
    assert every(Coaching).get().closing == "case"
    assert "Een winkel met herstelde" in client.get(f"/begeleiding/{coaching.pk}/").content.decode()
    pk = opened.strip("/").split("/")[-1]
    client.post(f"/begeleiding/{coaching.pk}/dossier/{pk}/los/")
    assert "Waar het begon" not in client.get(opened).content.decode()
    number = client.get(opened).context["case"].reference
    client.post(f"/begeleiding/{coaching.pk}/dossier/", {"nummer": number})
    assert "Waar het begon" in client.get(opened).content.decode()


def test_withdrawn_nothing_of_a_person_is_left(client: Client, hub: Hub) -> None:
    coach = factories.coach(hub)
    coaching = factories.coaching(hub, coach=coach, contact_name="An")
    start = free_moments([coach])[coach.pk][0].start
    services.book(actor=SYSTEM, coaching=coaching, start=start)
    services.write_note(actor=SYSTEM, coaching=coaching, text="An belt", is_shared=True)
    mine = f"/mijn-begeleiding/{token_of(coaching)}/"
    client.post(f"{mine}stoppen/")
    left = every(Coaching).get()
    assert (left.contact, left.contact_name, left.wish, left.closing) == ("", "", "", "withdrawn")
    assert not Note.objects.exists()
    assert Meeting.objects.get().state == SlotState.CANCELLED
    assert "Je stopte deze begeleiding" in client.get(mine).content.decode()
    assert client.post(f"{mine}schrijf/", {"text": "toch nog"}).status_code == 409


def test_the_clock_reminds_once_lets_go_and_erases(hub: Hub) -> None:
    coach = factories.coach(hub)
    old, coaching = factories.coaching(hub), factories.coaching(hub, coach=coach)
    start = timezone.now() + timedelta(hours=20)
    meeting = Meeting.objects.create(
        coaching=coaching, keeper=coach, state="booked", starts_at=start, ends_at=start + timedelta(hours=1)
    )
    every(Coaching).filter(pk=old.pk).update(moved_at=timezone.now() - timedelta(days=731))
    with everywhere("a test of the clock"):
        duties.remind_of_meetings()
        # Agreed within the day: fresh in mind.
        assert not OutgoingMail.objects.exists()
        Meeting.objects.update(state_since=timezone.now() - timedelta(days=3))
        duties.remind_of_meetings()
        duties.remind_of_meetings()
        duties.let_go_held()
        duties.erase_old_coachings()
    assert {mail.to for mail in OutgoingMail.objects.all()} == {coaching.contact, coach.user.email}
    assert OutgoingMail.objects.count() == 2
    meeting.refresh_from_db()
    assert meeting.reminded_at is not None
    assert every(Coaching).get(pk=old.pk).contact == ""
    assert every(Coaching).get(pk=coaching.pk).contact


def test_an_instrument_that_is_off_is_nowhere_in_sight(at_work: tuple[Client, Coaching], hub: Hub) -> None:
    client, coaching = at_work
    lead = Client()
    lead.force_login(factories.member(hub))
    assert "/begeleiding/" in lead.get("/werkplek/de-lus/").content.decode()
    assert "/coach-vragen/" in Client().get("/hubs/de-lus/").content.decode()
    Switch.objects.create(hub=hub, key="coaching", is_on=False)
    assert "/begeleiding/" not in lead.get("/werkplek/de-lus/").content.decode()
    assert "/coach-vragen/" not in Client().get("/hubs/de-lus/").content.decode()
    assert client.get("/werkplek/de-lus/begeleiding/").status_code == 404
    assert client.get(f"/begeleiding/{coaching.pk}/").status_code == 404


def test_queries_do_not_grow_with_the_list(hub: Hub) -> None:
    client = Client()
    client.force_login(factories.member(hub))
    counts = []
    for _ in range(2):
        for _each in range(4):
            factories.coaching(hub, coach=factories.coach(hub))
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get("/werkplek/de-lus/begeleiding/")
            client.get(f"/mijn-begeleiding/{token_of(every(Coaching).first())}/")
        counts.append(len(caught))
    assert counts[0] == counts[1]
