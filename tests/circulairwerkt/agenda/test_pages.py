"""The agenda for everybody: filters, months, the list on another site, and a number of queries that stays."""

import json
import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from circulairwerkt.agenda import schema
from circulairwerkt.agenda.models import Session
from circulairwerkt.agenda.times import ZONE
from circulairwerkt.hubs.models import Switch
from circulairwerkt.reference.models import Municipality
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


def titles(client: Client, query: str = "") -> list[str]:
    """The events in the list, in order."""
    page = client.get(f"/agenda/{query}").content.decode()
    return re.findall(r'<h2><a href="/agenda/[^"]+">([^<]+)</a>', page)


def test_the_filters_narrow_and_can_be_linked_to(client: Client) -> None:
    gent = make.municipality("Gent", lat=51.05, lon=3.72)
    one, two = (
        make.hub(slug="een", seat=gent),
        make.hub(slug="twee", seat=make.municipality(lat=50.9, lon=5.4)),
    )
    soon = timezone.now() + timedelta(days=3)
    make.event(one, "Bezoek", kind="visit").sectors.add(make.sector())
    make.event(two, "Online", mode="online", municipality=None, lat=None, lon=None, starts_at=soon)
    make.event(two, "Half", mode="hybrid", starts_at=soon + timedelta(days=1)).with_hubs.add(one)
    make.event(two, "Voorbij", starts_at=timezone.now() - timedelta(days=3))
    make.event(two, "Ontwerp", state="draft", visibility="hub")
    assert titles(client) == ["Online", "Half", "Bezoek"]
    assert titles(client, "?soort=visit") == ["Bezoek"]
    assert titles(client, "?sector=textiel") == ["Bezoek"]
    assert titles(client, "?hub=een") == ["Half", "Bezoek"]
    assert titles(client, "?online=on") == ["Online", "Half"]
    assert titles(client, "?voorbij=on") == ["Voorbij"]
    assert titles(client, "?plaats=Gent&straal=10") == ["Bezoek"]
    assert client.get("/agenda/?plaats=nergenshuizen").status_code == 422
    assert client.get("/agenda/?soort=feestje").status_code == 422
    assert client.get("/agenda/?page=2").status_code == 404
    Switch.objects.create(hub=two, key="events", is_on=False)
    assert titles(client) == ["Bezoek"]


@pytest.mark.parametrize(
    ("price_eur", "price_text", "shown", "free", "price"),
    [
        (None, "", "Gratis", True, "0"),
        ("0.00", "ook de lunch", "Gratis<br>ook de lunch", True, "0"),
        ("12.50", "", "12,50 euro", False, "12.50"),
        (None, "prijs volgt", "prijs volgt", None, None),
    ],
)
def test_free_is_said_only_of_what_is_free(
    client: Client, price_eur: str | None, price_text: str, shown: str, free: bool | None, price: str | None
) -> None:
    event = make.event(make.hub(), price_eur=Decimal(price_eur) if price_eur else None, price_text=price_text)
    page = client.get(f"/agenda/{event.slug}/").content.decode()
    assert f"<dt>Prijs</dt><dd>{shown}</dd>" in page
    told = schema.of_event(event)
    assert told.get("isAccessibleForFree") is free
    offer = told.get("offers")
    assert (Decimal(offer["price"]) if offer else None) == (Decimal(price) if price else None)
    assert ("<span>gratis</span>" in client.get("/agenda/").content.decode()) is bool(free)


def test_of_a_training_the_evening_that_comes_counts(client: Client) -> None:
    hub = make.hub()
    make.event(hub, "Al begonnen", starts_at=timezone.now() - timedelta(days=8), sessions=4)
    make.event(hub, "Morgen", starts_at=timezone.now() + timedelta(days=1))
    assert titles(client) == ["Morgen", "Al begonnen"]


