"""Appointments: booked by anybody in a free moment, cancelled, and how they went."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base import booking
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.infopoints import letters, perms
from circulairwerkt.infopoints.models import Appointment, InfoPoint, Visit
from circulairwerkt.infopoints.opening import is_free
from circulairwerkt.infopoints.yields import question_keys

#: With one address one keeps no more moments from others than these.
MOST_AHEAD = 2


class NotFree(ValidationError):
    """The moment is no longer free, or never was one of the info point."""


class TooManyAhead(ValidationError):
    """With this address there are as many appointments to come as one may have."""


@write("infopoints.book", gettext_lazy("afspraak gemaakt in een infopunt"))
def book(
    *, actor: Actor, point: InfoPoint, start: datetime, values: Mapping[str, str], language: str = "nl"
) -> Appointment:
    """Take the moment that begins at ``start``; ``values``: name, contact and about.

    Raises NotFree, TooManyAhead. The trail holds nothing of who it is.
    """
    # Holds the info point, so that nothing changes between looking and taking.
    InfoPoint._base_manager.select_for_update().get(pk=point.pk)
    now = timezone.now()
    ahead = point.appointments.filter(contact=values["contact"], state=SlotState.BOOKED, starts_at__gt=now)
    if ahead.count() >= MOST_AHEAD:
        raise TooManyAhead(_("Er staan al twee afspraken op dit adres. Zeg er eerst een af."))
    span = is_free(point, start, now)
    if span is None:
        raise NotFree(_("Dit moment is niet meer vrij. Kies een ander."))
    appointment = Appointment(
        keeper=point,
        starts_at=span.start,
        ends_at=span.end,
        name=values.get("name", ""),
        contact=values["contact"],
        about=values.get("about", ""),
        language=language,
    )
    try:
        booking.take(appointment, places=point.desks, now=now)
    except booking.SlotTaken:
        raise NotFree(_("Dit moment is niet meer vrij. Kies een ander.")) from None
    record(
        actor=actor, row=appointment, hub_id=point.hub_id, changes={"state": [None, str(appointment.state)]}
    )
    letters.booked(appointment)
    return appointment


@write("infopoints.cancel_own", gettext_lazy("afspraak afgezegd door de bezoeker"))
def cancel_own(*, actor: Actor, appointment: Appointment) -> Appointment:
    """Cancel an appointment through its link, until it begins. Raises ValidationError later."""
    if appointment.is_booked and appointment.starts_at <= timezone.now():
        raise ValidationError(_("Deze afspraak is al begonnen."))
    return _moved(actor, appointment, SlotState.CANCELLED, by_hub=False)


@write("infopoints.mark_appointment", gettext_lazy("afspraak in een infopunt bijgewerkt"))
def mark(*, actor: Actor, appointment: Appointment, to: SlotState) -> Appointment:
    """Cancel an appointment, or say once it began whether he came; then it is a visit too, counted once.

    Raises ValidationError for what cannot be any more, and for how it went before it began.
    """
    require(perms.may_serve(actor, appointment.keeper))
    if to not in (SlotState.CANCELLED, SlotState.DONE, SlotState.NO_SHOW):
        raise ValidationError(_("Dat kan niet met een afspraak."))
    if to != SlotState.CANCELLED and appointment.starts_at > timezone.now():
        raise ValidationError(_("De afspraak is nog niet begonnen."))
    now = _moved(actor, appointment, to, by_hub=True)
    if to == SlotState.DONE:
        point = appointment.keeper
        defaults = {
            "hub_id": point.hub_id,
            "point": point,
            "at": appointment.starts_at,
            "words": appointment.about,
            "noted_by_id": actor.user_id,
            "is_example": point.is_example,
        }
        Visit._base_manager.get_or_create(appointment=now, defaults=defaults)
    elif to == SlotState.NO_SHOW:
        # Somebody pressed the wrong button: a visit that became a question stays, it took place.
        Visit._base_manager.filter(appointment=now, pk__in=_without_question(now)).delete()
    return now


def _without_question(appointment: Appointment) -> list[int]:
    """Return the key of its visit where no question came of it."""
    found = question_keys(list(Visit._base_manager.filter(appointment=appointment)))
    return [key for key, questions in found.items() if not questions]


def _moved(actor: Actor, appointment: Appointment, to: SlotState, *, by_hub: bool) -> Appointment:
    """Bring an appointment to ``to``, record it, and tell who does not know it yet."""
    before = appointment.state
    try:
        now = booking.move_on(appointment, to)
    except (booking.NotThatWay, booking.SlotGone):
        raise ValidationError(_("Intussen veranderde iemand deze afspraak.")) from None
    record(
        actor=actor,
        row=now,
        hub_id=appointment.keeper.hub_id,
        changes={"state": [before, str(now.state)]},
    )
    if to == SlotState.CANCELLED and before != to:
        letters.cancelled(now, by_hub=by_hub)
    return now
