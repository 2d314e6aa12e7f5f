"""What happens to a case: taken up, moved, left with its lesson, handed over, shared, taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone

from circulairwerkt.base import scope
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import SYSTEM, Actor
from circulairwerkt.cases import goal_rules, inside, services
from circulairwerkt.cases.models import Case, Contact, Entry, Exit, Question, Stage, Task
from circulairwerkt.cases.queries import cases_of, counts_of, still_cases
from circulairwerkt.cases.stages import Position
from circulairwerkt.hubs.actors import actor_of, scope_of
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_hubs() -> Any:
    with scope.everywhere("a test"):
        yield


@pytest.fixture
def hub() -> Hub:
    return make.hub()


@pytest.fixture
def an(hub: Hub) -> Actor:
    return actor_of(make.member(hub))


def test_one_click_makes_a_case_of_a_question(hub: Hub, an: Actor) -> None:
    question = make.question(hub, sentence="elke week karton\nwie wil het?", contact_name="Els")
    case = services.take_up(actor=an, question=question)
    contact = case.contacts.get()
    assert (case.title, case.stage, case.owner_id) == ("Elke week karton", Stage.CASE, an.user_id)
    assert (contact.name, contact.email, contact.source) == ("Els", "an@example.org", Contact.Source.QUESTION)


def test_an_asker_with_a_number_is_somebody_to_call(hub: Hub, an: Actor) -> None:
    case = services.take_up(actor=an, question=make.question(hub, contact="0470 12 34 56"))
    assert (case.contacts.get().phone, case.contacts.get().email) == ("0470 12 34 56", "")


def test_a_question_becomes_one_case(hub: Hub, an: Actor) -> None:
    question = make.question(hub)
    assert services.take_up(actor=an, question=question) == services.take_up(actor=an, question=question)
    assert Case.objects.count() == 1


def test_a_withdrawn_question_becomes_none(hub: Hub, an: Actor) -> None:
    question = make.question(hub, withdrawn_at=timezone.now())
    with pytest.raises(ValidationError):
        services.take_up(actor=an, question=question)


def test_numbers_count_per_hub_and_year(hub: Hub, an: Actor) -> None:
    other = make.hub()
    bo = actor_of(make.member(other))
    mine = [services.open_case(actor=an, hub=hub, title="Eén").number for _ in range(3)]
    assert mine == [1, 2, 3]
    assert services.open_case(actor=bo, hub=other, title="Ander").number == 1


def test_a_number_brought_in_from_elsewhere_is_not_given_again(hub: Hub, an: Actor) -> None:
    make.case(hub, number=40, year=timezone.localdate().year)
    assert services.open_case(actor=an, hub=hub, title="Nieuw").number == 41


def test_undo_leaves_the_question_as_it_was(hub: Hub, an: Actor) -> None:
    question = make.question(hub)
    services.undo_take_up(actor=an, case=services.take_up(actor=an, question=question))
    assert not Case.objects.exists()
    assert Question.objects.get(pk=question.pk).is_open


def test_what_holds_something_is_not_taken_back(hub: Hub, an: Actor) -> None:
    case = services.take_up(actor=an, question=make.question(hub))
    services.write_note(actor=an, case=case, text="Gebeld")
    with pytest.raises(services.CannotUndo):
        services.undo_take_up(actor=an, case=case)
    old = make.case(hub, opened_at=timezone.now() - timedelta(hours=2))
    with pytest.raises(services.CannotUndo):
        services.undo_take_up(actor=an, case=old)


def test_a_move_stands_in_the_thread_and_restarts_the_clock(hub: Hub, an: Actor) -> None:
    case = make.case(hub, moved_at=timezone.now() - timedelta(days=90))
    moved = services.move_case(actor=an, case=case, seen=Position(Stage.CASE), to=Stage.EXPLORATION)
    entry = case.entries.get()
    assert (entry.before, entry.after) == (Stage.CASE, Stage.EXPLORATION)
    assert moved.moved_at > timezone.now() - timedelta(minutes=1)


def test_who_looked_at_an_older_page_is_told(hub: Hub, an: Actor) -> None:
    case = make.case(hub, stage=Stage.EXPLORATION)
    with pytest.raises(services.MovedMeanwhile) as clash:
        services.move_case(actor=an, case=case, seen=Position(Stage.CASE), to=Stage.EXPLORATION)
    assert clash.value.current.stage == Stage.EXPLORATION
    assert not case.entries.exists()


def test_a_jump_is_refused_and_a_step_back_wants_a_reason(hub: Hub, an: Actor) -> None:
    case = make.case(hub)
    with pytest.raises(ValidationError):
        services.move_case(actor=an, case=case, seen=Position(Stage.CASE), to=Stage.SCALED_UP)
    with pytest.raises(ValidationError) as refused:
        services.move_case(actor=an, case=case, seen=Position(Stage.CASE), to=Stage.QUALIFIED)
    assert "reason" in refused.value.error_dict
    back = services.move_case(
        actor=an, case=case, seen=Position(Stage.CASE), to=Stage.QUALIFIED, reason="Te vroeg"
    )
    assert back.stage == Stage.QUALIFIED


def _stop(actor: Actor, case: Case, **values: Any) -> Case:
    return services.leave(
        actor=actor, case=case, seen=Position(Stage.CASE), way_out=Exit.STOPPED, reason="Te klein", **values
    )


def test_stopping_with_a_lesson_keeps_it(hub: Hub, an: Actor) -> None:
    case = _stop(an, make.case(hub), lesson="Meet eerst het volume.")
    assert case.lessons.get().text == "Meet eerst het volume."
    assert not case.tasks.exists()


def test_stopping_without_one_asks_for_it_later_and_writing_it_answers(hub: Hub, an: Actor) -> None:
    case = _stop(an, make.case(hub))
    task = case.tasks.get()
    assert task.sort == Task.Sort.LESSON
    services.write_lesson(actor=an, case=case, text="Meet eerst.")
    task.refresh_from_db()
    assert task.done_at is not None


def test_on_hold_with_a_day_makes_a_task_and_resuming_returns_to_the_stage(hub: Hub, an: Actor) -> None:
    day = timezone.localdate() + timedelta(days=30)
    case = services.leave(
        actor=an,
        case=make.case(hub, stage=Stage.EXPLORATION),
        seen=Position(Stage.EXPLORATION),
        way_out=Exit.ON_HOLD,
        reason="Verhuis",
        resume_on=day,
    )
    assert case.tasks.get().due_on == day
    back = services.resume(actor=an, case=case, seen=Position(Stage.EXPLORATION, Exit.ON_HOLD))
    assert (back.stage, back.exit, back.exit_reason) == (Stage.EXPLORATION, Exit.NONE, "")


def test_handing_over_takes_open_tasks_along_and_says_so(hub: Hub, an: Actor) -> None:
    bo = make.member(hub)
    case = make.case(hub, owner_id=an.user_id)
    mine, done = (
        make.task(case, for_user_id=an.user_id),
        make.task(case, for_user_id=an.user_id, done_at=timezone.now()),
    )
    services.hand_over(actor=an, case=case, seen_owner_id=an.user_id, to=bo, note="Bel eerst Els")
    mine.refresh_from_db()
    done.refresh_from_db()
    case.refresh_from_db()
    assert (case.owner_id, mine.for_user_id, done.for_user_id) == (bo.pk, bo.pk, an.user_id)
    assert case.entries.get().text == "Bel eerst Els"
    with pytest.raises(services.MovedMeanwhile):
        services.hand_over(actor=an, case=case, seen_owner_id=an.user_id, to=bo, note="")


def test_a_case_goes_to_nobody_outside_the_hub(hub: Hub, an: Actor) -> None:
    with pytest.raises(ValidationError):
        services.hand_over(
            actor=an, case=make.case(hub), seen_owner_id=None, to=make.member(make.hub()), note=""
        )


def test_a_shared_case_is_seen_by_both_and_moved_by_its_owner_alone(hub: Hub, an: Actor) -> None:
    other = make.hub()
    bo = actor_of(make.member(other))
    case = make.case(hub)
    with scope.opened(scope_of(bo)):
        assert not Case.objects.exists()
    services.share(actor=an, case=case, hub=other)
    with scope.opened(scope_of(bo)):
        seen = Case.objects.get()
        services.write_note(actor=bo, case=seen, text="Wij kennen een verwerker")
        with pytest.raises(Http404):
            services.move_case(actor=bo, case=seen, seen=Position(Stage.CASE), to=Stage.EXPLORATION)
        assert list(cases_of(other)) == [case]
    services.stop_sharing(actor=an, case=case, hub=other)
    with scope.opened(scope_of(bo)):
        assert not Case.objects.exists()


def test_what_stands_still_follows_the_hubs_own_limit(hub: Hub, an: Actor) -> None:
    quiet = make.case(hub, moved_at=timezone.now() - timedelta(days=12))
    make.case(hub, moved_at=timezone.now() - timedelta(days=90), exit=Exit.ON_HOLD)
    make.case(hub, moved_at=timezone.now() - timedelta(days=90), stage=Stage.REALISED)
    assert not still_cases(hub)
    services.set_rhythm(actor=an, hub=hub, still_after_days=10)
    assert list(still_cases(hub)) == [quiet]
    services.write_note(actor=an, case=quiet, text="Gebeld")
    assert counts_of(hub).still == 0


def test_a_call_gives_note_contact_and_task_and_knows_who_was_there(hub: Hub, an: Actor) -> None:
    case = make.case(hub)
    day = timezone.localdate()
    first = services.note_call(
        actor=an,
        case=case,
        text="Gebeld met Jan",
        person=services.Person(name="Jan", phone="0470 12 34 56"),
        task_text="Terugbellen",
        due_on=day,
    )
    again = services.note_call(
        actor=an,
        case=case,
        text="Jan belde terug",
        person=services.Person(phone="+32 470 12 34 56", email="jan@example.org"),
    )
    assert first.task is not None
    assert (first.task.due_on, first.task.for_user_id) == (day, an.user_id)
    assert again.contact == first.contact
    assert case.contacts.get().email == "jan@example.org"


def test_goals_follow_from_what_the_case_is(hub: Hub) -> None:
    case = make.case(hub, stage=Stage.TEST_TRAJECTORY)
    assert inside.goal_proposals(case) == ()
    firm, workshop = make.organisation(), make.organisation(kind="social_enterprise")
    make.party(case, firm)
    make.party(case, workshop)
    # What was asked of a case is known until it is read anew.
    case.refresh_from_db()
    assert [one.key for one in inside.goal_proposals(case)] == ["network", "initiatives"]
    workshop.recognitions.create(sort="maatwerkbedrijf", valid_from=make.LONG_AGO)
    proposed = inside.goal_proposals(case)
    assert [one.key for one in proposed] == ["network", "initiatives", "assignments"]
    assert [one.key for one in goal_rules.missing(proposed, ["network"])] == ["initiatives", "assignments"]


def test_a_recognition_that_ended_counts_no_more(hub: Hub) -> None:
    case = make.case(hub)
    workshop = make.organisation(kind="social_enterprise")
    make.party(case, workshop)
    workshop.recognitions.create(
        sort="maatwerkbedrijf", valid_from=make.LONG_AGO, valid_to=timezone.localdate() - timedelta(days=1)
    )
    assert "assignments" not in [one.key for one in inside.goal_proposals(case)]


def test_the_trail_holds_no_words_of_people(hub: Hub, an: Actor) -> None:
    case = services.open_case(actor=an, hub=hub, title="Zaak van Geheimenaar")
    services.edit_case(actor=an, case=case, seen_version=1, values={"title": "Geheimenaar wil weg"})
    services.write_note(actor=an, case=case, text="Geheimenaar belde")
    for line in AuditEntry.objects.all():
        assert "Geheimenaar" not in f"{line.object_name}{line.changes}"


def test_a_subsidy_file_needs_the_days_of_its_state(hub: Hub, an: Actor) -> None:
    case = make.case(hub)
    with pytest.raises(ValidationError):
        services.save_subsidy_file(
            actor=an, case=case, row=None, seen_version=1, values={"name": "Oproep", "state": "approved"}
        )
    today = timezone.localdate()
    made = services.save_subsidy_file(
        actor=an,
        case=case,
        row=None,
        seen_version=1,
        values={"name": "Oproep", "state": "submitted", "submitted_on": today},
    )
    assert made.state == "submitted"


def test_old_peoples_data_are_erased_and_the_case_stays(hub: Hub, an: Actor) -> None:
    case = services.take_up(actor=an, question=make.question(hub))
    services.write_note(actor=an, case=case, text="Els zei veel")
    fresh = services.take_up(actor=an, question=make.question(hub))
    before = timezone.now() - timedelta(days=Contact.RETENTION_DAYS, minutes=1)
    Case.objects.filter(pk=case.pk).update(moved_at=before)
    assert services.erase_old_cases(actor=SYSTEM) == 1
    assert services.erase_old_cases(actor=SYSTEM) == 0
    assert not case.contacts.exists()
    assert {entry.text for entry in Entry.objects.filter(case=case)} <= {""}
    assert fresh.contacts.exists()


def test_each_is_reminded_of_a_task_once_with_a_link_and_no_words(
    hub: Hub, an: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    case = make.case(hub, owner_id=an.user_id)
    make.task(case, "Els bellen over geheim", due_on=timezone.localdate(), for_user_id=an.user_id)
    make.task(case, "Later", due_on=timezone.localdate() + timedelta(days=2), for_user_id=an.user_id)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.remind_of_tasks(actor=SYSTEM) == 1
    assert services.remind_of_tasks(actor=SYSTEM) == 0
    assert f"/dossiers/{case.pk}/" in mail.outbox[-1].body
    assert "geheim" not in mail.outbox[-1].body
