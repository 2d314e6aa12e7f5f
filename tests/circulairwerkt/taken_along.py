"""Reading back the lists that pages give to take along."""

import csv
from io import BytesIO, StringIO

import openpyxl
from django.test import Client

from circulairwerkt.base.models import AuditEntry


def rows_at(client: Client, address: str) -> list[dict[str, str]]:
    """Return the rows of the list at ``address`` (its CSV), once the XLSX beside it says the same, and the
    trail that both were taken along: by whom, how long, and nothing of what stands in them.
    """
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    sent = client.get(address)
    assert sent.status_code == 200, sent.status_code
    lines = list(csv.reader(StringIO(sent.content.decode("utf-8-sig"))))
    book = openpyxl.load_workbook(BytesIO(client.get(address.replace("/csv/", "/xlsx/")).content))
    cells = [["" if cell is None else cell for cell in row] for row in book.active.values]
    assert [len(row) for row in cells] == [len(line) for line in lines]
    for line, row in zip(lines, cells, strict=True):
        for text, cell in zip(line, row, strict=True):
            if isinstance(cell, str):
                assert text.removeprefix("'") == cell.removeprefix("'")
    assert client.get(address.replace("/csv/", "/exe/")).status_code == 404
    heading, *rest = lines
    assert len(set(heading)) == len(heading)
    told = AuditEntry.objects.exclude(pk__in=before).filter(action="base.take_along").order_by("pk")
    assert [line.changes["rows"] for line in told] == [[None, len(rest)]] * 2
    assert [line.changes["file"][1].rpartition(".")[2] for line in told] == ["csv", "xlsx"]
    assert all(line.user_id and line.hub_id and line.changes.keys() == {"file", "rows"} for line in told)
    return [dict(zip(heading, line, strict=True)) for line in rest]
