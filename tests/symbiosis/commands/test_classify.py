"""`symbiosis classify`: the tables it writes, and what it says of bad rows."""

import csv
from pathlib import Path

import pytest

from symbiosis import cli
from symbiosis.errors import ExitCode

TEXTS = "what,note\nelke week 3 paletten karton,a\n,b\nlithiumbatterijen van fietsen,c\n"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    path = tmp_path / "texts.csv"
    path.write_text(TEXTS, encoding="utf-8")
    return path


def test_codes_and_properties(tmp_path: Path, texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, out2 = tmp_path / "out.csv", tmp_path / "out2.csv"
    words = ["classify", str(texts), "--column", "what", "--top", "4", "--date", "2026-12-01"]
    code = cli.main([*words, "--out", str(out), "--properties", str(out2)])
    assert code == ExitCode.OK
    codes = rows_of(out)
    assert list(codes[0]) == ["row", "rank", "low_code", "probability"]
    assert [(row["row"], row["rank"]) for row in codes] == [(r, k) for r in "13" for k in "1234"]
    assert [row["low_code"] for row in codes if row["rank"] == "1"] == ["200101", "200143"]
    first, second = rows_of(out2)
    assert list(first)[:10] == [
        "row", "material", "product", "state", "mixed", "clean", "direct_use", "quantity", "unit", "period",
    ]  # fmt: skip
    assert (first["product"], first["quantity"], first["unit"], first["period"]) == (
        "karton",
        "3",
        "pallet",
        "week",
    )
    assert (second["row"], second["quantity"], second["kind"]) == ("3", "", "product")
    told = capsys.readouterr().err
    assert "texts.csv" in told
    assert "what" in told


def test_a_refused_row_shows_in_the_exit_code(tmp_path: Path, texts: Path) -> None:
    words = ["classify", str(texts), "--column", "what", "--out", str(tmp_path / "out.csv"), "--strict"]
    assert cli.main(words) == ExitCode.ROWS_REFUSED


def test_examples_are_learnt_and_bad_ones_named(
    tmp_path: Path, texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    examples = tmp_path / "examples.csv"
    examples.write_text(
        "text,low_codes\nlot wolkenmeel,020304|020399\nlot zandgruis,999999\n", encoding="utf-8"
    )
    asked = tmp_path / "asked.csv"
    asked.write_text("text\nlot wolkenmeel\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    words = ["classify", str(asked), "--learn", str(examples), "--out", str(out), "--date", "2019-01-01"]
    assert cli.main(words) == ExitCode.OK
    assert {row["low_code"] for row in rows_of(out)[:2]} == {"020304", "020399"}
    told = capsys.readouterr().err
    assert "999999" in told
    assert "examples.csv" in told


def test_without_the_column_the_file_is_refused(tmp_path: Path, texts: Path) -> None:
    assert cli.main(["classify", str(texts), "--out", str(tmp_path / "out.csv")]) == ExitCode.REFUSED
