"""Registering without an account: what is asked and told, what a link may do, what is erased and when."""

import csv
import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from circulairwerkt.agenda import services
from circulairwerkt.agenda.links import door_token, private_address, token_of_registration
from circulairwerkt.agenda.models import Event, OwnQuestion, Registration, Seat, Session
from circulairwerkt.agenda.registered import badges_of, registrations_of
from circulairwerkt.agenda.tallies import counted
from circulairwerkt.base import outbox
from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.base.permissions import NOBODY, SYSTEM, Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories as make
from tests.circulairwerkt.taken_along import rows_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_scope() -> Iterator[None]:
    cache.clear()
    with everywhere("a test of registrations"):
        yield


@pytest.fixture
def hub() -> Hub:
    return make.hub(slug="gent")


def event_with(hub: Hub, *, seats: int | None = 2, **fields: Any) -> Event:
    """An event at which one registers."""
    event = make.event(hub, registration="here", **fields)
    Session.objects.filter(event=event).update(capacity=seats)
    return event


def join(event: Event, name: str = "An", **values: Any) -> Registration:
    """Somebody who registers for every session."""
    return services.register(
        actor=NOBODY,
        event=Event.objects.get(pk=event.pk),
        email=f"{name.lower()}@example.org",
        values={"name": name, **values},
        sessions=list(event.sessions.all()),
    )


def states(event: Event) -> dict[str, str]:
    """Where everybody stands."""
    rows = Seat.objects.filter(session__event=event).values_list("registration__name", "state")
    return dict(rows)


def subjects() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("subject", flat=True))


def test_a_visitor_registers_changes_and_cancels_by_the_link_alone(hub: Hub, client: Client) -> None:
    event = event_with(
        hub, most_together=4, asks_diet=True, asks_photos=True, online_url="https://meet.example/x"
    )
    OwnQuestion.objects.create(event=event, words="Kom je met de trein?", sort="yes_no")
    OwnQuestion.objects.create(
        event=event, words="Welke tafel?", sort="choice", choices=["A", "B"], is_required=True
    )
    path = f"/agenda/{event.slug}/inschrijven/"
    table = OwnQuestion.objects.get(sort="choice")
    sent = {"name": "An", "email": "An@Example.org", "size": "2", "diet": "geen noten"}
    assert client.post(path, sent).status_code == 422
    assert client.post(path, {**sent, f"vraag_{table.pk}": "A", "size": "9"}).status_code == 422
    assert client.post(path, {**sent, f"vraag_{table.pk}": "A", "others": "Bo\nCas"}).status_code == 422
    assert not Registration.objects.exists()
    done = client.post(path, {**sent, f"vraag_{table.pk}": "A"})
    assert done["Location"] == f"/agenda/{event.slug}/ingeschreven/"
    mine = Registration.objects.get()
    assert (mine.size, mine.diet, mine.may_be_pictured, mine.answers[str(table.pk)]) == (
        2,
        "geen noten",
        False,
        "A",
    )
    letter = OutgoingMail.objects.get()
    assert letter.to == "An@Example.org"
    assert private_address(mine) in letter.text
    assert "https://meet.example/x" in letter.text
    # a scanner that opens the link changes nothing
    own = f"/agenda/inschrijving/{token_of_registration(mine)}/"
    page = client.get(own)
    assert "meet.example" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    for way in ("uitschrijven/", "ja/", "nee/", "terug/", "veranderen/"):
        assert client.get(own + way).status_code == 405
    assert states(event) == {"An": "confirmed"}
    # the public page gives away neither people nor the online link
    public = client.get(f"/agenda/{event.slug}/").content.decode()
    assert "meet.example" not in public
    assert "An@" not in public
    changed = client.post(own + "veranderen/", {"name": "An B.", "size": "1", f"vraag_{table.pk}": "B"})
    assert changed.status_code == 302
    assert Seat.objects.get().size == 1
    client.post(own + "uitschrijven/")
    assert states(event) == {"An B.": "cancelled"}
    client.post(own + "terug/", {"sessie": event.sessions.get().pk})
    assert states(event) == {"An B.": "confirmed"}


