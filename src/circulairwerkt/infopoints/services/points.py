"""Where and when one can walk in: kept by the coordinator."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from circulairwerkt.accounts.models import User
from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.infopoints import perms
from circulairwerkt.infopoints.models import ClosedDays, InfoPoint

EDITABLE = (
    "name",
    "words",
    "place_name",
    "street",
    "municipality",
    "lat",
    "lon",
    "hours",
    "who",
    "takes_appointments",
    "slot_minutes",
    "desks",
    "is_shown",
)
#: Longer than this an info point is not closed: then it is no longer shown.
MOST_DAYS = 366
_SLUG_LENGTH = 120


def _free_slug(name: str) -> str:
    """Return an address that no other info point has."""
    plain = slugify(name)[:_SLUG_LENGTH].strip("-") or "infopunt"
    taken = set(InfoPoint._base_manager.filter(slug__startswith=plain).values_list("slug", flat=True))
    number, slug = 1, plain
    while slug in taken:
        number += 1
        slug = f"{plain}-{number}"
    return slug


@write("infopoints.save", _("infopunt bijgewerkt"))
def save_point(
    *,
    actor: Actor,
    point: InfoPoint,
    seen_version: int,
    values: Mapping[str, Any],
    hosts: Collection[User],
) -> InfoPoint:
    """Write where, when and with whom; a new row has no key yet. Its address on the site never changes.

    Appointments that were made stay as they are, also outside the new hours. Raises EditConflict where it was
    changed since ``seen_version``.
    """
    require(perms.may_edit(actor, point))
    filled = {name: values[name] for name in EDITABLE if name in values}
    changes = differences(point, filled) if point.pk else {"name": ["", filled["name"]]}
    for name, value in filled.items():
        setattr(point, name, value)
    point.visibility = Visibility.PUBLIC if point.is_shown else Visibility.HUB
    if not point.pk:
        point.slug = _free_slug(point.name)
        point.is_example = point.hub.is_example
    point.add_or_succeed(seen_version, [*filled, "visibility"])
    before = sorted(point.hosts.values_list("pk", flat=True))
    point.hosts.set(hosts)
    after = sorted(host.pk for host in hosts)
    if before != after:
        changes["hosts"] = [before, after]
    record(actor=actor, row=point, hub_id=point.hub_id, changes=changes)
    return point


@write("infopoints.note_closed", _("infopunt gesloten op deze dagen"))
def note_closed(
    *, actor: Actor, point: InfoPoint, first_day: date, last_day: date, reason: str = ""
) -> ClosedDays:
    """Close it on these days. Raises ValidationError for days that are over or too many, and where somebody
    has an appointment: that is cancelled first, so that he knows.
    """
    require(perms.may_edit(actor, point))
    if last_day < first_day:
        raise ValidationError({"last_day": _("De laatste dag ligt voor de eerste dag.")})
    if last_day < timezone.localdate():
        raise ValidationError({"last_day": _("Deze dagen zijn al voorbij.")})
    if (last_day - first_day).days >= MOST_DAYS:
        raise ValidationError({"last_day": _("Dat is langer dan een jaar. Toon het infopunt dan niet meer.")})
    # Holds the info point (PostgreSQL; SQLite has one writer): no appointment slips in while we look.
    InfoPoint._base_manager.select_for_update().get(pk=point.pk)
    start = timezone.make_aware(datetime.combine(first_day, time()))
    end = timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time()))
    if point.appointments.filter(state=SlotState.BOOKED, starts_at__lt=end, ends_at__gt=start).exists():
        raise ValidationError(
            {"first_day": _("Op deze dagen staat een afspraak. Zeg die eerst af, dan weet de bezoeker het.")}
        )
    closed = ClosedDays.objects.create(point=point, first_day=first_day, last_day=last_day, reason=reason)
    changes = {"closed": [None, f"{first_day} - {last_day}"]}
    record(actor=actor, row=point, hub_id=point.hub_id, changes=changes)
    return closed


@write("infopoints.take_back_closed", _("infopunt toch open op deze dagen"))
def take_back_closed(*, actor: Actor, closed: ClosedDays) -> None:
    """It is open after all."""
    point = closed.point
    require(perms.may_edit(actor, point))
    changes = {"closed": [f"{closed.first_day} - {closed.last_day}", None]}
    record(actor=actor, row=point, hub_id=point.hub_id, changes=changes)
    closed.delete()
