"""What the clock does for info points: reminders, and erasing when the time is over."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.infopoints import letters
from circulairwerkt.infopoints.models import Appointment, Visit

#: So long before it begins one is reminded; not of what was agreed within that time.
REMIND_BEFORE = timedelta(hours=24)
#: Rows that one round erases, so that nobody waits for it.
_AT_ONCE = 500
_WHO = ("name", "contact", "about")


@write("infopoints.remind", gettext_lazy("herinnerd aan een afspraak in een infopunt"))
def _remind(*, actor: Actor, appointment: Appointment, now: datetime) -> None:
    appointment.reminded_at = now
    appointment.save(update_fields=["reminded_at"])
    hub_id = appointment.keeper.hub_id
    record(actor=actor, row=appointment, hub_id=hub_id, changes={"reminded": [False, True]})
    letters.remind(appointment)


def remind_of_appointments(*, actor: Actor, now: datetime | None = None) -> int:
    """Mail visitors, once, the day before they come; return for how many appointments."""
    require(actor.is_system)
    moment = now or timezone.now()
    due = Appointment.objects.filter(
        state=SlotState.BOOKED,
        reminded_at__isnull=True,
        contact__contains="@",
        starts_at__gt=moment,
        starts_at__lte=moment + REMIND_BEFORE,
    ).select_related("keeper__municipality")
    fresh = [each for each in due if each.state_since <= each.starts_at - REMIND_BEFORE]
    for appointment in fresh:
        _remind(actor=actor, appointment=appointment, now=moment)
    return len(fresh)


@write("infopoints.erase", gettext_lazy("persoonsgegevens gewist: termijn voorbij"))
def _erase(*, actor: Actor, appointments: list[int], visits: list[int]) -> None:
    Appointment.objects.filter(pk__in=appointments).update(**dict.fromkeys(_WHO, ""))
    Visit.objects.filter(pk__in=visits).update(words="")
    for row in (Appointment(pk=0), Visit(pk=0)):
        count = len(appointments if isinstance(row, Appointment) else visits)
        record(actor=actor, row=row, changes={"erased": [count, 0]})


def erase_old(*, actor: Actor, now: datetime | None = None) -> int:
    """Erase who came and what it was about once its time is over; return of how many rows.

    Run it inside ``scope.everywhere``.
    """
    require(actor.is_system)
    moment = now or timezone.now()
    told = Q(**dict.fromkeys(_WHO, ""))
    appointments = Appointment.objects.filter(
        ends_at__lt=moment - timedelta(days=Appointment.RETENTION_DAYS)
    ).exclude(told)
    visits = Visit.objects.filter(at__lt=moment - timedelta(days=Visit.RETENTION_DAYS)).exclude(words="")
    wanted = [list(rows.values_list("pk", flat=True)[:_AT_ONCE]) for rows in (appointments, visits)]
    if any(wanted):
        _erase(actor=actor, appointments=wanted[0], visits=wanted[1])
    return sum(len(each) for each in wanted)
