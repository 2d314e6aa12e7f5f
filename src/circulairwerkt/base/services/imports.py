"""A file read in: uploaded, its columns chosen, checked, made, taken back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from circulairwerkt.base import imports, jobs
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.bridge import Cells, UnreadableFile, read_cells
from circulairwerkt.base.models import Import, ImportHabit, ImportRow
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.perms import may_import

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 50_000
SAMPLE_ROWS = 6
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
#: How long rows are kept, and so how long the whole can be taken back.
KEEPS = timedelta(days=30)

State = Import.State


class ImportNotOpen(Exception):
    """Somebody went further with the same file meanwhile; nothing was changed."""


@write("base.begin_import", gettext_lazy("bestand opgeladen"))
def begin_import(*, actor: Actor, hub_id: int, kind: str, file_name: str, content: bytes) -> Import:
    """Keep a file that a hub wants to read in, once it is sure that it can be read.

    Raises ValidationError, in words, for a file that cannot be.
    """
    known = imports.kinds()[kind]
    require(may_import(actor, hub_id, known))
    if content.startswith(_OLD_WORKBOOK):
        raise ValidationError(_("Dit is een oud rekenblad (XLS). Bewaar het als XLSX."))
    content = in_utf8(content)
    cells = _checked_cells(file_name, content)
    key = uuid4().hex + _ending(content)
    made = Import(
        hub_id=hub_id,
        kind=kind,
        key=key,
        file_name=file_name[:120],
        who_id=actor.user_id,
        columns=list(cells.columns),
        sample=[list(row) for row in cells.rows[:SAMPLE_ROWS]],
        rows=len(cells),
    )
    habit = ImportHabit.objects.filter(hub_id=hub_id, kind=kind).values_list("columns", flat=True).first()
    made.mapping = imports.proposed(known, cells.columns, habit or {})
    made.file.save(key, ContentFile(content), save=False)
    made.save()
    record(actor=actor, row=made, hub_id=hub_id, changes={"rows": [0, made.rows], "kind": ["", kind]})
    return made


def in_utf8(content: bytes) -> bytes:
    """Return a text file in UTF-8: a spreadsheet in Dutch or French may have saved it as Windows-1252."""
    if _ending(content) != ".csv":
        return content
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace").encode()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").encode()
    return content


def _ending(content: bytes) -> str:
    return ".xlsx" if content.startswith(b"PK\x03\x04") else ".csv"


def _checked_cells(file_name: str, content: bytes) -> Cells:
    if len(content) > MOST_BYTES:
        raise ValidationError(_("Dit bestand is te groot: hoogstens 10 MB."))
    if not content.strip():
        raise ValidationError(_("Dit bestand is leeg."))
    if b"\0" in content[:4096] and _ending(content) == ".csv":
        raise ValidationError(_("Dit is geen CSV en geen XLSX. Bewaar het als een van beide."))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"bestand{_ending(content)}"
        path.write_bytes(content)
        try:
            cells = read_cells(path, language=get_language() or "nl")
        except UnreadableFile as error:
            too_large = _("Dit bestand is geen CSV of XLSX, of het is te groot zodra het uitgepakt wordt.")
            raise ValidationError(error.sentence or too_large) from None
    if not cells.rows:
        raise ValidationError(_("Onder de kolomnamen staat geen enkele rij."))
    if len(cells) > MOST_ROWS:
        words = _("Dit bestand telt %(count)d rijen. Hoogstens 50.000 tegelijk: splits het.")
        raise ValidationError(words % {"count": len(cells)})
    return cells


@write("base.choose_columns", gettext_lazy("kolommen gekozen"))
def choose_columns(*, actor: Actor, batch: Import, mapping: Mapping[str, str]) -> Import:
    """Say which column fills which field, remember it for this hub, and have the rows checked.

    Raises ValidationError where a needed field has no column, and ImportNotOpen once rows were made.
    """
    known = imports.kinds()[batch.kind]
    require(may_import(actor, batch.hub_id, known))
    batch = _locked(batch, State.UPLOADED, State.CHECKED, halfway=(State.CHECKING,))
    chosen = {name: column for name, column in mapping.items() if column in batch.columns}
    missing = [str(each.label) for each in known.fields if each.is_required and each.name not in chosen]
    if missing:
        raise ValidationError(_("Kies een kolom voor: %(fields)s.") % {"fields": ", ".join(missing)})
    if len(set(chosen.values())) < len(chosen):
        raise ValidationError(_("Eén kolom kan maar één veld vullen."))
    changes = {"mapping": [batch.mapping, chosen]}
    ImportHabit.objects.update_or_create(
        hub_id=batch.hub_id,
        kind=batch.kind,
        defaults={"columns": {name: imports.folded(column) for name, column in chosen.items()}},
    )
    batch.lines.all().delete()
    batch.mapping, batch.state = chosen, State.CHECKING
    _start(batch, actor, "base.check_import", _("%(file)s nakijken") % {"file": batch.file_name}, batch.rows)
    record(actor=actor, row=batch, hub_id=batch.hub_id, changes=changes)
    return batch


@write("base.decide_twins", gettext_lazy("gelijkende rijen beslist"))
def decide_twins(*, actor: Actor, batch: Import, choices: Mapping[int, str], for_all: str = "") -> int:
    """Say what to do with rows that resemble something: by key of the row, or for all; return how many."""
    require(may_import(actor, batch.hub_id, imports.kinds()[batch.kind]))
    batch = _locked(batch, State.CHECKED)
    twins = batch.lines.filter(state=ImportRow.State.TWIN)
    allowed = set(ImportRow.Choice.values)
    count = 0
    if for_all in allowed:
        count = twins.update(choice=for_all)
    else:
        for choice in sorted(allowed & set(choices.values())):
            count += twins.filter(pk__in=[pk for pk, one in choices.items() if one == choice]).update(
                choice=choice
            )
    record(actor=actor, row=batch, hub_id=batch.hub_id, changes={"decided": [0, count]})
    return count


@write("base.run_import", gettext_lazy("bestand ingelezen"))
def run_import(*, actor: Actor, batch: Import) -> Import:
    """Have the good rows, and those decided about, read in; one that was stopped halfway goes on."""
    require(may_import(actor, batch.hub_id, imports.kinds()[batch.kind]))
    batch = _locked(batch, State.CHECKED, halfway=(State.RUNNING,))
    before, batch.state = batch.state, State.RUNNING
    total = batch.lines.filter(state__in=[ImportRow.State.GOOD, ImportRow.State.TWIN]).count()
    _start(batch, actor, "base.run_import", _("%(file)s inlezen") % {"file": batch.file_name}, total)
    record(actor=actor, row=batch, hub_id=batch.hub_id, changes={"state": [before, "running"]})
    return batch


@write("base.undo_import", gettext_lazy("bestand teruggenomen"))
def undo_import(*, actor: Actor, batch: Import) -> Import:
    """Have everything taken back that a file became; what somebody edited since stays and is named.

    A file whose job was stopped halfway can be taken back too.
    """
    require(may_import(actor, batch.hub_id, imports.kinds()[batch.kind]))
    batch = _locked(batch, State.DONE, halfway=(State.RUNNING, State.UNDOING))
    before, batch.state = batch.state, State.UNDOING
    total = batch.lines.filter(state=ImportRow.State.MADE).count()
    _start(batch, actor, "base.undo_import", _("%(file)s terugnemen") % {"file": batch.file_name}, total)
    record(actor=actor, row=batch, hub_id=batch.hub_id, changes={"state": [before, "undoing"]})
    return batch


def _locked(batch: Import, *open_states: str, halfway: tuple[str, ...] = ()) -> Import:
    """Lock a file for its next step: from ``open_states``, or where the job of a ``halfway`` state ended."""
    found = Import.objects.select_for_update(of=("self",)).select_related("job").get(pk=batch.pk)
    has_stopped = found.job is None or found.job.has_ended
    if found.state in open_states or (found.state in halfway and has_stopped):
        return found
    raise ImportNotOpen


def _start(batch: Import, actor: Actor, kind: str, title: str, total: int) -> None:
    batch.job = jobs.start(
        kind,
        title=title,
        who_id=actor.user_id,
        hub_id=batch.hub_id,
        arguments={"import": batch.pk},
        total=total,
    )
    batch.save(update_fields=["mapping", "state", "job"])


@write("base.forget_old_imports")
def forget_old_imports(*, actor: Actor, now: datetime | None = None) -> int:
    """Erase file and rows of what was read in, or left lying, 30 days ago; what it became stays."""
    require(actor.is_system)
    old = Import.objects.filter(made_at__lte=(now or timezone.now()) - KEEPS).exclude(file="", sample=[])
    count = 0
    for batch in old:
        file, storage = batch.file.name, batch.file.storage
        batch.lines.all().delete()
        batch.file, batch.sample = "", []
        batch.save(update_fields=["file", "sample"])
        if file:
            transaction.on_commit(partial(storage.delete, file))
        record(actor=actor, row=batch, hub_id=batch.hub_id, changes={"rows": [batch.rows, 0]})
        count += 1
    if not count:
        record(actor=actor, row=Import(pk=0, file_name="-"), changes={"forgotten": [0, 0]})
    return count


def finished(batch_id: int, state: Any) -> None:
    """Mark an import as ended in ``state``; called by the job, in the transaction of its last step."""
    Import.objects.filter(pk=batch_id).update(state=state, ended_at=timezone.now())
