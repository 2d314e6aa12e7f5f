"""Rows of the tables become records of the core, with their units, and come back as they were."""

from datetime import date

import pytest

from circulairwerkt.streams import bridge
from symbiosis.places import Point
from symbiosis.quantities import Period
from symbiosis.resources import Processor, Recipe, RStrategy
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def test_a_card_becomes_an_offer_and_comes_back() -> None:
    site = make.site(make.organisation(), lat=51.05, lon=3.72, place=make.municipality())
    row = make.card(
        make.hub(),
        site=site,
        low_code="200101",
        strategy="R8",
        legal_status="waste",
        price_eur_per_unit=-4.0,
        max_km=30.0,
        available_from=date(2026, 12, 1),
        destination="burn",
        brand="Merk",
        visibility="network",
    )
    offer = bridge.stream_of(row)
    assert offer.id == f"card-{row.pk}"
    assert (offer.quantity, offer.unit, offer.period) == (2.0, "pallet", Period.WEEK)
    assert offer.materials == ("cardboard",)
    assert offer.place == Point(lat=51.05, lon=3.72)
    assert offer.strategy is RStrategy.R8
    assert offer.hazardous is False
    assert offer.destination == "R1"
    assert offer.hub == str(row.hub_id)
    for name, value in bridge.card_values(offer).items():
        assert getattr(row, name) == value, name


def test_a_need_accepts_every_class_it_names() -> None:
    row = make.need(make.hub(), materials=["paper"], condition="good", water_class="B", food_use="feed")
    wanted = bridge.need_of(row)
    assert wanted.materials == ("cardboard", "paper")
    assert wanted.place is None
    for name, value in bridge.need_values(wanted).items():
        assert getattr(row, name) == value, name


def test_dangers_and_codes_say_whether_it_is_hazardous() -> None:
    hub = make.hub()
    assert bridge.stream_of(make.card(hub, dangers=["oil"])).hazardous is True
    assert bridge.stream_of(make.card(hub, low_code="170605")).hazardous is True
    assert bridge.stream_of(make.card(hub)).hazardous is None


def test_a_capability_becomes_a_processor_and_comes_back() -> None:
    row = make.capability(
        make.hub(),
        accepts=["cardboard", "paper"],
        produces=["paper"],
        yield_ratio=0.9,
        hours_per_week_h=38.0,
        hours_per_unit_h=0.5,
        min_quantity=1.0,
        max_km=40.0,
        certificates=["ISO 9001"],
        permits=["hazardous"],
        strategy="R8",
    )
    processor = bridge.processor_of(row, DAY)
    assert processor is not None
    assert processor.social is True
    assert processor.hours_period is Period.WEEK
    recipe = processor.recipes[0]
    assert (recipe.capacity, recipe.unit, recipe.period) == (5.0, "pallet", Period.WEEK)
    [values] = bridge.capability_values(processor)
    for name, value in values.items():
        assert getattr(row, name) == value, name


def test_one_that_is_full_works_from_the_day_after() -> None:
    hub = make.hub()
    full = bridge.processor_of(make.capability(hub, full_until=date(2026, 12, 31)), DAY)
    assert full is not None
    assert full.available_from == date(2027, 1, 1)
    was_full = bridge.processor_of(make.capability(hub, full_until=date(2026, 11, 22)), DAY)
    assert was_full is not None
    assert was_full.available_from is None


def test_what_takes_nothing_is_no_processor() -> None:
    assert bridge.processor_of(make.capability(make.hub(), accepts=[]), DAY) is None


def test_hours_per_another_period_stay_unknown() -> None:
    monthly = Processor(
        id="x", recipes=(Recipe(accepts=("paper",)),), hours_available=100.0, hours_period=Period.MONTH
    )
    assert bridge.capability_values(monthly)[0]["hours_per_week_h"] is None
