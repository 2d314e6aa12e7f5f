"""What happens to a question: answered, added to, withdrawn, escalated, moved, erased."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.http import Http404
from django.utils import timezone

from circulairwerkt.base import scope
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.cases import services
from circulairwerkt.cases.links import question_of, token_of
from circulairwerkt.cases.models import Question
from circulairwerkt.cases.queries import waiting_for
from circulairwerkt.cases.working_days import working_day_after
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_hubs() -> Any:
    with scope.everywhere("a test"):
        yield


def asked(hub: Hub | None = None, **values: Any) -> Question:
    place = values.pop("municipality", None) or make.municipality("Kortrijk")
    fields = {"place_text": "8500", "sentence": "Twee paletten karton", "contact": "an@example.org", **values}
    return services.ask(actor=NOBODY, hub=hub, municipality=place, **fields)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 23), 3, date(2026, 11, 26)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),  # Christmas is a Friday, then a weekend
        (date(2026, 4, 3), 1, date(2026, 4, 7)),  # Easter Monday
        (date(2026, 11, 10), 1, date(2026, 11, 12)),  # Armistice Day
    ],
)
def test_the_clock_counts_working_days_in_belgium(start: date, days: int, end: date) -> None:
    assert working_day_after(start, days) == end


def test_a_reply_stops_the_clock_and_mails_only_a_link(django_capture_on_commit_callbacks: Any) -> None:
    hub = make.hub()
    question = asked(hub)
    coordinator = actor_of(make.member(hub))
    with django_capture_on_commit_callbacks(execute=True):
        services.reply(actor=coordinator, question=question, text="Bel ons op 056 12 34 56")
    question.refresh_from_db()
    assert question.answered_by_id == coordinator.user_id
    assert mail.outbox[-1].to == ["an@example.org"]
    assert token_of(question) in mail.outbox[-1].body
    assert "056" not in mail.outbox[-1].body


def test_a_stranger_may_not_reply() -> None:
    question = asked(make.hub())
    with pytest.raises(Http404):
        services.reply(actor=actor_of(make.member(make.hub())), question=question, text="Hallo")


def test_a_note_stays_inside_and_does_not_stop_the_clock() -> None:
    hub = make.hub()
    question = asked(hub)
    services.note(actor=actor_of(make.member(hub)), question=question, text="Gebeld, voicemail")
    question.refresh_from_db()
    assert question.is_open
    assert question.remarks.get().is_inside


def test_withdrawing_erases_words_and_contact_at_once() -> None:
    question = asked(make.hub())
    services.add(actor=NOBODY, question=question, text="Mijn tweede nummer is 0470 12 34 56")
    services.withdraw(actor=NOBODY, question=question)
    question.refresh_from_db()
    assert (question.sentence, question.contact, question.contact_name, question.place_text) == (
        "",
        "",
        "",
        "",
    )
    assert not question.remarks.exists()
    assert not waiting_for(SYSTEM).exists()


def test_the_trail_never_holds_the_words() -> None:
    question = asked(make.hub(), sentence="Heel geheime reststroom")
    services.withdraw(actor=NOBODY, question=question)
    for entry in AuditEntry.objects.all():
        assert "geheime" not in f"{entry.object_name}{entry.changes}"


def test_nothing_can_be_added_or_answered_after_withdrawal() -> None:
    hub = make.hub()
    question = asked(hub)
    services.withdraw(actor=NOBODY, question=question)
    with pytest.raises(services.NoLongerOpen):
        services.add(actor=NOBODY, question=question, text="Toch")
    with pytest.raises(services.NoLongerOpen):
        services.reply(actor=SYSTEM, question=question, text="Hallo")


def test_what_waits_too_long_is_escalated_once() -> None:
    make.inbox(email="programma@example.org")
    question = asked(make.hub())
    after = question.answer_by + timedelta(days=1)
    assert services.escalate_overdue(actor=SYSTEM, today=question.answer_by) == 0
    assert services.escalate_overdue(actor=SYSTEM, today=after) == 1
    assert services.escalate_overdue(actor=SYSTEM, today=after) == 0


def test_an_answered_or_withdrawn_question_is_not_escalated() -> None:
    hub = make.hub()
    answered, withdrawn = asked(hub), asked(hub)
    services.mark_answered(actor=SYSTEM, question=answered)
    services.withdraw(actor=NOBODY, question=withdrawn)
    assert services.escalate_overdue(actor=SYSTEM, today=date(2100, 1, 1)) == 0


def test_an_escalated_question_moves_to_one_hub_and_the_first_lets_go() -> None:
    first, second = make.hub(), make.hub(answer_days=2)
    question = asked(first)
    services.escalate_overdue(actor=SYSTEM, today=date(2100, 1, 1))
    services.move(actor=NOBODY, question=question, hub=second)
    question.refresh_from_db()
    assert question.hub == second
    assert question.escalated_at is None
    assert question.answer_by == working_day_after(timezone.localdate(), 2)
    assert not waiting_for(actor_of(make.member(first))).exists()


def test_a_question_in_time_cannot_be_moved() -> None:
    question = asked(make.hub())
    with pytest.raises(services.NoLongerOpen):
        services.move(actor=NOBODY, question=question, hub=make.hub())


def test_a_question_cannot_be_moved_to_a_hub_that_does_not_read() -> None:
    question = asked(make.hub())
    services.escalate_overdue(actor=SYSTEM, today=date(2100, 1, 1))
    with pytest.raises(Http404):
        services.move(actor=NOBODY, question=question, hub=make.hub(claimed_on=None))


def test_a_private_link_opens_one_question_and_a_renewed_one_voids_it() -> None:
    question = asked(make.hub())
    token = token_of(question)
    assert question_of(token) == question
    services.renew_link(actor=SYSTEM, question=question)
    assert question_of(token) is None


@pytest.mark.parametrize("token", ["", "x", "1", ":" * 400, "🦄", "a:b:c", "\x00"])
def test_a_forged_link_opens_nothing(token: str) -> None:
    assert question_of(token) is None


def test_old_questions_are_erased_and_young_ones_stay() -> None:
    old, young = asked(make.hub()), asked(make.hub())
    Question.objects.filter(pk=old.pk).update(
        asked_at=timezone.now() - timedelta(days=Question.RETENTION_DAYS, minutes=1)
    )
    assert services.erase_old_questions(actor=SYSTEM) >= 1
    assert list(Question.objects.all()) == [young]
