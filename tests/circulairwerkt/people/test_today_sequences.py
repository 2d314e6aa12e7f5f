"""Appointments of a coach and papers of a group, by random sequences: the day shows what a model says."""

from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from circulairwerkt.base.models import EditConflict
from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.organisations.models import Organisation, OrganisationMembership
from circulairwerkt.people import enclaves, services, times
from circulairwerkt.people import today as days
from circulairwerkt.people.models import Enclave, Note, PersonFile
from circulairwerkt.people.stages import NOTE_STEPS
from tests.circulairwerkt import factories
from tests.circulairwerkt.people.guiding import member_of, who
from tests.circulairwerkt.people.test_files import coach as coach
from tests.circulairwerkt.people.test_files import enterprise as enterprise
from tests.circulairwerkt.people.test_files import file as file
from tests.circulairwerkt.permissions.world import taken_back

pytestmark = pytest.mark.django_db
SEQUENCES = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
INDEX = st.integers(0, 5)
NEAR = st.integers(-3, 3)


@dataclass(frozen=True)
class Kept:
    """What the model knows of one note."""

    key: int
    kind: str
    on: date
    at: time | None
    state: str = Note.State.PLANNED
    is_disputed: bool = False


HOURS = st.sampled_from([None, time(9), time(14, 30)])
NOTED = st.tuples(st.just("note"), st.sampled_from(["meeting", "step"]), NEAR, HOURS)
MOVED = st.tuples(st.just("move"), INDEX, st.sampled_from(Note.State.values))
OF_THE_PERSON = st.tuples(st.sampled_from(["dispute", "take_back"]), INDEX)
WHOLE = st.tuples(st.sampled_from(["close", "open_again", "end", "next_day"]))


class Book:
    """What was done so far, by the services and by a model of them."""

    def __init__(self, file: PersonFile, coach: Any) -> None:
        self.file, self.actor = file, who(coach)
        self.now = self.day = timezone.localdate()
        self.kept: list[Kept] = []
        self.is_closed = self.has_ended = False

    def note(self, kind: str, after: int, at: time | None) -> None:
        """Note an appointment or a step."""
        on = self.now + timedelta(days=after)
        made = services.note(actor=self.actor, file=self.file, kind=kind, text="iets", on=on, at=at)
        self.kept.append(Kept(made.pk, kind, on, at if kind == "meeting" else None))

    def move(self, index: int, to: str) -> None:
        """Say how far it is; of an appointment that was kept the day stays."""
        for one in self.kept[index : index + 1]:
            may = to in NOTE_STEPS[one.state]
            with nullcontext() if may else pytest.raises((ValidationError, services.Closed)):
                services.move_note(actor=self.actor, note=Note.objects.get(pk=one.key), to=to)
            on = self.now if one.kind == "step" or to == Note.State.PLANNED else one.on
            self.kept[index] = replace(one, state=to, on=on) if may else one

    def dispute(self, index: int) -> None:
        """Let the person say that it is not right."""
        for one in self.kept[index : index + 1]:
            services.dispute(actor=NOBODY, note=Note.objects.get(pk=one.key))
            self.kept[index] = replace(one, is_disputed=True)

    def take_back(self, index: int) -> None:
        """Take back what the person says is not right, and nothing else."""
        for one in self.kept[index : index + 1]:
            with nullcontext() if one.is_disputed else pytest.raises((ValidationError, services.Closed)):
                services.take_back_note(actor=self.actor, note=Note.objects.get(pk=one.key))
            if one.is_disputed:
                self.kept.remove(one)

    def close(self) -> None:
        """Let the person object."""
        services.object_to(actor=NOBODY, file=self.file)
        self.is_closed = True

    def open_again(self) -> None:
        """Let him take that back."""
        services.take_back_objection(actor=NOBODY, file=self.file)
        self.is_closed = False

    def end(self) -> None:
        """End the guidance."""
        services.end_file(actor=self.actor, file=self.file, on=self.now)
        self.has_ended = True

    def next_day(self) -> None:
        """Come back a day later."""
        self.day += timedelta(days=1)

    def due(self, kind: str) -> list[int]:
        """Return the keys that the day should show, in order."""
        rows = sorted(self.kept, key=lambda one: (one.on, one.at or time.max, one.key))
        is_open = not self.is_closed and not self.has_ended
        return [
            one.key
            for one in rows
            if is_open and one.kind == kind and one.state == Note.State.PLANNED and one.on <= self.day
        ]


@SEQUENCES
@given(sequence=st.lists(st.one_of(NOTED, MOVED, OF_THE_PERSON, WHOLE), max_size=14))
def test_the_day_holds_what_is_planned_until_it_is_done_let_go_or_closed(
    sequence: list[Any], file: PersonFile, coach: Any, enterprise: Organisation
) -> None:
    with taken_back():
        book = Book(file, coach)
        for what, *more in sequence:
            try:
                getattr(book, what)(*more)
            except services.Closed:
                assert book.is_closed
            told = days.of_coach(coach.pk, enterprise, book.day)
            assert [note.pk for note in told.meetings] == book.due("meeting")
            assert [note.pk for note in told.steps] == book.due("step")
            assert not (book.is_closed and told.files())


