"""A hub's own list of the year: understood, refused in words, shown beside what is there, taken back."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from circulairwerkt.agenda import services
from circulairwerkt.agenda.imports import understand
from circulairwerkt.agenda.models import Event, Session
from circulairwerkt.agenda.services.imported import import_events
from circulairwerkt.agenda.times import ZONE
from circulairwerkt.base import imports, scope
from circulairwerkt.base.models import ImportRow
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub, Switch
from tests.circulairwerkt import factories
from tests.circulairwerkt.portal.reading_in import checked, read_in, taken_back
from tests.circulairwerkt.taken_along import rows_at

pytestmark = pytest.mark.django_db
STATE = ImportRow.State
EVENTS = Event._base_manager
YEAR = timezone.localdate().year + 1


@pytest.fixture
def hub() -> Hub:
    return factories.hub("Hub Gent", slug="gent", seat=factories.municipality("Gent", nis="44021"))


@pytest.fixture
def client(hub: Hub) -> Client:
    signed_in = Client()
    signed_in.force_login(factories.member(hub))
    return signed_in


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Titel", "title"),
        ("Titre", "title"),
        ("Datum", "date"),
        ("Beginuur", "begins"),
        ("Start time", "begins"),
        ("Einduur", "ends"),
        ("Einddatum", "last_day"),
        ("Zaal", "place_name"),
        ("Gemeente", "place"),
        ("Prijs", "price"),
        ("Capacité", "capacity"),
    ],
)
def test_headers_are_recognised_in_three_languages(header: str, field: str) -> None:
    assert imports.proposed(imports.kinds()["events"], [header], {}) == {field: header}


def test_a_list_becomes_drafts_that_nobody_else_sees(client: Client, hub: Hub) -> None:
    text = (
        "Titel;Soort;Datum;Van;Tot;Einddatum;Gemeente;Zaal;Prijs;Plaatsen;Omschrijving\n"
        f"Repair café;netwerkavond;03/06/{YEAR};19u30;22u;;Gent;De Krook;gratis;40;Kom langs\n"
        f"Repair café;;04/06/{YEAR};9.15;;;;;12,5;;\n"
        f"Reis;studiereis;05/06/{YEAR};08:00;18:00;07/06/{YEAR};9000;;;;\n"
    )
    batch = checked(client, "gent", "events", text)
    assert list(batch.lines.values_list("state", flat=True)) == [STATE.GOOD] * 3
    read_in(client, "gent", batch)
    first, second, trip = EVENTS.order_by("first_starts_at").prefetch_related("sessions")
    assert (first.state, first.visibility, first.kind) == ("draft", "hub", "network")
    assert first.slug == f"repair-cafe-{YEAR}-06-03"
    assert first.first_starts_at == datetime(YEAR, 6, 3, 19, 30, tzinfo=ZONE)
    assert (first.last_ends_at, first.price_eur) == (datetime(YEAR, 6, 3, 22, tzinfo=ZONE), Decimal(0))
    assert (first.place_name, first.summary) == ("De Krook", {"nl": "Kom langs"})
    assert [(one.starts_at, one.capacity) for one in first.sessions.all()] == [(first.first_starts_at, 40)]
    assert second.last_ends_at == datetime(YEAR, 6, 4, 11, 15, tzinfo=ZONE)
    assert second.price_eur == Decimal("12.50")
    assert (trip.municipality.name if trip.municipality else "") == "Gent"
    assert timezone.localdate(trip.last_ends_at).isoformat() == f"{YEAR}-06-07"
    assert Client().get(f"/agenda/{first.slug}/").status_code == 404
    # what goes out comes in again, beside what is there
    path = "/werkplek/gent/inlezen/uit/events/csv/"
    rows = rows_at(client, path)
    assert [row["van"] for row in rows] == ["19:30", "09:15", "08:00"]
    again = checked(client, "gent", "events", client.get(path).content.decode("utf-8-sig"))
    assert set(again.lines.values_list("state", flat=True)) == {STATE.TWIN}
    taken_back(client, "gent", batch)
    assert not EVENTS.exists()
    assert not Session.objects.exists()


def test_what_is_wrong_is_said_by_field(client: Client) -> None:
    batch = checked(
        client,
        "gent",
        "events",
        "titel;soort;dag;van;tot;gemeente;link;prijs;aantal plaatsen\n"
        "Fout;bal;31/02/2027;half acht;25:00;Nergenshuizen;javascript:x;veel;nul\n"
        f"Achterstevoren;;03/06/{YEAR};19:00;18:00;;;;\n"
        "Nacht;;28/03/2027;02:30;;;;;\n"
        "Ooit;;01/01/1899;10:00;;;;;\n"
        f";;03/06/{YEAR};19:00;;;;;\n",
    )
    wrong, backwards, night, long_ago, nameless = batch.lines.all()
    assert set(wrong.problems) == {
        "kind",
        "date",
        "begins",
        "ends",
        "place",
        "online_url",
        "price",
        "capacity",
    }
    assert "half acht" in wrong.problems["begins"]
    assert set(backwards.problems) == {"ends"}
    assert set(night.problems) == {"begins"}
    assert set(long_ago.problems) == {"date"}
    assert set(nameless.problems) == {"title"}


def test_what_was_edited_or_put_in_the_agenda_stays(client: Client, hub: Hub) -> None:
    lines = [
        f"Avond {word};0{day}/06/{YEAR};19:00;Gent"
        for day, word in enumerate(["een", "twee", "drie", "vier"], 1)
    ]
    batch = read_in(
        client, "gent", checked(client, "gent", "events", "\n".join(["titel;dag;van;gemeente", *lines]))
    )
    coordinator = actor_of(factories.member(hub))
    with scope.everywhere("a test"):
        published, moved, asked, _left = Event.objects.order_by("first_starts_at")
        services.publish(actor=coordinator, event=published)
        session = moved.sessions.get()
        values = {"starts_at": session.starts_at, "ends_at": session.ends_at, "room": "Zolder"}
        services.save_session(actor=coordinator, session=session, seen_version=1, values=values)
        asked.own_questions.create(words="Taal?")
    taken_back(client, "gent", batch)
    assert set(EVENTS.values_list("pk", flat=True)) == {published.pk, moved.pk, asked.pk}
    assert batch.lines.filter(state=STATE.KEPT).count() == 3


def test_kinds_that_a_hub_does_not_use_are_refused(hub: Hub) -> None:
    Switch.objects.create(hub=hub, key="trainings", is_on=False)
    cells = {"date": f"03/06/{YEAR}", "begins": "19"}
    read = understand([{**cells, "title": "Les", "kind": "opleiding"}, {**cells, "title": "Avond"}])
    rows = [imports.Wanted(values) for values in read if not isinstance(values, imports.RowRefused)]
    refused, made = import_events(actor=actor_of(factories.member(hub)), hub=hub, rows=rows)
    assert isinstance(refused, imports.RowRefused)
    assert set(refused.problems) == {"kind"}
    assert isinstance(made, imports.Made)
    assert list(EVENTS.values_list("kind", flat=True)) == ["network"]
