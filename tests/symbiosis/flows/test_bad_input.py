"""Bad rows of flows, stocks and coefficients: one line each, by row and column, and the rest goes on."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from symbiosis.cli import main
from symbiosis.errors import FileRefused, ProblemCode, Report
from symbiosis.flows import FlowSystem
from symbiosis.tables import read_flow_system

HEADER = "flow,from,to,value,sigma"
GOOD = ["in,env,A,100,2", "out,A,env,90,2"]


def read(tmp_path: Path, *rows: str, **more: str) -> tuple[FlowSystem, Report]:
    paths = {}
    for name, text in {"flows": "\n".join([HEADER, *rows]) + "\n", **more}.items():
        paths[name] = tmp_path / f"{name}.csv"
        paths[name].write_text(text)
    report = Report()
    return read_flow_system(paths.pop("flows"), report=report, **paths), report


LEFT_OUT = [
    ("in,env,A,5,1", "flow", "in", ProblemCode.ID_TWICE),
    ("loop,A,A,5,1", "to", "A", ProblemCode.SELF_LOOP),
    ("loop,env,env,5,1", "to", "env", ProblemCode.SELF_LOOP),
    (",A,env,5,1", "flow", None, ProblemCode.EMPTY),
    ("b,,env,5,1", "from", None, ProblemCode.EMPTY),
    ("b,A,,5,1", "to", None, ProblemCode.EMPTY),
]


@pytest.mark.parametrize(("row", "column", "value", "code"), LEFT_OUT)
def test_a_row_that_names_no_flow_is_left_out(
    tmp_path: Path, row: str, column: str, value: str | None, code: ProblemCode
) -> None:
    system, report = read(tmp_path, GOOD[0], row, GOOD[1])
    assert [flow.id for flow in system.flows] == ["in", "out"]
    (problem,) = report.errors
    assert (problem.code, problem.row, problem.line) == (code, 2, 3)
    assert (problem.column, problem.value) == (column, value)
    assert report.refused == 1


UNMEASURED = [
    ("b,A,env,5,-1", "sigma", "-1", ProblemCode.NEGATIVE),
    ("b,A,env,NaN,1", "value", "NaN", ProblemCode.NOT_FINITE),
    ("b,A,env,inf,1", "value", "inf", ProblemCode.NOT_FINITE),
    ("b,A,env,5,nan", "sigma", "nan", ProblemCode.NOT_FINITE),
    ("b,A,env,veel,1", "value", "veel", ProblemCode.NOT_A_NUMBER),
    ("b,A,env,5,", "sigma", None, ProblemCode.EMPTY),
]


@pytest.mark.parametrize(("row", "column", "value", "code"), UNMEASURED)
def test_a_bad_measurement_leaves_the_flow_unmeasured(
    tmp_path: Path, row: str, column: str, value: str | None, code: ProblemCode
) -> None:
    system, report = read(tmp_path, GOOD[0], row, GOOD[1])
    assert [(flow.id, flow.measurement is None) for flow in system.flows] == [
        ("in", False),
        ("b", True),
        ("out", False),
    ]
    (problem,) = report.errors
    assert (problem.code, problem.row, problem.column, problem.value) == (code, 2, column, value)
    assert [problem.code for problem in report.warnings] == [ProblemCode.KEPT_UNMEASURED]
    assert report.refused == 1


def test_stocks_and_coefficients_know_their_processes_and_flows(tmp_path: Path) -> None:
    system, report = read(
        tmp_path,
        *GOOD,
        stocks="stock,process,value,sigma\nkept,A,10,1\nlost,Z,1,1\nin,A,1,1\nkept,A,2,1\n",
        transfers="process,flow,value,sigma\nA,out,0.9,0.1\nZ,out,0.5,0\nA,nothing,0.5,0\nA,in,0.5,0\n",
    )
    assert [stock.id for stock in system.stocks] == ["kept"]
    assert [transfer.flow for transfer in system.transfers] == ["out"]
    assert {(p.file, p.row, p.column, p.code) for p in report.errors} == {
        ("stocks.csv", 2, "process", ProblemCode.ID_UNKNOWN),
        ("stocks.csv", 3, "stock", ProblemCode.ID_TWICE),
        ("stocks.csv", 4, "stock", ProblemCode.ID_TWICE),
        ("transfers.csv", 2, "flow", ProblemCode.ID_TWICE),
        ("transfers.csv", 2, "process", ProblemCode.ID_UNKNOWN),
        ("transfers.csv", 3, "flow", ProblemCode.ID_UNKNOWN),
        ("transfers.csv", 4, "flow", ProblemCode.FLOW_ELSEWHERE),
    }


def test_a_file_without_ends_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv"
    path.write_text("flow,from,value\na,env,1\n")
    with pytest.raises(FileRefused) as caught:
        read_flow_system(path, report=Report())
    assert (caught.value.problem.code, caught.value.problem.column) == (ProblemCode.COLUMN_MISSING, "to")


def test_a_process_without_way_out_is_told(tmp_path: Path) -> None:
    _, report = read(tmp_path, *GOOD, "dump,A,landfill,5,1")
    assert [(p.code, p.column, p.value) for p in report.problems] == [
        (ProblemCode.DEAD_END, "to", "landfill")
    ]
    assert report.refused == 0


def test_the_command_with_stocks_and_coefficients(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "f.csv").write_text(f"{HEADER}\nin,env,A,100,1\nb,A,env,,\nc,A,env,,\nbad,A,env,1,-1\n")
    (tmp_path / "s.csv").write_text("stock,process,value,sigma\nkept,A,0,0\n")
    (tmp_path / "t.csv").write_text("process,flow,value,sigma\nA,b,0.25,0.01\nA,bad,0,0\n")
    out, shares = tmp_path / "out.csv", tmp_path / "shares.csv"
    words = ["reconcile", str(tmp_path / "f.csv"), "--stocks", str(tmp_path / "s.csv"), "--strict"]
    words += ["--transfers", str(tmp_path / "t.csv"), "--out", str(out), "--transfers-out", str(shares)]
    assert main([*words, "--lang", "en"]) == 3
    told = capsys.readouterr()
    assert "Outcome: no redundancy" in told.out
    assert "f.csv, row 4 (line 5), column sigma" in told.err
    with out.open(newline="") as stream:
        rows = {row["flow"]: row for row in csv.DictReader(stream)}
    assert list(rows) == ["in", "b", "c", "bad", "kept"]
    assert float(rows["b"]["value"]) == pytest.approx(25)
    assert float(rows["bad"]["value"]) == pytest.approx(0, abs=1e-9)
    assert rows["kept"]["status"] == "fixed"
    with shares.open(newline="") as stream:
        assert [row["status"] for row in csv.DictReader(stream)] == ["fixed", "fixed"]


def test_a_contradiction_is_told_and_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "f.csv").write_text(f"{HEADER}\nin,env,A,100,0\nout,A,env,90,0\nx,A,B,,\ny,B,A,,\n")
    (tmp_path / "g.csv").write_text(f"{HEADER}\nin,env,A,100,0\nout,A,env,90,0\n")
    for name in ("f", "g"):
        assert main(["reconcile", str(tmp_path / f"{name}.csv"), "--out", str(tmp_path / "o.csv")]) == 0
        assert "Tegenspraak rond A" in capsys.readouterr().out
