"""Tables that people take along: CSV and XLSX in which no cell can become a formula."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.http import Http404, HttpResponse

from circulairwerkt.base.bridge import write_for_people

#: What each ending is called when it is sent.
TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: The cells of a table by the heading of their column.
Columns = Mapping[str, Sequence[object]]


def table(name: str, ending: str, columns: Columns) -> HttpResponse:
    """Answer with ``columns`` as a file to keep, called ``name``; another ending does not exist."""
    if ending not in TYPES:
        raise Http404
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{ending}"
        write_for_people(path, columns)
        content = path.read_bytes()
    answer = HttpResponse(content, content_type=TYPES[ending])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer


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
