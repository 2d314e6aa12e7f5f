"""Reading a file in, as long work: its rows checked, made and taken back in steps of under a second."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from circulairwerkt.base import imports, jobs
from circulairwerkt.base.actors import actor_for
from circulairwerkt.base.bridge import Cells, UnreadableFile, read_cells
from circulairwerkt.base.models import Import, ImportRow
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.perms import may_import
from circulairwerkt.base.services.imports import finished

#: Rows in one step: what is checked is found out before the step and only stored in it; of what is made or
#: taken back each row is several.
CHECKED_A_STEP = 500
MADE_A_STEP = 100

State = ImportRow.State


def _batch(handle: jobs.Handle) -> tuple[Import, imports.Kind]:
    batch = Import.objects.select_related("hub").get(pk=handle.arguments["import"])
    return batch, imports.kinds()[batch.kind]


def _outcome(batch: Import, words: str) -> dict[str, str]:
    return {"words": words, "address": reverse("portal:import", args=[batch.hub.slug, batch.pk])}


@jobs.job("base.check_import")
def check(handle: jobs.Handle) -> jobs.Outcome:
    """Understand every row, find what each resembles, and keep what was found."""
    batch, kind = _batch(handle)
    try:
        cells = _cells_of(batch)
    except (UnreadableFile, OSError, ValueError):
        raise jobs.JobFailed(_("Het bestand is niet meer te lezen. Laad het opnieuw op.")) from None
    places = {name: cells.columns.index(column) for name, column in batch.mapping.items()}
    following, total = handle.state.get("following", 0), len(cells)
    while following < total:
        upto = min(following + CHECKED_A_STEP, total)
        rows = {cells.numbers[at]: _by_field(cells.rows[at], places) for at in range(following, upto)}
        read = _read(batch, kind, rows)
        _find_twins(batch, kind, [row for row in read if row.state == State.GOOD])
        with handle.step():
            ImportRow.objects.bulk_create(read)
            following = upto
            handle.progress(following, total)
            handle.checkpoint({"following": following})
    with handle.step():
        ImportRow.objects.bulk_create(
            [
                ImportRow(of=batch, number=number, state=State.WRONG, problems={"": words})
                for number, words in cells.lost.items()
                if not batch.lines.filter(number=number).exists()
            ]
        )
        Import.objects.filter(pk=batch.pk).update(state=Import.State.CHECKED)
    good = batch.lines.filter(state=State.GOOD).count()
    return _outcome(batch, _("%(good)d van %(total)d rijen zijn in orde.") % {"good": good, "total": total})


def _cells_of(batch: Import) -> Cells:
    """Read the file wherever it is stored."""
    with TemporaryDirectory() as folder, batch.file.open("rb") as stored:
        path = Path(folder) / batch.key
        path.write_bytes(stored.read())
        return read_cells(path, language=get_language() or "nl")


def _by_field(row: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    return {name: row[at] for name, at in places.items()}


def _read(batch: Import, kind: imports.Kind, rows: Mapping[int, imports.Row]) -> list[ImportRow]:
    """Understand rows, by number."""
    needed = [each.name for each in kind.fields if each.is_required]
    found: dict[int, ImportRow] = {}
    for number, cells in rows.items():
        missing = {name: _("Dit moet ingevuld zijn.") for name in needed if not cells.get(name)}
        state = State.WRONG if missing else State.GOOD
        found[number] = ImportRow(of=batch, number=number, cells=cells, state=state, problems=missing)
    whole = [row for row in found.values() if row.state == State.GOOD]
    for row, values in zip(whole, kind.understand([row.cells for row in whole]), strict=True):
        if isinstance(values, imports.RowRefused):
            _refuse(row, values)
        else:
            row.values = values
    return list(found.values())


def _refuse(row: ImportRow, refused: imports.RowRefused) -> None:
    row.state, row.problems = State.WRONG, {name: str(words) for name, words in refused.problems.items()}


def _find_twins(batch: Import, kind: imports.Kind, rows: Sequence[ImportRow]) -> None:
    """Mark rows that resemble something of the hub, or a row higher up in the file."""
    for row in rows:
        row.key = kind.key_of(row.values)[:200]
    keys = {row.key for row in rows} - {""}
    same = batch.lines.filter(key__in=keys).order_by("-number").values_list("key", "number")
    earlier = dict(same)
    for row, twin in zip(rows, kind.twins(batch.hub_id, [row.values for row in rows]), strict=True):
        if twin is not None:
            row.state, row.choice = State.TWIN, ImportRow.Choice.USE
            row.twin = {"pk": twin.pk, "name": twin.name, "values": dict(twin.values)}
        elif row.key in earlier:
            row.state, row.choice = State.TWIN, ImportRow.Choice.SKIP
            row.twin = {"pk": None, "row": earlier[row.key], "name": ""}
        if row.key:
            earlier.setdefault(row.key, row.number)


@jobs.job("base.run_import")
def run(handle: jobs.Handle) -> jobs.Outcome:
    """Make something of every good row; a row that cannot be made says why, and keeps no other waiting."""
    batch, kind = _batch(handle)
    actor = _actor(batch, kind, handle)
    done = handle.state.get("done", 0)
    for rows in _left(batch, [State.GOOD, State.TWIN]):
        with handle.step():
            _make(batch, kind, actor, rows)
            _save(rows, "state", "problems", "made", "name")
            done += len(rows)
            handle.progress(done)
            handle.checkpoint({"done": done})
    with handle.step():
        finished(batch.pk, Import.State.DONE)
    made = batch.lines.filter(state=State.MADE).count()
    words = _("%(made)d van %(total)d rijen zijn ingelezen.") % {"made": made, "total": batch.rows}
    return _outcome(batch, words)


def _actor(batch: Import, kind: imports.Kind, handle: jobs.Handle) -> Actor:
    actor = actor_for(handle.job.who_id)
    if not may_import(actor, batch.hub_id, kind):
        raise jobs.JobFailed(_("Je mag dit niet meer doen bij deze hub."))
    return actor


def _left(batch: Import, states: list[str]) -> Iterator[list[ImportRow]]:
    """Yield rows that are still to do, some at a time; what was done is no longer among them."""
    while rows := list(batch.lines.filter(state__in=states).order_by("number")[:MADE_A_STEP]):
        yield rows


def _save(rows: Sequence[ImportRow], *fields: str) -> None:
    """Write columns of rows that are there: faster than ``bulk_update``, which writes a case for each."""
    ImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def _make(batch: Import, kind: imports.Kind, actor: Actor, rows: Sequence[ImportRow]) -> None:
    wanted = []
    for row in rows:
        is_twin = row.state == State.TWIN
        use = row.twin.get("pk") if is_twin and row.choice == ImportRow.Choice.USE else None
        skips = row.choice == ImportRow.Choice.SKIP or (row.choice == ImportRow.Choice.USE and use is None)
        if is_twin and skips:
            row.state = State.SKIPPED
        else:
            wanted.append((row, imports.Wanted(values=row.values, use=use)))
    _make_wanted(batch, kind, actor, wanted)


def _make_wanted(
    batch: Import, kind: imports.Kind, actor: Actor, wanted: Sequence[tuple[ImportRow, imports.Wanted]]
) -> None:
    """Make rows together; where the database refuses that, each alone, so that one keeps no other out."""
    if not wanted:
        return
    try:
        with transaction.atomic():
            told = kind.make(actor=actor, hub_id=batch.hub_id, rows=[one for _row, one in wanted])
    except (Http404, PermissionDenied):
        told = [imports.RowRefused({"": _("Dit mag je niet.")}) for _one in wanted]
    except DatabaseError:
        if len(wanted) > 1:
            for one in wanted:
                _make_wanted(batch, kind, actor, [one])
            return
        told = [imports.RowRefused({"": _("Deze rij kon niet bewaard worden.")})]
    for (row, _one), made in zip(wanted, told, strict=True):
        if isinstance(made, imports.RowRefused):
            _refuse(row, made)
        else:
            row.state, row.name = State.MADE, made.name[:200]
            row.made = {model: list(seen) for model, seen in made.rows.items()}


@jobs.job("base.undo_import")
def undo(handle: jobs.Handle) -> jobs.Outcome:
    """Take back what each row became, the last first; what was edited or is used stays, and is named."""
    batch, kind = _batch(handle)
    actor = _actor(batch, kind, handle)
    done = handle.state.get("done", 0)
    while rows := list(batch.lines.filter(state=State.MADE).order_by("-number")[:MADE_A_STEP]):
        with handle.step():
            for row, went in zip(rows, _undone(batch, kind, actor, rows), strict=True):
                row.state = State.UNDONE if went else State.KEPT
            _save(rows, "state")
            done += len(rows)
            handle.progress(done)
            handle.checkpoint({"done": done})
    with handle.step():
        finished(batch.pk, Import.State.UNDONE)
    kept = batch.lines.filter(state=State.KEPT).count()
    gone = batch.lines.filter(state=State.UNDONE).count()
    return _outcome(
        batch, _("%(gone)d rijen zijn teruggenomen, %(kept)d zijn gebleven.") % {"gone": gone, "kept": kept}
    )


def _undone(batch: Import, kind: imports.Kind, actor: Actor, rows: Sequence[ImportRow]) -> list[bool]:
    """Take rows back together; where something nobody foresaw leans on one, each alone."""
    try:
        with transaction.atomic():
            return kind.undo(actor=actor, hub_id=batch.hub_id, made=[row.made for row in rows])
    except (Http404, PermissionDenied):
        return [False for _row in rows]
    except DatabaseError:
        if len(rows) == 1:
            return [False]
        return [went for row in rows for went in _undone(batch, kind, actor, [row])]
