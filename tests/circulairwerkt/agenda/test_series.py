"""A series that changes at once: who follows, what was changed by hand stays, one letter, calendars."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from circulairwerkt.agenda import services
from circulairwerkt.agenda.models import Event, Registration, Session
from circulairwerkt.agenda.reach import Reach
from circulairwerkt.agenda.times import ZONE, rule_of
from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
#: The clock goes back on 31 October 2027, between the third and the fourth time.
FIRST = datetime(2027, 10, 12, 19, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def _in_scope() -> Iterator[None]:
    with everywhere("a test of series"):
        yield


@pytest.fixture
def hub() -> Hub:
    return make.hub(slug="gent")


def series_of(hub: Hub, *, first: datetime = FIRST, times: int = 5, **fields: Any) -> list[Event]:
    """A series of weekly evenings, in order."""
    event = make.event(hub, starts_at=first, registration="here", **fields)
    last = first.date() + timedelta(weeks=times - 1)
    services.make_series(actor=SYSTEM, event=event, rule=rule_of("weekly", first, last_day=last))
    return list(Event.objects.filter(series__isnull=False, hub=hub).order_by("planned_at"))


def session_of(event: Event) -> Session:
    return Session.objects.select_related("event__hub", "event__municipality").get(event=event)


def move(event: Event, day: date, clock: time, reach: str = Reach.THIS) -> None:
    """Have an evening of two hours begin at another moment."""
    session = session_of(event)
    start = datetime.combine(day, clock, tzinfo=ZONE)
    services.save_session(
        actor=SYSTEM,
        session=session,
        seen_version=session.version,
        values={"starts_at": start, "ends_at": start + timedelta(hours=2)},
        reach=reach,
    )


def clock_of(event: Event) -> str:
    return f"{session_of(event).starts_at.astimezone(ZONE):%m-%d %H.%M}"


def join(event: Event, name: str) -> Registration:
    event.refresh_from_db()
    return services.register(
        actor=NOBODY,
        event=event,
        email=f"{name.lower()}@example.org",
        values={"name": name},
        sessions=list(event.sessions.all()),
    )


def in_the_feed(client: Client) -> dict[str, tuple[str, int, str]]:
    """What another reader finds in the calendar of the hub: day and hour, sequence and status by name."""
    calendar = IcsCalendarStream.calendar_from_ics(client.get("/agenda/hubs/gent.ics").content.decode())
    return {
        str(event.uid): (
            f"{event.dtstart.astimezone(ZONE):%m-%d %H.%M}",
            event.sequence or 0,
            str(event.status.value if event.status else ""),
        )
        for event in calendar.events
    }


def letters(after: int = 0) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.order_by("pk")[after:])


def test_what_follows_moves_and_what_was_moved_by_hand_stays(hub: Hub, client: Client) -> None:
    rows = series_of(hub)
    move(rows[3], date(2027, 11, 4), time(19))
    for event in rows[1:]:
        join(event, "An")
    join(rows[2], "Bo")
    before, told = in_the_feed(client), len(letters())
    move(rows[1], date(2027, 10, 20), time(18, 30), Reach.FOLLOWING)
    # a day later and half an hour earlier on the clock, in summer and winter
    assert [clock_of(row) for row in rows] == [
        "10-12 19.00",
        "10-20 18.30",
        "10-27 18.30",
        "11-04 19.00",
        "11-10 18.30",
    ]
    after = in_the_feed(client)
    assert set(after) == set(before)
    grown = [after[session_of(row).uid][1] - before[session_of(row).uid][1] for row in rows]
    assert grown == [0, 1, 1, 0, 1]
    assert [after[session_of(row).uid][0] for row in rows] == [clock_of(row) for row in rows]
    # one letter to each, about all that he comes to
    sent = letters(told)
    assert [letter.to for letter in sent] == ["an@example.org", "bo@example.org"]
    assert [len(re.findall(r"/agenda/inschrijving/", letter.text)) for letter in sent] == [3, 1]
    # the series is at the new hour now: what follows it follows again
    move(rows[0], date(2027, 10, 12), time(20), Reach.ALL)
    assert [clock_of(row) for row in rows][2:] == ["10-27 20.00", "11-04 19.00", "11-10 20.00"]


def test_field_by_field_what_another_time_said_of_its_own_stays(hub: Hub) -> None:
    rows = series_of(hub, place_name="Zaal A")
    Event.objects.filter(pk=rows[2].pk).update(place_name="Buiten")
    join(rows[2], "An")
    told = len(letters())
    event = Event.objects.get(pk=rows[1].pk)
    services.edit_event(
        actor=SYSTEM,
        event=event,
        seen_version=event.version,
        values={"place_name": "Zaal B", "price_text": "koffie inbegrepen", "title": event.title},
        links={"sectors": [make.sector()]},
        reach=Reach.ALL,
    )
    found = Event.objects.filter(series=event.series).order_by("planned_at")
    assert [row.place_name for row in found] == ["Zaal B", "Zaal B", "Buiten", "Zaal B", "Zaal B"]
    assert {row.price_text for row in found} == {"koffie inbegrepen"}
    assert [row.sectors.count() for row in found] == [1] * 5
    # nothing that An must know changed at her evening
    assert letters(told) == []
    assert [session_of(row).sequence for row in found] == [1, 1, 0, 1, 1]


def test_what_is_over_is_evidence_and_stays(hub: Hub) -> None:
    start = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=8)
    rows = series_of(hub, first=start.astimezone(ZONE), times=4)
    services.edit_event(
        actor=SYSTEM,
        event=rows[3],
        seen_version=rows[3].version,
        values={"place_name": "Zaal B"},
        links={},
        reach=Reach.ALL,
    )
    assert [Event.objects.get(pk=row.pk).place_name for row in rows] == ["", "", "Zaal B", "Zaal B"]


def test_calling_off_from_a_time_on_is_told_once_and_can_be_undone(hub: Hub, client: Client) -> None:
    rows = series_of(hub)
    for event in rows:
        join(event, "An")
    services.call_off(actor=SYSTEM, event=Event.objects.get(pk=rows[4].pk), reason="verlof")
    told = len(letters())
    event = Event.objects.get(pk=rows[2].pk)
    services.call_off(actor=SYSTEM, event=event, reason="De zaal is dicht", reach=Reach.FOLLOWING)
    states = [Event.objects.get(pk=row.pk).state for row in rows]
    assert states == ["published", "published", "cancelled", "cancelled", "cancelled"]
    assert [status for _at, _sequence, status in (in_the_feed(client)[session_of(row).uid] for row in rows)][
        1:
    ] == ["CONFIRMED", "CANCELLED", "CANCELLED", "CANCELLED"]
    (letter,) = letters(told)
    assert letter.text.count("/agenda/inschrijving/") == 2
    assert "De zaal is dicht" in letter.text
    client.force_login(make.member(hub))
    here = f"/werkplek/gent/agenda/{event.pk}/"
    assert "samen met 1 andere keer" in client.get(here).content.decode()
    assert client.post(f"{here}toch/")["Location"] == here
    # what was called off by itself stays off
    states = [Event.objects.get(pk=row.pk).state for row in rows]
    assert states == ["published"] * 4 + ["cancelled"]
    assert in_the_feed(client)[session_of(rows[2]).uid][1:] == (2, "CONFIRMED")
    back = letters(told + 1)
    assert [letter.subject for letter in back] == [f"{event.shown_title} gaat toch door"]
    assert back[0].text.count("/agenda/inschrijving/") == 2
    with pytest.raises(ValidationError):
        services.bring_back(actor=SYSTEM, event=Event.objects.get(pk=rows[2].pk))


def test_too_few_seats_at_one_time_change_none(hub: Hub) -> None:
    rows = series_of(hub)
    for name in ("An", "Bo"):
        join(rows[3], name)
    session = session_of(rows[1])
    with pytest.raises(ValidationError, match="2 november: Er zijn al 2"):
        services.save_session(
            actor=SYSTEM,
            session=session,
            seen_version=session.version,
            values={"capacity": 1},
            reach=Reach.ALL,
        )
    assert {session_of(row).capacity for row in rows} == {None}


def test_the_choice_is_offered_where_others_are_to_come_and_survives_a_conflict(
    hub: Hub, client: Client
) -> None:
    rows = series_of(hub)
    client.force_login(make.member(hub))
    alone = make.event(hub)
    assert (
        "Voor welke keren?"
        not in client.get(f"/werkplek/gent/agenda/{alone.pk}/afgelasten/").content.decode()
    )
    here = f"/werkplek/gent/agenda/{rows[1].pk}/"
    for way in ("gegevens/", "afgelasten/", f"sessies/{session_of(rows[1]).pk}/"):
        assert "Voor welke keren?" in client.get(here + way).content.decode()
    form = client.get(f"{here}gegevens/").context["form"]
    sent = {
        "version": rows[1].version,
        "seen": form.initial["seen"],
        "kind": "network",
        "mode": "online",
        "title_nl": "Nieuwe titel",
        "reach": "following",
    }
    assert client.post(f"{here}gegevens/", {**sent, "reach": "overal"}).status_code == 422
    Event.objects.get(pk=rows[1].pk).save_as_successor_of(rows[1].version, [])
    Event.objects.filter(pk=rows[1].pk).update(title={"nl": "Van een ander"})
    conflict = client.post(f"{here}gegevens/", sent)
    assert conflict.status_code == 409
    assert '<input type="hidden" name="reach" value="following">' in conflict.content.decode()
    version = Event.objects.get(pk=rows[1].pk).version
    done = client.post(
        f"{here}gegevens/",
        {**sent, "version": version, "resolve": "1", "differs": "title_nl", "choice_title_nl": "mine"},
    )
    assert done.status_code == 302
    assert [str(Event.objects.get(pk=row.pk)) for row in rows[:3]] == [
        "Kom eens kijken",
        "Nieuwe titel",
        "Kom eens kijken",
    ]


@dataclass
class Evening:
    """An evening as one would keep it on paper: where the series has it, and where it is."""

    planned: datetime
    at: datetime


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(Reach.values),
        st.integers(-2, 2),
        st.sampled_from([time(9), time(14, 30), time(19)]),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.sampled_from([datetime(2027, 3, 16, 19), datetime(2027, 10, 19, 19), datetime(2028, 2, 15, 19)]),
    changes=CHANGES,
)
def test_any_changes_one_after_another_end_where_paper_has_them(
    hub: Hub, first: datetime, changes: list[tuple[int, str, int, time]]
) -> None:
    """Over a night of summer time, of winter time and a leap day."""
    Event._base_manager.filter(hub=hub).update(series=None)
    rows = series_of(hub, first=first.replace(tzinfo=ZONE))
    paper = [Evening(first + timedelta(weeks=week), first + timedelta(weeks=week)) for week in range(5)]
    for number, reach, days, clock in changes:
        mine = paper[number]
        after = datetime.combine(mine.at.date() + timedelta(days=days), clock)
        if after != mine.at and reach != Reach.THIS:
            for other in paper:
                is_reached = other is mine or reach == Reach.ALL or other.planned > mine.planned
                if is_reached and other is not mine:
                    stood = other.at == other.planned
                    other.planned = datetime.combine(other.planned.date() + timedelta(days=days), clock)
                    other.at = other.planned if stood else other.at
            mine.planned = datetime.combine(mine.planned.date() + timedelta(days=days), clock)
        mine.at = after
        move(rows[number], after.date(), clock, reach)
    assert [clock_of(row) for row in rows] == [f"{one.at:%m-%d %H.%M}" for one in paper]
