"""A hundred people at the same moment for the last five seats: never oversold, nobody twice, nobody lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from circulairwerkt.agenda import services
from circulairwerkt.agenda.models import Event, Registration, Seat, Session
from circulairwerkt.base.permissions import NOBODY
from circulairwerkt.base.scope import everywhere
from tests.circulairwerkt import factories as make
from tests.circulairwerkt.at_once import ON_POSTGRESQL, at_once

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]
PEOPLE = 100
SEATS = 5


def _register(event: Event, number: int, email: str = "") -> Registration:
    with everywhere("a test of many at once"):
        return services.register(
            actor=NOBODY,
            event=Event.objects.get(pk=event.pk),
            email=email or f"p{number}@example.org",
            values={"name": f"P{number}", "size": 1 + (number % 3 == 0)},
            sessions=list(event.sessions.all()),
        )


def _event() -> Event:
    event = make.event(make.hub(), registration="here", most_together=2)
    Session.objects.filter(event=event).update(capacity=SEATS)
    return event


def _standing(event: Event) -> tuple[int, list[Seat]]:
    rows = list(Seat.objects.filter(session__event=event).order_by("turn"))
    held = sum(row.size for row in rows if row.state in ("confirmed", "offered"))
    return held, rows


def test_a_hundred_for_five_seats() -> None:
    event = _event()
    found = at_once(lambda number: _register(event, number), PEOPLE)
    assert [one for one in found if isinstance(one, Exception)] == []
    held, rows = _standing(event)
    assert held <= SEATS
    assert len(rows) == len({row.registration_id for row in rows}) == PEOPLE
    assert [row.turn for row in rows] == list(range(1, PEOPLE + 1))
    # who came first sits: nobody who waits came before somebody who sits
    states = [row.state for row in rows]
    assert states == sorted(states)
    # no seat stays empty that the next in line, one or two people, would fit in
    assert held + rows[states.count("confirmed")].size > SEATS


def test_one_address_at_once_is_one_registration() -> None:
    event = _event()
    found = at_once(lambda number: _register(event, number, "an@example.org").pk, 20)
    assert len(set(found)) == 1
    assert _standing(event)[1][0].turn == 1


def test_leaving_and_coming_at_once_loses_nobody() -> None:
    event = _event()
    for number in range(20):
        _register(event, number)

    def either(number: int) -> object:
        with everywhere("a test of many at once"):
            if number % 2:
                return _register(event, 100 + number)
            mine = Registration.objects.select_related("event__hub").get(name=f"P{number}")
            return services.leave(actor=NOBODY, registration=mine)

    assert [one for one in at_once(either, 20) if isinstance(one, Exception)] == []
    held, rows = _standing(event)
    assert held <= SEATS
    assert len(rows) == 30
    waiting = [row for row in rows if row.state == "waiting"]
    assert waiting[0].size > SEATS - held
    seated = [row.turn for row in rows if row.state == "offered"]
    assert not seated or max(seated) < waiting[0].turn


def test_two_who_accept_the_same_offer_get_one_seat_and_ticks_count_once() -> None:
    event = _event()
    for number in range(1, 12):
        _register(event, number)
    with everywhere("a test of many at once"):
        first = Registration.objects.select_related("event__hub").get(name="P1")
        services.leave(actor=NOBODY, registration=first)
        offer = (
            Seat.objects.filter(state="offered").select_related("registration__event__hub", "session").first()
        )
        assert offer is not None

    def accept(_number: int) -> object:
        with everywhere("a test of many at once"):
            mine = Registration.objects.select_related("event__hub").get(pk=offer.registration_id)
            session = Session.objects.select_related("event").get(pk=offer.session_id)
            return services.accept(actor=NOBODY, registration=mine, session=session)

    found = at_once(accept, 8)
    assert sum(isinstance(one, Seat) for one in found) == 1
    assert sum(isinstance(one, services.OfferGone) for one in found) == 7
    assert offer.session.starts_at > timezone.now() + timedelta(days=1)
