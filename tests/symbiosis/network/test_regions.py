"""`symbiosis allocate` for a region: the worked page, its files, a bound anyone can check, its questions."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from symbiosis.cli import main
from symbiosis.network.allocation_table import flow_columns, price_columns
from symbiosis.network.generation import Effort, allocate
from symbiosis.network.program import Status
from symbiosis.network.regions import hierarchy_first, pareto_front, reached, region_of, value_of_more
from symbiosis.network.weights import Objective, rung_weights, weights_for
from symbiosis.solvers.highs import Highs
from tests.symbiosis.network import worlds as w
from tests.symbiosis.network.test_allocation import all_paths, limits_by_key, without_batches
from tests.symbiosis.worked_tables import as_csv, worked

EXACT = Effort(gap=1e-9)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name in ("offers", "needs", "processors"):
        rows = worked("chains.md", f"chain-{name}")
        (tmp_path / f"{name}.csv").write_text(as_csv(rows, list(rows[0])), encoding="utf-8")
    return tmp_path


def run(files: Path, *options: str, code: int = 0) -> dict[str, Any]:
    words = ["allocate", "--date", "2026-01-01", "--gap", "1e-9", "--out", f"{files}/out", "--lang", "en"]
    for name in ("offers", "needs", "processors"):
        words += [f"--{name}", f"{files}/{name}.csv"]
    assert main([*words, *options]) == code
    told: dict[str, Any] = json.loads((files / "out" / "summary.json").read_text(encoding="utf-8"))
    return told


def table(files: Path, name: str) -> list[dict[str, str]]:
    with (files / "out" / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_the_worked_page(files: Path) -> None:
    free, costly = worked("allocation-with-processors.md", "allocation-answers")
    told = run(files, "--relation-cost", "100")
    assert told["objective"] == pytest.approx(float(costly["objective"]), abs=1e-3)
    assert (told["status"], told["relations"]) == ("optimal", int(costly["relations"]))
    told = run(files)
    assert told["objective"] == pytest.approx(float(free["objective"]), abs=1e-3)
    assert told["bound"] == pytest.approx(told["objective"])
    assert (told["status"], told["relations"]) == ("optimal", int(free["relations"]))
    assert list(told)[:7] == [
        "status", "objective", "bound", "gap", "seconds", "arcs_considered", "arcs_possible",
    ]  # fmt: skip
    prices = {(row["id"], row["side"]): float(row["shadow_price"]) for row in table(files, "prices")}
    for row in worked("allocation-with-processors.md", "allocation-prices"):
        assert prices[row["id"], row["side"]] == pytest.approx(float(row["shadow_price"]), abs=1e-4)
    more = {(row["id"], row["side"]): row for row in table(files, "value_of_more")}
    for row in worked("allocation-with-processors.md", "allocation-more"):
        mine = more[row["id"], row["side"]]
        assert float(mine["extra"]) == pytest.approx(float(row["extra"]))
        assert float(mine["value_eur"]) == pytest.approx(float(row["value_eur"]), abs=2e-3)
    flows = {(row["from_id"], row["to_id"]): row for row in table(files, "flows")}
    assert {pair: float(row["quantity"]) for pair, row in flows.items()} == pytest.approx(
        {
            ("o1", "n1"): 50.0,
            ("o1", "wash"): 50.0,
            ("wash", "n2"): 2.5,
            ("wash", "press"): 37.5,
            ("press", "n3"): 150.0,
        }
    )
    assert flows["press", "n3"]["unit"] == "piece"
    assert sum(float(row["value"]) for row in flows.values()) == pytest.approx(told["objective"])


def test_the_hierarchy_first_and_its_price(files: Path) -> None:
    told = run(files, "--hierarchy-first", "--front", "hours", "--points", "3")
    first = told["hierarchy"]
    assert [rung["rung"] for rung in first["rungs"]] == ["R7", "R8"]
    # R7 keeps all 150 pieces, R8 what can still be washed: as much as money alone brings here
    assert first["rungs"][1]["kept"] == pytest.approx(2.5 / 100, rel=1e-5)
    assert first["price"] == pytest.approx(0.0, abs=0.1)
    front = table(files, "front")
    assert [row["point"] for row in front] == ["1", "2", "3"]
    assert float(front[0]["objective"]) >= float(front[-1]["objective"]) - 1e-6


def test_options_that_change_what_is_sought(files: Path) -> None:
    assert run(files, "--relations", "0")["objective"] == 0.0
    one = run(files, "--relations", "1")
    assert one["objective"] == pytest.approx(2000.0)
    assert run(files, "--max-steps", "0")["objective"] == pytest.approx(2000.0)
    assert run(files, "--objective", "hours")["objective"] == pytest.approx(100.0)
    with pytest.raises(SystemExit):
        run(files, "--weigh", "money=3")
    weighed = run(files, "--weigh", "hours=1")
    assert weighed["objective"] == pytest.approx(3432.531 + 100.0, abs=0.01)


def test_time_over_is_told_with_a_bound(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = run(files, "--time-limit", "0")
    assert (told["status"], told["objective"]) == ("time_limit", 0.0)
    assert told["bound"] >= 3432.53
    assert "Stopped (time_limit)" in capsys.readouterr().err


@given(w.worlds(most=3))
@settings(max_examples=40)
def test_the_prices_that_are_told_prove_the_bound(world: w.World) -> None:
    world = without_batches(world)
    found = allocate(region_of(world.network()), Highs(), EXACT)
    columns = price_columns(found)
    prices: dict[Any, float] = {}
    seen: dict[str, int] = {}
    for key, side, worth in zip(columns["id"], columns["side"], columns["shadow_price"], strict=True):
        assert worth >= 0.0
        if side == "capacity":
            prices["recipe", key, seen.setdefault(key, 0)] = worth
            seen[key] += 1
        else:
            prices[side, key] = worth
    limits = limits_by_key(world)
    bound = sum(limits[key] * worth for key, worth in prices.items() if worth > 0.0)
    assert bound == pytest.approx(found.priced.bound, rel=1e-9, abs=1e-6)
    for uses, eur in all_paths(world):
        paid = sum(amount * prices.get(key, 0.0) for key, amount in uses.items())
        assert eur <= paid + 1e-6 * (1.0 + abs(paid))


@given(w.worlds(most=3))
@settings(max_examples=25)
def test_no_later_rung_takes_from_an_earlier_one(world: w.World) -> None:
    region = region_of(without_batches(world).network())
    told = hierarchy_first(region, Highs(), EXACT, tolerance=0.1)
    assert told.cost >= -1e-5 * (1.0 + abs(told.free.objective))
    for rung in told.rungs:
        assert rung.kept >= rung.best * 0.9 - 1e-6
    if told.rungs:
        best = allocate(
            replace(region, weights=rung_weights(region.network, told.rungs[0].rung)), Highs(), EXACT
        )
        assert told.rungs[0].best == pytest.approx(best.objective, abs=1e-6)


@given(w.worlds(most=3))
@settings(max_examples=25)
def test_a_front_only_falls(world: w.World) -> None:
    network = without_batches(world).network()
    region = region_of(network)
    second = weights_for(network, Objective.CO2E)
    points = pareto_front(region, second, Highs(), EXACT, points=3)
    for before, after in pairwise(points):
        assert after.first <= before.first + 1e-5 * (1.0 + abs(before.first))
        assert after.second >= after.least - 1e-5 * (1.0 + abs(after.least))
        assert after.bound >= after.first - 1e-6 * (1.0 + abs(after.first))


@given(w.worlds(most=3))
@settings(max_examples=25)
def test_more_is_worth_what_solving_again_says(world: w.World) -> None:
    region = region_of(world.network())
    found = allocate(region, Highs(), EXACT)
    if found.status is not Status.OPTIMAL:
        return
    for more in value_of_more(found, Highs(), EXACT):
        limits = region.limits.with_more(more.side, more.row, more.extra)
        again = allocate(replace(region, limits=limits), Highs(), EXACT)
        assert more.value <= again.objective - found.objective + 1e-5 * (1.0 + abs(again.objective))


@given(w.worlds(most=3))
@settings(max_examples=25)
def test_the_flows_that_are_told_add_up(world: w.World) -> None:
    found = allocate(region_of(world.network()), Highs(), EXACT)
    flows = flow_columns(found)
    assert sum(flows["value"]) == pytest.approx(found.objective, abs=1e-5)
    region = found.region
    kg = reached({k: -v for k, v in weights_for(region.network, Objective.CO2E).items()}, found)
    assert sum(flows["co2e_kg"]) == pytest.approx(kg, abs=1e-5)
