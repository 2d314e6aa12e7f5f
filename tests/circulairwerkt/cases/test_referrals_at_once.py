"""Accepted, sent back, taken back and lapsed at the same moment: one happens. On PostgreSQL."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases import services
from circulairwerkt.cases.models import Question, Referral
from tests.circulairwerkt import factories
from tests.circulairwerkt.at_once import ON_POSTGRESQL, at_once

pytestmark = [ON_POSTGRESQL, pytest.mark.django_db(transaction=True)]
ROUNDS = 5


@pytest.mark.parametrize("number", range(ROUNDS))
def test_of_all_answers_at_once_one_holds(number: int) -> None:
    today = timezone.localdate()
    here, there = factories.hub(), factories.hub()
    question = factories.question(here)
    with everywhere("a test"):
        referral = services.refer(actor=SYSTEM, question=question, to_hub=there, reason="x", due_on=today)

    def work(person: int) -> Any:
        with everywhere("a test"):
            row = Referral.objects.get(pk=referral.pk)
            match person % 4:
                case 0:
                    return services.accept(actor=SYSTEM, referral=row).state
                case 1:
                    return services.send_back(actor=SYSTEM, referral=row, answer="nee").state
                case 2:
                    return services.take_back(actor=SYSTEM, referral=row).state
                case _:
                    count = services.lapse_overdue(actor=SYSTEM, today=today + timedelta(days=1))
                    return "lapsed" if count else services.NotOpen(row)

    got = at_once(work, 12)
    done = [each for each in got if not isinstance(each, Exception)]
    assert len(done) == 1, got
    assert {type(each) for each in got if isinstance(each, Exception)} == {services.NotOpen}
    now = Referral._base_manager.get(pk=referral.pk)
    assert now.state == done[0]
    moved = Question._base_manager.get(pk=question.pk).hub_id
    assert moved == (there.pk if now.state == "accepted" else here.pk)
    closings = AuditEntry.objects.filter(object_type="cases.referral").exclude(action="cases.refer")
    assert len(set(closings.values_list("action", flat=True))) == 1, "the trail tells of one end"


def test_a_question_is_handed_on_once() -> None:
    hubs = [factories.hub() for _ in range(5)]
    question = factories.question(hubs[0])

    def work(person: int) -> Any:
        with everywhere("a test"):
            row = Question.objects.get(pk=question.pk)
            return services.refer(
                actor=SYSTEM,
                question=row,
                to_hub=hubs[1 + person % 4],
                reason="x",
                due_on=timezone.localdate(),
            )

    got = at_once(work, 8)
    assert sum(isinstance(each, Referral) for each in got) == 1, got
    assert {type(each) for each in got if isinstance(each, Exception)} == {ValidationError}
