"""The waiting list under random sequences of everything that can happen, beside an oracle that is not ours.

The oracle is a list of people in the order of their turns, as one would keep it on paper.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from circulairwerkt.agenda import services
from circulairwerkt.agenda.models import Event, Registration, Seat, Session
from circulairwerkt.agenda.services.registrations import taken
from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories as make

START = datetime(2027, 5, 1, 9, tzinfo=UTC)
OFFER_HOURS = 24
PEOPLE = st.integers(0, 6)
INSIDE = ("confirmed", "offered", "waiting")


@dataclass
class Paper:
    """Somebody on the paper list."""

    who: int
    size: int
    state: str
    turn: int
    until: datetime | None = None
    #: With how many he said to come; his seats follow when he comes in.
    wish: int = 1


class WaitingList(RuleBasedStateMachine):
    """One session of an event, and what people do."""

    hub: Hub

    @initialize(capacity=st.integers(1, 5))
    def begin(self, capacity: int) -> None:
        self.now, self.turn, self.capacity = START, 0, capacity
        self.paper: dict[int, Paper] = {}
        self.event = make.event(
            self.hub,
            starts_at=START + timedelta(days=400),
            registration="here",
            most_together=3,
            offer_hours=OFFER_HOURS,
        )
        self.session = Session.objects.select_related("event").get(event=self.event)
        self.session.capacity = capacity
        self.session.save()

    # what the paper says

    def held(self) -> int:
        return sum(one.size for one in self.paper.values() if one.state in ("confirmed", "offered"))

    def line(self) -> list[Paper]:
        waiting = [one for one in self.paper.values() if one.state == "waiting"]
        return sorted(waiting, key=lambda one: one.turn)

    def move(self) -> None:
        for one in self.paper.values():
            if one.state == "offered" and one.until is not None and one.until <= self.now:
                one.state, one.until = "lapsed", None
        for one in self.line():
            if self.held() + one.size > self.capacity:
                break
            one.state, one.until = "offered", self.now + timedelta(hours=OFFER_HOURS)

    def arrive(self, who: int, size: int) -> None:
        self.move()
        sits = not self.line() and self.held() + size <= self.capacity
        self.turn += 1
        self.paper[who] = Paper(who, size, "confirmed" if sits else "waiting", self.turn, wish=size)

    # what people do

    def registration(self, who: int) -> Registration | None:
        found = Registration.objects.select_related("event__hub").filter(event=self.event, name=f"P{who}")
        return found.first()

    def act(self, do: Any, who: int) -> bool:
        """Do something for who registered; False where it is refused or he never did."""
        mine = self.registration(who)
        if mine is None:
            return False
        try:
            do(actor=NOBODY, registration=mine, session=self.session, now=self.now)
        except ValidationError:
            return False
        return True

    @rule(who=PEOPLE, size=st.integers(1, 3))
    def register(self, who: int, size: int) -> None:
        is_inside = who in self.paper and self.paper[who].state in INSIDE
        try:
            services.register(
                actor=NOBODY,
                event=Event.objects.get(pk=self.event.pk),
                email=f"p{who}@example.org",
                values={"name": f"P{who}", "size": size},
                sessions=[self.session],
                now=self.now,
            )
        except ValidationError:
            assert size > self.capacity
            return
        if not is_inside:
            self.arrive(who, size)

    @rule(who=PEOPLE)
    def leave(self, who: int) -> None:
        if self.act(services.leave, who) and self.paper[who].state in INSIDE:
            self.paper[who].state, self.paper[who].until = "cancelled", None
            self.move()

    @rule(who=PEOPLE)
    def accept(self, who: int) -> None:
        one = self.paper.get(who)
        until = one.until if one is not None and one.state == "offered" else None
        done = self.act(services.accept, who)
        assert done == (until is not None and until > self.now)
        if done and one is not None:
            one.state, one.until = "confirmed", None

    @rule(who=PEOPLE)
    def decline(self, who: int) -> None:
        one = self.paper.get(who)
        done = self.act(services.decline, who)
        assert done == (one is not None and one.state == "offered")
        if done and one is not None:
            one.state, one.until = "declined", None
            self.move()

    @rule(who=PEOPLE)
    def come_back(self, who: int) -> None:
        one = self.paper.get(who)
        done = self.act(services.come_back, who)
        assert done == (one is not None and one.state not in INSIDE and one.wish <= self.capacity)
        if done and one is not None:
            self.arrive(who, one.wish)

    @rule(who=PEOPLE, size=st.integers(1, 3))
    def come_with(self, who: int, size: int) -> None:
        one, mine = self.paper.get(who), self.registration(who)
        if one is None or mine is None or size == one.wish:
            return
        was = one.state
        try:
            services.change_registration(actor=NOBODY, registration=mine, values={"size": size}, now=self.now)
        except ValidationError:
            fits = not self.line() and self.held() - one.size + size <= self.capacity
            assert size > self.capacity or was == "offered" or (was == "confirmed" and not fits)
            return
        self.move()
        one.wish = size
        if one.state not in INSIDE:
            return
        if one.state == "waiting" and size > one.size:
            self.turn += 1
            one.turn = self.turn
        one.size = size
        self.move()

    @rule(seats=st.integers(1, 7))
    def other_room(self, seats: int) -> None:
        self.session.refresh_from_db()
        most = max([one.size for one in self.paper.values() if one.state in INSIDE], default=0)
        try:
            services.save_session(
                actor=SYSTEM,
                session=self.session,
                seen_version=self.session.version,
                values={"capacity": seats},
                now=self.now,
            )
        except ValidationError:
            assert seats < self.held() or seats < most
            self.session.refresh_from_db()
            return
        self.capacity = seats
        self.move()

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def clock(self) -> None:
        services.move_lines(actor=SYSTEM, now=self.now)
        if any(one.until is not None and one.until <= self.now for one in self.paper.values()):
            self.move()

    # what always holds

    @invariant()
    def the_rows_say_what_the_paper_says(self) -> None:
        if not hasattr(self, "session"):
            return
        rows = Seat.objects.filter(session=self.session).select_related("registration")
        found = {row.registration.name: (row.state, row.size, row.offered_until) for row in rows}
        paper = {f"P{one.who}": (one.state, one.size, one.until) for one in self.paper.values()}
        assert found == paper

    @invariant()
    def never_more_than_there_is(self) -> None:
        if hasattr(self, "session"):
            assert taken(self.session) <= self.capacity

    @invariant()
    def nobody_is_passed_and_nobody_forgotten(self) -> None:
        """Whoever waits first does not fit: else he would have an offer."""
        if hasattr(self, "session"):
            first = Seat.objects.filter(session=self.session, state="waiting").order_by("turn").first()
            assert first is None or first.size > self.capacity - taken(self.session)


@pytest.mark.django_db
def test_no_sequence_of_actions_breaks_the_line() -> None:
    with everywhere("a test of the waiting list"):
        WaitingList.hub = make.hub()
        run_state_machine_as_test(  # type: ignore[no-untyped-call]
            WaitingList,
            settings=settings(
                max_examples=15,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