def test_a_second_time_tells_nobody_and_changes_nothing(hub: Hub, client: Client) -> None:
    event = event_with(hub)
    path = f"/agenda/{event.slug}/inschrijven/"
    first = client.post(path, {"name": "An", "email": "an@example.org"})
    again = client.post(path, {"name": "Iemand anders", "email": "AN@example.org"})
    assert again["Location"] == first["Location"]
    assert states(event) == {"An": "confirmed"}
    assert len(subjects()) == 1
    Registration.objects.update(told_at=timezone.now() - timedelta(hours=1))
    client.post(path, {"name": "An", "email": "an@example.org"})
    assert subjects()[1] == f"Je link voor {event.shown_title}"
    trap = client.post(path, {"name": "Bot", "email": "bot@example.org", "website": "http://x"})
    assert trap["Location"] == first["Location"]
    assert Registration.objects.count() == 1


def test_the_line_moves_and_everybody_is_told(hub: Hub, client: Client) -> None:
    event = event_with(hub, seats=2)
    an, _bo, cas, dirk = (join(event, name) for name in ("An", "Bo", "Cas", "Dirk"))
    assert states(event) == {"An": "confirmed", "Bo": "confirmed", "Cas": "waiting", "Dirk": "waiting"}
    own = f"/agenda/inschrijving/{token_of_registration(dirk)}/"
    assert "plaats 2 in de rij" in client.get(own).content.decode()
    assert "Volzet" in client.get(f"/agenda/{event.slug}/").content.decode()
    services.leave(actor=NOBODY, registration=an)
    assert states(event)["Cas"] == "offered"
    assert subjects()[-2:] == [
        f"Er is een plaats vrij voor {event.shown_title}",
        f"Je bent uitgeschreven voor {event.shown_title}",
    ]
    later = timezone.now() + timedelta(hours=49)
    services.move_lines(actor=SYSTEM, now=later)
    assert (states(event)["Cas"], states(event)["Dirk"]) == ("lapsed", "offered")
    with pytest.raises(services.OfferGone):
        services.accept(actor=NOBODY, registration=cas, session=event.sessions.get())
    client.post(own + "ja/", {"sessie": event.sessions.get().pk})
    assert states(event)["Dirk"] == "confirmed"
    # who let it lapse comes back behind who came later
    join(event, "Els")
    services.come_back(actor=NOBODY, registration=cas, session=Session.objects.get(event=event))
    line = Seat.objects.filter(state="waiting").order_by("turn").values_list("registration__name", flat=True)
    assert list(line) == ["Els", "Cas"]


def test_one_cannot_register_for_what_is_closed(hub: Hub, client: Client) -> None:
    open_event = event_with(hub)
    closed = event_with(hub, closes_at=timezone.now() - timedelta(hours=1))
    over = event_with(hub, starts_at=timezone.now() - timedelta(hours=5))
    not_here = make.event(hub)
    for event in (closed, over):
        assert "Schrijf me in" not in client.get(f"/agenda/{event.slug}/inschrijven/").content.decode()
        with pytest.raises(ValidationError):
            join(event)
    assert client.get(f"/agenda/{not_here.slug}/inschrijven/").status_code == 404
    services.call_off(actor=SYSTEM, event=open_event, reason="Ziek")
    with pytest.raises(ValidationError):
        join(open_event)


def test_who_comes_hears_of_changes_and_of_calling_off(hub: Hub) -> None:
    event = event_with(hub, seats=1)
    join(event, "An")
    bo = join(event, "Bo")
    services.leave(actor=NOBODY, registration=bo)
    before = len(subjects())
    session = Session.objects.select_related("event").get(event=event)
    values = {
        "starts_at": session.starts_at + timedelta(hours=1),
        "ends_at": session.ends_at + timedelta(hours=1),
    }
    services.save_session(actor=SYSTEM, session=session, seen_version=session.version, values=values)
    services.call_off(actor=SYSTEM, event=Event.objects.get(pk=event.pk), reason="De zaal is dicht")
    letters = OutgoingMail.objects.order_by("pk")[before:]
    assert [(letter.to, letter.subject) for letter in letters] == [
        ("an@example.org", f"Er veranderde iets aan {event.shown_title}"),
        ("an@example.org", f"{event.shown_title} gaat niet door"),
    ]
    assert "De zaal is dicht" in letters[1].text