SAVED = st.fixed_dictionaries(
    {
        "starts_on": NEAR,
        "ends_on": st.none() | NEAR,
        "agreed_on": st.none() | NEAR,
        "told_on": st.none() | NEAR,
        "coach": st.sampled_from(["nobody", "coach", "colleague", "stranger"]),
    }
)
NOTHING_NOTED = {"starts_on": 0, "ends_on": None, "agreed_on": None, "told_on": None}
PAPERS = st.one_of(
    st.tuples(st.just("save"), SAVED, st.booleans()),
    st.tuples(st.just("leaves")),
    st.tuples(st.just("remove")),
    st.tuples(st.just("days"), st.integers(1, 400)),
)


class Papers:
    """A group's papers so far, by the services and by a model of them."""

    def __init__(self, enterprise: Organisation, coach: Any) -> None:
        self.enterprise, self.actor = enterprise, who(coach)
        self.now = self.day = timezone.localdate()
        self.people = {"nobody": None, "coach": coach, "colleague": member_of(enterprise)}
        self.people["stranger"] = factories.person()
        self.own = {"coach", "colleague"}
        self.row: Enclave | None = None
        self.kept: dict[str, Any] = {}

    def save(self, said: dict[str, Any], is_fresh: bool) -> None:
        """Write it down; what cannot be, or was read before somebody else wrote, changes nothing."""
        values = {
            name: self.now + timedelta(days=said[name]) if said[name] is not None else None
            for name in ("starts_on", "ends_on", "agreed_on", "told_on")
        }
        target = Enclave.objects.get(pk=self.row.pk) if self.row else Enclave(organisation=self.enterprise)
        with nullcontext() if self._may(said, is_fresh) else pytest.raises((ValidationError, EditConflict)):
            self.row = services.save_enclave(
                actor=self.actor,
                row=target,
                seen_version=target.version if self.row and is_fresh else 99 if self.row else 0,
                values={**values, "customer": "Firma", "coach": self.people[said["coach"]]},
            )
            self.kept = {**values, "coach": said["coach"]}

    def _may(self, said: dict[str, Any], is_fresh: bool) -> bool:
        is_past = all((said[name] or 0) <= 0 for name in ("agreed_on", "told_on"))
        is_period = said["ends_on"] is None or said["ends_on"] >= said["starts_on"]
        return is_past and is_period and said["coach"] in {"nobody", *self.own} and (is_fresh or not self.row)

    def leaves(self) -> None:
        """The colleague works there no more."""
        left = OrganisationMembership.objects.filter(user=self.people["colleague"])
        left.update(valid_to=self.now - timedelta(days=1))
        self.own = {"coach"}

    def remove(self) -> None:
        """Take away what was noted."""
        if self.row is not None:
            services.remove_enclave(actor=self.actor, row=self.row)
            self.row, self.kept = None, {}

    def days(self, number: int) -> None:
        """Let time pass, and what is too old go."""
        self.day += timedelta(days=number)
        services.retain(actor=SYSTEM, today=self.day)
        if self.kept and self.kept["ends_on"] and self.kept["ends_on"] + times.ENCLAVE_KEEPS <= self.day:
            self.row, self.kept = None, {}
        # All is written today: of a group without a last day the coach goes when that is too long ago.
        if self.kept and self.kept["ends_on"] is None and self.day - times.ENCLAVE_KEEPS > self.now:
            self.kept["coach"] = "nobody"

    def wrong(self) -> list[enclaves.Point]:
        """Return what the list should say."""
        starts_on, agreed_on, told_on = (self.kept[name] for name in ("starts_on", "agreed_on", "told_on"))
        found = {
            enclaves.Point.AGREEMENT: not agreed_on or agreed_on > starts_on,
            enclaves.Point.NOTICE: not told_on or told_on >= starts_on,
            enclaves.Point.COACH: self.kept["coach"] not in self.own,
        }
        return [point for point, is_wrong in found.items() if is_wrong]


@SEQUENCES
@given(sequence=st.lists(PAPERS, max_size=12))
@example(sequence=[("save", {**NOTHING_NOTED, "coach": "coach"}, False), ("days", 366)])
def test_the_papers_of_a_group_are_in_order_only_as_the_list_says(
    sequence: list[Any], coach: Any, enterprise: Organisation
) -> None:
    with taken_back():
        papers = Papers(enterprise, coach)
        for what, *more in sequence:
            getattr(papers, what)(*more)
            assert Enclave.objects.count() == bool(papers.kept)
            groups = days.groups_of(enterprise, papers.day)
            runs = papers.kept and (papers.kept["ends_on"] is None or papers.kept["ends_on"] >= papers.day)
            assert [group.missing for group in groups] == ([papers.wrong()] if runs else [])
            assert all(group.tell_by < group.enclave.starts_on for group in groups)
