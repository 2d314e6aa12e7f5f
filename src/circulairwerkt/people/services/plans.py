"""Growth plans in and out as a file, so that no plan is kept twice: read in again, a file changes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people import perms, plans, queries
from circulairwerkt.people.models import Look, Note, PersonFile, Purpose
from circulairwerkt.people.plans import PlanRow, PlansRefused
from circulairwerkt.people.services.growth import first_state
from circulairwerkt.people.stages import NOTE_STEPS
from circulairwerkt.people.switches import switch_of


@dataclass
class TakenIn:
    """What a file brought: new files, new lines, lines that went further, lines that were there already."""

    opened: int = 0
    noted: int = 0
    moved: int = 0
    known: int = 0


@write("people.export_plans", gettext_lazy("groeiplannen meegenomen in een bestand"))
def export_plans(*, actor: Actor, organisation: Organisation) -> dict[str, list[object]]:
    """Return the columns of a file with the plans of the people whom ``actor`` guides at ``organisation``.

    Each of them reads that it happened. Who objected is not in it.
    """
    require(perms.may_switch_growth(actor, organisation))
    files = [row for row in queries.files_of(actor.person_id, organisation) if row.objected_at is None]
    _told(actor, files)
    record(actor=actor, row=switch_of(organisation), changes={"looks": ["-", len(files)]})
    notes = Note.objects.filter(file__in=files, disputed_at__isnull=True).order_by("on", "pk")
    return plans.written(files, notes)


def _told(actor: Actor, files: Iterable[PersonFile]) -> None:
    """Leave the line that the person reads."""
    Look.objects.bulk_create(
        Look(file=file, who_id=actor.person_id, purpose=Purpose.TAKING_ALONG) for file in files
    )


@write("people.import_plans", gettext_lazy("groeiplannen ingelezen uit een bestand"))
def import_plans(*, actor: Actor, organisation: Organisation, rows: Sequence[PlanRow]) -> TakenIn:
    """Take in the lines of a file: all of them, or none. Raises PlansRefused with each line that cannot be.

    A line with the number of a file goes there; one without goes to the one person of that name whom
    ``actor`` guides, else a file is opened. A line that is there already (same sort, words, day, hour) is
    left.
    """
    require(perms.may_guide(actor, organisation))
    mine = {
        file.pk: file
        for file in PersonFile.objects.select_for_update(of=("self",))
        .filter(organisation=organisation, coach_id=actor.person_id, pseudonymised_on__isnull=True)
        .order_by("pk")
    }
    taken = TakenIn()
    problems: list[tuple[int, str]] = []
    lines: dict[int, list[PlanRow]] = {}
    for row in rows:
        file, wrong = _file_of(row, mine)
        if wrong:
            problems.append((row.number, wrong))
            continue
        if file is None:
            file = PersonFile.objects.create(
                organisation=organisation,
                coach_id=actor.person_id,
                is_example=organisation.is_example,
                first_name=row.first_name,
                last_name=row.last_name,
            )
            mine[file.pk] = file
            taken.opened += 1
        if row.kind:
            lines.setdefault(file.pk, []).append(row)
    for pk, of_file in lines.items():
        problems += _take_in(actor, mine[pk], of_file, taken)
    if problems:
        raise PlansRefused(sorted(problems))
    _told(actor, [mine[pk] for pk in lines])
    changes = {"count": [0, taken.noted + taken.moved], "opened": [0, taken.opened]}
    record(actor=actor, row=switch_of(organisation), changes=changes)
    return taken


def _file_of(row: PlanRow, mine: dict[int, PersonFile]) -> tuple[PersonFile | None, str]:
    """Return the file that a line is about, or None for a new one; or what is wrong."""
    name = (row.first_name.casefold(), row.last_name.casefold())

    def is_named(file: PersonFile) -> bool:
        return (file.first_name.casefold(), file.last_name.casefold()) == name

    if row.file_number is not None:
        found = mine.get(row.file_number)
        if found is None:
            return None, _("Dit dossier is er niet, of je begeleidt het niet.")
        if not is_named(found):
            return None, _("Dit dossier heeft een andere naam. Kijk het nummer na.")
        candidates = [found]
    else:
        candidates = [file for file in mine.values() if is_named(file) and file.ended_on is None]
    if len(candidates) > 1:
        return None, _("Je begeleidt twee mensen met deze naam. Zet het nummer van het dossier erbij.")
    if candidates and candidates[0].objected_at is not None:
        return None, _("De persoon maakte bezwaar. Dit dossier is gesloten.")
    return (candidates[0] if candidates else None), ""


def _take_in(
    actor: Actor, file: PersonFile, rows: Sequence[PlanRow], taken: TakenIn
) -> list[tuple[int, str]]:
    """Write the lines of one file; return what is wrong."""
    today = timezone.localdate()
    there = list(file.notes.order_by("pk"))
    problems, rest = [], []
    for row in rows:
        # A line that is wholly there first, so that of two alike each finds its own.
        same = next((note for note in there if _is(note, row) and _stands(note, row)), None)
        if same is None:
            rest.append(row)
        else:
            there.remove(same)
            taken.known += 1
    before = taken.noted + taken.moved
    for row in rest:
        if file.ended_on is not None:
            problems.append((row.number, _("De begeleiding van deze persoon is gestopt.")))
            continue
        same = next((note for note in there if _is(note, row)), None)
        if same is None:
            _note(actor, file, row, today)
            taken.noted += 1
            continue
        there.remove(same)
        state = row.state or same.state
        if state != same.state and state not in NOTE_STEPS[same.state]:
            problems.append((row.number, _("Dit kan niet: het staat hier al verder.")))
            continue
        same.state, same.is_seen_together = state, row.is_seen_together
        same.save_as_successor_of(same.version, ["state", "is_seen_together"])
        taken.moved += 1
    if taken.noted + taken.moved > before:
        file.touched_on = today
        file.save_as_successor_of(file.version, ["touched_on"])
    return problems


def _is(note: Note, row: PlanRow) -> bool:
    """Whether a line tells of ``note``; a line without a day is about any day."""
    same_day = row.on is None or note.on == row.on
    return (note.kind, note.text, note.at) == (row.kind, row.text, row.at) and same_day


def _stands(note: Note, row: PlanRow) -> bool:
    return row.state in ("", note.state) and row.is_seen_together == note.is_seen_together


def _note(actor: Actor, file: PersonFile, row: PlanRow, today: date) -> None:
    Note.objects.create(
        file=file,
        kind=row.kind,
        text=row.text,
        state=row.state or first_state(row.kind),
        on=row.on or today,
        at=row.at,
        is_seen_together=row.is_seen_together,
        noted_by_id=actor.person_id,
    )
