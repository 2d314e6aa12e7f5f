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
from symbiosis.network.generation import Effort, allocate
from symbiosis.network.opportunities import left_over, opportunities, study
from symbiosis.network.recipes import recipes_of
from symbiosis.network.regions import region_of
from symbiosis.network.robustness import robustness
from symbiosis.network.rows import usable_recipes, usable_streams
from symbiosis.network.unserved import REASON_OF_RULE, Reason, unserved
from symbiosis.network.weights import KINDS
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
    assert table(files, "unserved") == []
    robust = {(row["from_id"], row["to_id"]): float(row["share"]) for row in table(files, "robust")}
    assert set(robust) == {("o1", "n1"), ("o1", "wash"), ("wash", "n2"), ("wash", "press"), ("press", "n3")}
    assert all(0.0 <= share <= 1.0 for share in robust.values())


def study_of(world: w.World) -> tuple[object, ...]:
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
    looked = study(offers, needs, recipes, world.network(), Highs(), EFFORT, top=5)
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
