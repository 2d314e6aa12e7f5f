"""Anyone can recompute the bound: `prices.csv` against every pair and chain, in plain numpy."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from symbiosis.cli import main
from symbiosis.errors import Report
from symbiosis.matching import layout as c
from symbiosis.matching.plain import pair_parts
from symbiosis.matching.terms import Terms
from symbiosis.network.recipes import recipes_of
from symbiosis.network.rows import usable_recipes, usable_streams
from symbiosis.resources.streams import Side
from symbiosis.tables import read_processors, read_streams
from tests.symbiosis.matching.worlds import DAY

TERMS = Terms(day=DAY)
STEPS = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated region, allocated by the command."""
    folder = tmp_path_factory.mktemp("region")
    sizes = ["--offers", "120", "--needs", "120", "--processors", "10", "--seed", "5"]
    assert main(["generate", *sizes, "--out", str(folder), "--quiet"]) == 0
    # without least batches the prices alone are the proof; with them a search in whole numbers may prove less
    with (folder / "processors.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with (folder / "processors.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, "min_quantity": ""} for row in rows)
    words = [
        w for name in ("offers", "needs", "processors") for w in (f"--{name}", str(folder / f"{name}.csv"))
    ]
    out = ["--out", str(folder / "out"), "--date", DAY.isoformat(), "--quiet"]
    assert main(["allocate", *words, *out]) == 0
    return folder


def worth_of_pairs(givers, takers, gain, paid):  # type: ignore[no-untyped-def]
    """EUR per base unit of every allowed pair, minus infinity elsewhere: gain less paid and the road."""
    found = np.full((len(givers), len(takers)), -np.inf)
    for row in range(len(givers)):
        parts = pair_parts(
            givers.numbers[row],
            givers.marks[row],
            takers.numbers,
            takers.marks,
            takers.codes,
            TERMS.settings(),
        )
        own = givers.sets[givers.label_sets[row]]
        kin = np.array([TERMS.kinship.best(own, labels) is not None for labels in takers.sets])
        allowed = parts.allowed & parts.same_unit & kin[takers.label_sets]
        ends = (givers.numbers[row, c.X : c.Z + 1], takers.numbers[:, c.X : c.Z + 1])
        chord = np.sqrt(((ends[0] - ends[1]) ** 2).sum(axis=1))
        km = 2 * 6371.0088 * np.arcsin(np.minimum(1.0, chord / 2)) * TERMS.detour_factor
        road = km * TERMS.eur_per_tkm * givers.numbers[row, c.TONNES]
        found[row] = np.where(allowed, gain - paid[row] - road, -np.inf)
    return found


def best(values):  # type: ignore[no-untyped-def]
    return values.max(axis=1, initial=-np.inf)


def test_the_bound_of_the_summary_follows_from_the_prices_alone(folder: Path) -> None:
    with (folder / "out" / "prices.csv").open(encoding="utf-8") as file:
        told: dict[tuple[str, str], list[float]] = {}
        for line in csv.DictReader(file):
            told.setdefault((line["side"], line["id"]), []).append(float(line["shadow_price"]))
    report = Report()
    sides = {}
    for name, side in (("offers", Side.OFFER), ("needs", Side.NEED)):
        table = read_streams(folder / f"{name}.csv", side, on_date=DAY, report=report)
        sides[name] = usable_streams(table, TERMS, file=name, report=report).side
    table = read_processors(folder / "processors.csv", report=report)
    recipes = recipes_of(table, usable_recipes(table, file="processors", report=report), TERMS)
    offers, needs = sides["offers"], sides["needs"]

    def prices(side: str, ids) -> np.ndarray:  # type: ignore[no-untyped-def,type-arg]
        seen: dict[str, int] = {}
        found = []
        for key in map(str, ids):
            found.append(told[side, key][seen.get(key, 0)])
            seen[key] = seen.get(key, 0) + 1
        return np.array(found)

    need, capacity = prices("need", needs.ids), prices("capacity", recipes.ids())
    hours, offer = prices("hours", table.ids.to_pylist()), prices("offer", offers.ids)
    assert min(need.min(), capacity.min(), hours.min(), offer.min()) >= 0.0
    # a recipe pays its cost, its capacity and its hours; a need pays its price less its shadow price
    spent = recipes.cost_eur + capacity + recipes.hours * hours[recipes.processor]
    wanted = np.nan_to_num(needs.numbers[:, c.PRICE]) - need
    nothing = np.zeros(len(recipes))
    ends = best(worth_of_pairs(recipes.products, needs, wanted, nothing))
    product = np.maximum(0.0, ends)
    for _ in range(STEPS - 1):
        onward = worth_of_pairs(
            recipes.intermediates, recipes.inputs, recipes.yields * product - spent, nothing
        )
        np.fill_diagonal(onward, -np.inf)
        product = np.maximum(np.maximum(0.0, ends), best(onward))
    asked = np.nan_to_num(offers.numbers[:, c.PRICE])
    direct = best(worth_of_pairs(offers, needs, wanted, asked))
    into = best(worth_of_pairs(offers, recipes.inputs, recipes.yields * product - spent, asked))
    least = np.maximum(0.0, np.maximum(direct, into))
    # no pair and no chain pays more than the price that was told of its offer
    assert (least <= offer + 1e-6 * (1.0 + offer)).all()
    limits = [
        (offers.numbers[:, c.QUANTITY], least),
        (needs.numbers[:, c.QUANTITY], need),
        (recipes.capacity, capacity),
        (recipes.processor_hours, hours),
    ]
    bound = sum(float((amount[worth > 0.0] * worth[worth > 0.0]).sum()) for amount, worth in limits)
    summary = json.loads((folder / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["status"] == "optimal"
    assert summary["objective"] <= summary["bound"]
    assert bound == pytest.approx(summary["bound"], rel=1e-9)
