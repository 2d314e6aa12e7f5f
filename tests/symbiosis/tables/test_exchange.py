"""Tables out and in again: nothing is lost, the same rows give the same bytes."""

import csv
import os
import zipfile
from datetime import date, datetime, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.writer import excel

from symbiosis import tables
from symbiosis.errors import FileRefused, InvalidValue, ProblemCode, Report
from symbiosis.places import Point
from symbiosis.quantities import Period
from symbiosis.resources import (
    Column,
    Holds,
    Kind,
    LabelColumn,
    Need,
    Processor,
    ProcessorTable,
    Recipe,
    RStrategy,
    Side,
    Stream,
    StreamTable,
    WordColumn,
)
from symbiosis.tables import spreadsheets
from tests.symbiosis.resources.test_streams import resources

TODAY = date(2026, 11, 1)
ENDINGS = [".csv", ".xlsx", ".parquet"]

ROWS = [
    Stream(
        id="a,1",
        kind=Kind.MATERIAL,
        text='"proper" karton,\nplat',
        low_codes=("150101", "200101"),
        materials=("cardboard",),
        quantity=0.3,
        unit="t",
        period=Period.WEEK,
        available_from=date(2026, 1, 1),
        available_until=date(2026, 12, 31),
        place=Point(51.05, 3.72),
        strategy=RStrategy.R8,
        hazardous=False,
        price_eur_per_unit=-12.5,
    ),
    Stream(id="b", kind=Kind.ENERGY, text="=1+1", temperature_c=65.0, power_kw=1e-7),
    Stream(id="c", kind=Kind.WATER, text="@water", quality="A", quantity=1e21, unit="m3"),
]


def _read(path: Path, side: Side) -> StreamTable:
    report = Report()
    table = tables.read_streams(path, side, on_date=TODAY, report=report)
    assert report.problems == []
    return table


@pytest.mark.parametrize("ending", ENDINGS)
def test_offers_come_back_as_they_went(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"offers{ending}"
    tables.write_table(path, tables.stream_columns(StreamTable.from_rows(Side.OFFER, ROWS)))
    assert list(_read(path, Side.OFFER).rows()) == ROWS


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(resources(Need), max_size=5, unique_by=lambda row: row.id))
def test_any_need_survives_a_csv(tmp_path_factory: pytest.TempPathFactory, rows: list[Need]) -> None:
    path = tmp_path_factory.mktemp("needs") / "needs.csv"
    columns = tables.stream_columns(StreamTable.from_rows(Side.NEED, rows), beyond_contract=True)
    tables.write_table(path, columns)
    assert list(_read(path, Side.NEED).rows()) == rows


