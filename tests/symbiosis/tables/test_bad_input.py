"""Every sort of bad input gives its own error, names where it stands, and costs one row."""

import math
import os
from datetime import date
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis.errors import FileRefused, Problem, ProblemCode, Report
from symbiosis.resources import Side, StreamTable
from symbiosis.tables import csv_lines, read_processors, read_streams

TODAY: Final = date(2026, 11, 23)
GOOD: Final = "good1,material,karton,,2,t,week,,,51.05,3.72"
HEADER: Final = "id,kind,text,low_code,quantity,unit,period,from,until,lat,lon"


def read(path: Path, on_date: date = TODAY) -> tuple[StreamTable, Report]:
    report = Report()
    return read_streams(path, Side.OFFER, on_date=on_date, report=report), report


def written(tmp_path: Path, *lines: str | bytes, header: str = HEADER, end: bytes = b"\n") -> Path:
    path = tmp_path / "offers.csv"
    rows = [line if isinstance(line, bytes) else line.encode() for line in (header, *lines)]
    path.write_bytes(end.join(rows) + end)
    return path


CELLS: Final = [
    ("a,rock,steen,,,,,,,,", "kind", "rock", ProblemCode.UNKNOWN_WORD),
    ("a,,steen,,,,,,,,", "kind", None, ProblemCode.EMPTY),
    (",material,steen,,,,,,,,", "id", None, ProblemCode.EMPTY),
    ("good1,material,steen,,,,,,,,", "id", "good1", ProblemCode.ID_TWICE),
    ("a,material,,,,,,,,,", "text", None, ProblemCode.NOTHING_NAMED),
    ("a,material,steen,,veel,t,week,,,,", "quantity", "veel", ProblemCode.NOT_A_NUMBER),
    ('a,material,steen,,"1,5",t,week,,,,', "quantity", "1,5", ProblemCode.NOT_A_NUMBER),
    ("a,material,steen,,1_000,t,week,,,,", "quantity", "1_000", ProblemCode.NOT_A_NUMBER),
    ("a,material,steen,,0x10,t,week,,,,", "quantity", "0x10", ProblemCode.NOT_A_NUMBER),
    ("a,material,steen,,NaN,t,week,,,,", "quantity", "NaN", ProblemCode.NOT_FINITE),
    ("a,material,steen,,inf,t,week,,,,", "quantity", "inf", ProblemCode.NOT_FINITE),
    ("a,material,steen,,-Infinity,t,week,,,,", "quantity", "-Infinity", ProblemCode.NOT_FINITE),
    ("a,material,steen,,1e999,t,week,,,,", "quantity", "1e999", ProblemCode.NOT_FINITE),
    ("a,material,steen,,-3,t,week,,,,", "quantity", "-3", ProblemCode.NEGATIVE),
    ("a,material,steen,,3,furlong,week,,,,", "unit", "furlong", ProblemCode.UNKNOWN_UNIT),
    ("a,material,steen,,3,t,fortnight,,,,", "period", "fortnight", ProblemCode.UNKNOWN_PERIOD),
    ("a,material,steen,,3,t,week,2026-02-30,,,", "from", "2026-02-30", ProblemCode.NOT_A_DATE),
    ("a,material,steen,,3,t,week,23/11/2026,,,", "from", "23/11/2026", ProblemCode.NOT_A_DATE),
    ("a,material,steen,,3,t,week,20261123,,,", "from", "20261123", ProblemCode.NOT_A_DATE),
    ("a,material,x,,3,t,week,2026-05-02,2026-05-01,,", "until", "2026-05-01", ProblemCode.DATES_REVERSED),
    ("a,material,steen,,3,t,week,,,3.72,51.05", "lat", "3.72, 51.05", ProblemCode.COORDINATES_SWAPPED),
    ("a,material,steen,,3,t,week,,,0,0", "lat", "0, 0", ProblemCode.COORDINATES_ZERO),
    ("a,material,steen,,3,t,week,,,152378,212161", "lat", "152378, 212161", ProblemCode.COORDINATES_METRES),
    ("a,material,steen,,3,t,week,,,95,3.7", "lat", "95", ProblemCode.OUT_OF_RANGE),
    ("a,material,steen,,3,t,week,,,51,-190", "lon", "-190", ProblemCode.OUT_OF_RANGE),
    ("a,material,steen,17020,3,t,week,,,,", "low_code", "17020", ProblemCode.LOW_CODE_SHAPE),
    ("a,material,steen,170299,3,t,week,,,,", "low_code", "170299", ProblemCode.LOW_CODE_UNKNOWN),
    ("a,material,accu,200134,3,t,week,,,,", "low_code", "200134", ProblemCode.LOW_CODE_NOT_VALID),
    ("a,material,accu,170201|200133,3,t,week,,,,", "low_code", "200133", ProblemCode.LOW_CODE_NOT_VALID),
]


