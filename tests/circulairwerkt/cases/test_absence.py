"""An absence moves the clock of new questions, and its letters go to whoever replaces."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.base.permissions import NOBODY, SYSTEM, Role
from circulairwerkt.base.scope import PUBLIC, everywhere, opened
from circulairwerkt.cases import services
from circulairwerkt.cases.models import Question
from circulairwerkt.cases.working_days import (
    MOST_CLOSED,
    answer_day,
    is_working_day,
    working_day_after,
)
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.services import note_absence
from tests.circulairwerkt import factories

days = st.dates(date(2026, 1, 1), date(2030, 1, 1))


@given(days, st.integers(1, 30), st.frozensets(days, max_size=20))
def test_so_many_open_days_lie_between(start: date, count: int, closed: frozenset[date]) -> None:
    end = working_day_after(start, count, closed)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(is_working_day(day) and day not in closed for day in between) == count
    assert is_working_day(end)
    assert end not in closed
    assert end >= working_day_after(start, count), "closed days never make an answer come sooner"


def _ask(hub: Hub, callbacks: Any) -> Question:
    with opened(PUBLIC), callbacks(execute=True):
        return services.ask(
            actor=NOBODY,
            hub=hub,
            municipality=hub.seat,
            place_text="Gent",
            sentence="karton",
            contact="056 12 34 56",
        )


def _away(hub: Hub, user: Any, span: Sequence[int], replacement: Any = None) -> None:
    today = timezone.localdate()
    with everywhere("a test"):
        note_absence(
            actor=SYSTEM,
            hub=hub,
            user=user,
            first_day=today + timedelta(days=span[0]),
            last_day=today + timedelta(days=span[1]),
            replacement=replacement,
        )


@pytest.mark.django_db
def test_the_replacement_gets_the_letter_and_the_clock_goes_on(
    django_capture_on_commit_callbacks: Any,
) -> None:
    hub = factories.hub("Hub Gent")
    an = factories.member(hub, email="an@example.org")
    bert = factories.member(hub, Role.MEMBER, email="bert@example.org")
    _away(hub, an, (0, 30), bert)
    asked = _ask(hub, django_capture_on_commit_callbacks)
    assert [letter.to for letter in mail.outbox] == [["bert@example.org"]]
    assert asked.answer_by == working_day_after(timezone.localdate(), hub.answer_days)


@pytest.mark.django_db
def test_where_nobody_replaces_the_days_do_not_count_but_not_for_ever(
    django_capture_on_commit_callbacks: Any,
) -> None:
    hub = factories.hub("Hub Gent")
    an = factories.member(hub, email="an@example.org")
    today = timezone.localdate()
    _away(hub, an, (0, 13))
    asked = _ask(hub, django_capture_on_commit_callbacks)
    expected = working_day_after(today + timedelta(days=13), hub.answer_days)
    assert asked.answer_by == expected
    assert [letter.to for letter in mail.outbox] == [["an@example.org"]], "a letter is never sent to nobody"
    _away(hub, an, (14, 200))
    assert answer_day(today, 3, hub) == working_day_after(today, 3 + MOST_CLOSED)


@pytest.mark.django_db
def test_a_promise_that_was_made_stays(django_capture_on_commit_callbacks: Any) -> None:
    hub = factories.hub("Hub Gent")
    an = factories.member(hub)
    asked = _ask(hub, django_capture_on_commit_callbacks)
    before = asked.answer_by
    _away(hub, an, (0, 13))
    asked = Question._base_manager.get(pk=asked.pk)
    assert asked.answer_by == before
