"""Appointments at an info point under random sequences of all that can happen, beside a sheet of paper."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from circulairwerkt.base.models.slots import STEPS, TAKING, SlotState
from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.infopoints import services
from circulairwerkt.infopoints.models import Appointment, ClosedDays, Visit
from circulairwerkt.infopoints.opening import free_moments
from circulairwerkt.infopoints.services.appointments import MOST_AHEAD
from tests.circulairwerkt import factories

WHO, WHICH = st.integers(0, 4), st.integers(0, 20)
#: Two days of four moments: few enough to meet each other.
MOMENTS = 8


@dataclass
class Line:
    """One appointment on paper; ``at`` is None once it began."""

    who: int
    at: int | None
    state: SlotState = SlotState.BOOKED


class Desk(RuleBasedStateMachine):
    """Five visitors, one info point with few hours, days off, and time that passes."""

    @initialize(desks=st.integers(1, 3))
    def begin(self, desks: int) -> None:
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.scope = everywhere("a test of random sequences")
        self.scope.__enter__()
        self.point = factories.info_point(
            factories.hub(), hours="Mo-Su 09:00-11:00", slot_minutes=30, desks=desks
        )
        soon = timezone.localdate() + timedelta(days=1)
        later = [span for span in free_moments(self.point) if timezone.localdate(span.start) > soon]
        self.moments = later[:MOMENTS]
        self.paper: dict[int, Line] = {}
        self.closed: dict[int, int] = {}

    def teardown(self) -> None:
        if hasattr(self, "undone"):
            self.scope.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    # what the paper says

    def sitting(self, at: int) -> list[int]:
        return [line.who for line in self.paper.values() if line.at == at and line.state in TAKING]

    def is_free(self, at: int) -> bool:
        return at // 4 not in self.closed and len(self.sitting(at)) < self.point.desks

    def ahead(self, who: int) -> int:
        mine = [line for line in self.paper.values() if line.who == who and line.at is not None]
        return sum(line.state == SlotState.BOOKED for line in mine)

    def some(self, which: int) -> tuple[Appointment, Line] | None:
        if not self.paper:
            return None
        pk = sorted(self.paper)[which % len(self.paper)]
        return Appointment.objects.select_related("keeper").get(pk=pk), self.paper[pk]

    # what people do

    @rule(who=WHO, at=st.integers(0, MOMENTS - 1))
    def book(self, who: int, at: int) -> None:
        values = {"name": f"P{who}", "contact": f"p{who}@example.org"}
        has_too_many = self.ahead(who) >= MOST_AHEAD
        try:
            made = services.book(actor=NOBODY, point=self.point, start=self.moments[at].start, values=values)
        except services.TooManyAhead:
            assert has_too_many
        except services.NotFree:
            assert not has_too_many
            assert not self.is_free(at)
        else:
            assert not has_too_many
            assert self.is_free(at)
            self.paper[made.pk] = Line(who, at)

    @rule(which=WHICH)
    def cancel_own(self, which: int) -> None:
        if (found := self.some(which)) is None:
            return
        appointment, line = found
        may = line.state == SlotState.CANCELLED or (line.state == SlotState.BOOKED and line.at is not None)
        try:
            services.cancel_own(actor=NOBODY, appointment=appointment)
        except ValidationError:
            assert not may
        else:
            assert may
            line.state = SlotState.CANCELLED

    @rule(which=WHICH, to=st.sampled_from(SlotState))
    def mark(self, which: int, to: SlotState) -> None:
        if (found := self.some(which)) is None:
            return
        appointment, line = found
        is_known = to in (SlotState.CANCELLED, SlotState.DONE, SlotState.NO_SHOW)
        is_time = to == SlotState.CANCELLED or line.at is None
        may = is_known and is_time and (to == line.state or to in STEPS[line.state])
        try:
            services.mark(actor=SYSTEM, appointment=appointment, to=to)
        except ValidationError:
            assert not may
        else:
            assert may
            line.state = to

    @rule(which=WHICH)
    def it_begins(self, which: int) -> None:
        if (found := self.some(which)) is None:
            return
        appointment, line = found
        start = timezone.now() - timedelta(hours=1)
        Appointment.objects.filter(pk=appointment.pk).update(
            starts_at=start, ends_at=start + timedelta(minutes=30)
        )
        line.at = None

    @rule(day=st.integers(0, 1))
    def close(self, day: int) -> None:
        if day in self.closed:
            return
        booked = [line for line in self.paper.values() if line.at is not None and line.at // 4 == day]
        may = all(line.state != SlotState.BOOKED for line in booked)
        on = timezone.localdate(self.moments[day * 4].start)
        try:
            row = services.note_closed(actor=SYSTEM, point=self.point, first_day=on, last_day=on)
        except ValidationError:
            assert not may
        else:
            assert may
            self.closed[day] = row.pk

    @rule(day=st.integers(0, 1))
    def open_after_all(self, day: int) -> None:
        if day in self.closed:
            row = ClosedDays.objects.select_related("point").get(pk=self.closed.pop(day))
            services.take_back_closed(actor=SYSTEM, closed=row)

    # what holds whatever they did

    @invariant()
    def nobody_is_both_in_and_out_and_no_desk_is_taken_twice(self) -> None:
        if not hasattr(self, "moments"):
            return
        rows = list(Appointment.objects.filter(keeper=self.point))
        assert {row.pk: row.state for row in rows} == {pk: line.state for pk, line in self.paper.items()}
        places = {span.start: at for at, span in enumerate(self.moments)}
        for row in rows:
            assert places.get(row.starts_at) == self.paper[row.pk].at
            assert row.sequence == (row.state == SlotState.CANCELLED)
        for at in range(MOMENTS):
            assert len(self.sitting(at)) <= self.point.desks

    @invariant()
    def what_is_offered_is_free_and_what_is_free_is_offered(self) -> None:
        if not hasattr(self, "moments"):
            return
        offered = {span.start for span in free_moments(self.point)}
        for at, span in enumerate(self.moments):
            assert (span.start in offered) is self.is_free(at)

    @invariant()
    def who_came_is_one_visit(self) -> None:
        if not hasattr(self, "moments"):
            return
        came = [pk for pk, line in self.paper.items() if line.state == SlotState.DONE]
        assert sorted(Visit.objects.values_list("appointment", flat=True)) == sorted(came)


@pytest.mark.django_db
def test_no_sequence_of_actions_breaks_a_desk() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Desk,
        settings=settings(
            max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
