"""Tables that people take along: CSV and XLSX in which no cell can become a formula."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.bridge import write_for_people
from circulairwerkt.base.permissions import Actor, require

#: What each ending is called when it is sent.
TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: The cells of a table by the heading of their column.
Columns = Mapping[str, Sequence[object]]


def table(name: str, ending: str, columns: Columns) -> HttpResponse:
    """Answer with ``columns`` as a file to keep, called ``name``; another ending does not exist.

    For what everybody may read; what a hub knows goes along by ``taken_along``.
    """
    if ending not in TYPES:
        raise Http404
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{ending}"
        write_for_people(path, columns)
        content = path.read_bytes()
    answer = HttpResponse(content, content_type=TYPES[ending])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer


def taken_along(
    actor: Actor, name: str, ending: str, columns: Columns, *, of: Model, hub_id: int
) -> HttpResponse:
    """Answer as ``table`` with what a hub knows of ``of``, and leave a line: it may name people."""
    answer = table(name, ending, columns)
    note_taken(
        actor=actor,
        of=of,
        hub_id=hub_id,
        file=f"{name}.{ending}",
        rows=max(map(len, columns.values()), default=0),
    )
    return answer


@write("base.take_along", _("lijst meegenomen"))
def note_taken(*, actor: Actor, of: Model, hub_id: int, file: str, rows: int) -> None:
    """Leave in the trail who took along which list of ``of``, and how long it is; nothing of what it says.

    Whether he may read it, the page said that gives it: here only that he is somebody.
    """
    require(actor.user_id is not None or actor.is_system)
    record(actor=actor, row=of, hub_id=hub_id, changes={"file": ["", file], "rows": [None, rows]})


def beside(columns: Columns, more: Iterable[tuple[str, Sequence[object]]]) -> Columns:
    """Return ``columns`` and ``more`` beside them; a heading that stands there already gets a number.

    >>> list(beside({"Naam": []}, [("Naam", []), ("Naam", []), ("Taal", [])]))
    ['Naam', 'Naam (2)', 'Naam (3)', 'Taal']
    """
    found = dict(columns)
    for heading, cells in more:
        free, number = heading, 1
        while free in found:
            number += 1
            free = f"{heading} ({number})"
        found[free] = cells
    return found
