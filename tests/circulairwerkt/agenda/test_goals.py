"""Events on the page for the steering group: held in its year, by goal, with how many came and not who."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from circulairwerkt.agenda.goals import GoalsReached, Reached, goals_reached
from circulairwerkt.agenda.models import SWITCHES, Event, Registration, Seat
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Hub, Switch
from circulairwerkt.reference.models import Goal
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
SHEET = "/werkplek/gent/dossiers/stuurgroep/"


@pytest.fixture(autouse=True)
def _in_scope() -> Iterator[None]:
    with everywhere("a test of counts"):
        yield


@pytest.fixture
def hub() -> Hub:
    for position, key in enumerate(("network", "awareness")):
        Goal.objects.create(key=key, label={"nl": key}, position=position)
    return make.hub(slug="gent")


def held(hub: Hub, *goals: str, days_ago: int = 30, **fields: Any) -> Event:
    """An event that is over, with goals in the version that held then."""
    event = make.event(hub, starts_at=timezone.now() - timedelta(days=days_ago), **fields)
    event.goals.set(Goal.objects.filter(key__in=goals, version=1))
    return event


def come(event: Event, name: str, *came: int | None, size: int = 1) -> None:
    """Somebody with how many came along to each session."""
    registration = Registration.objects.create(event=event, name=name, size=size)
    for session, number in zip(event.sessions.all(), came, strict=True):
        turn = session.seats.count() + 1
        Seat.objects.create(
            registration=registration, session=session, state="confirmed", size=size, turn=turn, came=number
        )


def in_its_year(hub: Hub) -> GoalsReached:
    today = timezone.localdate()
    return goals_reached(hub, today - timedelta(days=365), today)


def test_events_of_the_year_count_for_their_goals_and_people_once_each(hub: Hub) -> None:
    course = held(hub, "network", "awareness", sessions=3, days_ago=60)
    come(course, "An", 1, 1, None)
    come(course, "Bo", 2, 3, 0, size=4)
    evening = held(hub, "network")
    come(evening, "An", None)
    Goal.objects.create(key="network", label={"nl": "Netwerk"}, version=2)
    other = make.hub()
    along = held(other)
    along.with_hubs.add(hub)
    # Called off, a draft, to come, too long ago: none was held in this year.
    held(hub, "network", state="cancelled")
    held(hub, "network", state="draft")
    held(hub, "network", days_ago=-30)
    held(hub, "network", days_ago=400)
    found = in_its_year(hub)
    assert {goal.key: reached for goal, reached in found.by_goal} == {
        "network": Reached(held=2, ticked=1, came=4),
        "awareness": Reached(held=1, ticked=1, came=4),
    }
    assert found.without_goal == Reached(held=1, ticked=0, came=0)
    assert found.together == Reached(held=3, ticked=1, came=4)
    assert in_its_year(other).together.held == 1


def test_an_evening_counts_from_its_end_and_on_the_day_that_people_here_live(hub: Hub) -> None:
    begins = datetime(2026, 7, 1, 21, 30, tzinfo=timezone.get_current_timezone())
    event = make.event(hub, starts_at=begins, hours=1)
    assert goals_reached(hub, begins.date(), begins.date()).together.held == 1
    assert goals_reached(hub, begins.date() + timedelta(days=1), timezone.localdate()).together.held == 0
    assert event.last_ends_at is not None
    make.event(hub, starts_at=timezone.now() - timedelta(minutes=30))
    assert goals_reached(hub, timezone.localdate(), timezone.localdate()).together.held == 0


def test_the_page_tells_counts_and_no_names(hub: Hub, client: Client, django_assert_num_queries: Any) -> None:
    client.force_login(make.member(hub))
    assert "Geen activiteiten in deze periode" in client.get(SHEET).content.decode()
    come(held(hub, "network"), "Geheime Naam", 1)
    held(hub, "network")
    page = client.get(SHEET).content.decode()
    assert "(aangevinkt bij 1 van 2)" in page
    assert "Geheime Naam" not in page
    with django_assert_num_queries(6):
        in_its_year(hub)
    for key in set(SWITCHES.values()):
        Switch.objects.create(hub=hub, key=key, is_on=False)
    assert "Activiteiten per doel" not in client.get(SHEET).content.decode()
