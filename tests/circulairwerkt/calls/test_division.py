"""Teams under random sequences of coming, leaving, building, moving and taking back: nobody is lost."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.calls import services
from circulairwerkt.calls.models import Call, Challenge, Participant, WhyNot
from circulairwerkt.calls.teaming import people_of, teams_of
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories as make

WHO = st.integers(0, 12)
PERSON = st.fixed_dictionaries(
    {
        "organisation": st.sampled_from(["", "Atelier", "atelier ", "Bouw"]),
        "kind": st.sampled_from(["", "enterprise", "knowledge"]),
        "skills": st.lists(st.sampled_from(["making", "sales"]), unique=True),
        "languages": st.sampled_from([["nl"], ["nl"], ["nl", "fr"], ["fr"]]),
        "group": st.sampled_from(["", "", "", "Peer", " peer"]),
    }
)


@dataclass(frozen=True)
class Where:
    """Where somebody is, as one would keep it on paper."""

    challenge: int | None
    why_not: str


class DivisionMachine(RuleBasedStateMachine):
    """One hackathon with two challenges, who takes part, and who leads it."""

    hub: Hub

    @initialize()
    def begin(self) -> None:
        self.made = make.call(self.hub, kind="hackathon")
        for title, skills in (("Hout", ["making", "sales"]), ("Karton", [])):
            Challenge.objects.create(call=self.made, title=title, skills=skills)
        self.there: set[int] = set()
        self.before: dict[int, Where] | None = None

    def call(self) -> Call:
        found: Call = Call.objects.select_related("hub", "event").get(pk=self.made.pk)
        return found

    def now(self) -> dict[int, Where]:
        return {one.pk: Where(one.challenge_id, one.why_not) for one in people_of(self.call())}

    def some(self, who: int) -> Participant | None:
        rows = people_of(self.call())
        if not rows:
            return None
        one = rows[who % len(rows)]
        one.call = self.call()
        return one

    @rule(people=st.lists(PERSON, min_size=1, max_size=5))
    def come(self, people: list[dict[str, object]]) -> None:
        for person in people:
            made = services.take_part(
                actor=NOBODY, call=self.call(), values=make.participant_values(**person)
            )
            assert made.why_not == WhyNot.NEW
            self.there.add(made.pk)

    @rule(who=WHO)
    def leave(self, who: int) -> None:
        if one := self.some(who):
            self.there.discard(one.pk)
            services.leave(actor=NOBODY, participant=one)

    @rule(late=st.sampled_from([0, 0, 0, 1]))
    def build(self, late: int) -> None:
        before, call = self.now(), self.call()
        try:
            services.build_teams(actor=SYSTEM, call=call, seen_turn=call.teams_turn - late)
        except services.TeamsMoved:
            assert late
            return
        assert not late
        self.before = before
        people = people_of(self.call())
        for team in teams_of(self.call(), people):
            assert 3 <= len(team.people) <= 8
            assert team.languages
        groups: dict[str, set[int | None]] = {}
        for one in people:
            assert one.why_not not in (WhyNot.NEW, WhyNot.BY_HAND)
            if one.group:
                groups.setdefault(one.group.strip().casefold(), set()).add(one.challenge_id)
        assert all(len(places) == 1 for places in groups.values())

    @rule(who=WHO, to=st.integers(0, 2))
    def move(self, who: int, to: int) -> None:
        one = self.some(who)
        if one is None:
            return
        before = self.now()
        wanted = [*self.call().challenges.order_by("pk"), None][to]
        services.place(actor=SYSTEM, participant=one, challenge=wanted, seen_turn=one.call.teams_turn)
        after = self.now()
        key = wanted.pk if wanted else None
        assert after[one.pk].challenge == key
        assert {pk: at for pk, at in after.items() if pk != one.pk} == {
            pk: at for pk, at in before.items() if pk != one.pk
        }
        if before[one.pk].challenge != key:
            self.before = before

    @rule()
    def take_back(self) -> None:
        if self.before is None:
            return
        now, call = self.now(), self.call()
        services.undo_teams(actor=SYSTEM, call=call, seen_turn=call.teams_turn)
        after = self.now()
        assert after == {pk: self.before.get(pk, now[pk]) for pk in now}
        self.before = now

    @rule()
    def tell(self) -> None:
        services.tell_teams(actor=SYSTEM, call=self.call())
        assert not any(one.waits_for_word for one in people_of(self.call()))

    @invariant()
    def nobody_is_lost(self) -> None:
        people = people_of(self.call())
        assert {one.pk for one in people} == self.there
        placed = [one.pk for team in teams_of(self.call(), people) for one in team.people]
        told_why = [one.pk for one in people if one.why_not]
        assert sorted(placed + told_why) == sorted(self.there)


@pytest.mark.django_db
def test_a_division_keeps_its_laws() -> None:
    with everywhere("a test of a state machine"):
        DivisionMachine.hub = make.hub("De Lus", slug="de-lus")
        run_state_machine_as_test(  # type: ignore[no-untyped-call]
            DivisionMachine,
            settings=settings(
                max_examples=12,
                stateful_step_count=12,
                deadline=None,
                suppress_health_check=[HealthCheck.too_slow],
            ),
        )
