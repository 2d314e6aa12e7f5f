"""Writes to who is away from a hub and who replaces him."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.accounts.models import User
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.hubs.absences import who_may_read
from circulairwerkt.hubs.models import Absence, Hub
from circulairwerkt.hubs.perms import may_manage_members

#: Longer than this is no absence: a role ends, and somebody else takes it.
MOST_DAYS = 366


@write("hubs.note_absence", _("afwezigheid genoteerd"))
def note_absence(
    *, actor: Actor, hub: Hub, user: User, first_day: date, last_day: date, replacement: User | None = None
) -> Absence:
    """Note that ``user`` is away from ``first_day`` to ``last_day``, and who reads instead.

    Raises ValidationError for days that are over or too many, for days that were noted before, and where one
    of the two does not work at the hub.
    """
    require(may_manage_members(actor, hub))
    _check_days(first_day, last_day)
    able = set(who_may_read(hub).values_list("pk", flat=True))
    if user.pk not in able:
        raise ValidationError({"user": _("Deze persoon beantwoordt geen vragen bij je hub.")})
    if replacement is not None and (replacement.pk not in able or replacement.pk == user.pk):
        raise ValidationError(
            {"replacement": _("Kies iemand anders van je hub die vragen mag beantwoorden.")}
        )
    # Locks the hub (PostgreSQL; SQLite has one writer): of two notes of the same days one is refused.
    Hub.objects.select_for_update().get(pk=hub.pk)
    if Absence.objects.filter(
        hub=hub, user=user, withdrawn_at__isnull=True, first_day__lte=last_day, last_day__gte=first_day
    ).exists():
        raise ValidationError(
            {"first_day": _("Voor een deel van deze dagen is al een afwezigheid genoteerd.")}
        )
    absence: Absence = Absence.objects.create(
        hub=hub,
        user=user,
        replacement=replacement,
        first_day=first_day,
        last_day=last_day,
        noted_by_id=actor.user_id,
    )
    record(
        actor=actor,
        row=absence,
        hub_id=hub.pk,
        changes={"first_day": [None, first_day], "last_day": [None, last_day]},
    )
    return absence


def _check_days(first_day: date, last_day: date) -> None:
    if last_day < first_day:
        raise ValidationError({"last_day": _("De laatste dag ligt voor de eerste dag.")})
    if last_day < timezone.localdate():
        raise ValidationError({"last_day": _("Deze dagen zijn al voorbij.")})
    if (last_day - first_day).days >= MOST_DAYS:
        raise ValidationError(
            {"last_day": _("Dat is langer dan een jaar. Stop dan de rol en nodig iemand anders uit.")}
        )


@write("hubs.withdraw_absence", _("afwezigheid teruggenomen"))
def withdraw_absence(*, actor: Actor, absence: Absence) -> Absence:
    """Take an absence back: the person is there after all. A second time changes nothing but the trail."""
    require(may_manage_members(actor, absence.hub))
    if absence.withdrawn_at is None:
        absence.withdrawn_at = timezone.now()
        absence.save(update_fields=["withdrawn_at"])
    record(actor=actor, row=absence, hub_id=absence.hub_id, changes={"withdrawn": [False, True]})
    return absence