def test_a_month_shows_each_day_on_the_clock_of_belgium(client: Client) -> None:
    hub = make.hub()
    # half past midnight in Belgium is still the day before in the world's time
    make.event(hub, "Nacht", starts_at=datetime(2027, 8, 15, 0, 30, tzinfo=ZONE))
    make.event(hub, "Dagen", starts_at=datetime(2027, 8, 30, 12, tzinfo=ZONE), hours=72)
    make.event(hub, "Middernacht", starts_at=datetime(2027, 8, 20, 22, tzinfo=ZONE), hours=2)
    page = client.get("/agenda/maand/?maand=2027-08").content.decode()
    days = {
        day: re.findall(r"</span> (\w+)", cell)
        for day, cell in re.findall(
            r'</span>(\d+)<span class="visually-hidden"> augustus</span></p>(.*?)</td>', page, re.S
        )
    }
    assert days["15"] == ["Nacht"]
    assert (days["20"], days["21"]) == (["Middernacht"], [])
    assert (days["29"], days["30"], days["31"]) == ([], ["Dagen"], ["Dagen"])
    assert "september 2027" in page
    for wrong in ("2027-13", "volgende", "1000-01", "2027-8-1"):
        assert client.get("/agenda/maand/", {"maand": wrong}).status_code == 404


def test_other_sites_may_frame_the_list_and_nothing_else(client: Client) -> None:
    hub = make.hub(slug="een")
    event = make.event(hub)
    framed = client.get("/agenda/kader/?hub=een")
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    assert event.shown_title in framed.content.decode()
    assert not framed.cookies
    assert "<form" not in framed.content.decode()
    assert f"Agenda van {hub.name}" in framed.content.decode()
    gone = client.get("/agenda/kader/?hub=weg")
    assert gone.status_code == 404
    assert "frame-ancestors *" in gone["Content-Security-Policy"]
    assert "Deze lijst bestaat niet meer" in gone.content.decode()
    page = client.get(f"/agenda/{event.slug}/")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_search_engines_read_when_where_and_whether_it_goes_on(client: Client) -> None:
    hub = make.hub(seat=make.municipality("Gent"))
    event = make.event(hub, sessions=2, mode="hybrid", price_eur="12.50", languages=["nl", "fr"])
    first = event.sessions.order_by("starts_at").first()
    assert first is not None
    Session.objects.filter(pk=first.pk).update(moved_from=first.starts_at - timedelta(days=1))

    def told() -> dict[str, Any]:
        page = client.get(f"/agenda/{event.slug}/").content.decode()
        match = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.S)
        assert match is not None
        return dict(json.loads(match[1]))

    data = told()
    assert data["@type"] == "Event"
    assert data["eventAttendanceMode"].endswith("MixedEventAttendanceMode")
    assert [part["eventStatus"].rpartition("/")[2] for part in data["subEvent"]] == [
        "EventRescheduled",
        "EventScheduled",
    ]
    assert data["offers"]["price"] == "12.50"
    assert {part["@type"] for part in data["location"]} == {"Place", "VirtualLocation"}
    assert data["startDate"] == timezone.localtime(first.starts_at).isoformat()
    assert data["inLanguage"] == ["nl", "fr"]
    example = make.event(hub, "Voorbeeld", is_example=True)
    listed = client.get("/sitemap-events.xml").content.decode()
    assert event.slug in listed
    assert example.slug not in listed


@pytest.mark.parametrize(
    ("path", "most"), [("/agenda/", 6), ("/agenda/maand/?maand={month}", 3), ("/agenda/kader/", 4)]
)
def test_the_number_of_queries_stays(
    client: Client, django_assert_max_num_queries: Any, path: str, most: int
) -> None:
    hub = make.hub()
    for number in range(15):
        event = make.event(hub, sessions=2, starts_at=timezone.now() + timedelta(hours=number + 1))
        event.sectors.add(make.sector())
    # the choices of the form: sectors and hubs
    with django_assert_max_num_queries(most + 2):
        client.get(path.format(month=f"{timezone.localdate():%Y-%m}"))


def test_the_answer_and_the_hub_name_what_is_near(client: Client) -> None:
    gent = Municipality.objects.filter(name="Gent").first() or make.municipality("Gent", lat=51.05, lon=3.72)
    hub = make.hub(slug="een", seat=gent)
    make.event(hub, "Vlakbij")
    make.event(make.hub(seat=make.municipality(lat=50.8, lon=5.5)), "Ver weg")
    answer = client.get("/antwoord/?plaats=Gent").content.decode()
    assert "Vlakbij" in answer
    assert "Ver weg" not in answer
    page = client.get("/hubs/een/").content.decode()
    assert "Vlakbij" in page
    Switch.objects.create(hub=hub, key="events", is_on=False)
    Switch.objects.create(hub=hub, key="trainings", is_on=False)
    Switch.objects.create(hub=hub, key="hackathons", is_on=False)
    assert "Wat er komt" not in client.get("/hubs/een/").content.decode()