def test_reminders_go_once_and_can_be_stopped(hub: Hub) -> None:
    event = event_with(hub, seats=1, starts_at=timezone.now() + timedelta(hours=20))
    join(event, "An")
    join(event, "Bo")
    Registration.objects.update(made_at=timezone.now() - timedelta(days=2))
    assert services.remind_of_sessions(actor=SYSTEM) == 2
    assert services.remind_of_sessions(actor=SYSTEM) == 0
    letters = OutgoingMail.objects.filter(kind="reminder").order_by("pk")
    assert [letter.subject.partition(":")[0] for letter in letters] == [
        "Binnenkort",
        "Je wacht nog op een plaats",
    ]
    assert all("List-Unsubscribe" in letter.headers for letter in letters)
    assert mail.outbox == []


def test_one_reminder_tells_of_a_whole_day_and_a_full_week_does_not_hold_it(hub: Hub) -> None:
    begins = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=10)
    event = event_with(hub, starts_at=begins)
    for later in (timedelta(hours=3), timedelta(hours=6), timedelta(days=1)):
        starts_at = begins + later
        Session.objects.create(event=event, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    join(event, "An")
    Registration.objects.update(made_at=timezone.now() - timedelta(days=2))
    near = begins - timedelta(hours=27)
    for _number in range(outbox.MOST_A_WEEK):
        outbox.post(to="an@example.org", subject="Nieuws", text="x", kind=outbox.Kind.BUNDLE)
    outbox.deliver_due(now=near)
    assert services.remind_of_sessions(actor=SYSTEM, now=near - timedelta(hours=2)) == 0
    assert services.remind_of_sessions(actor=SYSTEM, now=near) == 1
    assert services.remind_of_sessions(actor=SYSTEM, now=near + timedelta(hours=6)) == 0
    told = OutgoingMail.objects.get(kind="reminder")
    assert told.useless_at == begins
    assert [at in told.text for at in ("9.00", "12.00", "15.00")] == [True] * 3, told.text
    outbox.deliver_due(now=near + timedelta(minutes=1))
    told.refresh_from_db()
    assert told.state == "sent"
    assert services.remind_of_sessions(actor=SYSTEM, now=near + timedelta(days=1)) == 1


def test_wishes_go_a_week_after_and_people_two_years(hub: Hub) -> None:
    event = event_with(hub, asks_diet=True)
    mine = join(event, "An", diet="vegan", may_be_pictured=True, answers={"1": "x"}, others=["Bo"])
    end = event.last_ends_at
    assert end is not None
    assert services.erase_wishes(actor=SYSTEM, now=end + timedelta(days=6)) == 0
    assert services.erase_wishes(actor=SYSTEM, now=end + timedelta(days=8)) == 1
    mine.refresh_from_db()
    assert (mine.diet, mine.may_be_pictured, mine.name) == ("", None, "An")
    assert services.erase_people(actor=SYSTEM, now=end + timedelta(days=729)) == 0
    assert services.erase_people(actor=SYSTEM, now=end + timedelta(days=731)) == 1
    mine.refresh_from_db()
    assert (mine.name, mine.email, mine.address_digest, mine.answers, mine.others) == ("", "", "", {}, [])
    assert Seat.objects.count() == 1
    assert services.erase_people(actor=SYSTEM, now=end + timedelta(days=731)) == 0
    own = Client().get(f"/agenda/inschrijving/{token_of_registration(mine)}/")
    assert own.status_code == 404


def test_ticks_from_a_phone_count_once_and_the_latest_holds(hub: Hub, client: Client) -> None:
    event = event_with(hub, most_together=3, seats=9)
    mine = join(event, "=HYPERLINK(1)", size=3, others=["Bo"])
    join(event, "Bo")
    session = event.sessions.get()
    seat = mine.seats.get()
    client.force_login(make.member(hub, Role.MEMBER))
    here = f"/werkplek/gent/agenda/{event.pk}/aanwezig/{session.pk}/"
    early, late = (timezone.now() - timedelta(minutes=n) for n in (20, 10))

    def tick(came: object, at: object = "") -> int:
        sent = {"plaats": seat.pk, "hoeveel": came, "wanneer": at.isoformat() if at else ""}  # type: ignore[attr-defined]
        return client.post(here + "vinkje/", sent, headers={"accept": "application/json"}).status_code

    assert [tick(2, late), tick(2, late), tick(3, early)] == [204, 204, 204]
    seat.refresh_from_db()
    assert (seat.came, seat.came_at) == (2, late)
    assert [tick(4, timezone.now()), tick("x")] == [422, 404]
    # a phone whose clock runs ahead does not win for ever
    assert tick(1, timezone.now() + timedelta(days=9)) == 204
    assert tick(3) == 204
    seat.refresh_from_db()
    assert seat.came == 3
    # without script the same form is sent, and one comes back to the same line
    plain = client.post(here + "vinkje/", {"plaats": seat.pk, "hoeveel": 2})
    assert plain["Location"] == f"{here}#plaats-{seat.pk}"
    listed = list(csv.reader(StringIO(client.get(here + "lijst/csv/").content.decode("utf-8-sig"))))
    assert listed[1][3] == "'=HYPERLINK(1)"
    assert [row[7] for row in listed[1:]] == ["2", ""]
    book = openpyxl.load_workbook(BytesIO(client.get(here + "lijst/xlsx/").content))
    assert book.active["D2"].data_type == "s"
    assert client.get(here + "lijst/exe/").status_code == 404
    badges = client.get(f"/werkplek/gent/agenda/{event.pk}/kaartjes/").content.decode()
    assert len(re.findall('class="badge"', badges)) == 4
    door = client.get(f"/agenda/deur/{door_token(mine)}/").content.decode()
    assert f"/aanwezig/{session.pk}/vinkje/" in door
    # what ticks.js binds to, so that a tick waits in the phone: the form stands inside the list it looks for
    assert re.search(r"<ul[^>]* data-ticks>.*data-tick=.*</ul>", door, re.DOTALL)
    assert "data-waiting-ticks data-one=" in door


def test_who_registered_goes_along_with_what_was_answered(hub: Hub, client: Client) -> None:
    event = event_with(hub, asks_diet=True, seats=1)
    table = OwnQuestion.objects.create(event=event, words="Naam", sort="yes_no")
    language = OwnQuestion.objects.create(event=event, words="Taal?", sort="choice", choices=["nl", "fr"])
    join(event, "=1+1", diet="vegan", answers={str(table.pk): True, str(language.pk): "fr", "0": "weg"})
    join(event, "Bo")
    client.force_login(make.member(hub))
    path = f"/werkplek/gent/agenda/{event.pk}/inschrijvingen/"
    assert f"{path}lijst/csv/" in client.get(path).content.decode()
    session = timezone.localtime(event.sessions.get().starts_at)
    first, second = rows_at(client, f"{path}lijst/csv/")
    assert (first["Naam"], first["Naam (2)"], first["Taal?"], first["Eetwensen"]) == (
        "'=1+1",
        "ja",
        "fr",
        "vegan",
    )
    assert (first["Hoe"], first[f"{session:%Y-%m-%d %H:%M}"]) == ("via de site", "ingeschreven")
    assert (second[f"{session:%Y-%m-%d %H:%M}"], second["Naam (2)"]) == ("op de wachtlijst", "")
    assert "weg" not in first.values()
    end = event.last_ends_at
    assert end is not None
    services.erase_wishes(actor=SYSTEM, now=end + timedelta(days=8))
    assert "Eetwensen" not in rows_at(client, f"{path}lijst/csv/")[0]


def test_answers_are_added_up_for_who_cooks(hub: Hub, client: Client) -> None:
    event = event_with(hub, asks_diet=True, most_together=3, seats=6, sessions=2)
    table = OwnQuestion.objects.create(event=event, words="Soep?", sort="choice", choices=["ja", "nee"])
    said = OwnQuestion.objects.create(event=event, words="Nog iets?", sort="text")
    answers = {str(table.pk): "ja", str(said.pk): "Een eigen verhaal"}
    join(event, "An", diet="Vegetarisch ", answers=answers)
    bo = join(event, "Bo", diet="vegetarisch.", size=3, answers={str(table.pk): "nee"})
    join(event, "Cas", diet="geen noten", answers=answers)
    join(event, "Dirk", diet="wacht nog", size=2)
    services.leave(actor=NOBODY, registration=bo, session=event.sessions.all()[1])
    one, two = counted(event)
    assert (one.people, two.people) == (5, 2)
    told = {
        each.question: [(t.answer, t.registrations, t.people) for t in each.tallies] for each in one.asked
    }
    assert told == {
        "Eetwensen": [("Vegetarisch", 2, 4), ("geen noten", 1, 1)],
        "Soep?": [("ja", 2, 2), ("nee", 1, 3)],
    }
    client.force_login(make.member(hub))
    path = f"/werkplek/gent/agenda/{event.pk}/"
    assert f"{path}samengeteld/" in client.get(f"{path}inschrijvingen/").content.decode()
    page = client.get(f"{path}samengeteld/").content.decode()
    assert "2 inschrijvingen, samen 4 mensen" in page
    assert "Een eigen verhaal" not in page
    end = event.last_ends_at
    assert end is not None
    services.erase_wishes(actor=SYSTEM, now=end + timedelta(days=8))
    assert "Vegetarisch" not in client.get(f"{path}samengeteld/").content.decode()


def test_a_hub_that_joins_in_receives_too_and_edits_nothing(hub: Hub, client: Client) -> None:
    other = make.hub(slug="brugge")
    event = event_with(hub)
    join(event)
    client.force_login(make.member(other))
    path = f"/werkplek/brugge/agenda/{event.pk}/"
    assert client.get(path + "inschrijvingen/").status_code == 404
    event.with_hubs.add(other)
    assert "an@example.org" in client.get(path + "inschrijvingen/").content.decode()
    assert client.get(path + "inschrijven/").status_code == 404
    assert client.get(path + "gegevens/").status_code == 404


def test_fewer_seats_than_are_held_is_refused_and_more_are_offered(hub: Hub, client: Client) -> None:
    event = event_with(hub, seats=2)
    for name in ("An", "Bo", "Cas"):
        join(event, name)
    client.force_login(make.member(hub))
    session = event.sessions.get()
    path = f"/werkplek/gent/agenda/{event.pk}/sessies/{session.pk}/"
    local = timezone.localtime(session.starts_at)
    sent = {
        "version": session.version,
        "day": f"{local:%Y-%m-%d}",
        "from_time": f"{local:%H:%M}",
        "until_time": f"{timezone.localtime(session.ends_at):%H:%M}",
        "until_day": f"{timezone.localtime(session.ends_at):%Y-%m-%d}",
    }
    refused = client.post(path, {**sent, "capacity": "1"})
    assert refused.status_code == 422
    assert "Er zijn al 2 plaatsen vergeven" in refused.content.decode()
    assert client.post(path, {**sent, "capacity": "3"}).status_code == 302
    assert states(event)["Cas"] == "offered"
    # more seats are no news for calendars
    session.refresh_from_db()
    assert session.sequence == 0


def test_the_list_of_who_comes_is_paged_and_its_queries_stay(
    hub: Hub, client: Client, django_assert_max_num_queries: Any
) -> None:
    event = event_with(hub, seats=None)
    for number in range(55):
        join(event, f"P{number:02d}")
    client.force_login(make.member(hub))
    with django_assert_max_num_queries(17):
        page = client.get(f"/werkplek/gent/agenda/{event.pk}/inschrijvingen/").content.decode()
    assert page.count("@example.org</a>") == 25
    found = client.get(f"/werkplek/gent/agenda/{event.pk}/inschrijvingen/?naam=P54").content.decode()
    assert found.count("@example.org</a>") == 1
    actor = actor_of(make.member(hub))
    mine = Registration.objects.select_related("event__hub").get(name="P54")
    services.take_out(actor=actor, registration=mine)
    assert states(event)["P54"] == "cancelled"


@pytest.mark.parametrize("gone", ["", "ABCDEFG", "BDG", "A", "G"])
def test_the_list_is_one_list_however_it_is_cut_into_pages(hub: Hub, gone: str) -> None:
    event = event_with(hub, seats=3)
    for name in "GDBACFE":
        registration = join(event, name)
        if name in gone:
            services.take_out(actor=SYSTEM, registration=registration)
    rows = registrations_of(event)
    wanted = sorted("ABCDEFG", key=lambda name: (name in gone, name))
    for size in range(1, 9):
        pages = [rows[first : first + size] for first in range(0, len(rows), size)]
        assert [row.name for page in pages for row in page] == wanted
    assert [row.is_inside for row in rows[:]] == [name not in gone for name in wanted]
    assert rows[6].name == wanted[6]
    assert [row.name for row in registrations_of(event, name="c")[0:5]] == ["C"]


@pytest.mark.parametrize("few", [0, 1, 2, 2_000])
def test_a_part_of_a_name_finds_the_same_however_many_are_found(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("circulairwerkt.agenda.registered._FEW", few)
    event, other = event_with(hub, seats=2), event_with(hub, seats=2)
    for name in ("Annelien", "Joanne", "Bo"):
        join(event, name)
    join(other, "Hanne")
    services.take_out(actor=SYSTEM, registration=Registration.objects.get(name="Annelien"))
    found = registrations_of(event, name="ann")
    assert len(found) == 2
    assert [(row.name, row.is_inside) for row in found[:]] == [("Joanne", True), ("Annelien", False)]
    assert [row.name for row in found[1:2]] == ["Annelien"]
    assert not len(registrations_of(event, name="zoë"))


def test_of_what_is_hybrid_each_says_how_and_is_told_what_fits(hub: Hub, client: Client) -> None:
    """Waiting, and how many seats there are, knows no way: who changes his moves nobody."""
    event = event_with(
        hub,
        mode="hybrid",
        place_name="Zaal Zuid",
        online_url="https://meet.example/x",
        starts_at=timezone.now() + timedelta(hours=20),
    )
    path = f"/agenda/{event.slug}/inschrijven/"
    asked = client.post(path, {"name": "An", "email": "an@example.org"})
    assert asked.status_code == 422
    assert "Kies of je ter plaatse komt of online meedoet." in asked.content.decode()
    assert client.post(path, {"name": "X", "email": "x@example.org", "way": "te paard"}).status_code == 422
    for name, way in (("An", "on_site"), ("Bo", "online"), ("Cas", "online")):
        client.post(path, {"name": name, "email": f"{name.lower()}@example.org", "way": way})
    line = {"An": "confirmed", "Bo": "confirmed", "Cas": "waiting"}
    assert states(event) == line

    def told() -> dict[str, tuple[bool, bool]]:
        """Who reads of the room, and who of the link, in the latest letter to each."""
        letters = {letter.to: letter.text for letter in OutgoingMail.objects.order_by("pk")}
        return {
            to.partition("@")[0]: ("Zaal Zuid" in text, "meet.example" in text)
            for to, text in letters.items()
        }

    assert told() == {"an": (True, False), "bo": (False, True), "cas": (False, False)}
    bo = Registration.objects.get(name="Bo")
    own = f"/agenda/inschrijving/{token_of_registration(bo)}/"
    page = client.get(own).content.decode()
    shown = [words in page for words in ("meet.example", "Zaal Zuid", "Toon dit aan de deur")]
    assert shown == [True, False, False]
    Registration.objects.update(made_at=timezone.now() - timedelta(days=2))
    assert services.remind_of_sessions(actor=SYSTEM) == 3
    assert told() == {"an": (True, False), "bo": (False, True), "cas": (False, False)}

    client.force_login(make.member(hub))
    room = f"/werkplek/gent/agenda/{event.pk}/inschrijvingen/"
    assert "1 mens doet online mee." in client.get(room).content.decode()
    assert [badge.name for badge in badges_of(event)] == ["An"]
    sheet = client.get(f"/werkplek/gent/agenda/{event.pk}/aanwezig/{event.sessions.get().pk}/lijst/csv/")
    rows = csv.DictReader(StringIO(sheet.content.decode("utf-8-sig")))
    assert [row["Ter plaatse of online"] for row in rows] == ["ter plaatse", "online"]

    assert client.post(own + "veranderen/", {"name": "Bo", "way": "on_site"}).status_code == 302
    assert states(event) == line
    assert "Zaal Zuid" in client.get(own).content.decode()
    # Where the choice is gone, all hear of the place again, and nothing is asked.
    Event.objects.filter(pk=event.pk).update(mode="on_site")
    assert "Hoe doe je mee?" not in client.get(own).content.decode()
    assert Registration.objects.get(name="Cas").address == event.address
