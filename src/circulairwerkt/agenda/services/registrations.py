"""Who comes: registering, changing, leaving, the waiting list, and what the clock does for it.

Every change of seats holds the row of the event, so that two people at the same moment come one after the
other: never more seats than there are, never out of order (docs/decisions/0092). The private link is the
right of who registered; what the hub does asks ``perms.may_receive``.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.agenda import letters, perms
from circulairwerkt.agenda.models import Event, Registration, Seat, Session
from circulairwerkt.agenda.registering import is_open, why_closed
from circulairwerkt.agenda.waiting import HOLDING, INSIDE, OUTSIDE, SeatState, sits_at_once, whose_turn
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.outbox import digest_of
from circulairwerkt.base.permissions import Actor, require

#: What somebody says of himself; the seats follow ``size``.
REGISTRATION_FIELDS = (
    "name",
    "organisation",
    "size",
    "others",
    "way",
    "answers",
    "diet",
    "may_be_pictured",
    "language",
)
#: Who registers again with the same address gets the link again, this often at most.
_LINK_AGAIN = timedelta(minutes=10)


class OfferGone(ValidationError):
    """The offer of a seat has ended, or was answered already."""


def lock(event: Event) -> None:
    """Hold an event until the transaction ends: who changes seats waits here for his turn."""
    Event._base_manager.select_for_update().only("pk").get(pk=event.pk)


def taken(session: Session) -> int:
    """Return how many seats of a session are held, offers included."""
    held = Seat.objects.filter(session=session, state__in=HOLDING)
    return held.aggregate(total=Sum("size"))["total"] or 0


def _line(session: Session) -> QuerySet[Seat]:
    return Seat.objects.filter(session=session, state=SeatState.WAITING).order_by("turn")


def next_turn(session: Session) -> int:
    """Return the place behind all who ever stood in line for a session."""
    latest = Seat.objects.filter(session=session).aggregate(latest=Max("turn"))["latest"]
    return (latest or 0) + 1


def _tell(registration: Registration, *, again: bool = False) -> None:
    """Mail where somebody stands, and remember when."""
    registration.told_at = timezone.now()
    registration.save(update_fields=["told_at"])
    letters.where_you_stand(registration, again=again)


def _place(seat: Seat, size: int, now: datetime) -> None:
    """Give seats to who comes in, or the last place in line; run it while the event is held."""
    session = seat.session
    advance(session, now=now)
    fits = sits_at_once(
        capacity=session.capacity,
        taken=taken(session),
        is_anybody_waiting=_line(session).exists(),
        size=size,
    )
    seat.stand(SeatState.CONFIRMED if fits else SeatState.WAITING)
    seat.turn, seat.size = next_turn(session), size
    seat.save()


def _lapse(session: Session, now: datetime) -> list[Seat]:
    """End the offers whose time is over, and tell; return them."""
    over = list(
        Seat.objects.filter(session=session, state=SeatState.OFFERED, offered_until__lte=now).select_related(
            "registration"
        )
    )
    for seat in over:
        seat.session = session
        seat.stand(SeatState.LAPSED)
        seat.save(update_fields=Seat.STANDING)
        letters.offer_lapsed(seat)
    return over


def _offer(seat: Seat, until: datetime) -> None:
    seat.stand(SeatState.OFFERED, until=until)
    seat.save(update_fields=Seat.STANDING)
    letters.seat_offered(seat)


def advance(session: Session, *, now: datetime | None = None) -> list[Seat]:
    """Offer free seats to those whose turn it is, in order, and tell them; return the offers made.

    Run it while the event is held. Nothing is offered for what has begun, is called off, or is no longer in
    the agenda.
    """
    moment = now or timezone.now()
    _lapse(session, moment)
    event = session.event
    if session.starts_at <= moment or session.cancelled_at is not None or event.state != "published":
        return []
    line = list(_line(session).values_list("pk", "size"))
    chosen = whose_turn(capacity=session.capacity, taken=taken(session), line=line) if line else []
    offers = list(Seat.objects.filter(pk__in=chosen).select_related("registration").order_by("turn"))
    for seat in offers:
        seat.session = session
        _offer(seat, min(moment + timedelta(hours=event.offer_hours), session.starts_at))
    return offers


def _check_size(event: Event, sessions: Iterable[Session], size: int) -> None:
    if size > event.most_together:
        raise ValidationError(
            {"size": _("Je kan hoogstens %(most)d mensen samen inschrijven.") % {"most": event.most_together}}
        )
    for session in sessions:
        if session.capacity is not None and size > session.capacity:
            raise ValidationError(
                {
                    "size": _("Zoveel plaatsen zijn er niet: %(most)d in het geheel.")
                    % {"most": session.capacity}
                }
            )


@write("agenda.register", gettext_lazy("ingeschreven"))
def register(
    *,
    actor: Actor,
    event: Event,
    email: str,
    values: Mapping[str, Any],
    sessions: Iterable[Session],
    now: datetime | None = None,
) -> Registration:
    """Register somebody for ``sessions`` of an event: seats where there are, else the last place in line.

    ``values`` holds fields of ``REGISTRATION_FIELDS``. One address registers once: who does so again gets
    his link by mail, and nothing changes. Who left before comes back, at the end of each line. Raises
    ValidationError where one cannot register (any more), or for more people than may come together.
    """
    moment = now or timezone.now()
    lock(event)
    event.refresh_from_db()
    if not is_open(event, moment):
        raise ValidationError(why_closed(event, moment))
    chosen = [row for row in event.sessions.all() if row.pk in {one.pk for one in sessions}]
    chosen = [row for row in chosen if row.starts_at > moment and row.cancelled_at is None]
    if not chosen:
        raise ValidationError(_("Kies minstens één sessie."))
    _check_size(event, chosen, values.get("size", 1))
    digest = digest_of(email)
    known = Registration.objects.filter(event=event, address_digest=digest).first()
    if known is not None and known.seats.filter(state__in=INSIDE).exists():
        known.event = event
        if known.told_at is None or known.told_at < moment - _LINK_AGAIN:
            _tell(known, again=True)
        record(actor=actor, row=known, hub_id=event.hub_id)
        return known
    registration = known or Registration(event=event, address_digest=digest)
    registration.event, registration.email = event, email
    for name in REGISTRATION_FIELDS:
        if name in values:
            setattr(registration, name, values[name])
    registration.save()
    seats = {seat.session_id: seat for seat in registration.seats.all()}
    for session in chosen:
        session.event = event
        seat = seats.get(session.pk) or Seat(registration=registration)
        seat.session = session
        _place(seat, registration.size, moment)
    _tell(registration)
    record(actor=actor, row=registration, hub_id=event.hub_id, changes={"size": [0, registration.size]})
    return registration


def _of(registration: Registration, session: Session | None) -> list[Seat]:
    """Return the seats of a registration, or the one of ``session``, with their session and event at hand."""
    rows = registration.seats.select_related("session").order_by("session__starts_at")
    if session is not None:
        rows = rows.filter(session=session)
    found = list(rows)
    for seat in found:
        seat.registration = registration
        seat.session.event = registration.event
    return found


def _out(seat: Seat, state: SeatState) -> None:
    seat.stand(state)
    seat.save(update_fields=Seat.STANDING)


def _leave(registration: Registration, session: Session | None, moment: datetime) -> list[Seat]:
    event = registration.event
    lock(event)
    left = [seat for seat in _of(registration, session) if seat.state in INSIDE]
    for seat in left:
        if seat.session.starts_at > moment:
            _out(seat, SeatState.CANCELLED)
            advance(seat.session, now=moment)
    return [seat for seat in left if seat.state == SeatState.CANCELLED]


@write("agenda.leave", gettext_lazy("uitgeschreven"))
def leave(
    *, actor: Actor, registration: Registration, session: Session | None = None, now: datetime | None = None
) -> list[Seat]:
    """Cancel for one session or, without it, for all that are to come; the next in line gets an offer.

    Who holds the private link may. A second time changes nothing.
    """
    left = _leave(registration, session, now or timezone.now())
    if left:
        letters.left(registration, left)
    record(
        actor=actor,
        row=registration,
        hub_id=registration.event.hub_id,
        changes={"seats": [len(left), 0]} if left else {},
    )
    return left


@write("agenda.take_out", gettext_lazy("uitgeschreven door de hub"))
def take_out(*, actor: Actor, registration: Registration, now: datetime | None = None) -> list[Seat]:
    """Cancel for somebody who called; he is told by mail."""
    require(perms.may_receive(actor, registration.event))
    left = _leave(registration, None, now or timezone.now())
    if left:
        letters.left(registration, left)
    record(actor=actor, row=registration, hub_id=registration.event.hub_id, changes={"seats": [len(left), 0]})
    return left


def _offer_of(registration: Registration, session: Session, moment: datetime) -> Seat:
    lock(registration.event)
    seat = next(iter(_of(registration, session)), None)
    if seat is None or seat.state != SeatState.OFFERED:
        raise OfferGone(_("Dit aanbod geldt niet meer."))
    return seat


@write("agenda.accept_seat", gettext_lazy("aangeboden plaats aanvaard"))
def accept(
    *, actor: Actor, registration: Registration, session: Session, now: datetime | None = None
) -> Seat:
    """Take the seat that was offered. Raises OfferGone where the offer was answered or its time is over."""
    moment = now or timezone.now()
    seat = _offer_of(registration, session, moment)
    if seat.offered_until is None or seat.offered_until <= moment:
        raise OfferGone(_("De tijd van dit aanbod is voorbij. Je kan opnieuw achteraan aansluiten."))
    _out(seat, SeatState.CONFIRMED)
    _tell(registration)
    record(actor=actor, row=registration, hub_id=registration.event.hub_id, changes={"seats": [0, seat.size]})
    return seat


@write("agenda.decline_seat", gettext_lazy("aangeboden plaats geweigerd"))
def decline(
    *, actor: Actor, registration: Registration, session: Session, now: datetime | None = None
) -> Seat:
    """Let the seat that was offered go to the next in line. Raises OfferGone as ``accept`` does."""
    moment = now or timezone.now()
    seat = _offer_of(registration, session, moment)
    _out(seat, SeatState.DECLINED)
    advance(seat.session, now=moment)
    record(actor=actor, row=registration, hub_id=registration.event.hub_id, changes={"seats": [seat.size, 0]})
    return seat


@write("agenda.come_back", gettext_lazy("opnieuw ingeschreven"))
def come_back(
    *, actor: Actor, registration: Registration, session: Session, now: datetime | None = None
) -> Seat:
    """Register again for a session that one left, declined or let lapse: at the end of the line.

    Raises ValidationError where one cannot register any more, or never left.
    """
    moment = now or timezone.now()
    lock(registration.event)
    registration.event.refresh_from_db()
    if not is_open(registration.event, moment) or session.starts_at <= moment or session.cancelled_at:
        raise ValidationError(why_closed(registration.event, moment))
    seat = next(iter(_of(registration, session)), None) or Seat(registration=registration, session=session)
    seat.session.event = registration.event
    if seat.pk is not None and seat.state not in OUTSIDE:
        raise ValidationError(_("Je staat er al bij."))
    _check_size(registration.event, [session], registration.size)
    _place(seat, registration.size, moment)
    _tell(registration)
    record(actor=actor, row=registration, hub_id=registration.event.hub_id, changes={"seats": [0, seat.size]})
    return seat


@write("agenda.change_registration", gettext_lazy("inschrijving veranderd"))
def change_registration(
    *, actor: Actor, registration: Registration, values: Mapping[str, Any], now: datetime | None = None
) -> Registration:
    """Change what somebody said of himself; with fewer people seats come free, in line the turn stays.

    With more people: who sits keeps the seats where there are enough and nobody waits, who waits goes to the
    end of the line. Raises ValidationError where there are not enough, or where an offer is open: what was
    offered is for so many.
    """
    moment = now or timezone.now()
    event = registration.event
    lock(event)
    before, size = registration.size, values.get("size", registration.size)
    for seat in _of(registration, None):
        advance(seat.session, now=moment)
    seats = [
        seat for seat in _of(registration, None) if seat.state in INSIDE and seat.session.starts_at > moment
    ]
    _check_size(event, [seat.session for seat in seats], size)
    for seat in seats:
        if size != seat.size:
            _resize(seat, size, moment)
    for name in REGISTRATION_FIELDS:
        if name in values:
            setattr(registration, name, values[name])
    registration.save()
    record(actor=actor, row=registration, hub_id=event.hub_id, changes={"size": [before, size]})
    return registration


def _resize(seat: Seat, size: int, moment: datetime) -> None:
    session = seat.session
    if size < seat.size:
        seat.size = size
        seat.save(update_fields=["size"])
        advance(session, now=moment)
        return
    if seat.state == SeatState.WAITING:
        seat.size, seat.turn = size, next_turn(session)
        seat.save(update_fields=["size", "turn"])
        advance(session, now=moment)
        return
    is_enough = sits_at_once(
        capacity=session.capacity,
        taken=taken(session) - seat.size,
        is_anybody_waiting=_line(session).exists(),
        size=size,
    )
    if seat.state == SeatState.OFFERED or not is_enough:
        raise ValidationError({"size": _("Voor zoveel mensen is er geen plaats meer vrij.")})
    seat.size = size
    seat.save(update_fields=["size"])


@write("agenda.move_line", gettext_lazy("wachtlijst opgeschoven"))
def _move_line(*, actor: Actor, session: Session, now: datetime) -> int:
    lock(session.event)
    offers = advance(session, now=now)
    record(actor=actor, row=session, hub_id=session.event.hub_id, changes={"seats": [0, len(offers)]})
    return len(offers)


def move_lines(*, actor: Actor, now: datetime | None = None) -> int:
    """End the offers whose time is over and offer their seats to the next; return how many sessions.

    Run it inside ``scope.everywhere``. Each session is its own transaction.
    """
    require(actor.is_system)
    moment = now or timezone.now()
    over = Seat.objects.filter(state=SeatState.OFFERED, offered_until__lte=moment)
    keys = list(over.order_by().values_list("session_id", flat=True).distinct())
    for session in Session.objects.filter(pk__in=keys).select_related("event"):
        _move_line(actor=actor, session=session, now=moment)
    return len(keys)
