"""Reminders: once for each deadline, to who has something left to do, and to nobody else."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.calls import duties, services
from circulairwerkt.calls.models import Call, Challenge, Entry, Step
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LATER = NOW + timedelta(days=2)


@pytest.fixture
def hub() -> Hub:
    return make.hub("De Lus", slug="de-lus")


def remind(days: float = 0) -> list[str]:
    """Who gets a letter when the clock runs, so many days from now."""
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    with everywhere("the clock"):
        services.remind(actor=SYSTEM, now=NOW + timedelta(days=days))
    return sorted(OutgoingMail.objects.exclude(pk__in=before).values_list("to", flat=True))


def long_ago(call: Call) -> None:
    Entry.objects.filter(call=call).update(made_at=NOW - timedelta(days=3))


def test_who_can_still_make_an_idea_better_is_told_once_for_each_deadline(hub: Hub) -> None:
    call = make.call(hub, closes_at=NOW + timedelta(days=5))
    make.idea(call, email="an@example.org")
    make.idea(call, email="weg@example.org", state="withdrawn")
    make.idea(make.call(hub, slug="later", closes_at=NOW + timedelta(days=30)), email="ver@example.org")
    long_ago(call)
    make.idea(call, email="pas@example.org")
    assert remind() == []
    assert remind(3.5) == ["an@example.org", "pas@example.org"]
    assert remind(4) == []
    Call._base_manager.filter(pk=call.pk).update(closes_at=NOW + timedelta(days=7))
    assert remind(4) == []
    assert remind(6) == ["an@example.org", "pas@example.org"]
    assert remind(8) == []


def test_who_handed_in_just_now_is_left_in_peace(hub: Hub) -> None:
    call = make.call(hub, closes_at=NOW + timedelta(hours=20))
    make.idea(call, email="pas@example.org")
    assert remind() == []


def test_a_team_without_an_idea_is_told_and_one_with_an_idea_is_not(hub: Hub) -> None:
    call = make.call(hub, kind="hackathon", closes_at=NOW + timedelta(days=1))
    wood, paper = (Challenge.objects.create(call=call, title=title) for title in ("Hout", "Karton"))
    told = NOW - timedelta(days=2)
    make.participant(call, email="hout@example.org", challenge=wood, told_at=told)
    make.participant(call, email="karton@example.org", challenge=paper, told_at=told)
    make.participant(call, email="niets@example.org", challenge=paper)
    make.participant(call, email="zonder@example.org")
    make.idea(call, challenge=wood, email="idee@example.org")
    long_ago(call)
    assert remind() == ["idee@example.org", "karton@example.org"]
    assert dict(OutgoingMail.objects.values_list("to", "kind")) == {
        "idee@example.org": "bundle",
        "karton@example.org": "reminder",
    }
    assert set(OutgoingMail.objects.values_list("useless_at", flat=True)) == {call.closes_at}


def test_a_juror_with_ideas_left_is_told_and_one_who_is_done_is_not(hub: Hub) -> None:
    call = make.call(hub, position=1, closes_at=NOW - timedelta(days=3))
    Step.objects.filter(call=call, number=1).update(has_jury=True, ends_at=NOW + timedelta(days=1))
    entry = make.idea(call, position=1, email="an@example.org")
    done = make.juror(call, email="klaar@example.org")
    make.juror(call, email="traag@example.org")
    with everywhere("a jury judges"):
        services.judge(actor=NOBODY, juror=done, entry=entry, points=[3] * len(call.criteria))
    assert remind() == ["traag@example.org"]
    told = OutgoingMail.objects.get(to="traag@example.org")
    assert (told.kind, told.useless_at) == ("reminder", NOW + timedelta(days=1))
    assert remind(0.5) == []
    Step.objects.filter(call=call, number=1).update(ends_at=NOW + timedelta(days=3), judged_at=NOW)
    assert remind(2) == []


def test_the_clock_alone_reminds() -> None:
    with pytest.raises(Http404):
        services.remind(actor=NOBODY)
    with everywhere("the clock"):
        duties.remind()