@pytest.mark.parametrize(("row", "column", "value", "code"), CELLS, ids=[f"{c[3]}-{c[2]}" for c in CELLS])
def test_a_bad_cell_is_one_line_and_costs_one_row(
    tmp_path: Path, row: str, column: str, value: str | None, code: ProblemCode
) -> None:
    table, report = read(written(tmp_path, GOOD, row, GOOD.replace("good1", "good2")))
    assert table.ids.to_pylist() == ["good1", "good2"]
    assert table.row_number.tolist() == [1, 3]
    (problem,) = report.errors
    assert (problem.code, problem.file, problem.row, problem.line) == (code, "offers.csv", 2, 3)
    assert (problem.column, problem.value) == (column, value)
    assert (report.rows_read, report.rows_refused) == ({"offers.csv": 3}, {"offers.csv": 1})
    assert report.exit_code(strict=False) == 0
    assert report.exit_code(strict=True) == 3
    for lang, word in (("nl", "verwacht"), ("en", "expected"), ("fr", "attendu")):
        sentence = problem.sentence(lang)
        assert sentence.startswith("offers.csv, ")
        assert f"{word}: " in sentence
        assert "?" not in sentence.replace(value or "", "")
        assert "\n" not in sentence


def test_metres_of_a_lambert_projection_are_told_in_degrees(tmp_path: Path) -> None:
    rows = ["a,material,x,,,,,,,212161.991,152378.444", "b,material,x,,,,,,,712162.346,652373.089"]
    _, report = read(written(tmp_path, *rows))
    for problem in report.errors:
        assert "lat 51.2194" in problem.sentence("en")
        assert "lon 4.4028" in problem.sentence("en")


def test_the_deleted_code_was_good_the_day_before(tmp_path: Path) -> None:
    path = written(tmp_path, "a,material,accu,20 01 34,3,t,week,,,,")
    assert read(path, date(2026, 11, 8))[0].low_codes.at(0) == ("200134",)
    _, report = read(path, date(2026, 11, 9))
    assert "2026-11-08" in report.errors[0].sentence("nl")


def test_every_bad_cell_of_a_row_is_told_and_the_row_counts_once(tmp_path: Path) -> None:
    _, report = read(written(tmp_path, "a,rock,steen,,-1,furlong,week,,,,"))
    assert [problem.column for problem in report.errors] == ["kind", "quantity", "unit"]
    assert report.refused == 1


LINES: Final = [
    (b"a,material,st\xe9\xe9n,,,,,,,,", ProblemCode.ROW_ENCODING),
    (b"a,material,st\0en,,,,,,,,", ProblemCode.ROW_NUL),
    (b"a,material,steen", ProblemCode.ROW_CELLS),
    (b"a,material,steen,,,,,,,,,,,,", ProblemCode.ROW_CELLS),
    (b'a,material,"steen,,,,,,,,', ProblemCode.QUOTE_OPEN),
    (b"a,material," + b"x" * (1024 * 1024) + b",,,,,,,,", ProblemCode.LINE_TOO_LONG),
]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize(("row", "code"), LINES, ids=[code for _, code in LINES])
def test_a_line_that_cannot_be_cut_costs_one_row(
    tmp_path: Path, row: bytes, code: ProblemCode, end: bytes
) -> None:
    path = written(tmp_path, GOOD, row, GOOD.replace("good1", "good2"), end=end)
    table, report = read(path)
    assert table.ids.to_pylist() == ["good1", "good2"]
    assert table.row_number.tolist() == [1, 3]
    (problem,) = report.errors
    assert (problem.code, problem.row, problem.line) == (code, 2, 3)
    assert report.rows_refused == {"offers.csv": 1}


