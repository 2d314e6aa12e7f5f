"""The points of the map: every hub of the list, every municipality once, and small enough to fetch."""

import gzip
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from circulairwerkt.hubs.models import Hub, HubArea, LifeCycle
from circulairwerkt.reference.models import Municipality
from circulairwerkt.reference.queries import municipalities_today


@pytest.fixture
def hub(town: Callable[[str], Municipality]) -> Hub:
    """A made-up hub at Kortrijk that also serves Menen."""
    seat = town("Kortrijk")
    made = Hub.objects.create(
        slug="proef", name="Proefhub", seat=seat, lat=50.828, lon=3.265, life_cycle=LifeCycle.ACTIVE
    )
    HubArea.objects.create(hub=made, municipality=seat)
    HubArea.objects.create(hub=made, municipality=town("Menen"))
    return made


def test_each_municipality_is_a_faint_point_and_what_a_hub_serves_a_clear_one(hub: Hub) -> None:
    features = Client().get(reverse("portal:hubs_on_map")).json()["features"]
    marks = [feature for feature in features if feature["properties"]["sort"] == "hub"]
    assert [mark["properties"]["id"] for mark in marks] == [hub.slug]
    assert marks[0]["properties"]["unsure"] is False
    assert marks[0]["geometry"]["coordinates"] == [3.265, 50.828]
    places = [feature["properties"] for feature in features if feature["properties"]["sort"] == "place"]
    faint = [place["id"] for place in places if not place.get("served")]
    assert len(set(faint)) == len(faint) == len(municipalities_today()) == 285
    assert [(place["name"], place["hub"]) for place in places if place.get("served")] == [("Menen", "proef")]


@pytest.mark.django_db
def test_the_points_weigh_little() -> None:
    answer = Client().get(reverse("portal:hubs_on_map"))
    assert len(gzip.compress(answer.content)) < 20_000
    assert len(answer.content) < 100_000


def test_the_page_has_a_row_in_the_list_for_each_hub_and_a_still_map(hub: Hub) -> None:
    page = Client().get(reverse("portal:home")).content.decode()
    assert f'data-point="{hub.slug}"' in page
    assert 'data-list="#hub-list"' in page
    assert "<title>Proefhub</title>" in page
    assert page.count("h0M") > 200
