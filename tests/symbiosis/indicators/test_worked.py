"""The products and areas worked by hand in docs/methods, through the command line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from symbiosis.cli import main
from tests.symbiosis.worked_tables import as_csv, worked

CASES = [
    ("mci", "mci.md", "products", ["id", "v", "w", "lfi", "x", "mci"]),
    ("cmu", "cmu.md", "areas", ["area", "cmu"]),
]


@pytest.mark.parametrize(("indicator", "page", "name", "columns"), CASES, ids=["mci", "cmu"])
def test_the_page_tells_what_the_command_writes(
    tmp_path: Path, indicator: str, page: str, name: str, columns: list[str]
) -> None:
    rows = worked(page, name)
    given = [column for column in rows[0] if column not in columns[1:]]
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(as_csv(rows, given))
    assert main(["indicator", indicator, "--input", str(source), "--out", str(out), "--strict"]) == 0
    with out.open(newline="") as stream:
        written = list(csv.DictReader(stream))
    assert list(written[0]) == columns
    assert [row[columns[0]] for row in written] == [row[columns[0]] for row in rows]
    for row, found in zip(rows, written, strict=True):
        for column in columns[1:]:
            assert float(found[column]) == pytest.approx(float(row[column]), abs=1e-6)
