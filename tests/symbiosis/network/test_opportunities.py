"""Opportunities: the worked page, new work where streams are left, every reason, robust links."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from symbiosis.cli import main
from symbiosis.errors import Report
from symbiosis.matching.reference import rules
from symbiosis.network.allocation import Region
from symbiosis.network.constraints import master_of
from symbiosis.network.generation import Effort, allocate
from symbiosis.network.graph import Network
from symbiosis.network.opportunities import Study, best_of, left_over, opportunities, study, tried, with_room
from symbiosis.network.recipes import recipes_of
from symbiosis.network.regions import region_of
from symbiosis.network.robustness import robustness
from symbiosis.network.rows import Rows, usable_recipes, usable_streams
from symbiosis.network.swings import swing
from symbiosis.network.unserved import REASON_OF_RULE, Reason, unserved
from symbiosis.network.weights import KINDS, Objective
from symbiosis.places import Point
from symbiosis.resources import (
    Need,
    Processor,
    ProcessorTable,
    Recipe,
    Side,
    Stream,
    StreamTable,
    Visibility,
)
from symbiosis.solvers.highs import Highs
from symbiosis.tables import read_processors, read_streams
from tests.symbiosis.network import worlds as w
from tests.symbiosis.network.test_allocation import as_need, as_stream, without_batches
from tests.symbiosis.worked_tables import as_csv, worked

EFFORT = Effort()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name in ("offers", "needs", "processors"):
        rows = worked("chains.md", f"chain-{name}")
        (tmp_path / f"{name}.csv").write_text(as_csv(rows, list(rows[0])), encoding="utf-8")
    return tmp_path


def run(files: Path, *options: str) -> None:
    words = ["opportunities", f"{files}/offers.csv", f"{files}/needs.csv", "--out", f"{files}/out"]
    assert main([*words, "--processors", f"{files}/processors.csv", "--date", "2026-01-01", *options]) == 0


def table(files: Path, name: str) -> list[dict[str, str]]:
    with (files / "out" / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_the_worked_page(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(files, "--samples", "5")
    (told,) = worked("opportunities.md", "opportunity")
    row = table(files, "opportunities")[0]
    for name, cell in told.items():
        if name == "parties":
            assert row[name] == "|".join(cell.split())
        elif name in ("kind", "processor_id", "unit"):
            assert row[name] == cell
        else:
            assert float(row[name]) == pytest.approx(float(cell), abs=5e-3), name
    said = capsys.readouterr().out.splitlines()
    assert said[0] == row["text"]
    assert said[0].startswith("0,58 ton per week extra bij wash in ")
    assert "sluit 1 kring: 30 ton per jaar, 0,029 VTE, 250 EUR (190 tot 280)" in said[0]
    links = {
        (row["from_id"], row["to_id"]): float(row["quantity_year"])
        for row in table(files, "opportunity_links")
    }
    assert links == {("o1", ""): pytest.approx(30.0), ("", "n2"): pytest.approx(24.0)}
    for name in ("quantity", "hours", "eur", "co2e_kg"):
        assert float(row[f"{name}_least"]) <= float(row[f"{name}_year"]) <= float(row[f"{name}_most"])
    assert table(files, "unserved") == []
    robust = {(row["from_id"], row["to_id"]): float(row["share"]) for row in table(files, "robust")}
    assert set(robust) == {("o1", "n1"), ("o1", "wash"), ("wash", "n2"), ("wash", "press"), ("press", "n3")}
    assert all(0.0 <= share <= 1.0 for share in robust.values())


def study_of(world: w.World, objective: Objective = Objective.VALUE) -> tuple[Study, Rows, Rows]:
    report = Report()
    processors = ProcessorTable.from_rows(world.processors)
    offers = usable_streams(
        StreamTable.from_rows(Side.OFFER, world.offers), w.TERMS, file="offers.csv", report=report
    )
    needs = usable_streams(
        StreamTable.from_rows(Side.NEED, world.needs), w.TERMS, file="needs.csv", report=report
    )
    recipes = recipes_of(
        processors, usable_recipes(processors, file="processors.csv", report=report), w.TERMS
    )
    looked = study(offers, needs, recipes, world.network(), Highs(), EFFORT, top=5, objective=objective)
    return looked, offers, needs


def test_new_work_is_found_where_streams_are_left() -> None:
    far = Point(51.2, 3.2)
    recipe = Recipe(
        accepts=("aap",), produces=("noot",), yield_ratio=0.5, unit="t", period=w.Period.YEAR, capacity=50.0,
        cost_eur_per_unit=10.0, hours_per_unit=3.0,
    )  # fmt: skip
    world = w.World(
        (as_stream("o", quantity=40.0, place=far, max_km=20.0),),
        (as_need("n", quantity=100.0, price_eur_per_unit=90.0, place=far, materials=("noot",)),),
        (Processor(id="p", recipes=(recipe,), place=Point(51.0, 4.9)),),
    )
    looked, _, _ = study_of(world)
    assert looked.base.objective == 0.0
    (found,) = opportunities(looked, Highs(), EFFORT)
    assert (found.kind, found.loops, found.parties) == ("new", 1, ("n", "o"))
    assert found.extra == pytest.approx(40.0)
    assert found.eur == pytest.approx(40.0 * (0.5 * 90.0 - 10.0))
    assert found.hours == pytest.approx(120.0)
    assert (found.place.lat, found.place.lon) == pytest.approx((51.2, 3.2))


@given(w.worlds(most=4))
@settings(max_examples=25)
def test_an_opportunity_brings_what_it_says(world: w.World) -> None:
    looked, _, _ = study_of(without_batches(world))
    plain = allocate(region_of(without_batches(world).network()), Highs(), Effort(gap=1e-9))
    # candidates without room change nothing
    assert looked.base.objective == pytest.approx(plain.objective, rel=1e-5, abs=1e-4)
    for seen in opportunities(looked, Highs(), EFFORT):
        assert seen.eur > 0.0
        assert seen.extra > 0.0
        assert seen.eur_low <= seen.eur <= seen.eur_high
        assert seen.co2e_low - 1e-6 <= seen.co2e <= seen.co2e_high + 1e-6
        assert {end for move in seen.moves for end in (move.giver, move.taker)} - {""} == set(seen.parties)
        given_more = [move for move in seen.moves if move.giver.startswith("o")]
        assert len(given_more) == seen.loops
        assert sum(move.quantity for move in seen.moves if move.taker == "") >= seen.extra - 1e-6


@given(w.worlds(most=3))
@settings(max_examples=15)
def test_the_range_of_an_opportunity_holds_it_and_closes_where_nothing_moves(world: w.World) -> None:
    looked, _, _ = study_of(without_batches(world))
    for each in best_of([tried(looked, one, Highs(), EFFORT) for one in looked.candidates], top=3):
        told = swing(looked, each, Highs(), EFFORT, samples=3)
        assert told.samples == 3
        for name in ("extra", "hours", "eur", "co2e", "delivered", "loops"):
            low, high = getattr(told, name)
            assert low - 1e-6 <= getattr(each.seen, name) <= high + 1e-6, name
        still = swing(looked, each, Highs(), EFFORT, samples=2, spread=0.0)
        assert still.eur[0] == pytest.approx(each.seen.eur_low, rel=1e-4, abs=1e-3)
        assert still.eur[1] == pytest.approx(each.seen.eur_high, rel=1e-4, abs=1e-3)
        assert swing(looked, each, Highs(), Effort(time_limit_s=0.0)).samples == 0


@pytest.mark.parametrize("objective", [Objective.VALUE, Objective.PLACED])
def test_a_generated_region_is_told_what_two_whole_models_differ_by(
    tmp_path: Path, objective: Objective
) -> None:
    words = ["generate", "--offers", "60", "--needs", "40", "--processors", "12", "--seed", "4"]
    assert main([*words, "--out", str(tmp_path)]) == 0
    report, terms = Report(), w.TERMS
    read = {
        side: usable_streams(
            read_streams(tmp_path / f"{side.value}s.csv", side, on_date=w.DAY, report=report),
            terms,
            file="f",
            report=report,
        )
        for side in (Side.OFFER, Side.NEED)
    }
    table_of = read_processors(tmp_path / "processors.csv", report=report)
    recipes = recipes_of(table_of, usable_recipes(table_of, file="f", report=report), terms)
    offers, needs = read[Side.OFFER], read[Side.NEED]
    network = Network.of(offers, needs, recipes, terms)
    looked = study(offers, needs, recipes, network, Highs(), EFFORT, top=4, objective=objective)
    best = best_of([tried(looked, each, Highs(), EFFORT) for each in looked.candidates], top=4)
    assert best
    region = looked.base.region
    every = {kind: np.ones(len(links), dtype=bool) for kind, links in region.links.items()}

    def whole(one: Region) -> float:
        return Highs().solve(master_of(one, every).program).objective

    before = whole(region)
    assert before == pytest.approx(looked.base.objective, rel=1e-5)
    for each in best:
        gain = whole(with_room(region, each.candidate)) - before
        assert each.seen.gain == pytest.approx(gain, rel=1e-3, abs=3e-6 * abs(before))


def test_without_prices_what_counts_is_a_place_and_its_rung() -> None:
    """10 t reused (1 + 9 - 3), 5 t recycled (1 + 9 - 8), 5 t left: 5 t still to place."""
    recipe = Recipe(
        accepts=("aap",), produces=(), unit="t", period=w.Period.YEAR, capacity=5.0, strategy=w.RStrategy.R8
    )
    world = w.World(
        (as_stream("o", quantity=20.0),),
        (as_need("n", quantity=10.0, strategy=w.RStrategy.R3),),
        (Processor(id="p", recipes=(recipe,), place=w._PLACES[0]),),
    )
    looked, offers, needs = study_of(world, Objective.PLACED)
    assert looked.base.objective == pytest.approx(0.5 * 7 + 0.25 * 2, abs=1e-4)
    (told,) = unserved(looked.base, offers, needs)
    assert (told.rest, told.reason) == (pytest.approx(5.0), Reason.FULL)
    brings = {
        each.kind: (found.seen.extra, found.seen.gain)
        for each in looked.candidates
        if (found := tried(looked, each, Highs(), EFFORT)) is not None
    }
    assert brings["more"] == pytest.approx((2.5, 2.5 / 20 * 2), abs=1e-4)
    assert brings["new"] == pytest.approx((5.0, 5.0 / 20 * 2), abs=1e-4)
    dear = replace(world.offers[0], price_eur_per_unit=50.0)
    poor = replace(world.needs[0], price_eur_per_unit=40.0)
    at_a_loss, offers, needs = study_of(w.World((dear,), (poor,), ()), Objective.PLACED)
    assert at_a_loss.base.objective == 0.0
    assert unserved(at_a_loss.base, offers, needs)[0].reason is Reason.PRICE


@given(w.worlds(most=4))
@settings(max_examples=25)
def test_every_stream_with_something_left_has_its_reason(world: w.World) -> None:
    looked, offers, needs = study_of(world)
    told = unserved(looked.base, offers, needs)
    assert [seen.offer for seen in told] == np.flatnonzero(left_over(looked.base) > 0).tolist()
    assert all(seen.text for seen in told)


def test_every_rule_has_its_reason() -> None:
    assert set(REASON_OF_RULE) == set(rules())


FAR = Point(51.0, 5.9)


@pytest.mark.parametrize(
    ("offer", "need", "reason"),
    [
        ({"materials": ("zus",)}, {}, Reason.NO_TAKER),
        ({}, {"place": FAR, "max_km": 30.0}, Reason.TOO_FAR),
        ({"hazardous": True}, {"hazardous": False}, Reason.PERMIT),
        ({"strategy": w.RStrategy.R8}, {"strategy": w.RStrategy.R3}, Reason.QUALITY),
        ({"available_until": date(2026, 2, 1)}, {"available_from": date(2026, 5, 1)}, Reason.TIME),
        ({}, {"unit": "piece"}, Reason.AMOUNT),
        ({}, {"min_quantity": 50.0}, Reason.AMOUNT),
        ({}, {"visibility": Visibility.HUB, "hub": "gent"}, Reason.CLOSED),
        ({"price_eur_per_unit": 500.0}, {}, Reason.PRICE),
        ({}, {"quantity": 1.0}, Reason.FULL),
    ],
)
def test_each_reason(offer: dict[str, object], need: dict[str, object], reason: Reason) -> None:
    given_row: Stream = replace(as_stream("o", quantity=10.0), **offer)  # type: ignore[arg-type]
    wanted: Need = replace(as_need("n", quantity=90.0, price_eur_per_unit=20.0), **need)  # type: ignore[arg-type]
    looked, offers, needs = study_of(w.World((given_row,), (wanted,), ()))
    (told,) = unserved(looked.base, offers, needs, lang="en")
    assert told.reason is reason
    assert told.nearest == ("n" if reason not in (Reason.NO_TAKER, Reason.PRICE, Reason.FULL) else "")


def test_a_processor_without_the_permit_is_named() -> None:
    recipe = Recipe(accepts=("aap",), produces=("noot",), yield_ratio=1.0, unit="t")
    processor = Processor(id="p", recipes=(recipe,), place=w._PLACES[0], permits=("abp_3",))
    offer = as_stream("o", quantity=10.0, hazardous=True)
    need = as_need("n", quantity=1.0, materials=("noot",))
    world = w.World((offer,), (need,), (processor,))
    looked, offers, needs = study_of(world)
    (told,) = unserved(looked.base, offers, needs)
    assert (told.reason, told.nearest) == (Reason.PERMIT, "p")


@given(w.worlds(most=3))
@settings(max_examples=15)
def test_robust_links_stay_within_what_was_drawn(world: w.World) -> None:
    found = allocate(region_of(without_batches(world).network()), Highs(), Effort(gap=1e-9))
    told = robustness(found, Highs(), EFFORT, samples=4)
    assert len(told.objectives) == 4
    for kind in KINDS:
        assert ((told.share[kind] >= 0.0) & (told.share[kind] <= 1.0)).all()
        assert (told.least[kind] <= told.most[kind] + 1e-9).all()
        assert ((told.share[kind] > 0.0) == (told.most[kind] > 1e-9)).all()
    still = robustness(found, Highs(), EFFORT, samples=2, spread=0.0)
    assert still.objectives == pytest.approx([found.objective] * 2, rel=1e-6, abs=1e-5)
    assert len(robustness(found, Highs(), Effort(time_limit_s=0.0)).objectives) == 0
