"""Cases from a coordinator's own list: opened with their number, stage, day and note; taken back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.imports import Made, RowKept, leaned_on
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases import perms
from circulairwerkt.cases.models import Case, CaseNumbering, Entry, Party
from circulairwerkt.cases.services.cases import next_number
from circulairwerkt.cases.stages import Position
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation


@write("cases.import_case", _("dossier ingelezen"))
def import_case(
    *,
    actor: Actor,
    hub: Hub,
    title: str,
    position: Position,
    opened_on: date | None = None,
    year: int | None = None,
    number: int | None = None,
    note: str = "",
    organisation: Organisation | None = None,
) -> Made:
    """Open a case that was followed elsewhere before, where it stands; its number is kept where it is free.

    Opened on ``opened_on``; for standing still and for erasing, the reading in is the last thing that
    happened: nobody knows of anything later.
    """
    require(perms.may_open(actor, hub))
    now = timezone.now()
    opened_at = now
    if opened_on is not None:
        opened_at = min(now, timezone.make_aware(datetime.combine(opened_on, time(12))))
    year = year or timezone.localdate(opened_at).year
    case: Case = Case._base_manager.create(
        hub=hub,
        year=year,
        number=_number(hub.pk, year, number),
        title=title,
        stage=position.stage,
        exit=position.exit,
        exit_since=now if position.exit else None,
        exit_reason=str(_("Zo stond het in het ingelezen bestand.")) if position.exit else "",
        stage_since=opened_at,
        opened_at=opened_at,
        moved_at=now,
        owner_id=actor.user_id,
        opened_by_id=actor.user_id,
    )
    made = {"cases.case": (case.pk, case.version)}
    if note:
        entry = Entry.objects.create(case=case, text=note, author_id=actor.user_id, at=now)
        made["cases.entry"] = (entry.pk, 1)
    if organisation is not None:
        party = Party.objects.create(case=case, organisation=organisation)
        made["cases.party"] = (party.pk, 1)
    record(actor=actor, row=case, hub_id=hub.pk, changes={"stage": [None, case.stage]})
    return Made(name=f"{case.reference} {case.title}", rows=made)


def _number(hub_id: int, year: int, wanted: int | None) -> int:
    """Return ``wanted`` where it is free, else the next; the row of the hub's year is the lock."""
    if wanted is None:
        return next_number(hub_id, year)
    taken = Case._base_manager.filter(hub_id=hub_id, year=year)
    CaseNumbering.objects.get_or_create(
        hub_id=hub_id,
        year=year,
        defaults={"last": taken.aggregate(most=Max("number"))["most"] or 0},
    )
    numbering = CaseNumbering.objects.select_for_update().get(hub_id=hub_id, year=year)
    if taken.filter(number=wanted).exists():
        return next_number(hub_id, year)
    if wanted > numbering.last:
        numbering.last = wanted
        numbering.save(update_fields=["last"])
    return wanted


@write("cases.undo_import", _("ingelezen dossier teruggenomen"))
def undo_import(*, actor: Actor, hub: Hub, rows: Mapping[str, Sequence[int]]) -> None:
    """Remove the case that a row of a file became. Raises RowKept where anything happened in it since."""
    require(perms.may_open(actor, hub))
    if "cases.case" not in rows:
        record(actor=actor, row=hub, hub_id=hub.pk, changes={})
        return
    key, version = rows["cases.case"]
    case = Case._base_manager.select_for_update(of=("self",)).filter(pk=key, hub=hub).first()
    if case is None or case.version != version or leaned_on(case, rows):
        raise RowKept
    record(actor=actor, row=case, hub_id=hub.pk, changes={"taken_back": [case.reference, None]})
    case.delete()
