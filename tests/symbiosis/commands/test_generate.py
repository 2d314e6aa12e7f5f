"""`symbiosis generate`: files that the other commands read."""

from datetime import date
from pathlib import Path

import pytest

from symbiosis import cli
from symbiosis.errors import ExitCode, Report
from symbiosis.resources import Side
from symbiosis.tables import read_processors, read_streams

COUNTS = ["--offers", "200", "--needs", "150", "--processors", "10", "--seed", "7"]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_what_is_written_reads_back_without_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    out = tmp_path / "region"
    assert cli.main(["generate", *COUNTS, "--out", str(out), "--format", form]) == ExitCode.OK
    assert f"offers.{form}: 200" in capsys.readouterr().out
    report = Report()
    for day in (date(2019, 1, 1), date(2026, 11, 23)):
        offers = read_streams(out / f"offers.{form}", Side.OFFER, on_date=day, report=report)
        needs = read_streams(out / f"needs.{form}", Side.NEED, on_date=day, report=report)
        assert (len(offers), len(needs)) == (200, 150)
    assert read_processors(out / f"processors.{form}", report=report).processors == 10
    assert report.problems == []


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert cli.main(["generate", *COUNTS, "--out", str(tmp_path / name)]) == ExitCode.OK
    for file in ("offers.csv", "needs.csv", "processors.csv"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_a_count_below_zero_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["generate", "--offers", "-1", "--needs", "1", "--seed", "1", "--out", "x"])
    assert caught.value.code == ExitCode.USAGE
    assert "'-1'" in capsys.readouterr().err
