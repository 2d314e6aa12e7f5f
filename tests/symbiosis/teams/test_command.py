"""`symbiosis teams`: the worked example from the page, and rows that it refuses."""

import csv
from pathlib import Path

import pytest

from symbiosis.cli import main
from symbiosis.errors import ProblemCode, Report
from symbiosis.tables.team_tables import read_challenges, read_members
from tests.symbiosis.worked_tables import as_csv, worked

NEEDS = "id,skills\nhout,wood|design\ntextiel,sewing\n"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_page_tells_what_the_command_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = worked("teams.md", "members")
    members, challenges = tmp_path / "members.csv", tmp_path / "challenges.csv"
    given = as_csv(rows, [name for name in rows[0] if name != "team"])
    members.write_text(given.replace("&#124;", "|"))
    challenges.write_text(NEEDS)
    out, teams = tmp_path / "out.csv", tmp_path / "teams.csv"
    options = ["--least", "2", "--most", "3", "--most-of-one", "1", "--lang", "en", "--strict"]
    words = ["teams", str(members), str(challenges), "--out", str(out), "--teams", str(teams), *options]
    assert main(words) == 0
    assert {row["id"]: row["challenge"] for row in _rows(out)} == {row["id"]: row["team"] for row in rows}
    assert [(row["language"], row["missing"]) for row in _rows(teams)] == [("nl", ""), ("fr", "")]
    assert "2 teams, 0 without a team; optimal, at most 0.00% could be better" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("an,,,", "id", ProblemCode.ID_TWICE),
        (",Huis,,", "id", ProblemCode.EMPTY),
        ("bo,Huis,nl,nobody", "together", ProblemCode.UNKNOWN_WORD),
    ],
)
def test_a_member_that_cannot_be(tmp_path: Path, row: str, column: str, code: ProblemCode) -> None:
    path = tmp_path / "members.csv"
    path.write_text(f"id,organisation,languages,together\nan,Huis,,\n{row}\n")
    report = Report()
    assert [(one.key, one.languages) for one in read_members(path, report=report)] == [
        ("an", frozenset({"nl"}))
    ]
    assert [(problem.column, problem.code) for problem in report.errors] == [(column, code)]


def test_who_must_be_with_a_refused_row_stays(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text("id,together\nan,bo\nbo,nobody\n")
    report = Report()
    assert [(one.key, one.together) for one in read_members(path, report=report)] == [("an", frozenset())]
    challenges = tmp_path / "challenges.csv"
    challenges.write_text(NEEDS)
    assert [one.key for one in read_challenges(challenges, report=report)] == ["hout", "textiel"]
