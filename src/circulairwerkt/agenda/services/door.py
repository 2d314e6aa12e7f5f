"""Who comes in at the door without having registered: written down by name, and taken back."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.agenda import perms
from circulairwerkt.agenda.models import Registration, Seat, Session, State
from circulairwerkt.agenda.services.registrations import advance, lock, next_turn
from circulairwerkt.agenda.waiting import SeatState
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require

#: An event just after midnight has its door open the evening before.
_OPENS_BEFORE = timedelta(hours=3)
#: How long after a session a list on paper may still be copied.
_COPIED_WITHIN = timedelta(days=60)


def is_door_open(session: Session, now: datetime) -> bool:
    """Whether one can come in at ``now``: from the morning of that day on, and for paper lists a while after.

    Not before: who comes in passes the waiting list, and only somebody who stands there may.
    """
    if session.cancelled_at is not None or session.event.state != State.PUBLISHED:
        return False
    opens = timezone.localtime(session.starts_at - _OPENS_BEFORE).date()
    begun = opens <= timezone.localtime(now).date()
    return begun and now <= session.ends_at + _COPIED_WITHIN


@write("agenda.walk_in", gettext_lazy("aan de deur bijgeschreven"))
def walk_in(
    *,
    actor: Actor,
    session: Session,
    name: str,
    organisation: str = "",
    key: str,
    at: datetime | None = None,
    now: datetime | None = None,
) -> Seat:
    """Write down somebody who stands at the door, and tick him; a full room does not send him away.

    ``key`` names this entry on the phone: told twice, it is one. Who is in the list of the session by the
    same name and was not ticked yet, with a seat, in line or gone, is ticked there, so that nobody stands in
    it twice. Raises ValidationError where it is not that day yet, or where it is called off.
    """
    event = session.event
    require(perms.may_receive(actor, event))
    moment = now or timezone.now()
    if not is_door_open(session, moment):
        raise ValidationError(_("Dit kan vanaf de dag zelf, als de activiteit doorgaat."))
    lock(event)
    seats = Seat.objects.filter(session=session).select_related("registration")
    again = seats.filter(registration__door_key=key).first()
    if again is not None:
        record(actor=actor, row=again, hub_id=event.hub_id)
        return again
    unticked = Q(came__isnull=True) | Q(came=0)
    expected = seats.filter(unticked, registration__name__iexact=name, size=1)
    seat = expected.order_by("turn").first()
    if seat is None:
        registration = Registration.objects.create(
            event=event, name=name, organisation=organisation, door_key=key
        )
        seat = Seat(registration=registration, session=session, turn=next_turn(session))
    seat.stand(SeatState.CONFIRMED)
    seat.came, seat.came_at, seat.came_by_id = 1, at or moment, actor.user_id
    seat.save()
    record(actor=actor, row=seat, hub_id=event.hub_id, changes={"came": [None, 1]})
    return seat


@write("agenda.take_back_walk_in", gettext_lazy("bijschrijven aan de deur teruggenomen"))
def take_back_walk_in(*, actor: Actor, registration: Registration) -> None:
    """Take somebody away who was written down by mistake.

    Raises ValidationError for who registered: he is not ticked, or taken out by ``take_out``.
    """
    event = registration.event
    require(perms.may_receive(actor, event))
    if not registration.is_walk_in:
        raise ValidationError(_("Wie zelf inschreef, haal je hier niet weg."))
    lock(event)
    sessions = [seat.session for seat in registration.seats.select_related("session__event")]
    record(actor=actor, row=registration, hub_id=event.hub_id, changes={"seats": [len(sessions), 0]})
    registration.delete()
    for session in sessions:
        advance(session)
