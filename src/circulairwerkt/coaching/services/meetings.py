"""Appointments: booked in a free moment, cancelled, and how they went."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base import booking
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.coaching import letters, perms
from circulairwerkt.coaching.finding import is_free
from circulairwerkt.coaching.models import Coach, Coaching, Meeting
from circulairwerkt.coaching.services.rows import _touch
from circulairwerkt.coaching.words import Way

#: An entrepreneur keeps no more moments from others than these.
MOST_AHEAD = 2


class NotFree(ValidationError):
    """The moment is no longer free, or never was one of the coach."""


class TooManyAhead(ValidationError):
    """The entrepreneur has as many appointments to come as one may have."""


def place_of(coach: Coach, way: str) -> str:
    """Return where the coach receives, for a way in which one comes to him; else nothing."""
    return coach.where if way in (Way.HUB, Way.ONLINE) else ""


def new_meeting(
    coaching: Coaching, coach: Coach, start: datetime, *, until: datetime | None = None
) -> Meeting:
    """Take the moment of ``coach`` that begins at ``start``: booked, or held ``until`` then.

    The coaching is held first, the coach second, always in this order. Raises NotFree, TooManyAhead, and
    ValidationError once it was closed.
    """
    now = timezone.now()
    there: Coaching = Coaching._base_manager.select_for_update(of=("self",)).get(pk=coaching.pk)
    if not there.is_open:
        raise ValidationError(_("Deze begeleiding is afgesloten."))
    # A moment that he chose before and did not confirm makes room for the new one.
    for held in there.meetings.filter(state=SlotState.HELD):
        booking.move_on(held, booking.OPEN)
    if there.meetings.filter(state=SlotState.BOOKED, starts_at__gt=now).count() >= MOST_AHEAD:
        raise TooManyAhead(_("Er staan al twee afspraken. Zeg er eerst een af."))
    span = is_free(coach, start)
    if span is None:
        raise NotFree(_("Dit moment is niet meer vrij. Kies een ander."))
    way = next((way for way in Way.values if way in coach.ways), "")
    meeting = Meeting(
        coaching=coaching,
        keeper=coach,
        starts_at=span.start,
        ends_at=span.end,
        way=way,
        where=place_of(coach, way),
    )
    try:
        return booking.take(meeting, until=until, now=now)
    except booking.SlotTaken:
        raise NotFree(_("Dit moment is niet meer vrij. Kies een ander.")) from None


@write("coaching.book", gettext_lazy("afspraak gemaakt"))
def book(*, actor: Actor, coaching: Coaching, start: datetime) -> Meeting:
    """Agree a moment with the entrepreneur, such as on the phone, with the coach who coaches him."""
    require(perms.may_work(actor, coaching))
    if coaching.coach is None:
        raise ValidationError(_("Duid eerst een coach aan."))
    meeting = new_meeting(coaching, coaching.coach, start)
    _touch(coaching)
    record(actor=actor, row=meeting, hub_id=coaching.hub_id, changes={"state": [None, meeting.state]})
    letters.booked(meeting)
    return meeting


@write("coaching.mark_meeting", gettext_lazy("afspraak bijgewerkt"))
def mark(*, actor: Actor, meeting: Meeting, to: SlotState) -> Meeting:
    """Cancel an appointment, or say how it went once it began.

    Raises ValidationError for what cannot be any more, and for how it went before it began.
    """
    require(perms.may_work(actor, meeting.coaching))
    if to not in (SlotState.CANCELLED, SlotState.DONE, SlotState.NO_SHOW):
        raise ValidationError(_("Dat kan niet met een afspraak."))
    if to != SlotState.CANCELLED and meeting.starts_at > timezone.now():
        raise ValidationError(_("De afspraak is nog niet begonnen."))
    return moved(actor, meeting, to)


def moved(actor: Actor, meeting: Meeting, to: SlotState) -> Meeting:
    """Bring an appointment to ``to``, record it, and tell both where it does not take place."""
    before = meeting.state
    try:
        now = booking.move_on(meeting, to)
    except (booking.NotThatWay, booking.SlotGone):
        raise ValidationError(_("Intussen veranderde iemand deze afspraak.")) from None
    _touch(meeting.coaching)
    record(actor=actor, row=now, hub_id=meeting.coaching.hub_id, changes={"state": [before, str(now.state)]})
    if to == SlotState.CANCELLED and before != to:
        letters.cancelled(now)
    return now
