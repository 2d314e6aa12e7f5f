"""Chains: the worked page, every chain against the plain way, bad rows, the columns of the contract."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from symbiosis.cli import main
from symbiosis.network.chains import best_chains
from tests.symbiosis.network.worlds import World, plain_chains, worlds
from tests.symbiosis.worked_tables import as_csv, worked

COLUMNS = (
    "offer_id rank steps need_id quantity_in quantity_out unit km value_eur co2e_kg hours strategy unit_out"
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name in ("offers", "needs", "processors"):
        rows = worked("chains.md", f"chain-{name}")
        (tmp_path / f"{name}.csv").write_text(as_csv(rows, list(rows[0])), encoding="utf-8")
    return tmp_path


def run(files: Path, *options: str) -> list[dict[str, str]]:
    out = files / "chains.csv"
    words = ["chains", f"{files}/offers.csv", f"{files}/needs.csv", "--processors", f"{files}/processors.csv"]
    assert main([*words, "--out", str(out), "--date", "2026-01-01", *options]) == 0
    with out.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_the_worked_page(files: Path) -> None:
    rows = run(files)
    assert " ".join(rows[0]) == COLUMNS
    expected = worked("chains.md", "chain-answers")
    assert len(rows) == len(expected)
    for row, told in zip(rows, expected, strict=True):
        assert " ".join(step["processor"] for step in json.loads(row["steps"])) == told.pop("processors")
        for name, cell in told.items():
            if name in ("offer_id", "need_id", "unit", "unit_out", "strategy"):
                assert row[name] == cell
            else:
                assert float(row[name]) == pytest.approx(float(cell), rel=2e-5, abs=1e-9), name
    washed = json.loads(rows[1]["steps"])[0]
    assert (washed["accepts"], washed["produces"], washed["yield"]) == ("kringelgruis", "krolwas", 0.8)
    # 30 t go 14.4554 km by lorry, and no product is known that they replace
    assert float(rows[1]["co2e_kg"]) == pytest.approx(30 * 14.4554 * 0.10163, rel=1e-5)


def test_fewer_steps_and_places(files: Path) -> None:
    assert [row["need_id"] for row in run(files, "--max-steps", "1")] == ["n2", "n1"]
    assert [row["need_id"] for row in run(files, "--max-steps", "0")] == ["n1"]
    assert [row["need_id"] for row in run(files, "--top", "2")] == ["n3", "n2"]


def test_rows_that_cannot_be_used_are_told_one_by_one(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offers = files / "offers.csv"
    extra = "o2,material,kringelgruis,,t,year,51.0,4.0,\no3,material,kringelgruis,5,t,year,,,\n"
    offers.write_text(offers.read_text(encoding="utf-8") + extra, encoding="utf-8")
    processors = files / "processors.csv"
    lost = "pile,,,kringelgruis,krolwas,1,,t,,year,,,,,\n"
    processors.write_text(processors.read_text(encoding="utf-8") + lost, encoding="utf-8")
    words = ["chains", str(offers), f"{files}/needs.csv", "--processors", str(processors), "--strict"]
    assert main([*words, "--out", f"{files}/out.csv", "--lang", "en"]) == 3
    told = capsys.readouterr().err
    assert 'offers.csv, row 2, column quantity: "o2" the quantity is unknown' in told
    assert 'offers.csv, row 3, column lat: "o3" the place is unknown' in told
    assert 'processors.csv, row 3, column lat: "pile" the place is unknown' in told
    assert "offers.csv: 3 rows read, 1 used, 2 refused" in told


def _told(world: World, top: int, most_steps: int) -> dict[str, list[Any]]:
    network = world.network()
    chains = best_chains(network, most_steps=most_steps, top=top)
    recipes = network.recipes
    names = [
        (recipes.ids()[r], int((recipes.processor[:r] == recipes.processor[r]).sum()))
        for r in range(len(recipes))
    ]
    needs = [str(key) for key in network.needs.ids]
    return {
        str(key): [
            (
                int(chains.rungs[o, k]),
                needs[chains.needs[o, k]],
                tuple(names[r] for r in chains.paths[o, k] if r >= 0),
                float(chains.quantities[o, k]),
                float(chains.values[o, k]),
            )
            for k in range(chains.filled[o])
        ]
        for o, key in enumerate(network.offers.ids)
    }


@given(worlds())
@settings(max_examples=150)
def test_every_chain_is_found_in_the_right_order(world: World) -> None:
    found = _told(world, 400, 3)
    for offer in world.offers:
        plain = {(chain.need, chain.path): chain for chain in plain_chains(world, offer)}
        mine = found[offer.id]
        assert {(need, path) for _, need, path, _, _ in mine} == set(plain)
        for rung, need, path, quantity, value in mine:
            chain = plain[need, path]
            assert rung == chain.rung
            assert quantity == pytest.approx(chain.quantity)
            assert value == pytest.approx(chain.value, abs=1e-9)
        keys = [(rung, -value) for rung, _, _, _, value in mine]
        assert keys == sorted(keys)


@given(worlds())
@settings(max_examples=150)
def test_what_is_skipped_is_never_among_the_best(world: World) -> None:
    for most_steps in (1, 2, 3):
        every = _told(world, 400, most_steps)
        few = _told(world, 3, most_steps)
        assert few == {offer: chains[:3] for offer, chains in every.items()}
