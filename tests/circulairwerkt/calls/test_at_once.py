"""Many people at the deadline, and two coordinators who decide at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.calls import services
from circulairwerkt.calls.models import Call, Entry, Reading, Version
from circulairwerkt.calls.peering import READERS
from tests.circulairwerkt import factories as make
from tests.circulairwerkt.at_once import ON_POSTGRESQL, at_once
from tests.circulairwerkt.calls.test_peers import begun

pytestmark = [pytest.mark.django_db(transaction=True), ON_POSTGRESQL]


def _call(pk: int) -> Call:
    found: Call = Call.objects.select_related("hub", "event").get(pk=pk)
    return found


def test_versions_that_arrive_together_each_get_a_number() -> None:
    call = make.call(make.hub())
    entry = make.idea(call)

    def improve(number: int) -> object:
        with everywhere("a test of many at once"):
            mine = Entry.objects.select_related("call__hub").get(pk=entry.pk)
            return services.change_idea(
                actor=NOBODY, entry=mine, values=make.idea_values(words=f"Versie van {number}")
            )

    found = at_once(improve, 12)
    assert [one for one in found if isinstance(one, Exception)] == []
    assert list(entry.versions.values_list("number", flat=True)) == list(range(1, 14))


def test_nothing_comes_in_once_somebody_decided() -> None:
    call = make.call(make.hub(), closes_at=timezone.now() + timedelta(seconds=3))
    first = make.idea(call)
    after = call.closes_at + timedelta(seconds=1)

    def either(number: int) -> object:
        with everywhere("a test of many at once"):
            if number == 5:
                return services.move_on(
                    actor=SYSTEM, call=_call(call.pk), seen_position=0, going=[first], now=after
                )
            return services.hand_in(actor=NOBODY, call=_call(call.pk), values=make.idea_values())

    found = at_once(either, 12)
    ideas = [one for one in found if isinstance(one, Entry)]
    refused = [one for one in found if isinstance(one, Exception)]
    assert len(ideas) + len(refused) == 11
    assert all(isinstance(one, services.TooLate) for one in refused)
    # whoever came in before the decision was decided upon; nobody hangs between
    states = dict(Entry.objects.filter(call=call).values_list("pk", "state"))
    assert states.pop(first.pk) == "in"
    assert set(states.values()) <= {"out"}
    assert not Version.objects.filter(entry__call=call, handed_in_at__gte=call.closes_at).exists()


def test_of_two_who_decide_at_once_one_is_told() -> None:
    call = make.call(make.hub(), closes_at=timezone.now() - timedelta(days=1))
    ideas = [make.idea(call) for _number in range(4)]

    def decide(number: int) -> object:
        with everywhere("a test of many at once"):
            return services.move_on(
                actor=SYSTEM, call=_call(call.pk), seen_position=0, going=[ideas[number % 4]]
            )

    found = at_once(decide, 8)
    assert sum(isinstance(one, Call) for one in found) == 1
    assert sum(isinstance(one, services.AlreadyMoved) for one in found) == 7
    assert Entry.objects.filter(call=call, state="in").count() == 1


def test_an_idea_becomes_one_case() -> None:
    call = make.call(make.hub(), closes_at=timezone.now() - timedelta(days=1), position=1)
    entry = make.idea(call, position=1)

    def open_it(_number: int) -> object:
        with everywhere("a test of many at once"):
            mine = Entry.objects.select_related("call__hub", "call__event").get(pk=entry.pk)
            return services.open_case(actor=SYSTEM, entry=mine).pk

    assert len(set(at_once(open_it, 6))) == 1


def test_entrants_who_press_together_lose_nothing_and_nothing_stands_twice() -> None:
    with everywhere("a test of many at once"):
        _call_now, ideas = begun(make.hub(), 8)
    readings = list(Reading.objects.select_related("step__call__hub").order_by("pk"))
    gone, count = ideas[0].pk, len(readings)

    def press(number: int) -> object:
        with everywhere("a test of many at once"):
            if number == 2 * count:
                return services.withdraw(
                    actor=NOBODY, entry=Entry.objects.select_related("call").get(pk=gone)
                )
            values = {"strong": f"Druk {number}", "better": "Zeg met wie.", "question": ""}
            return services.give_feedback(actor=NOBODY, reading=readings[number % count], values=values)

    *found, left = at_once(press, 2 * count + 1)
    assert isinstance(left, Entry), left
    assert {type(one) for one in found if isinstance(one, Exception)} <= {services.FeedbackClosed}
    pressed: dict[int, set[str]] = {}
    for number, one in enumerate(found):
        reading = readings[number % count]
        if isinstance(one, Reading):
            pressed.setdefault(reading.pk, set()).add(f"Druk {number}")
        else:
            assert gone in {reading.reader_id, reading.entry_id}, one
    kept = {row.pk: row for row in Reading.objects.filter(given_at__isnull=False)}
    assert set(kept) == {row.pk for row in readings if row.pk in pressed and row.entry_id != gone}
    assert all(row.strong in pressed[pk] for pk, row in kept.items())
    assert AuditEntry.objects.filter(action="calls.give_feedback").count() == sum(map(len, pressed.values()))
    for idea in ideas[1:]:
        assert Reading.objects.filter(entry=idea).exclude(reader=gone).count() >= READERS


def test_one_link_at_once_is_one_vote_and_all_votes_are_counted() -> None:
    call = make.call(make.hub(), closes_at=timezone.now() - timedelta(days=1), position=1)
    ends = timezone.now() + timedelta(minutes=5)
    call.steps.filter(number=1).update(has_vote=True, ends_at=ends)
    ideas = [make.idea(call, position=1) for _number in range(2)]

    def vote(number: int) -> object:
        with everywhere("a test of many at once"):
            return services.cast_vote(
                actor=NOBODY, call=_call(call.pk), digest=f"{number % 10:032d}", entry=ideas[number % 2]
            )

    found = at_once(vote, 40)
    assert found.count(None) == 10
    assert sum(isinstance(one, services.VoteRefused) for one in found) == 30
    with everywhere("a test of many at once"):
        services.finish(actor=SYSTEM, call=_call(call.pk), seen_position=1, winners=[], now=ends)
    assert list(Entry.objects.filter(call=call).order_by("pk").values_list("votes", flat=True)) == [5, 5]
