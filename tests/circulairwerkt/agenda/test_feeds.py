"""Calendars that people follow: read back by a reader that is not ours, cached right, kept secret."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.types import Geo

from circulairwerkt.accounts.services import forget_person
from circulairwerkt.agenda import services
from circulairwerkt.agenda.feeds import own_address
from circulairwerkt.agenda.links import token_of_registration
from circulairwerkt.agenda.models import CalendarFeed, Event, Registration, Session
from circulairwerkt.agenda.times import ZONE
from circulairwerkt.base.permissions import NOBODY, SYSTEM, Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Switch
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


def read(client: Client, path: str, **headers: str) -> Calendar:
    """The calendar at an address, as another reader understands it."""
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return IcsCalendarStream.calendar_from_ics(answer.content.decode())


def settled(*events: Event) -> None:
    """Have been changed a while ago."""
    Event._base_manager.filter(pk__in=[event.pk for event in events]).update(
        changed_at=timezone.now() - timedelta(hours=1)
    )


def test_an_event_is_what_it_is_for_another_reader(client: Client) -> None:
    hub = make.hub("De Keet", seat=make.municipality("Brugge", lat=51.209, lon=3.224))
    title = "Koffie, restjes; en \\ een heel lange titel met accenten als é en ü die over de regel gaat 🧺"
    begins = datetime(2026, 10, 24, 22, tzinfo=ZONE) + timedelta(days=365)
    event = make.event(hub, title, starts_at=begins, hours=9, place_name="Zaal", street="Straat 1")
    found = read(client, "/agenda/alles.ics").events[0]
    assert found.summary == title
    assert found.uid == event.sessions.get().uid
    assert found.sequence == 0
    assert found.status == "CONFIRMED"
    assert found.dtstart.astimezone(UTC) == begins.astimezone(UTC)
    assert found.dtend.astimezone(UTC) == begins.astimezone(UTC) + timedelta(hours=9)
    assert found.location == "Zaal, Straat 1, Brugge"
    assert found.geo == Geo(lat=51.209, lng=3.224)
    assert str(found.url).endswith(f"/agenda/{event.slug}/")
    raw = client.get("/agenda/alles.ics").content
    assert raw.count(b"BEGIN:VTIMEZONE") == 1
    assert b"TZID:Europe/Brussels" in raw
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_what_moves_or_is_called_off_keeps_its_name_and_counts_up(client: Client) -> None:
    hub = make.hub()
    coordinator = actor_of(make.member(hub))
    event = make.event(hub)
    with everywhere("a test"):
        event = Event.objects.get(pk=event.pk)
        session = event.sessions.get()
        uid = session.uid
        values = {"starts_at": session.starts_at + WEEK, "ends_at": session.ends_at + WEEK}
        services.save_session(actor=coordinator, session=session, seen_version=1, values=values)
    moved = read(client, f"/agenda/{event.slug}/agenda.ics").events[0]
    assert (moved.uid, moved.sequence, moved.status) == (uid, 1, "CONFIRMED")
    with everywhere("a test"):
        services.call_off(actor=coordinator, event=Event.objects.get(pk=event.pk), reason="Ziek")
    gone = read(client, f"/agenda/{event.slug}/agenda.ics").events[0]
    assert (gone.uid, gone.sequence, gone.status) == (uid, 2, "CANCELLED")
    assert gone.dtstart == moved.dtstart
    assert "Ziek" in (gone.description or "")


def test_each_calendar_holds_its_own(client: Client) -> None:
    one, two, off = make.hub(slug="een"), make.hub(slug="twee"), make.hub(slug="uit")
    sector = make.sector()
    make.event(one, "Van een").sectors.add(sector)
    make.event(two, "Van twee").with_hubs.add(one)
    make.event(two, "Een ontwerp", state="draft", visibility="hub")
    make.event(one, "Lang geleden", starts_at=timezone.now() - timedelta(days=200))
    make.event(off, "Van wie er niet mee werkt")
    Switch.objects.create(hub=off, key="events", is_on=False)

    def titles(path: str) -> set[str]:
        return {event.summary or "" for event in read(client, path).events}

    assert titles("/agenda/alles.ics") == {"Van een", "Van twee"}
    assert titles("/agenda/hubs/een.ics") == {"Van een", "Van twee"}
    assert titles("/agenda/hubs/twee.ics") == {"Van twee"}
    assert titles("/agenda/hubs/uit.ics") == set()
    assert titles("/agenda/sectoren/textiel.ics") == {"Van een"}
    assert client.get("/agenda/hubs/geen.ics").status_code == 404
    assert client.get("/agenda/sectoren/geen.ics").status_code == 404


@pytest.mark.parametrize("of_hub", [False, True])
def test_who_has_it_already_is_told_so(client: Client, django_assert_num_queries: Any, of_hub: bool) -> None:
    hub = make.hub(slug="een")
    first, second = make.event(hub), make.event(hub)
    settled(first, second)
    path = "/agenda/hubs/een.ics" if of_hub else "/agenda/alles.ics"
    fresh = client.get(path)
    assert "max-age=900" in fresh["Cache-Control"]
    assert "public" in fresh["Cache-Control"]
    with django_assert_num_queries(3 if of_hub else 2):
        assert client.get(path, headers={"if-none-match": fresh["ETag"]}).status_code == 304
    assert client.get(path, headers={"if-modified-since": fresh["Last-Modified"]}).status_code == 304
    # another language is another file
    assert client.get(f"/en{path}", headers={"if-none-match": fresh["ETag"]}).status_code == 200
    with everywhere("a test"):
        services.edit_event(
            actor=actor_of(make.member(hub)),
            event=Event.objects.get(pk=first.pk),
            seen_version=1,
            values={"title": {"nl": "Anders"}},
            links={},
        )
    changed = client.get(path, headers={"if-none-match": fresh["ETag"]})
    assert changed.status_code == 200
    # within the second in which it was changed another change may follow: no second is named
    assert "Last-Modified" not in changed
    assert b"Anders" in changed.content


def test_a_calendar_is_written_once_for_all_who_follow_it(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    hub = make.hub(slug="een")
    for number in range(3):
        make.event(hub, f"Avond {number}")
    path = "/agenda/hubs/een.ics"
    first = client.get(path)
    with django_assert_max_num_queries(3):
        assert Client().get(path).content == first.content
    make.event(hub, "Nieuw")
    assert b"Nieuw" in Client().get(path).content


def test_each_language_links_to_its_own_pages(client: Client) -> None:
    hub = make.hub(slug="een")
    slug = make.event(hub).slug
    for _again in range(2):
        for prefix in ("", "/fr", "/en"):
            [event] = read(client, f"{prefix}/agenda/hubs/een.ics").events
            assert str(event.url).endswith(f"{prefix}/agenda/{slug}/")
            assert str(event.url).count("/fr/") == (prefix == "/fr")
            assert str(event.url).count("/en/") == (prefix == "/en")
    make.event(hub)  # and not only while the file is kept
    assert all("/fr/" not in str(one.url) for one in read(client, "/agenda/hubs/een.ics").events)


def test_the_number_of_queries_does_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    hub = make.hub()
    for _number in range(12):
        make.event(hub, sessions=3).sectors.add(make.sector())
    with django_assert_max_num_queries(7):
        client.get("/agenda/alles.ics")


def test_ones_own_calendar_stands_at_an_address_that_can_be_renewed(client: Client) -> None:
    hub = make.hub()
    person = make.member(hub, Role.MEMBER)
    make.event(hub, "Van mijn hub")
    make.event(make.hub(), "Van een ander")
    client.force_login(person)
    assert b".ics" not in client.get("/mijn/agenda/").content
    client.post("/mijn/agenda/adres/")
    address = own_address(CalendarFeed.objects.get())
    assert address in client.get("/mijn/agenda/").content.decode()
    path = address.partition("://")[2].partition("/")[2]
    visitor = Client()
    assert [event.summary for event in read(visitor, f"/{path}").events] == ["Van mijn hub"]
    assert "private" in visitor.get(f"/{path}")["Cache-Control"]
    client.post("/mijn/agenda/adres/")
    assert visitor.get(f"/{path}").status_code == 404
    assert visitor.get(f"/{path[:-9]}x.ics").status_code == 404
    renewed = own_address(CalendarFeed.objects.get()).partition("://")[2].partition("/")[2]
    assert visitor.get(f"/{renewed}").status_code == 200
    cache.clear()
    forget_person(actor=SYSTEM, user_id=person.pk)
    assert visitor.get(f"/{renewed}").status_code == 404


def test_a_name_of_an_event_cannot_write_into_the_calendar(client: Client) -> None:
    make.event(make.hub(), "Kom\r\nATTENDEE:mailto:x@example.org\nEND:VEVENT")
    calendar = read(client, "/agenda/alles.ics")
    assert len(calendar.events) == 1
    assert calendar.events[0].attendees == []


def registered(event: Event, email: str, count: int) -> Registration:
    """Somebody who registered for the first sessions of an event."""
    sessions = list(event.sessions.all())[:count]
    with everywhere("a test"):
        row = Event.objects.get(pk=event.pk)
        return services.register(
            actor=NOBODY, event=row, email=email, values={"name": "An"}, sessions=sessions
        )


def test_a_seat_that_is_given_up_goes_from_the_calendars_that_hold_it(client: Client) -> None:
    person = make.person("an@example.org")
    EmailAddress.objects.create(user=person, email="an@example.org", verified=True)
    event = make.event(make.hub(), registration="here", sessions=3, chooses_sessions=True)
    mine = registered(event, "an@example.org", 2)
    client.force_login(person)
    client.post("/mijn/agenda/adres/")
    feed = own_address(CalendarFeed.objects.get()).partition("://")[2].partition("/")[2]
    own = f"/agenda/inschrijving/{token_of_registration(mine)}/"
    assert f"{own}agenda.ics" in client.get(own).content.decode()
    first, second, third = event.sessions.all()

    def told() -> dict[str, tuple[int, str]]:
        """What both calendars say, which is the same."""
        of_person, of_registration = read(client, f"/{feed}"), read(client, f"{own}agenda.ics")
        found = [
            {one.uid: (one.sequence or 0, str(one.status.value if one.status else "")) for one in each.events}
            for each in (of_person, of_registration)
        ]
        assert found[0] == found[1]
        return found[0]

    assert told() == {first.uid: (0, "CONFIRMED"), second.uid: (0, "CONFIRMED")}, "not the third"
    etag = client.get(f"/{feed}")["ETag"]
    client.post(f"{own}uitschrijven/", {"sessie": first.pk})
    assert told() == {first.uid: (1, "CANCELLED"), second.uid: (0, "CONFIRMED")}
    assert client.get(f"/{feed}", headers={"if-none-match": etag}).status_code == 200
    client.post(f"{own}uitschrijven/", {"sessie": first.pk})
    assert told()[first.uid] == (1, "CANCELLED"), "a second time changes nothing"
    client.post(f"{own}terug/", {"sessie": first.pk})
    client.post(f"{own}terug/", {"sessie": third.pk})
    assert told() == {first.uid: (2, "CONFIRMED"), second.uid: (0, "CONFIRMED"), third.uid: (0, "CONFIRMED")}
    coordinator = actor_of(make.member(event.hub))
    with everywhere("a test"):
        services.call_off(actor=coordinator, event=Event.objects.get(pk=event.pk), reason="Ziek")
    assert told()[first.uid] == (3, "CANCELLED")
    ended = timezone.now() - timedelta(days=93)
    Session.objects.filter(pk=first.pk).update(starts_at=ended - timedelta(hours=2), ends_at=ended)
    assert first.uid not in {one.uid for one in read(client, f"/{feed}").events}, "for a while, not for ever"


def test_who_works_for_the_hub_keeps_its_event_when_he_gives_up_his_seat(client: Client) -> None:
    hub = make.hub()
    person = make.member(hub, Role.MEMBER)
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"verified": True})
    event = make.event(hub, registration="here")
    mine = registered(event, person.email, 1)
    client.force_login(person)
    client.post("/mijn/agenda/adres/")
    feed = own_address(CalendarFeed.objects.get()).partition("://")[2].partition("/")[2]
    services.leave(actor=NOBODY, registration=mine)
    [one] = read(client, f"/{feed}").events
    assert (one.sequence, one.status) == (1, "CONFIRMED")


def test_one_who_waits_has_nothing_in_the_calendar_until_he_sits(client: Client) -> None:
    event = make.event(make.hub(), registration="here")
    Session.objects.update(capacity=1)
    sits, waits = registered(event, "an@example.org", 1), registered(event, "bo@example.org", 1)
    session = event.sessions.get()
    file = f"/agenda/inschrijving/{token_of_registration(waits)}/agenda.ics"
    assert read(client, file).events == []
    services.leave(actor=NOBODY, registration=waits)
    services.come_back(actor=NOBODY, registration=waits, session=Session.objects.get(pk=session.pk))
    assert read(client, file).events == [], "what no calendar held is not cancelled in it"
    services.leave(actor=NOBODY, registration=sits)
    services.accept(actor=NOBODY, registration=waits, session=session)
    assert [(one.sequence, one.status) for one in read(client, file).events] == [(0, "CONFIRMED")]
