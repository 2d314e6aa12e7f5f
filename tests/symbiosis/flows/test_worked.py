"""The examples worked by hand in docs/methods/material-flow-analysis.md, through the command line too."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from symbiosis.cli import main
from symbiosis.flows import (
    Flow,
    Measurement,
    Outcome,
    Status,
    Stock,
    TransferCoefficient,
    flow_system,
    reconcile,
)
from tests.symbiosis.worked_tables import as_csv, worked

PAGE = "material-flow-analysis.md"


def measurement(row: dict[str, str]) -> Measurement | None:
    return Measurement(float(row["value"]), float(row["sigma"])) if row["value"] else None


@pytest.mark.parametrize("name", ["balance", "open"])
def test_the_page_tells_what_the_core_answers(name: str) -> None:
    rows = worked(PAGE, name)
    answer = reconcile(
        flow_system(Flow(row["flow"], row["from"], row["to"], measurement(row)) for row in rows)
    )
    for row, estimate in zip(rows, answer.flows, strict=True):
        assert estimate.status == row["status"]
        for cell, found in ((row["reconciled"], estimate.value), (row["posterior sigma"], estimate.sigma)):
            assert found == (pytest.approx(float(cell), abs=1e-6) if cell else None)


def test_the_tests_of_one_balance() -> None:
    rows = worked(PAGE, "balance")
    answer = reconcile(
        flow_system(Flow(row["flow"], row["from"], row["to"], measurement(row)) for row in rows)
    )
    assert answer.outcome is Outcome.RECONCILED
    assert (answer.j, answer.degrees_of_freedom) == (pytest.approx(25 / 9), 1)
    assert answer.chi_square_limit == pytest.approx(3.841459, abs=1e-6)
    assert answer.test_limit == pytest.approx(2.387738, abs=1e-6)
    assert [e.test for e in answer.flows] == [*[pytest.approx(5 / 3)] * 3, None]
    assert answer.passes_global_test
    assert answer.suspects == ()


def test_a_gross_error_around_one_balance_may_be_anyones() -> None:
    rows = [{**row, "value": "65"} if row["flow"] == "F3" else row for row in worked(PAGE, "balance")]
    answer = reconcile(
        flow_system(Flow(row["flow"], row["from"], row["to"], measurement(row)) for row in rows)
    )
    assert answer.j == pytest.approx(625 / 9)
    (suspect,) = answer.suspects
    assert (suspect.id, suspect.equivalents) == ("F1", ("F2", "F3"))
    assert suspect.test == pytest.approx(25 / 3)
    assert suspect.error == pytest.approx(-25.0)


def test_shares_that_must_add_up_to_one() -> None:
    answer = reconcile(
        flow_system(
            [
                Flow("in", "env", "A", Measurement(100, 1)),
                Flow("b", "A", "env"),
                Flow("c", "A", "env"),
            ],
            transfers=[
                TransferCoefficient("A", "b", Measurement(0.5, 0.1)),
                TransferCoefficient("A", "c", Measurement(0.6, 0.1)),
            ],
        )
    )
    assert (answer.j, answer.degrees_of_freedom) == (pytest.approx(0.5), 1)
    assert [e.value for e in answer.transfers] == [pytest.approx(0.45), pytest.approx(0.55)]
    assert [e.sigma for e in answer.transfers] == [pytest.approx(0.070711, abs=1e-6)] * 2
    assert [e.value for e in answer.flows] == [100, pytest.approx(45), pytest.approx(55)]
    assert [e.sigma for e in answer.flows] == [
        1,
        pytest.approx(7.085372, abs=1e-6),
        pytest.approx(7.092426, abs=1e-6),
    ]
    assert [e.status for e in answer.flows] == [Status.FIXED, Status.OBSERVABLE, Status.OBSERVABLE]


def test_what_stays_in_a_process() -> None:
    answer = reconcile(
        flow_system(
            [Flow("in", "env", "A", Measurement(50, 1)), Flow("out", "A", "env", Measurement(30, 1))],
            stocks=[Stock("kept", "A")],
        )
    )
    (kept,) = answer.stocks
    assert (kept.value, kept.status) == (pytest.approx(20), Status.OBSERVABLE)
    assert kept.sigma == pytest.approx(math.sqrt(2))
    assert answer.outcome is Outcome.NO_REDUNDANCY


def test_what_stays_and_was_measured_too() -> None:
    answer = reconcile(
        flow_system(
            [Flow("in", "env", "A", Measurement(50, 1)), Flow("out", "A", "env", Measurement(30, 1))],
            stocks=[Stock("kept", "A", Measurement(18, 1))],
        )
    )
    assert [e.value for e in answer.estimates] == pytest.approx([49.333333, 30.666667, 18.666667], abs=1e-6)
    assert [e.sigma for e in answer.estimates] == [pytest.approx(0.816497, abs=1e-6)] * 3
    assert [e.status for e in answer.estimates] == [Status.REDUNDANT] * 3
    assert (answer.j, answer.degrees_of_freedom) == (pytest.approx(4 / 3), 1)


def test_a_share_that_is_told_twice() -> None:
    answer = reconcile(
        flow_system(
            [
                Flow("in", "env", "A", Measurement(100, 0)),
                Flow("b", "A", "env", Measurement(40, 2)),
                Flow("c", "A", "env"),
            ],
            transfers=[TransferCoefficient("A", "b", Measurement(0.5, 0.05))],
        )
    )
    told = {e.id: (e.value, e.sigma) for e in answer.estimates}
    assert told["b"] == pytest.approx((41.379310, 1.856953), abs=1e-6)
    assert told["A -> b"] == pytest.approx((0.413793, 0.018570), abs=1e-6)
    assert told["c"] == pytest.approx((58.620690, 1.856953), abs=1e-6)
    assert (answer.j, answer.degrees_of_freedom) == (pytest.approx(100 / 29), 1)
    assert answer.transfers[0].status is Status.REDUNDANT


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "nl",
            ["Vrijheidsgraden: 1", "Chi-kwadraatgrens (95 %): 3.84146", "Vermoedelijke grove fouten: geen"],
        ),
        ("en", ["Degrees of freedom: 1", "Chi-square limit (95 %): 3.84146", "Suspected gross errors: none"]),
        (
            "fr",
            [
                "Degrés de liberté : 1",
                "Limite du khi carré (95 %) : 3.84146",
                "Erreurs grossières suspectées : aucune",
            ],
        ),
    ],
)
def test_the_command_tells_and_writes_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, lines: list[str]
) -> None:
    rows = worked(PAGE, "balance")
    (tmp_path / "flows.csv").write_text(as_csv(rows, ["flow", "from", "to", "value", "sigma"]))
    out = tmp_path / "out.csv"
    assert main(["reconcile", str(tmp_path / "flows.csv"), "--out", str(out), "--lang", lang]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[1:] == ["J: 2.77778", *lines]
    with out.open(newline="") as stream:
        written = list(csv.DictReader(stream))
    assert list(written[0]) == ["flow", "value", "sigma", "status"]
    for row, found in zip(rows, written, strict=True):
        assert (found["flow"], found["status"]) == (row["flow"], row["status"])
        assert float(found["value"]) == pytest.approx(float(row["reconciled"]), abs=1e-6)
