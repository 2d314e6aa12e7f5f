"""Appointments: whatever people do in whatever order, a coach meets one at a time, nobody keeps too many."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from circulairwerkt.base import booking
from circulairwerkt.base.models.slots import STEPS, TAKING, SlotState
from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.base.slots import Span
from circulairwerkt.coaching import services
from circulairwerkt.coaching.finding import NOTICE, free_moments, is_free
from circulairwerkt.coaching.models import Coach, Coaching, Meeting
from circulairwerkt.coaching.services.meetings import MOST_AHEAD
from circulairwerkt.hubs.actors import actor_of
from tests.circulairwerkt import factories
from tests.circulairwerkt.at_once import ON_POSTGRESQL, at_once

pytestmark = pytest.mark.django_db


def first_free(coach: Coach) -> datetime:
    return free_moments([coach])[coach.pk][0].start


def again(coaching: Coaching) -> Coaching:
    found: Coaching = Coaching._base_manager.get(pk=coaching.pk)
    return found


@pytest.fixture
def coach() -> Iterator[Coach]:
    with everywhere("a test"):
        yield factories.coach(factories.hub())


class Meetings(RuleBasedStateMachine):
    """Three entrepreneurs, one coach with few hours, and time that passes."""

    @initialize()
    def begin(self) -> None:
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.scope = everywhere("a test of random sequences")
        self.scope.__enter__()
        hub = factories.hub()
        self.coach = factories.coach(hub, hours="Mo-Su 09:00-13:00")
        self.all = [factories.coaching(hub, coach=self.coach) for _ in range(3)]
        # Two days of four moments: few enough to meet each other.
        self.moments = free_moments([self.coach])[self.coach.pk][:8]
        self.told: dict[int, tuple[str, int]] = {}

    def teardown(self) -> None:
        if hasattr(self, "undone"):
            self.scope.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    def _rows(self, who: int, *states: SlotState) -> list[Meeting]:
        return list(
            Meeting.objects.filter(coaching=self.all[who], state__in=states).select_related("coaching")
        )

    @rule(who=st.integers(0, 2), at=st.integers(0, 7))
    def hold(self, who: int, at: int) -> None:
        start, was_free = self.moments[at].start, self._is_free(at)
        try:
            services.hold(actor=NOBODY, coaching=self.all[who], coach=self.coach, start=start)
        except services.NotFree:
            assert not was_free
        except services.TooManyAhead:
            assert len(self._rows(who, SlotState.BOOKED)) >= MOST_AHEAD
        except ValidationError:
            assert not again(self.all[who]).is_open
        else:
            assert was_free or self._held_before(who, at)

    def _held_before(self, who: int, at: int) -> bool:
        """What he held himself makes room for him again."""
        mine = self._rows(who, SlotState.HELD)
        return [row.starts_at for row in mine] == [self.moments[at].start]

    def _is_free(self, at: int) -> bool:
        return is_free(self.coach, self.moments[at].start) == self.moments[at]

    @rule(who=st.integers(0, 2))
    def confirm(self, who: int) -> None:
        for row in self._rows(who, SlotState.HELD):
            booked = services.confirm(actor=NOBODY, meeting=row, way="online")
            assert booked.state == SlotState.BOOKED

    @rule(who=st.integers(0, 2))
    def let_go(self, who: int) -> None:
        for row in self._rows(who, SlotState.HELD):
            services.let_go(actor=NOBODY, meeting=row)

    @rule()
    def holding_runs_out(self) -> None:
        Meeting.objects.filter(state=SlotState.HELD).update(held_until=timezone.now() - timedelta(minutes=1))

    @rule()
    def the_clock_lets_go(self) -> None:
        services.let_go_held(actor=SYSTEM)

    @rule(who=st.integers(0, 2), at=st.integers(0, 7))
    def book(self, who: int, at: int) -> None:
        was_free = self._is_free(at)
        try:
            services.book(actor=SYSTEM, coaching=again(self.all[who]), start=self.moments[at].start)
        except services.NotFree:
            assert not was_free
        except services.TooManyAhead:
            assert len(self._rows(who, SlotState.BOOKED)) >= MOST_AHEAD
        except ValidationError:
            assert not again(self.all[who]).is_open

    @rule(who=st.integers(0, 2), by_coach=st.booleans())
    def cancel(self, who: int, by_coach: bool) -> None:
        for row in self._rows(who, SlotState.BOOKED)[:1]:
            if by_coach:
                services.mark(actor=SYSTEM, meeting=row, to=SlotState.CANCELLED)
            else:
                services.cancel_own(actor=NOBODY, meeting=row)

    @rule(who=st.integers(0, 2), to=st.sampled_from(SlotState))
    def say_how_it_went(self, who: int, to: SlotState) -> None:
        for row in self._rows(who, *SlotState)[:1]:
            allowed = to in (SlotState.CANCELLED, SlotState.DONE, SlotState.NO_SHOW) and (
                to in STEPS[row.state] or row.state == to
            )
            has_begun = row.starts_at <= timezone.now()
            try:
                services.mark(actor=SYSTEM, meeting=row, to=to)
            except ValidationError:
                assert not allowed or not has_begun
            else:
                assert allowed
                assert has_begun or to == SlotState.CANCELLED

    @rule(who=st.integers(0, 2))
    def withdraw(self, who: int) -> None:
        services.withdraw(actor=NOBODY, coaching=again(self.all[who]))
        assert not self._rows(who, SlotState.HELD, SlotState.BOOKED)

    @invariant()
    def nobody_meets_two_at_once(self) -> None:
        if not hasattr(self, "coach"):
            return
        spans = [Span(row.starts_at, row.ends_at) for row in Meeting.objects.filter(state__in=TAKING)]
        assert not any(one.overlaps(other) for one, other in combinations(spans, 2))

    @invariant()
    def nobody_keeps_too_many(self) -> None:
        for who in range(3 if hasattr(self, "coach") else 0):
            assert len(self._rows(who, SlotState.BOOKED)) <= MOST_AHEAD
            assert len(self._rows(who, SlotState.HELD)) <= 1

    @invariant()
    def calendars_hear_of_each_change_once(self) -> None:
        if not hasattr(self, "coach"):
            return
        for row in Meeting.objects.all():
            uid, sequence = self.told.get(row.pk, (row.uid, 0))
            assert row.uid == uid
            assert row.sequence == (row.state == SlotState.CANCELLED)
            assert row.sequence >= sequence
            self.told[row.pk] = (row.uid, row.sequence)


def test_any_order_of_actions() -> None:
    run_state_machine_as_test(
        Meetings,
        settings=settings(
            max_examples=10,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_moment_is_held_confirmed_and_known_to_both(coach: Coach) -> None:
    coaching = factories.coaching(coach.hub)
    start = first_free(coach)
    held = services.hold(actor=NOBODY, coaching=coaching, coach=coach, start=start)
    assert start not in [slot.start for slot in free_moments([coach])[coach.pk]]
    with pytest.raises(ValidationError):
        services.confirm(actor=NOBODY, meeting=held, way="visit")
    services.confirm(actor=NOBODY, meeting=held, way="phone", where="0470 12 34 56")
    coaching = again(coaching)
    assert coaching.coach == coach
    assert [(row.state, row.way, row.starts_at) for row in coaching.meetings.all()] == [
        ("booked", "phone", start)
    ]


def test_held_too_long_another_may_take_it_and_the_first_is_told(coach: Coach) -> None:
    first, second = factories.coaching(coach.hub), factories.coaching(coach.hub)
    start = first_free(coach)
    held = services.hold(actor=NOBODY, coaching=first, coach=coach, start=start)
    with pytest.raises(services.NotFree):
        services.hold(actor=NOBODY, coaching=second, coach=coach, start=start)
    Meeting.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    services.hold(actor=NOBODY, coaching=second, coach=coach, start=start)
    with pytest.raises(services.NotFree):
        services.confirm(actor=NOBODY, meeting=held, way="phone", where="0470 12 34 56")


def test_what_is_too_soon_outside_the_hours_or_on_a_day_away_is_not_free(coach: Coach) -> None:
    coaching = factories.coaching(coach.hub, coach=coach)
    start = first_free(coach)
    assert start >= timezone.now() + NOTICE
    for wrong in (timezone.now(), start + timedelta(minutes=10), start + timedelta(days=400)):
        with pytest.raises(services.NotFree):
            services.book(actor=SYSTEM, coaching=coaching, start=wrong)
    day = timezone.localdate(start)
    coach.away.create(first_day=day, last_day=day)
    with pytest.raises(services.NotFree):
        services.book(actor=SYSTEM, coaching=coaching, start=start)


def test_whatever_is_shown_as_free_can_be_chosen(coach: Coach) -> None:
    moments = free_moments([coach])[coach.pk]
    assert [is_free(coach, each.start) for each in moments] == moments


def test_away_waits_until_an_appointment_is_cancelled(coach: Coach) -> None:
    meeting = services.book(
        actor=SYSTEM, coaching=factories.coaching(coach.hub, coach=coach), start=first_free(coach)
    )
    day, himself = timezone.localdate(meeting.starts_at), actor_of(coach.user)
    with pytest.raises(services.AwayInTheWay):
        services.note_away(actor=himself, coach=coach, first_day=day, last_day=day)
    services.cancel_own(actor=NOBODY, meeting=meeting)
    services.note_away(actor=himself, coach=coach, first_day=day, last_day=day)


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_a_hundred_want_the_last_five_moments_at_once() -> None:
    hub = factories.hub()
    coach = factories.coach(hub)
    people = [factories.coaching(hub).pk for _ in range(100)]
    moments = free_moments([coach])[coach.pk][:5]

    def work(person: int) -> Any:
        coaching = Coaching._base_manager.get(pk=people[person])
        held = services.hold(actor=NOBODY, coaching=coaching, coach=coach, start=moments[person % 5].start)
        return services.confirm(actor=NOBODY, meeting=held, way="online")

    got = at_once(work, 100)
    assert sum(isinstance(each, Meeting) for each in got) == 5, got
    assert {type(each) for each in got if isinstance(each, Exception)} == {services.NotFree}
    booked = Meeting.objects.filter(state=SlotState.BOOKED)
    assert sorted(booked.values_list("starts_at", flat=True)) == [each.start for each in moments]
    assert booked.values("coaching").distinct().count() == 5


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_of_yes_and_no_at_once_one_is_heard() -> None:
    hub = factories.hub()
    coach = factories.coach(hub)
    coaching = factories.coaching(hub)
    held = services.hold(actor=NOBODY, coaching=coaching, coach=coach, start=first_free(coach))

    def work(person: int) -> Any:
        row = Meeting.objects.select_related("coaching__hub", "keeper__user").get(pk=held.pk)
        if person % 2:
            return services.confirm(actor=NOBODY, meeting=row, way="online")
        return services.let_go(actor=NOBODY, meeting=row)

    at_once(work, 20)
    there = Meeting.objects.filter(pk=held.pk).first()
    assert there is None or there.state == SlotState.BOOKED
    with transaction.atomic():
        free = there is None
        assert (held.starts_at in [each.start for each in free_moments([coach])[coach.pk]]) == free


def test_a_state_reaches_only_what_the_table_names(coach: Coach) -> None:
    for state in SlotState:
        for to in ("", *SlotState):
            start = timezone.now() + timedelta(days=1)
            row = Meeting.objects.create(
                coaching=factories.coaching(coach.hub),
                keeper=coach,
                starts_at=start,
                ends_at=start + timedelta(hours=1),
                state=state,
                held_until=start if state == SlotState.HELD else None,
            )
            if to == state:
                assert booking.move_on(row, to).state == to
            elif to in STEPS[state]:
                booking.move_on(row, to)
                assert Meeting.objects.filter(pk=row.pk, state=to).exists() == bool(to)
            else:
                with pytest.raises(booking.NotThatWay):
                    booking.move_on(row, to)
            Meeting.objects.filter(pk=row.pk).delete()
