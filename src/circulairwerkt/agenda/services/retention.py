"""What the clock does for registrations: reminds, and erases what is no longer needed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from circulairwerkt.agenda import letters
from circulairwerkt.agenda.models import Event, Registration, Seat, State
from circulairwerkt.agenda.waiting import SeatState
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require

#: How long before a session people are reminded of it.
REMIND_BEFORE = timedelta(hours=28)
#: Who registered just now needs no reminder.
_NOT_WITHIN = timedelta(hours=12)
_DAY = timedelta(days=1)
#: Events that one run erases from, so that nobody waits for it.
_AT_ONCE = 200


@write("agenda.remind_session", gettext_lazy("herinnerd aan een activiteit"))
def _remind(*, actor: Actor, seats: Sequence[Seat], now: datetime) -> None:
    """Remind one who registered of the sessions of one day."""
    for seat in seats:
        seat.reminded_at = now
        seat.save(update_fields=["reminded_at"])
        record(actor=actor, row=seat, hub_id=seat.session.event.hub_id, changes={"reminded": [False, True]})
    letters.remind(seats)


def remind_of_sessions(*, actor: Actor, now: datetime | None = None) -> int:
    """Remind who comes, and who waits, of what begins within ``REMIND_BEFORE``, once; return the letters.

    Who registered gets one letter about all sessions of a day, when the first of them comes near. Run it
    inside ``scope.everywhere``. Each letter is a transaction of its own.
    """
    require(actor.is_system)
    moment = now or timezone.now()
    ahead = Seat.objects.filter(
        state__in=[SeatState.CONFIRMED, SeatState.WAITING],
        reminded_at__isnull=True,
        session__starts_at__gt=moment,
        session__cancelled_at__isnull=True,
        session__event__state=State.PUBLISHED,
        registration__made_at__lt=moment - _NOT_WITHIN,
    )
    near = ahead.filter(session__starts_at__lte=moment + REMIND_BEFORE).values("registration_id")
    # A day that begins within the time before is over a day later at most.
    due = (
        ahead.filter(registration_id__in=near, session__starts_at__lt=moment + REMIND_BEFORE + _DAY)
        .select_related("registration", "session__event__hub", "session__event__municipality")
        .order_by("registration_id", "session__starts_at", "pk")
    )
    count = 0
    for _of, rows in groupby(due.iterator(chunk_size=200), key=_person_and_day):
        seats = list(rows)
        if seats[0].session.starts_at <= moment + REMIND_BEFORE:
            _remind(actor=actor, seats=seats, now=moment)
            count += 1
    return count


def _person_and_day(seat: Seat) -> tuple[int, date]:
    return seat.registration_id, timezone.localdate(seat.session.starts_at)


def _over(days: int, now: datetime, left: Q) -> QuerySet[Event]:
    """Return the events that are over for so long and of which something is still kept."""
    kept = Registration.objects.filter(left).values("event_id")
    rows: QuerySet[Event] = Event.objects.filter(last_ends_at__lt=now - timedelta(days=days), pk__in=kept)
    return rows.order_by("pk")[:_AT_ONCE]


@write("agenda.erase_wishes", gettext_lazy("eetwensen en fotokeuze gewist"))
def _erase_wishes_of(*, actor: Actor, event: Event) -> None:
    count = event.registrations.filter(_WISHES).update(diet="", may_be_pictured=None)
    record(actor=actor, row=event, hub_id=event.hub_id, changes={"erased": [count, 0]})


_WISHES = ~Q(diet="") | Q(may_be_pictured__isnull=False)


def erase_wishes(*, actor: Actor, now: datetime | None = None) -> int:
    """Erase diets and photo wishes ``DIET_DAYS`` after an event; return how many events."""
    require(actor.is_system)
    rows = list(_over(Registration.DIET_DAYS, now or timezone.now(), _WISHES))
    for event in rows:
        _erase_wishes_of(actor=actor, event=event)
    return len(rows)


#: Who came in at the door left a name without an address.
_NAMED = ~Q(address_digest="") | ~Q(name="")


@write("agenda.erase_people", gettext_lazy("inschrijvingen gewist: termijn voorbij"))
def _erase_people_of(*, actor: Actor, event: Event) -> None:
    """Erase who registered; how many came stays."""
    count = event.registrations.filter(_NAMED).update(
        name="",
        email="",
        address_digest="",
        organisation="",
        others=[],
        answers={},
        diet="",
        may_be_pictured=None,
    )
    record(actor=actor, row=event, hub_id=event.hub_id, changes={"erased": [count, 0]})


def erase_people(*, actor: Actor, now: datetime | None = None) -> int:
    """Erase who registered ``RETENTION_DAYS`` after an event; return how many events."""
    require(actor.is_system)
    rows = list(_over(Registration.RETENTION_DAYS, now or timezone.now(), _NAMED))
    for event in rows:
        _erase_people_of(actor=actor, event=event)
    return len(rows)
