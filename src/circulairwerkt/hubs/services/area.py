"""Writes to the area of a hub: the municipalities it serves, from a day on, and the way back."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.hubs.models import Hub, HubArea
from circulairwerkt.hubs.perms import may_edit
from circulairwerkt.reference.models import Municipality

CHANGED = "hubs.set_area"
UNDONE = "hubs.undo_area"


class AreaUndone(ValidationError):
    """The last change of the area cannot be taken back: it was already, or there is none."""


class AreaChanged(ValidationError):
    """Somebody changed the area since it was compared with."""


@dataclass(frozen=True)
class AreaChange:
    """What a list of municipalities would change: NIS codes that come, stay and go."""

    come: tuple[str, ...]
    stay: tuple[str, ...]
    go: tuple[str, ...]


def planned_change(*, hub: Hub, municipalities: Collection[Municipality], replace: bool) -> AreaChange:
    """Return what ``set_area`` would do. ``replace``: the list is the whole area, else it is added to it."""
    wanted = {municipality.nis for municipality in municipalities}
    present = set(
        HubArea.objects.filter(hub=hub, valid_to__isnull=True).values_list("municipality_id", flat=True)
    )
    return AreaChange(
        come=tuple(sorted(wanted - present)),
        stay=tuple(sorted(present & wanted if replace else present)),
        go=tuple(sorted(present - wanted)) if replace else (),
    )


def area_stamp(hub: Hub) -> str:
    """Return what tells one state of a hub's area from another: a digest of its rows."""
    rows = HubArea.objects.filter(hub=hub).order_by("pk").values_list("pk", "municipality_id", "valid_to")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


@write(CHANGED, _("gebied veranderd"))
def set_area(
    *,
    actor: Actor,
    hub: Hub,
    municipalities: Collection[Municipality],
    from_day: date,
    replace: bool,
    source: str = "",
    seen: str = "",
) -> AreaChange:
    """Give a hub its area from ``from_day`` on: what comes gets that first day, what goes the day before as
    its last.

    ``seen``: the ``area_stamp`` of what the change was compared with; AreaChanged is raised where that is no
    longer how it stands. Empty: whatever stands there.
    """
    require(may_edit(actor, hub))
    _one_at_a_time(hub)
    if seen and seen != area_stamp(hub):
        raise AreaChanged(_("Iemand anders veranderde het gebied intussen."))
    change = planned_change(hub=hub, municipalities=municipalities, replace=replace)
    ended = HubArea.objects.filter(hub=hub, valid_to__isnull=True, municipality_id__in=change.go)
    never_held = [row for row in ended if row.valid_from is not None and row.valid_from >= from_day]
    removed = [
        {"nis": row.municipality_id, "from": _text(row.valid_from), "source": row.source}
        for row in never_held
    ]
    HubArea.objects.filter(pk__in=[row.pk for row in never_held]).delete()
    ended_ids = list(ended.values_list("pk", flat=True))
    HubArea.objects.filter(pk__in=ended_ids).update(valid_to=from_day - timedelta(days=1))
    added = HubArea.objects.bulk_create(
        HubArea(hub=hub, municipality_id=nis, valid_from=from_day, source=source) for nis in change.come
    )
    record(
        actor=actor,
        row=hub,
        changes={
            "area": [list(change.go), list(change.come)],
            "from": ["", from_day.isoformat()],
            "_undo": {"added": [row.pk for row in added], "ended": ended_ids, "removed": removed},
        },
        hub_id=hub.pk,
    )
    return change


def _one_at_a_time(hub: Hub) -> None:
    Hub.objects.select_for_update().get(pk=hub.pk)


def last_change(hub: Hub) -> AuditEntry | None:
    """Return the change of the area that can still be taken back, if there is one."""
    entry = (
        AuditEntry.objects.filter(hub_id=hub.pk, action__in=[CHANGED, UNDONE]).order_by("-at", "-id").first()
    )
    return entry if entry is not None and entry.action == CHANGED else None


@write(UNDONE, _("gebied hersteld"))
def undo_area(*, actor: Actor, hub: Hub, seen_entry: int) -> None:
    """Take the last change of the area back, row by row.

    Raises AreaUndone where there is nothing to undo, or where the last change is no longer the one that the
    reader saw, ``seen_entry``.
    """
    require(may_edit(actor, hub))
    _one_at_a_time(hub)
    entry = last_change(hub)
    if entry is None:
        raise AreaUndone(_("Er is niets om ongedaan te maken."))
    if entry.pk != seen_entry:
        raise AreaUndone(_("Iemand anders veranderde het gebied intussen. Kijk eerst wat er nu staat."))
    steps = entry.changes["_undo"]
    HubArea.objects.filter(hub=hub, pk__in=steps["added"]).delete()
    HubArea.objects.filter(hub=hub, pk__in=steps["ended"]).update(valid_to=None)
    HubArea.objects.bulk_create(
        HubArea(
            hub=hub,
            municipality_id=row["nis"],
            valid_from=date.fromisoformat(row["from"]) if row["from"] else None,
            source=row["source"],
        )
        for row in steps["removed"]
    )
    gone, come = entry.changes["area"]
    record(actor=actor, row=hub, changes={"area": [come, gone]}, hub_id=hub.pk)


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
