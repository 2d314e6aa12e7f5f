"""The same answers from Apache Spark as from this process: equal rows, equal certificates."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from symbiosis.cli import main

# a Spark starts a Python for every core, and each reads the core anew
pytestmark = pytest.mark.timeout(600)
DATE = ["--date", "2026-11-23", "--quiet"]


def match(region: Path, out: Path, *options: str) -> bytes:
    words = ["match", str(region / "offers.csv"), str(region / "needs.csv"), "--out", str(out)]
    assert main([*words, *DATE, *options]) == 0
    return out.read_bytes()


@pytest.mark.parametrize("direction", ["offers", "needs", "processors"])
def test_match_gives_the_same_file_to_the_byte(region: Path, tmp_path: Path, direction: str) -> None:
    options = ["--direction", direction, "--top", "5"]
    if direction == "processors":
        options += ["--processors", str(region / "processors.csv")]
    told = [
        match(region, tmp_path / f"{engine}.csv", *options, "--engine", engine)
        for engine in ("local", "spark")
    ]
    assert told[0] == told[1]
    assert told[0].count(b"\n") > 20


def test_match_of_nothing_gives_no_rows(region: Path, tmp_path: Path) -> None:
    (tmp_path / "offers.csv").write_text("id,kind,material\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    words = ["match", str(tmp_path / "offers.csv"), str(region / "needs.csv"), "--engine", "spark"]
    assert main([*words, *DATE, "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8").count("\n") == 1


def allocate(region: Path, out: Path, *options: str) -> dict[str, float]:
    words = ["allocate", "--offers", str(region / "offers.csv"), "--needs", str(region / "needs.csv")]
    assert main([*words, *DATE, "--out", str(out), *options]) == 0
    found: dict[str, float] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--objective", "retention"],
        ["--processors", "processors.csv"],
        ["--processors", "processors.csv", "--periods", "2"],
    ],
    ids=["pairs", "pairs-retention", "processors", "processors-periods"],
)
def test_allocate_proves_the_same_to_the_gap(region: Path, tmp_path: Path, options: list[str]) -> None:
    options = [str(region / word) if word.endswith(".csv") else word for word in options]
    local, spark = (
        allocate(region, tmp_path / name, *options, "--engine", name) for name in ("local", "spark")
    )
    assert local["status"] == spark["status"] == "optimal"
    assert spark["gap"] <= 1e-3
    assert spark["objective"] == pytest.approx(local["objective"], rel=1e-3)
    assert spark["bound"] >= local["objective"] * (1.0 - 1e-9)
    assert local["bound"] >= spark["objective"] * (1.0 - 1e-9)
    assert spark["arcs_possible"] == local["arcs_possible"]
    ids = []
    for name in ("local", "spark"):
        with (tmp_path / name / "prices.csv").open(encoding="utf-8") as file:
            ids.append(sorted((row["side"], row["id"]) for row in csv.DictReader(file)))
    assert ids[0] == ids[1]


def test_explicit_arcs_by_component(tmp_path: Path) -> None:
    head = "id,kind,material,quantity,unit\n"
    (tmp_path / "offers.csv").write_text(
        head + "".join(f"o{i},material,wood,{i + 1},t\n" for i in range(6)), encoding="utf-8"
    )
    (tmp_path / "needs.csv").write_text(
        head + "".join(f"n{i},material,wood,3,t\n" for i in range(6)), encoding="utf-8"
    )
    arcs = "".join(f"o{i},n{j},{7 * i + 3 * j + 1}\n" for i in range(6) for j in range(6) if i % 3 == j % 3)
    (tmp_path / "arcs.csv").write_text("offer_id,need_id,value_eur_per_unit\n" + arcs, encoding="utf-8")
    arcs_file = ["--arcs", str(tmp_path / "arcs.csv")]
    local, spark = (
        allocate(tmp_path, tmp_path / name, *arcs_file, "--engine", name) for name in ("local", "spark")
    )
    assert spark["objective"] == pytest.approx(local["objective"], rel=1e-12)
    assert spark["bound"] == pytest.approx(local["bound"], rel=1e-12)


def test_the_command_starts_and_stops_a_spark_of_its_own(region: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    words = [
        "match",
        str(region / "offers.csv"),
        str(region / "needs.csv"),
        "--top",
        "1",
        "--engine",
        "spark",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "symbiosis", *words, *DATE, "--out", str(out)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert out.read_bytes() == match(region, tmp_path / "local.csv", "--top", "1")