@pytest.mark.parametrize("ending", ENDINGS)
def test_processors_come_back_as_they_went(tmp_path: Path, ending: str) -> None:
    rows = [
        Processor(
            id="p1",
            name="Atelier",
            recipes=(
                Recipe(
                    accepts=("textile", "clothing"), produces=("wiping_cloth",), yield_ratio=0.5, unit="kg"
                ),
                Recipe(accepts=("leather",), kind=Kind.PRODUCT, unit="kg", unit_out="piece"),
            ),
            place=Point(51.05, 3.72),
            permits=("hazardous",),
            social=True,
        ),
        Processor(id="p2", recipes=(Recipe(accepts=("wood_a",), strategy=RStrategy.R7),)),
    ]
    path = tmp_path / f"processors{ending}"
    tables.write_table(path, tables.processor_columns(ProcessorTable.from_rows(rows)))
    report = Report()
    found = list(tables.read_processors(path, report=report).rows())
    assert report.problems == []
    assert found == rows


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_rows_give_the_same_bytes(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = tables.stream_columns(StreamTable.from_rows(Side.OFFER, ROWS))
    paths = [tmp_path / f"{name}{ending}" for name in ("one", "two")]
    for path, year in zip(paths, (2026, 2027), strict=True):
        # a workbook is dated by its writer
        clock = SimpleNamespace(now=lambda tz, year=year: datetime(year, 1, 1, tzinfo=tz))
        monkeypatch.setattr(excel, "datetime", SimpleNamespace(datetime=clock, timezone=timezone))
        tables.write_table(path, columns)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_numbers_are_the_shortest_that_read_back(tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    columns = {
        "x": np.array([1.0, 0.1, 1 / 3, np.nan, -2.5]),
        "n": np.array([1, 2, 3, 4, 5]),
        "day": pa.array([date(2026, 11, 23)] * 5),
        "word": WordColumn(("a", "b"), np.array([0, 1, -1, 0, 0], dtype=np.int32)),
        "labels": LabelColumn.from_lists([["x", "y"], [], ["z"], [], []]),
        "text": ["a", "b,c", "", 'd"', None],
    }
    tables.write_table(path, columns)
    assert path.read_text(encoding="utf-8").splitlines() == [
        "x,n,day,word,labels,text",
        "1,1,2026-11-23,a,x|y,a",
        '0.1,2,2026-11-23,b,,"b,c"',
        "0.3333333333333333,3,2026-11-23,,z,",
        ',4,2026-11-23,a,,"d"""',
        "-2.5,5,2026-11-23,a,,",
    ]


def test_formulas_are_text_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    tables.write_table(
        path, {"text": ["=1+1", "+32 9 123", "rust\x01ig"], "number": [1.5, 2.0, float("inf")]}
    )
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    cells = [sheet.cell(row=row, column=1) for row in (2, 3, 4)]
    assert [cell.value for cell in cells] == ["=1+1", "+32 9 123", "rustig"]
    assert {cell.data_type for cell in cells} == {"s"}
    assert sheet.cell(row=4, column=2).value is None


def test_a_csv_for_people_disarms_formulas_and_one_for_data_does_not(tmp_path: Path) -> None:
    columns = {"text": ["=cmd()", "-5 graden", "gewoon"], "price": [-3.0, 1.0, 2.0]}
    people, data = tmp_path / "people.csv", tmp_path / "data.csv"
    tables.write_table(people, columns, for_people=True)
    tables.write_table(data, columns)
    assert people.read_bytes().startswith(b"\xef\xbb\xbf")
    assert people.read_text(encoding="utf-8-sig").splitlines()[1:] == [
        "'=cmd(),-3",
        "'-5 graden,1",
        "gewoon,2",
    ]
    assert data.read_text(encoding="utf-8").splitlines()[1:] == ["=cmd(),-3", "-5 graden,1", "gewoon,2"]


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("before", encoding="utf-8")

    def stop(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tables.write_table(path, {"x": np.zeros(10)}, tick=stop)
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_without_an_ending_it_is_csv_and_a_pipe_is_written_to(tmp_path: Path) -> None:
    tables.write_table(tmp_path / "plain", {"x": np.array([1.0])})
    assert (tmp_path / "plain").read_text(encoding="utf-8") == "x\n1\n"
    tables.write_table("/dev/null", {"x": np.array([1.0])})


def test_a_place_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileRefused) as caught:
        tables.write_table(tmp_path / "folder", {"x": np.zeros(1)})
    assert caught.value.problem.code is ProblemCode.FILE_UNWRITABLE
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(FileRefused):
        tables.write_table(tmp_path / "file" / "below.csv", {"x": np.zeros(1)})


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue):
        tables.write_table(tmp_path / "out.ods", {"x": np.zeros(1)})
    with pytest.raises(InvalidValue) as caught:
        tables.write_table(tmp_path / "out.xlsx", {"x": np.zeros(1_048_576)})
    assert caught.value.problem.code is ProblemCode.OUT_OF_RANGE


def _workbook(path: Path, rows: list[list[Any]], *, empty_first: bool = False) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if empty_first:
        sheet = book.create_sheet("gegevens")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_a_workbook_of_a_person(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        [],
        ["ID", " Kind", "text", "quantity", "unit", "from", "hazardous", None],
        [1, "material", "karton", 2.5, "t", datetime(2026, 3, 1), True, "losse nota"],
        [None, None, None],
        ["x2", "food", "brood", "veel", "kg", date(2026, 3, 2), 0, None],
        ["x3", "food", "brood", 10, "kg", "2026-03-02", None, None],
    ]
    path = _workbook(tmp_path / "offers.xlsx", rows, empty_first=True)
    report = Report()
    table = tables.read_streams(path, Side.OFFER, on_date=TODAY, report=report)
    assert table.ids.to_pylist() == ["1", "x3"]
    assert table.row(0).available_from == date(2026, 3, 1)
    assert table.hazardous.tolist() == [1, -1]
    (problem,) = report.errors
    assert (problem.code, problem.row, problem.line, problem.column) == (
        ProblemCode.NOT_A_NUMBER,
        2,
        5,
        "quantity",
    )


def test_an_empty_workbook_is_empty(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        tables.read_grid(_workbook(tmp_path / "leeg.xlsx", []))
    assert caught.value.problem.code is ProblemCode.FILE_EMPTY


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        tables.read_grid(_zip(tmp_path / "foto.xlsx", {"foto.txt": b"niets"}))
    assert caught.value.problem.code is ProblemCode.FILE_FORMAT


def test_a_workbook_that_unpacks_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _workbook(tmp_path / "groot.xlsx", [["id", "kind", "text"], *([["a", "food", "b" * 50]] * 2000)])
    monkeypatch.setattr(spreadsheets, "MAX_UNPACKED_BYTES", 50_000)
    with pytest.raises(FileRefused) as caught:
        tables.read_grid(path)
    assert caught.value.problem.code is ProblemCode.FILE_TOO_LARGE


def test_a_size_that_lies_in_its_header_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _zip(tmp_path / "bom.xlsx", {"xl/worksheets/sheet1.xml": b"<row/>" * 100_000})
    packed = path.read_bytes()
    true_size, claimed = (600_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    path.write_bytes(packed.replace(true_size, claimed))
    monkeypatch.setattr(spreadsheets, "MAX_UNPACKED_BYTES", 50_000)
    with pytest.raises(FileRefused) as caught:
        tables.read_grid(path)
    assert caught.value.problem.code in (ProblemCode.FILE_TOO_LARGE, ProblemCode.FILE_FORMAT)


@pytest.mark.parametrize("cell", [b"XFD1048576", b"ZZ900000"])
def test_two_cells_far_apart_do_not_fill_the_memory(tmp_path: Path, cell: bytes) -> None:
    sheet = (
        b'<worksheet><sheetData><row r="1"><c r="A1"/></row>'
        b'<row r="9"><c r="' + cell + b'"/></row></sheetData></worksheet>'
    )
    path = _zip(tmp_path / "ver.xlsx", {"xl/worksheets/sheet1.xml": sheet})
    with pytest.raises(FileRefused) as caught:
        tables.read_grid(path)
    assert caught.value.problem.code is ProblemCode.FILE_TOO_LARGE


def test_any_table_with_described_columns(tmp_path: Path) -> None:
    path = tmp_path / "arcs.csv"
    path.write_text("offer_id,need_id,value,nota\no1,n1,2.5,x\no2,,1,\no3,n3,,\n", encoding="utf-8")
    columns = [
        Column("offer_id", Holds.TEXT, "-", "", "", required=True),
        Column("need_id", Holds.TEXT, "-", "", "", required=True),
        Column("value", Holds.NUMBER, "EUR", "", "", required=True),
        Column("extra", Holds.LABELS, "-", "", ""),
    ]
    report = Report()
    found = tables.read_table(path, columns, report=report)
    assert found["offer_id"].to_pylist() == ["o1"]
    assert found["value"].tolist() == [2.5]
    assert len(found["extra"]) == len(found) == 1
    assert [(problem.row, problem.column) for problem in report.errors] == [(2, "need_id"), (3, "value")]


cell = st.text(alphabet='ab é,"\n;', max_size=6)


@given(
    rows=st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=8)
    ),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_another_program_writes_is_read_cell_by_cell(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], quoting: int
) -> None:
    path = tmp_path_factory.getbasetemp() / f"written{os.getpid()}.csv"
    names = [f"c{place}" for place in range(len(rows[0]))]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, quoting=quoting).writerows([names, *rows])  # type: ignore[arg-type]
    grid = tables.read_grid(path)
    assert grid.problems == ()
    found = [list(row) for row in zip(*(grid.columns[name].to_pylist() for name in names), strict=True)]
    assert found == rows
    assert grid.row_number.tolist() == list(range(1, len(rows) + 1))


def test_one_column_with_blank_and_odd_lines(tmp_path: Path) -> None:
    path = tmp_path / "texts.csv"
    path.write_bytes(b'text\nkarton\n\n"hout, nat"\nst\xe9n\nglas')
    grid = tables.read_grid(path)
    assert grid.columns["text"].to_pylist() == ["karton", "hout, nat", "glas"]
    assert grid.row_number.tolist() == [1, 2, 4]
    assert grid.line_number is not None
    assert grid.line_number.tolist() == [2, 4, 6]
    assert [(problem.row, problem.line) for problem in grid.problems] == [(3, 5)]
