"""A call under random sequences of everything that can happen, beside a sheet of paper."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.calls import services
from circulairwerkt.calls.models import Call, Entry, Version
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories as make

START = datetime(2027, 5, 1, 9, tzinfo=UTC)
STEPS = 2
WHO = st.integers(0, 5)


@dataclass
class Paper:
    """An idea as one would keep it on paper."""

    pk: int
    state: str = "in"
    position: int = 0
    versions: int = 1


class CallMachine(RuleBasedStateMachine):
    """One call, who hands in, and who leads it."""

    hub: Hub

    @initialize(days=st.integers(1, 10))
    def begin(self, days: int) -> None:
        self.now, self.closes = START, START + timedelta(days=days)
        self.state, self.position = "running", 0
        self.paper: list[Paper] = []
        self.made = make.call(self.hub, closes_at=self.closes, steps=STEPS)

    @property
    def takes_ideas(self) -> bool:
        return self.state == "running" and self.position == 0 and self.now < self.closes

    def call(self) -> Call:
        found: Call = Call.objects.select_related("hub", "event").get(pk=self.made.pk)
        return found

    def inside(self) -> list[Paper]:
        return [one for one in self.paper if one.state == "in"]

    def some(self, who: int) -> Paper | None:
        return self.paper[who] if who < len(self.paper) else None

    @rule()
    def hand_in(self) -> None:
        try:
            entry = services.hand_in(actor=NOBODY, call=self.call(), values=make.idea_values(), now=self.now)
        except services.TooLate:
            assert not self.takes_ideas
            return
        assert self.takes_ideas
        self.paper.append(Paper(entry.pk))

    @rule(who=WHO)
    def improve(self, who: int) -> None:
        one = self.some(who)
        if one is None:
            return
        entry = Entry.objects.select_related("call__hub").get(pk=one.pk)
        values = make.idea_values(words=f"Beter, op {self.now}, de {one.versions}e keer.")
        try:
            services.change_idea(actor=NOBODY, entry=entry, values=values, now=self.now)
        except services.TooLate:
            assert not self.takes_ideas or one.state != "in"
            return
        assert self.takes_ideas
        assert one.state == "in"
        one.versions += 1

    @rule(who=WHO)
    def withdraw(self, who: int) -> None:
        one = self.some(who)
        if one is None:
            return
        try:
            services.withdraw(actor=NOBODY, entry=Entry.objects.select_related("call__hub").get(pk=one.pk))
        except ValidationError:
            assert one.state in ("out", "won") or self.state != "running"
            return
        assert one.state == "withdrawn" or (one.state == "in" and self.state == "running")
        one.state = "withdrawn"

    @rule(hours=st.integers(1, 100))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(days=st.integers(-3, 5))
    def other_deadline(self, days: int) -> None:
        wanted = self.closes + timedelta(days=days)
        call = self.call()
        values = {"title": call.title, "summary": call.summary, "description": {}, "event": None}
        values |= {"criteria": call.criteria}
        may = self.state == "running" and self.position == 0 and wanted > self.now
        try:
            services.edit_call(
                actor=SYSTEM,
                call=call,
                seen_version=call.version,
                values={**values, "closes_at": wanted},
                now=self.now,
            )
        except ValidationError:
            assert days != 0
            assert not may
            return
        assert days == 0 or may
        self.closes = wanted

    def _decide(self, picked: list[Paper], late: int, *, ends: bool) -> bool:
        """Move on or finish as a reader who saw the call ``late`` steps ago; whether it was done."""
        going = list(Entry.objects.filter(pk__in=[one.pk for one in picked]))
        seen = self.position - late
        try:
            if ends:
                services.finish(
                    actor=SYSTEM, call=self.call(), seen_position=seen, winners=going, now=self.now
                )
            else:
                services.move_on(
                    actor=SYSTEM, call=self.call(), seen_position=seen, going=going, now=self.now
                )
        except ValidationError:
            return False
        return True

    def _may_decide(self, picked: list[Paper], late: int) -> bool:
        is_ready = self.position > 0 or self.now >= self.closes
        return self.state == "running" and is_ready and late == 0 and all(one.state == "in" for one in picked)

    @rule(who=st.sets(WHO), late=st.sampled_from([0, 0, 0, 1]))
    def move_on(self, who: set[int], late: int) -> None:
        picked = [one for number in who if (one := self.some(number)) is not None]
        may = self._may_decide(picked, late) and bool(picked) and self.position < STEPS
        assert self._decide(picked, late, ends=False) == may
        if may:
            self.position += 1
            for one in self.inside():
                if one in picked:
                    one.position = self.position
                else:
                    one.state = "out"

    @rule(who=st.sets(WHO), late=st.sampled_from([0, 0, 0, 1]))
    def finish(self, who: set[int], late: int) -> None:
        picked = [one for number in who if (one := self.some(number)) is not None]
        may = self._may_decide(picked, late)
        assert self._decide(picked, late, ends=True) == may
        if may:
            self.state = "finished"
            for one in self.inside():
                one.state = "won" if one in picked else "out"

    @rule(who=WHO)
    def open_case(self, who: int) -> None:
        one = self.some(who)
        if one is None:
            return
        entry = Entry.objects.select_related("call__hub", "call__event").get(pk=one.pk)
        may = one.state == "won" or (one.state == "in" and one.position > 0)
        try:
            first = services.open_case(actor=SYSTEM, entry=entry)
        except ValidationError:
            assert not may
            return
        assert services.open_case(actor=SYSTEM, entry=entry) == first

    @invariant()
    def the_rows_say_what_the_paper_says(self) -> None:
        if not hasattr(self, "made"):
            return
        call = self.call()
        assert (call.state, call.position, call.closes_at) == (self.state, self.position, self.closes)
        rows = {row.pk: (row.state, row.position, row.versions.count()) for row in call.entries.all()}
        assert rows == {one.pk: (one.state, one.position, one.versions) for one in self.paper}

    @invariant()
    def nothing_came_in_after_the_deadline(self) -> None:
        if hasattr(self, "made"):
            late = Version.objects.filter(entry__call=self.made, handed_in_at__gte=self.closes)
            assert not late.exists()


@pytest.mark.django_db
def test_no_sequence_of_actions_breaks_a_call() -> None:
    with everywhere("a test of calls"):
        CallMachine.hub = make.hub()
        run_state_machine_as_test(  # type: ignore[no-untyped-call]
            CallMachine,
            settings=settings(
                max_examples=15,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
