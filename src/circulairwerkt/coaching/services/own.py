"""What an entrepreneur does himself, through his private link: the link is the right, its page checks it."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base import booking
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.base.permissions import Actor
from circulairwerkt.coaching import letters
from circulairwerkt.coaching.finding import coaches_at
from circulairwerkt.coaching.models import Coach, Coaching, Meeting, Note, Step
from circulairwerkt.coaching.services.meetings import NotFree, moved, new_meeting, place_of
from circulairwerkt.coaching.services.rows import _empty, _touch
from circulairwerkt.coaching.words import Closing, Way

#: So long a moment waits for him to say yes.
HOLDS = timedelta(minutes=15)


@write("coaching.hold", gettext_lazy("moment vastgehouden"))
def hold(*, actor: Actor, coaching: Coaching, coach: Coach, start: datetime) -> Meeting:
    """Keep a free moment for a quarter of an hour, until he confirms; one at a time.

    Raises ValidationError for a coach of another hub, NotFree, TooManyAhead.
    """
    if not coaches_at(coaching.hub_id).filter(pk=coach.pk, is_taking=True).exists():
        raise ValidationError(_("Deze coach neemt nu niemand aan. Kies een andere."))
    meeting = new_meeting(coaching, coach, start, until=timezone.now() + HOLDS)
    record(actor=actor, row=meeting, hub_id=coaching.hub_id, changes={"state": [None, meeting.state]})
    return meeting


@write("coaching.confirm", gettext_lazy("afspraak bevestigd"))
def confirm(*, actor: Actor, meeting: Meeting, way: str, where: str = "") -> Meeting:
    """Turn a held moment into an appointment; who keeps it becomes his coach where he has none.

    ``where``: the address to which the coach comes, or the number that he calls. Raises NotFree where it was
    held too long and another took it, ValidationError without an address or a number that the way needs.
    """
    if way not in meeting.keeper.ways:
        raise ValidationError({"way": _("Kies een manier die de coach aanbiedt.")})
    if way == Way.VISIT and not where.strip():
        raise ValidationError({"where": _("Zeg op welk adres de coach komt.")})
    if way == Way.PHONE and not where.strip():
        raise ValidationError({"where": _("Zeg op welk nummer de coach belt.")})
    try:
        booked = booking.move_on(meeting, SlotState.BOOKED)
    except (booking.SlotGone, booking.NotThatWay):
        raise NotFree(_("Dit moment is niet meer vrij. Kies een ander.")) from None
    booked.way = way
    booked.where = where.strip() if way in (Way.VISIT, Way.PHONE) else place_of(booked.keeper, way)
    booked.save(update_fields=["way", "where"])
    coaching = booked.coaching
    if coaching.coach_id is None:
        coaching.coach = booked.keeper
    _touch(coaching, "coach")
    record(actor=actor, row=booked, hub_id=coaching.hub_id, changes={"state": [SlotState.HELD, booked.state]})
    letters.booked(booked)
    return booked


@write("coaching.let_go", gettext_lazy("moment losgelaten"))
def let_go(*, actor: Actor, meeting: Meeting) -> None:
    """Give a held moment back before its time is over. Raises NotFree where it is an appointment already."""
    record(actor=actor, row=meeting, hub_id=meeting.coaching.hub_id, changes={"let_go": [False, True]})
    try:
        booking.move_on(meeting, booking.OPEN)
    except booking.NotThatWay:
        raise NotFree(_("Dit is al een afspraak.")) from None


@write("coaching.cancel_own", gettext_lazy("afspraak afgezegd door de ondernemer"))
def cancel_own(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Cancel an appointment, until it begins. Raises ValidationError later."""
    if meeting.is_booked and meeting.starts_at <= timezone.now():
        raise ValidationError(_("Deze afspraak is al begonnen."))
    return moved(actor, meeting, SlotState.CANCELLED)


@write("coaching.write_own", gettext_lazy("bericht van de ondernemer"))
def write_as_entrepreneur(*, actor: Actor, coaching: Coaching, text: str) -> Note:
    """Write something that his coach and the hub read. Raises ValidationError once it was withdrawn."""
    if coaching.closing == Closing.WITHDRAWN:
        raise ValidationError(_("Je trok dit in. Er kan niets meer bij."))
    note = Note.objects.create(coaching=coaching, text=text)
    _touch(coaching)
    record(actor=actor, row=coaching, hub_id=coaching.hub_id, changes={"noted": [False, True]})
    letters.noted(coaching, by_entrepreneur=True)
    return note


@write("coaching.mark_own_step", gettext_lazy("actie afgevinkt door de ondernemer"))
def mark_own_step(*, actor: Actor, step: Step, is_done: bool) -> Step:
    """Tick what he said he would do, or take the tick away."""
    step.done_at = timezone.now() if is_done else None
    step.save(update_fields=["done_at"])
    _touch(step.coaching)
    record(actor=actor, row=step, hub_id=step.coaching.hub_id, changes={"done": [not is_done, is_done]})
    return step


@write("coaching.withdraw", gettext_lazy("begeleiding ingetrokken"))
def withdraw(*, actor: Actor, coaching: Coaching) -> Coaching:
    """Stop, and erase at once who he is and what was said; appointments to come are cancelled.

    A second time changes nothing but the trail.
    """
    for meeting in coaching.meetings.filter(state=SlotState.BOOKED, starts_at__gt=timezone.now()):
        moved(actor, meeting, SlotState.CANCELLED)
    for meeting in coaching.meetings.filter(state=SlotState.HELD):
        booking.move_on(meeting, booking.OPEN)
    coaching.refresh_from_db()
    if coaching.closing != Closing.WITHDRAWN:
        coaching.closed_at, coaching.closing = timezone.now(), Closing.WITHDRAWN
        _empty(coaching)
        _touch(coaching, "closed_at", "closing")
    record(actor=actor, row=coaching, hub_id=coaching.hub_id, changes={"closed": [False, True]})
    return coaching