def test_an_endless_line_is_given_up_without_reading_it(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    with path.open("ab") as stream:
        # a hole in the file: three thousand million bytes that take no room and hold no line end
        stream.truncate(3 * 1000**3)
    table, report = read(path)
    assert table.ids.to_pylist() == ["good1"]
    assert [problem.code for problem in report.errors] == [
        ProblemCode.LINE_TOO_LONG,
        ProblemCode.REST_NOT_READ,
    ]


def test_a_long_line_is_not_held_whole(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, b"y" * (16 * 1024 * 1024), GOOD.replace("good1", "good2"))
    with path.open("rb") as stream:
        lines = list(csv_lines._Lines(stream))
    assert max(len(content) for _, content in lines if content is not None) < 1024
    assert [number for number, content in lines if content is None] == [3]
    assert read(path)[0].ids.to_pylist() == ["good1", "good2"]


WHOLE: Final = [
    (b"", ProblemCode.FILE_EMPTY),
    (b"\xef\xbb\xbf\n", ProblemCode.FILE_EMPTY),
    ("id,kind,text\na,material,x\n".encode("utf-16"), ProblemCode.FILE_ENCODING),
    ("id,kind,text,prijs per één\n".encode("latin-1"), ProblemCode.FILE_ENCODING),
    (b"kind,text\nmaterial,x\n", ProblemCode.COLUMN_MISSING),
    (b"id,text\na,x\n", ProblemCode.COLUMN_MISSING),
    (b"id,kind\na,material\n", ProblemCode.COLUMN_MISSING),
    (b"id,kind,text,id\na,material,x,b\n", ProblemCode.COLUMN_TWICE),
    (b"id,kind,text" + b"x" * (1024 * 1024) + b"\n", ProblemCode.LINE_TOO_LONG),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ProblemCode.FILE_FORMAT),
    (b"PAR1 but nothing else", ProblemCode.FILE_FORMAT),
    (b"PK\x03\x04 but nothing else", ProblemCode.FILE_FORMAT),
    (b"id,kind\0,text\n", ProblemCode.FILE_FORMAT),
]


@pytest.mark.parametrize(("content", "code"), WHOLE)
def test_a_file_that_cannot_be_used_is_refused_whole(
    tmp_path: Path, content: bytes, code: ProblemCode
) -> None:
    path = tmp_path / "offers.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as caught:
        read(path)
    assert caught.value.problem.code is code
    assert "offers.csv" in caught.value.sentence("fr")


def test_a_file_that_is_not_there_or_may_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        read(tmp_path / "none.csv")
    assert caught.value.problem.code is ProblemCode.FILE_MISSING
    with pytest.raises(FileRefused) as caught:
        read(tmp_path)
    assert caught.value.problem.code is ProblemCode.FILE_UNREADABLE


def test_a_header_alone_gives_no_rows(tmp_path: Path) -> None:
    table, report = read(written(tmp_path))
    assert len(table) == 0
    assert report.problems == []
    assert report.summary("en") == ["offers.csv: 0 rows read, 0 used, 0 refused"]


def test_what_is_unusual_but_good(tmp_path: Path) -> None:
    rows = [
        'a,material,"eerste, ""tweede""\nregel",17 02 01|20.01.39,1e3,KG,Week,2026-01-01,,51,4',
        "",
        'b,Food, 12" buis ,,+.5,t,,,,,',
        "c,WATER,regenwater,,0,m³,day,,2026-12-31,,",
    ]
    path = written(tmp_path, *rows, header="\ufeff" + HEADER.upper())
    table, report = read(path)
    assert report.problems == []
    assert table.ids.to_pylist() == ["a", "b", "c"]
    assert table.row_number.tolist() == [1, 2, 3]
    assert table.texts.to_pylist() == ['eerste, "tweede"\nregel', '12" buis', "regenwater"]
    assert table.low_codes.at(0) == ("170201", "200139")
    assert table.quantity.tolist() == [1000.0, 0.5, 0.0]


def test_semicolons_and_decimal_commas_of_a_belgian_spreadsheet(tmp_path: Path) -> None:
    path = written(tmp_path, "a;material;karton;2,5;t", header="id;kind;text;quantity;unit")
    table, report = read(path)
    assert report.problems == []
    assert table.quantity.tolist() == [2.5]


