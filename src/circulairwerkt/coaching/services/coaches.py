"""What a coach says of himself: what he helps with, when he is free, when he is away."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.coaching import perms
from circulairwerkt.coaching.models import Away, Coach

EDITABLE = (
    "words",
    "themes",
    "languages",
    "ways",
    "municipality",
    "lat",
    "lon",
    "where",
    "slot_minutes",
    "hours",
    "is_taking",
)
#: Longer than this is no absence: then one takes nobody.
MOST_DAYS = 366


class AwayInTheWay(ValidationError):
    """Somebody has an appointment on these days."""


@write("coaching.save_coach", _("coach bijgewerkt"))
def save_coach(*, actor: Actor, coach: Coach, seen_version: int, values: Mapping[str, Any]) -> Coach:
    """Write what a coach helps with and when; a new row has no key yet.

    Appointments that were made stay as they are, also outside the new hours. Raises EditConflict where it was
    changed since ``seen_version``.
    """
    require(perms.may_keep(actor, coach))
    filled = {name: values[name] for name in EDITABLE}
    changes = differences(coach, filled)
    for name, value in filled.items():
        setattr(coach, name, value)
    coach.add_or_succeed(seen_version, EDITABLE)
    record(actor=actor, row=coach, hub_id=coach.hub_id, changes=changes)
    return coach


@write("coaching.note_away", _("afwezigheid van een coach genoteerd"))
def note_away(*, actor: Actor, coach: Coach, first_day: date, last_day: date) -> Away:
    """Keep these days free of new appointments.

    Raises ValidationError for days that are over or too many, AwayInTheWay where an appointment was made.
    """
    require(perms.may_keep(actor, coach))
    if last_day < first_day:
        raise ValidationError({"last_day": _("De laatste dag ligt voor de eerste dag.")})
    if last_day < timezone.localdate():
        raise ValidationError({"last_day": _("Deze dagen zijn al voorbij.")})
    if (last_day - first_day).days >= MOST_DAYS:
        raise ValidationError({"last_day": _("Dat is langer dan een jaar. Neem dan even niemand aan.")})
    # Holds the coach (PostgreSQL; SQLite has one writer): no appointment slips in while we look.
    Coach._base_manager.select_for_update().get(pk=coach.pk)
    start = timezone.make_aware(datetime.combine(first_day, time()))
    end = timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time()))
    if coach.meetings.filter(state=SlotState.BOOKED, starts_at__lt=end, ends_at__gt=start).exists():
        raise AwayInTheWay(
            {
                "first_day": _(
                    "Op deze dagen staat een afspraak. Zeg die eerst af, dan weet de ondernemer het."
                )
            }
        )
    away = Away.objects.create(coach=coach, first_day=first_day, last_day=last_day)
    record(actor=actor, row=coach, hub_id=coach.hub_id, changes={"away": [None, f"{first_day} - {last_day}"]})
    return away


@write("coaching.take_back_away", _("afwezigheid van een coach teruggenomen"))
def take_back_away(*, actor: Actor, away: Away) -> None:
    """The coach is there after all."""
    require(perms.may_keep(actor, away.coach))
    record(
        actor=actor,
        row=away.coach,
        hub_id=away.coach.hub_id,
        changes={"away": [f"{away.first_day} - {away.last_day}", None]},
    )
    away.delete()
