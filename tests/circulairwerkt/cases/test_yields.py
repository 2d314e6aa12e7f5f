"""The thread: from an event, a visit, a coaching and an idea to what came of each of them, and back."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from circulairwerkt.base import links
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.models import Case, Lesson, Transfer
from circulairwerkt.cases.yields import yield_of, yield_together, yields_of
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.infopoints.models import InfoPoint, Visit
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_scope() -> Iterator[None]:
    with everywhere("a test of what came of what"):
        yield


@pytest.fixture
def hub() -> Hub:
    return make.hub(slug="gent")


def visit(point: InfoPoint, words: str = "pallets over") -> Visit:
    return Visit.objects.create(hub=point.hub, point=point, words=words)


def moved(case: Case, *amounts: tuple[str, str]) -> list[Transfer]:
    """What moved in a case: amounts with their units."""
    agreement = make.agreement(case)
    return [
        Transfer.objects.create(
            agreement=agreement, moved_on=date(2026, 3, 1), quantity=Decimal(quantity), unit=unit
        )
        for quantity, unit in amounts
    ]


def test_each_room_tells_what_came_of_it_and_the_case_tells_where_it_began(hub: Hub, client: Client) -> None:
    question = make.question(hub)
    case = make.case(hub, question=question, stage="realised")
    first = moved(case, ("500", "kg"), ("2", "t"), ("3", "pallet"))[0]
    # Told wrong, and told right: the correction counts, and a transfer that was none does not.
    Transfer.objects.create(
        agreement=first.agreement, corrects=first, moved_on=first.moved_on, quantity=Decimal(400), unit="kg"
    )
    Transfer.objects.create(
        agreement=first.agreement,
        corrects=moved(case, ("9", "t"))[0],
        moved_on=first.moved_on,
        quantity=Decimal(0),
        unit="t",
    )
    Lesson.objects.create(case=case, text="Bel eerst de poort.")
    point, call = make.info_point(hub), make.call(hub)
    event = make.event(hub, starts_at=timezone.now() - timedelta(days=9))
    came_in, guided = visit(point), make.coaching(hub, organisation_name="Houtwerk")
    idea = make.idea(call, state="won")
    links.join(event, question)
    links.join(came_in, question)
    links.join(guided, case)
    links.join(idea, case)
    client.force_login(make.member(hub))
    rooms = {
        f"/werkplek/gent/agenda/{event.pk}/": event.shown_title,
        f"/werkplek/gent/infopunten/{point.pk}/": point.name,
        f"/begeleiding/{guided.pk}/": "Houtwerk",
        f"/werkplek/gent/oproepen/{call.pk}/ideeen/{idea.pk}/": "Stoelen van pallets",
    }
    back = client.get(f"/dossiers/{case.pk}/").content.decode()
    for page, name in rooms.items():
        told = client.get(page).content.decode()
        assert case.reference in told, page
        assert "Bel eerst de poort." in told, page
        assert "2,4 ton, 3 pallets" in told, page
        assert f'<a href="{page}">{name}</a>' in back, page
    assert "Maak los" not in back, "it is the question that is tied to the event"
    assert "Maak los" in client.get(f"/vragen/{question.pk}/").content.decode()


def test_of_what_the_reader_may_not_see_nothing_is_told(hub: Hub) -> None:
    elsewhere = make.hub()
    case = make.case(elsewhere)
    moved(case, ("2", "t"))
    event = make.event(hub)
    links.join(event, case)
    assert yield_of(actor_of(make.member(hub)), event).is_empty
    assert yield_of(actor_of(make.member(elsewhere)), event).transfers == 1


def test_a_list_asks_as_many_queries_however_long_it_is(hub: Hub) -> None:
    actor, point = actor_of(make.member(hub)), make.info_point(hub)

    def one() -> Visit:
        came_in, question = visit(point), make.question(hub)
        links.join(came_in, question)
        case = make.case(hub, question=question)
        moved(case, ("1", "t"))
        Lesson.objects.create(case=case, text="Les")
        return came_in

    visits = [one() for _number in range(6)]
    with CaptureQueriesContext(connection) as few:
        yields_of(actor, visits[:1])
    with CaptureQueriesContext(connection) as many:
        found = yields_of(actor, visits)
    assert len(many) == len(few)
    assert [len(found[row.pk].cases) for row in visits] == [1] * 6
    together = yield_together(actor, [*visits, visits[0]])
    assert (len(together.cases), len(together.lessons), together.transfers) == (6, 6, 6)
    assert together.moved == ((6, "t"),)
