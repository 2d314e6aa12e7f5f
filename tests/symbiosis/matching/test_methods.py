"""The worked numbers of the method pages: ranking, rules and every measure."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from symbiosis.matching.measures import Pair
from symbiosis.matching.reference import LANGUAGES, limits, rules
from symbiosis.matching.rules import judge
from symbiosis.matching.why import explain
from symbiosis.places import Point, distance_km
from symbiosis.quantities import Period
from symbiosis.resources.kinds import FoodUse, Kind, LegalStatus, RStrategy
from symbiosis.resources.records import Need, Stream
from tests.symbiosis.matching.worlds import TERMS

METHODS = Path(__file__).parents[3] / "docs" / "methods"

OFFER = Stream(
    id="offer",
    kind=Kind.MATERIAL,
    low_codes=("150101",),
    materials=("cardboard",),
    quantity=2,
    unit="t",
    period=Period.WEEK,
    available_from=date(2026, 1, 1),
    available_until=date(2026, 12, 31),
    place=Point(51.05, 3.72),
    strategy=RStrategy.R8,
    legal_status=LegalStatus.WASTE,
    hazardous=False,
    price_eur_per_unit=-40,
    destination="R1",
)
NEED = Need(
    id="need",
    kind=Kind.MATERIAL,
    low_codes=("150101", "191201"),
    materials=("paper_board",),
    quantity=150,
    unit="t",
    period=Period.YEAR,
    available_from=date(2026, 7, 1),
    available_until=date(2027, 6, 30),
    place=Point(51.06, 3.90),
    strategy=RStrategy.R8,
    legal_status=LegalStatus.WASTE,
    hazardous=False,
    price_eur_per_unit=-20,
)


def page(name: str) -> str:
    """Text of a method page without line ends."""
    return " ".join((METHODS / f"{name}.md").read_text(encoding="utf-8").split())


def test_the_worked_score() -> None:
    pair = Pair(OFFER, NEED, TERMS)
    expected = {
        "near": 0.8905,
        "quantity": 0.6952,
        "time": 0.5041,
        "margin": 0.5753,
        "certainty": 1.0,
        "gain": 0.1,
        "material": 1.0,
    }
    assert {name: round(part, 4) for name, part in pair.parts.items()} == expected
    assert round(pair.score, 4) == 1.7139
    told = page("ranking")
    assert all(f"{part:.4f}".rstrip("0").rstrip(".") in told for part in (*expected.values(), pair.score))


def test_the_worked_measures() -> None:
    pair = Pair(OFFER, NEED, TERMS)
    assert pair.road_km == pytest.approx(16.4190, abs=5e-5)
    assert OFFER.place is not None
    assert NEED.place is not None
    assert pair.road_km == pytest.approx(distance_km(OFFER.place, NEED.place) * 1.3, rel=1e-9)
    assert pair.flow == pytest.approx(104.2857, abs=5e-5)
    assert pair.margin_eur_per_unit == pytest.approx(17.7424, abs=5e-5)
    assert pair.margin_eur is not None
    assert (round(pair.margin_eur.value, 2), round(pair.margin_eur.low, 2)) == (1850.28, 1537.79)
    assert pair.co2e_kg is not None
    assert (round(pair.co2e_kg.value, 1), round(pair.co2e_kg.low, 1), round(pair.co2e_kg.high, 1)) == (
        -10422.6,
        -10494.0,
        622.6,
    )
    assert pair.hours is not None
    assert round(pair.hours.value, 2) == 2096.35
    for name, figure in (
        ("margin", "1850.28"),
        ("co2e", "-10,422.6"),
        ("hours", "2096.35"),
        ("distance", "16.4190"),
    ):
        assert figure in page(name)


def test_seven_rungs_from_landfill_to_reuse() -> None:
    pair = Pair(replace(OFFER, destination="D1"), replace(NEED, strategy=RStrategy.R3), TERMS)
    assert pair.parts["gain"] == pytest.approx(0.7)


def test_soil_that_was_not_assessed() -> None:
    soil = Stream(id="s", kind=Kind.MATERIAL, materials=("soil",), low_codes=("170504",))
    shut = Need(id="t", kind=Kind.MATERIAL, materials=("soil",), hazardous=False)
    told = explain(soil, shut, TERMS)
    assert [verdict.rule for verdict in told.verdicts if verdict.broken] == ["mirror_entry"]
    assert (told.change.code, told.change.makes_match) == ("mirror_entry", True)
    told = explain(soil, replace(shut, hazardous=None), TERMS)
    assert told.match
    assert "undecided.unassessed" in [reason.code for reason in told.reasons]


def test_every_rule_stands_on_the_page_with_reason_and_source() -> None:
    told = page("rules")
    for key, rule in rules().items():
        assert f"| {key} |" in told
        assert rule.source
        assert rule.basis in ("legal", "physical", "agreed")
        assert len({rule.reason(lang) for lang in LANGUAGES}) == 3
    assert [verdict.rule for verdict in judge(Pair(OFFER, NEED, TERMS))] == list(rules())
    assert all(limit.source and (limit.best_rung or limit.food_use) for limit in limits().values())


@pytest.mark.parametrize(
    ("material", "need", "rule"),
    [
        ("asbestos_cement", {"strategy": RStrategy.R8}, "class_limit"),
        ("kitchen_waste", {"food_use": FoodUse.FEED}, "food_use"),
    ],
)
def test_limits_of_the_law_bind_narrower_classes(material: str, need: dict[str, Any], rule: str) -> None:
    offer = Stream(id="o", kind=Kind.MATERIAL, materials=(material,))
    wanted = Need(id="n", kind=Kind.MATERIAL, materials=(material,))
    told = explain(offer, replace(wanted, **need), TERMS)
    assert [verdict.rule for verdict in told.verdicts if verdict.broken] == [rule]
    assert told.change.makes_match


def test_every_language_has_every_sentence() -> None:
    path = Path(__file__).parents[3] / "src" / "symbiosis" / "matching" / "sentences.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    for row in rows:
        places = [sorted(re.findall(r"\{(\w+)\}", row[lang])) for lang in LANGUAGES]
        assert all(row[lang] for lang in LANGUAGES)
        assert places[0] == places[1] == places[2], row["key"]
