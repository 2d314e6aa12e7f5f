"""Letters to who registered: where one stands, an offer, a change, a reminder; each with the private link."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from circulairwerkt.agenda.links import private_address
from circulairwerkt.agenda.models import Event, Registration, Seat, Session
from circulairwerkt.agenda.waiting import INSIDE, SeatState
from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.base.outbox import Kind, send


def _send(
    template: str,
    registration: Registration,
    *,
    kind: Kind = Kind.PERSONAL,
    useless_at: datetime | None = None,
    **context: Any,
) -> OutgoingMail | None:
    """Write a letter to one who registered; nothing once the address is erased."""
    if not registration.email:
        return None
    event = registration.event
    return send(
        f"agenda/mail/{template}.txt",
        to=registration.email,
        language=registration.language,
        kind=kind,
        hub_id=event.hub_id,
        reply_to=event.hub.contact_email,
        about=f"agenda.event:{event.pk}",
        useless_at=useless_at,
        context={
            "event": event,
            "hub": event.hub,
            "registration": registration,
            "address": private_address(registration),
            **context,
        },
    )


def _seats(registration: Registration) -> list[Seat]:
    return list(registration.seats.select_related("session").order_by("session__starts_at"))


def where_you_stand(registration: Registration, *, again: bool = False) -> None:
    """Tell for each session whether one has seats or waits, with the private link."""
    seats = _seats(registration)
    has_seat = any(seat.state == SeatState.CONFIRMED for seat in seats)
    _send("where_you_stand", registration, seats=seats, has_seat=has_seat, again=again)


def seat_offered(seat: Seat) -> None:
    """Tell that seats came free, and until when they are kept."""
    seat.registration.event = seat.session.event
    _send("seat_offered", seat.registration, seat=seat)


def offer_lapsed(seat: Seat) -> None:
    """Tell that the offer is over, and how to come back."""
    seat.registration.event = seat.session.event
    _send("offer_lapsed", seat.registration, seat=seat)


def left(registration: Registration, seats: Iterable[Seat]) -> None:
    """Confirm that one is no longer expected."""
    _send("left", registration, seats=list(seats))


def _inside(event: Event, session: Session | None) -> list[Registration]:
    """Return who counts on an event or on one session of it."""
    seats = Seat.objects.filter(registration__event=event, state__in=INSIDE)
    if session is not None:
        seats = seats.filter(session=session)
    rows = Registration.objects.filter(pk__in=seats.values("registration_id")).exclude(email="")
    found = list(rows.order_by("pk"))
    for row in found:
        row.event = event
    return found


def _tell(template: str, rows: Sequence[tuple[Event, Session | None]]) -> int:
    """Write to all who count on events, or on one session of each, once; return how many people.

    What is over is put right without a word: nobody has to come, or to stay away. Who counts on several
    times of a series gets one letter about all of them.
    """
    by_address: dict[str, list[tuple[Registration, Session | None]]] = {}
    for event, session in rows:
        if (session or event).is_over:
            continue
        for registration in _inside(event, session):
            by_address.setdefault(registration.address_digest, []).append((registration, session))
    for theirs in by_address.values():
        registration, session = theirs[0]
        times = [
            {
                "event": one.event,
                "sessions": [at] if at else list(one.event.sessions.filter(cancelled_at__isnull=True)),
                "was": [at] if at else list(one.event.sessions.all()),
                "address": private_address(one),
                "registration": one,
            }
            for one, at in theirs
        ]
        _send(template, registration, session=session, times=times, sessions=times[0]["sessions"])
    return len(by_address)


def tell_change(rows: Sequence[tuple[Event, Session | None]]) -> int:
    """Tell all who count on it that time or place changed; return how many."""
    return _tell("changed", rows)


def tell_called_off(rows: Sequence[tuple[Event, Session | None]]) -> int:
    """Tell all who count on it that it does not take place; return how many."""
    return _tell("called_off", rows)


def tell_back_on(events: Iterable[Event]) -> int:
    """Tell all who count on it that it takes place after all; return how many."""
    return _tell("back_on", [(event, None) for event in events])


def remind(seats: Sequence[Seat]) -> None:
    """Remind one who registered of the sessions of one day, in order of time; of no use once it has begun."""
    first = seats[0]
    first.registration.event = first.session.event
    _send(
        "reminder",
        first.registration,
        kind=Kind.REMINDER,
        useless_at=first.session.starts_at,
        seats=seats,
        has_seat=any(seat.state == SeatState.CONFIRMED for seat in seats),
    )
