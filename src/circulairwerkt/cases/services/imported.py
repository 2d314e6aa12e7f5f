"""Cases from a coordinator's own list: opened with their number, stage, day and note; taken back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, record_all, write
from circulairwerkt.base.imports import Made, MadeRows, RowRefused, Wanted, gone, leaned_on, unchanged
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases import perms
from circulairwerkt.cases.models import Case, CaseNumbering, Entry, Party
from circulairwerkt.hubs.models import Hub

_CASE, _ENTRY, _PARTY = "cases.case", "cases.entry", "cases.party"


@write("cases.import_cases", gettext_lazy("dossier ingelezen"))
def import_cases(*, actor: Actor, hub: Hub, rows: Sequence[Wanted]) -> list[Made | RowRefused]:
    """Open cases that were followed elsewhere before, each where it stands; its number is kept where it is
    free, else it gets the next. A twin that is there stays as it is.

    Opened on their day; for standing still and for erasing, the reading in is the last thing that happened:
    nobody knows of anything later.
    """
    require(perms.may_open(actor, hub))
    there = Case._base_manager.filter(hub=hub).in_bulk({row.use for row in rows if row.use is not None})
    new = [row.values for row in rows if row.use is None]
    now = timezone.now()
    numbers = _numbers(hub.pk, [(values["year"], values["number"]) for values in new])
    cases = Case._base_manager.bulk_create(
        [_opened(actor, hub, values, number, now) for values, number in zip(new, numbers, strict=True)]
    )
    entries = Entry.objects.bulk_create(
        [
            Entry(case=case, text=values["note"], author_id=actor.user_id, at=now)
            for case, values in zip(cases, new, strict=True)
            if values["note"]
        ]
    )
    parties = Party.objects.bulk_create(
        [
            Party(case=case, organisation_id=values["organisation"])
            for case, values in zip(cases, new, strict=True)
            if values["organisation"] is not None
        ]
    )
    record_all(actor=actor, rows=cases, hub_id=hub.pk, changes=lambda case: {"stage": [None, case.stage]})
    if not cases:
        record(actor=actor, row=hub, hub_id=hub.pk)
    keys = {case.pk: {_CASE: (case.pk, case.version)} for case in cases}
    for label, parts in ((_ENTRY, entries), (_PARTY, parties)):
        for part in parts:
            keys[part.case_id][label] = (part.pk, 1)
    made = iter(cases)
    return [_told(row, there, made, keys) for row in rows]


def _told(
    row: Wanted,
    there: Mapping[int, Case],
    made: Any,
    keys: Mapping[int, Mapping[str, tuple[int, int]]],
) -> Made | RowRefused:
    if row.use is not None and row.use not in there:
        return gone()
    case: Case = there[row.use] if row.use is not None else next(made)
    return Made(name=f"{case.reference} {case.title}", rows={} if row.use is not None else keys[case.pk])


def _opened(actor: Actor, hub: Hub, values: Mapping[str, Any], number: int, now: datetime) -> Case:
    opened_at = now
    if values["date"]:
        day = date.fromisoformat(values["date"])
        opened_at = min(now, timezone.make_aware(datetime.combine(day, time(12))))
    return Case(
        hub=hub,
        year=values["year"],
        number=number,
        title=values["title"],
        stage=values["stage"],
        exit=values["exit"],
        exit_since=now if values["exit"] else None,
        exit_reason=str(_("Zo stond het in het ingelezen bestand.")) if values["exit"] else "",
        stage_since=opened_at,
        opened_at=opened_at,
        moved_at=now,
        owner_id=actor.user_id,
        opened_by_id=actor.user_id,
    )


def _numbers(hub_id: int, wanted: Sequence[tuple[int, int | None]]) -> list[int]:
    """Give each its number where that is free, else the next; the row of the hub's year is the lock."""
    last: dict[int, int] = {}
    taken: dict[int, set[int]] = {}
    for year in sorted({year for year, _number in wanted}):
        cases = Case._base_manager.filter(hub_id=hub_id, year=year)
        CaseNumbering.objects.get_or_create(
            hub_id=hub_id,
            year=year,
            defaults={"last": cases.aggregate(most=Max("number"))["most"] or 0},
        )
        last[year] = CaseNumbering.objects.select_for_update().get(hub_id=hub_id, year=year).last
        asked = {number for its, number in wanted if its == year and number is not None}
        taken[year] = set(cases.filter(number__in=asked).values_list("number", flat=True))
    given = []
    for year, number in wanted:
        if number is None or number in taken[year]:
            number = last[year] + 1
        last[year] = max(last[year], number)
        taken[year].add(number)
        given.append(number)
    for year, number in last.items():
        CaseNumbering.objects.filter(hub_id=hub_id, year=year).update(last=number)
    return given


@write("cases.undo_import", gettext_lazy("ingelezen dossier teruggenomen"))
def undo_import(*, actor: Actor, hub: Hub, made: Sequence[MadeRows]) -> list[bool]:
    """Remove cases that rows of a file became; where anything happened since it stays. Tells which went."""
    require(perms.may_open(actor, hub))
    found = {key: case for key, case in unchanged(Case, made).items() if case.hub_id == hub.pk}
    leaning = leaned_on(Case, list(found), made)
    going = [case for key, case in found.items() if key not in leaning]
    record_all(
        actor=actor,
        rows=going,
        hub_id=hub.pk,
        changes=lambda case: {"taken_back": [case.reference, None]},
    )
    keys = {case.pk for case in going}
    Case._base_manager.filter(pk__in=keys).delete()
    told = [_CASE not in rows or rows[_CASE][0] in keys for rows in made]
    if not going:
        record(actor=actor, row=hub, hub_id=hub.pk)
    return told