def test_notes_refuse_nothing(tmp_path: Path) -> None:
    rows = ["a,material,x,,,,,,,51.0,,rood", "b,material,x,,,,,,,51.0,40.0,blauw"]
    table, report = read(written(tmp_path, *rows, header=HEADER + ",kleur"))
    assert len(table) == 2
    assert math.isnan(table.lat[0])
    assert {problem.code for problem in report.warnings} == {
        ProblemCode.COLUMN_UNKNOWN,
        ProblemCode.COORDINATES_HALF,
        ProblemCode.COORDINATES_FAR,
    }
    assert report.errors == []
    assert report.exit_code(strict=True) == 0
    half = next(problem for problem in report.warnings if problem.code is ProblemCode.COORDINATES_HALF)
    assert half.value == "51, "


def test_typed_columns_of_parquet_are_checked_too(tmp_path: Path) -> None:
    path = tmp_path / "offers.parquet"
    table = pa.table(
        {
            "id": [1, 2, 3],
            "kind": ["material", "food", "material"],
            "text": ["a", "b", None],
            "quantity": [1.5, -2.0, math.inf],
            "from": [date(2026, 1, 1), None, None],
            "hazardous": [True, False, None],
            "material": [["wood_a", "glass"], None, []],
        }
    )
    pq.write_table(table, path)
    found, report = read(path)
    assert found.ids.to_pylist() == ["1"]
    assert found.materials.at(0) == ("wood_a", "glass")
    assert found.row(0).available_from == date(2026, 1, 1)
    assert found.hazardous.tolist() == [1]
    assert [(problem.row, problem.column, problem.code) for problem in report.errors] == [
        (2, "quantity", ProblemCode.NEGATIVE),
        (3, "text", ProblemCode.NOTHING_NAMED),
        (3, "quantity", ProblemCode.NOT_FINITE),
    ]


RECIPES: Final = "id,name,accepts,yield,capacity,unit,period,hours_available,lat,lon"


def test_recipes_of_one_processor_must_agree(tmp_path: Path) -> None:
    path = tmp_path / "processors.csv"
    path.write_text(
        f"{RECIPES}\n"
        "p1,Atelier,textile,0.4,2,t,week,40,51.05,3.72\n"
        "p1,,wood,0.9,5,t,week,,,\n"
        "p1,Atelier,glass,0.9,5,t,month,40,51.05,3.72\n"
        "p1,Atelier,paper,0.9,5,t,week,40,51.15,3.72\n"
        "p2,Molen,,1,1,t,day,8,51,4\n"
        "p3,Molen,grain,-1,1,t,day,8,51,4\n",
        encoding="utf-8",
    )
    report = Report()
    table = read_processors(path, report=report)
    assert [(problem.row, problem.column, problem.code) for problem in report.errors] == [
        (3, "hours_available", ProblemCode.RECIPES_DISAGREE),
        (4, "lat", ProblemCode.RECIPES_DISAGREE),
        (5, "accepts", ProblemCode.EMPTY),
        (6, "yield", ProblemCode.NEGATIVE),
    ]
    (processor,) = table.rows()
    assert processor.id == "p1"
    assert [recipe.accepts for recipe in processor.recipes] == [("textile",), ("wood",)]
    assert processor.hours_available == 40


@given(st.binary(max_size=300))
def test_no_bytes_make_reading_fall_over(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / f"noise{os.getpid()}.csv"
    path.write_bytes(HEADER.encode() + b"\n" + content)
    try:
        table, report = read(path)
    except FileRefused:
        return
    assert len(table) + report.refused == report.rows_read[path.name]


@given(st.lists(st.text(alphabet='ab,"\n\r;é\0', max_size=12), min_size=1, max_size=6))
def test_odd_rows_never_cost_a_good_one(tmp_path_factory: pytest.TempPathFactory, odd: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / f"odd{os.getpid()}.csv"
    path.write_text("\n".join([HEADER, GOOD, *odd]) + "\n", encoding="utf-8", newline="")
    table, report = read(path)
    assert table.ids.to_pylist()[:1] == ["good1"]
    assert len(table) + report.refused == report.rows_read[path.name]


def test_a_problem_without_details_still_speaks() -> None:
    assert "?" in Problem(ProblemCode.ROW_CELLS).sentence("nl")
