"""Appointments at an info point: never more at once than it can receive, each step once, erased in time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream
from ical.event import EventStatus

from circulairwerkt.base import calendars
from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.base.models.slots import TAKING, SlotState
from circulairwerkt.base.permissions import NOBODY, SYSTEM, Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.infopoints import duties, services
from circulairwerkt.infopoints.calendars import entries_of_host, entry_of
from circulairwerkt.infopoints.models import Appointment, InfoPoint, Visit
from circulairwerkt.infopoints.opening import free_moments
from tests.circulairwerkt import factories
from tests.circulairwerkt.at_once import ON_POSTGRESQL, at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def point() -> Iterator[InfoPoint]:
    with everywhere("a test"):
        yield factories.info_point(factories.hub())


def book(point: InfoPoint, start: datetime, number: int = 0) -> Appointment:
    values = {"name": f"Bezoeker {number}", "contact": f"bezoeker{number}@example.org", "about": "een stoel"}
    return services.book(actor=NOBODY, point=point, start=start, values=values)


def begun(appointment: Appointment, *, days: int = 0) -> Appointment:
    """The same appointment, which began an hour and so many days ago."""
    start = timezone.now() - timedelta(days=days, hours=1)
    Appointment.objects.filter(pk=appointment.pk).update(
        starts_at=start, ends_at=start + timedelta(minutes=30)
    )
    found: Appointment = Appointment.objects.select_related("keeper").get(pk=appointment.pk)
    return found


def test_as_many_at_once_as_there_are_desks(point: InfoPoint) -> None:
    InfoPoint._base_manager.filter(pk=point.pk).update(desks=2)
    point.refresh_from_db()
    start = free_moments(point)[0].start
    book(point, start, 1)
    book(point, start, 2)
    with pytest.raises(services.NotFree):
        book(point, start, 3)
    assert start not in [span.start for span in free_moments(point)]


def test_one_address_keeps_no_more_than_two(point: InfoPoint) -> None:
    starts = [span.start for span in free_moments(point)][:3]
    book(point, starts[0])
    own = book(point, starts[1])
    with pytest.raises(services.TooManyAhead):
        book(point, starts[2])
    services.cancel_own(actor=NOBODY, appointment=own)
    book(point, starts[2])


def test_a_moment_outside_the_hours_or_on_a_day_off_is_none(point: InfoPoint) -> None:
    start = free_moments(point)[-1].start
    for wrong in (start + timedelta(minutes=5), start + timedelta(days=60), start.replace(hour=3)):
        with pytest.raises(services.NotFree):
            book(point, wrong)
    day = timezone.localdate(start)
    point.closed_days.create(first_day=day, last_day=day)
    with pytest.raises(services.NotFree):
        book(point, start)


def test_days_with_an_appointment_are_not_closed_unseen(point: InfoPoint) -> None:
    made = book(point, free_moments(point)[-1].start)
    day = timezone.localdate(made.starts_at)
    coordinator = actor_of(factories.member(point.hub, Role.COORDINATOR))
    with pytest.raises(ValidationError, match="staat een afspraak"):
        services.note_closed(actor=coordinator, point=point, first_day=day, last_day=day)
    services.mark(actor=coordinator, appointment=made, to=SlotState.CANCELLED)
    services.note_closed(actor=coordinator, point=point, first_day=day, last_day=day)


def test_who_came_is_a_visit_once(point: InfoPoint) -> None:
    member = actor_of(factories.member(point.hub, Role.MEMBER))
    made = book(point, free_moments(point)[0].start)
    with pytest.raises(ValidationError, match="nog niet begonnen"):
        services.mark(actor=member, appointment=made, to=SlotState.DONE)
    made = begun(made)
    for _again in range(2):
        services.mark(actor=member, appointment=made, to=SlotState.DONE)
    assert [visit.words for visit in Visit.objects.all()] == ["een stoel"]
    services.mark(actor=member, appointment=begun(made), to=SlotState.NO_SHOW)
    assert not Visit.objects.exists()
    with pytest.raises(ValidationError, match="veranderde iemand"):
        services.mark(actor=member, appointment=begun(made), to=SlotState.CANCELLED)


def test_both_calendars_hear_of_it_and_of_its_end(point: InfoPoint) -> None:
    host = factories.member(point.hub, Role.MEMBER)
    point.hosts.add(host)
    made = book(point, free_moments(point)[0].start)
    assert OutgoingMail.objects.filter(to=host.email).count() == 1
    services.cancel_own(actor=NOBODY, appointment=made)
    made.refresh_from_db()
    for entries in ([entry_of(made)], list(entries_of_host(host.pk))):
        text = calendars.written(entries, name="x").decode()
        [event] = IcsCalendarStream.calendar_from_ics(text).events
        assert (event.uid, event.sequence, event.status) == (made.uid, 1, EventStatus.CANCELLED)
        assert "bezoeker0@example.org" not in text
        assert "een stoel" not in text


def test_a_reminder_goes_once_and_old_words_are_erased(point: InfoPoint) -> None:
    soon = book(point, free_moments(point)[0].start)
    Appointment.objects.filter(pk=soon.pk).update(
        starts_at=timezone.now() + timedelta(hours=20), ends_at=timezone.now() + timedelta(hours=21)
    )
    Appointment.objects.update(state_since=timezone.now() - timedelta(days=3))
    before = OutgoingMail.objects.count()
    duties.remind_of_appointments()
    duties.remind_of_appointments()
    assert OutgoingMail.objects.count() == before + 1
    begun(soon, days=Appointment.RETENTION_DAYS + 1)
    visit = services.log_visit(actor=SYSTEM, point=point, words="iets")
    duties.erase_old()
    visit.refresh_from_db()
    assert visit.words == "iets"
    soon.refresh_from_db()
    assert (soon.name, soon.contact, soon.about) == ("", "", "")
    Visit.objects.update(at=timezone.now() - timedelta(days=Visit.RETENTION_DAYS + 1))
    duties.erase_old()
    visit.refresh_from_db()
    assert visit.words == ""
    assert services.erase_old(actor=SYSTEM) == 0


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_for_five_moments_with_two_desks() -> None:
    with everywhere("a test"):
        point = factories.info_point(factories.hub(), desks=2)
        moments = free_moments(point)[:5]

    def work(number: int) -> Appointment:
        with everywhere("a test"):
            return book(point, moments[number % 5].start, number)

    got = at_once(work, 100)
    assert sum(isinstance(each, Appointment) for each in got) == 10, got
    assert {type(each) for each in got if isinstance(each, Exception)} == {services.NotFree}
    for moment in moments:
        assert Appointment.objects.filter(starts_at=moment.start, state__in=TAKING).count() == 2
