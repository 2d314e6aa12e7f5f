"""The laws of matching: what must hold whatever the rows are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from symbiosis.matching.changes import one_change
from symbiosis.matching.index import Engine, Index
from symbiosis.matching.measures import Pair
from symbiosis.matching.packing import pack
from symbiosis.matching.ranking import score_of
from symbiosis.matching.reference import Weights
from symbiosis.matching.rules import judge, may_match
from symbiosis.matching.terms import Terms
from symbiosis.matching.why import explain, hindrances
from symbiosis.places import Point
from symbiosis.quantities import UNITS, convert, unit
from symbiosis.resources.kinds import Kind, LegalStatus, RStrategy, Visibility
from symbiosis.resources.records import Need, Stream
from symbiosis.resources.streams import Side, StreamTable
from tests.symbiosis.matching.worlds import DAY, TERMS, needs, offers

law = settings(deadline=None, max_examples=50, suppress_health_check=list(HealthCheck))


def pairs() -> st.SearchStrategy[tuple[Stream, Need]]:
    """An offer and a need of one kind."""
    return st.sampled_from(Kind).flatmap(lambda kind: st.tuples(offers((kind,)), needs((kind,))))


def matches(offer: Stream, need: Need) -> bool:
    return score_of(offer, need, TERMS) is not None


CONSTRAINTS: tuple[dict[str, Any], ...] = (
    {"hazardous": False},
    {"legal_status": LegalStatus.PRODUCT},
    {"cold_chain": False},
    {"strategy": RStrategy.R3},
    {"max_km": 10.0},
    {"min_quantity": 20.0},
    {"temperature_c": 80.0},
    {"quality": "A"},
    {"condition": "new"},
    {"area_m2": 200.0},
    {"use_by": DAY + timedelta(days=90)},
    {"available_from": DAY + timedelta(days=60), "available_until": None},
    {"low_codes": ("150102",)},
    {"visibility": Visibility.HUB},
)


@law
@given(pairs(), st.sampled_from(CONSTRAINTS))
def test_a_constraint_of_the_need_never_adds_a_match(
    pair: tuple[Stream, Need], constraint: dict[str, Any]
) -> None:
    offer, need = pair
    # A constraint is one only where none stood, and a code names the stuff where nothing else does.
    assume(
        all(
            getattr(need, field) in (None, (), LegalStatus.UNKNOWN)
            for field in constraint
            if field != "available_until"
        )
    )
    assume(need.materials or "low_codes" not in constraint)
    assume(need.available_until is None or "available_from" not in constraint)
    if not matches(offer, need):
        assert not matches(offer, replace(need, **constraint))


@law
@given(
    pairs(), st.sampled_from(({"max_km": 10.0}, {"min_quantity": 20.0}, {"visibility": Visibility.PARTIES}))
)
def test_a_constraint_of_the_offer_never_adds_a_match(
    pair: tuple[Stream, Need], constraint: dict[str, Any]
) -> None:
    offer, need = pair
    assume(all(getattr(offer, field) is None for field in constraint))
    if not matches(offer, need):
        assert not matches(replace(offer, **constraint), need)


BETTER = {
    Kind.ENERGY: ("temperature_c", (30.0, 40.0, 70.0, 90.0, 120.0)),
    Kind.SPACE: ("area_m2", (50.0, 100.0, 250.0, 900.0)),
    Kind.WATER: ("quality", ("D", "C", "B", "A", "drinkwater", "demiwater")),
    Kind.PRODUCT: ("condition", ("defect", "good", "as new", "new")),
    Kind.FOOD: ("use_by", tuple(DAY + timedelta(days=days) for days in (0, 90, 300, 900))),
}


@law
@given(
    st.sampled_from(tuple(BETTER)).flatmap(lambda kind: st.tuples(offers((kind,)), needs((kind,)))), st.data()
)
def test_better_quality_never_lowers_a_score(pair: tuple[Stream, Need], data: st.DataObject) -> None:
    offer, need = pair
    field, scale = BETTER[offer.kind]
    worse, better = sorted(
        (data.draw(st.integers(0, len(scale) - 1)), data.draw(st.integers(0, len(scale) - 1)))
    )
    # Area is quantity as well where none is told; quality is what is meant here.
    assume(offer.quantity is not None or offer.kind is not Kind.SPACE)
    before = score_of(replace(offer, **{field: scale[worse]}), need, TERMS)
    after = score_of(replace(offer, **{field: scale[better]}), need, TERMS)
    assert before is None or (after is not None and after >= before)


@law
@given(pairs(), st.floats(0, 2), st.floats(0, 2))
def test_distance_never_helps(pair: tuple[Stream, Need], one: float, two: float) -> None:
    offer, need = pair
    near, far = sorted((one, two))
    here = replace(offer, place=Point(50.9, 3.3))
    before = score_of(here, replace(need, place=Point(50.9, 3.3 + near)), TERMS)
    after = score_of(here, replace(need, place=Point(50.9, 3.3 + far)), TERMS)
    assert after is None or (before is not None and before >= after - 1e-12)


@law
@given(pairs(), st.sampled_from(("t", "m3", "kWh", "piece", "m2")), st.data())
def test_another_unit_of_the_same_dimension_changes_nothing(
    pair: tuple[Stream, Need], own: str, data: st.DataObject
) -> None:
    offer, need = replace(pair[0], unit=own), replace(pair[1], unit=own)
    alike = [u for u in UNITS if u.dimension is unit(own).dimension and u.offset == 0.0]
    target = data.draw(st.sampled_from(alike))
    factor = convert(1.0, own, target.key)
    turned = replace(
        offer,
        unit=target.key,
        quantity=None if offer.quantity is None else offer.quantity * factor,
        min_quantity=None if offer.min_quantity is None else offer.min_quantity * factor,
        price_eur_per_unit=None if offer.price_eur_per_unit is None else offer.price_eur_per_unit / factor,
    )
    before, after = Pair(offer, need, TERMS), Pair(turned, need, TERMS)
    if before.offer_total is not None:
        assert after.offer_total == pytest.approx(before.offer_total, rel=1e-12)
    # A batch met to the letter may fall on the other side of its limit by a rounding.
    assume(before.offer_total != pytest.approx(before.need_least))
    assume(before.need_total != pytest.approx(before.offer_least))
    assert may_match(judge(before)) == may_match(judge(after))
    assert before.score == pytest.approx(after.score, rel=1e-9)


@pytest.mark.parametrize("engine", ["compiled", "plain"])
def test_a_least_quantity_in_another_measure_than_the_total_says_nothing(engine: Engine) -> None:
    # 50 kW stands in for a quantity, and cannot be less than 2 MWh
    heat: dict[str, Any] = {"kind": Kind.ENERGY, "materials": ("heat",), "power_kw": 50.0}
    offer, need = Stream(id="o", **heat), Need(id="n", unit="MWh", min_quantity=2.0, **heat)
    assert matches(offer, need)
    assert matches(Stream(id="o", unit="MWh", min_quantity=2.0, **heat), Need(id="n", **heat))
    held = pack(StreamTable.from_rows(Side.NEED, [need]), TERMS)
    index = Index(held, forward=True, settings=TERMS.settings(), kinship=TERMS.kinship)
    found = index.best(pack(StreamTable.from_rows(Side.OFFER, [offer]), TERMS), engine=engine)
    assert found.filled.tolist() == [1]


@pytest.mark.parametrize(
    ("kind", "size", "unit_key", "told"),
    [
        (Kind.SPACE, "quantity", "m2", "Als er 80 m² is."),
        (Kind.ENERGY, "power_kw", None, "Als er 80 kW is."),
        (Kind.MATERIAL, "quantity", "t", "Als er 80 ton per jaar is."),
    ],
)
def test_what_lasts_all_year_is_not_told_a_year(
    kind: Kind, size: str, unit_key: str | None, told: str
) -> None:
    both: dict[str, Any] = {"kind": kind, "materials": ("a",), "place": Point(51.0, 4.0), "unit": unit_key}
    offer, need = Stream(id="o", **both, **{size: 50.0}), Need(id="n", **both, **{size: 80.0})
    assert one_change(Pair(offer, need, TERMS)).text == told


@law
@given(pairs())
def test_telling_more_never_lowers_certainty_and_unknown_never_excludes(pair: tuple[Stream, Need]) -> None:
    offer, need = pair
    vague = replace(
        offer,
        place=None,
        quantity=None,
        strategy=None,
        hazardous=None,
        legal_status=LegalStatus.UNKNOWN,
        temperature_c=None,
        quality=None,
        area_m2=None,
        use_by=None,
        condition=None,
        min_quantity=None,
        visibility=None,
        available_from=None,
        available_until=None,
        max_km=None,
        food_use=None,
        cold_chain=None,
    )
    shut = need.visibility in (Visibility.HUB, Visibility.PARTIES)
    if matches(offer, need):
        told, untold = Pair(offer, need, TERMS), Pair(vague, need, TERMS)
        assert told.parts["certainty"] >= untold.parts["certainty"]
        # A mirror code without a statement on hazard is the one thing that leaving out can make worse.
        assert may_match(judge(untold)) or untold.hazard in ("unassessed", "yes") or shut


@law
@given(pairs())
def test_the_hierarchy_comes_first(pair: tuple[Stream, Need]) -> None:
    offer, need = pair
    high = score_of(offer, replace(need, strategy=RStrategy.R3), TERMS)
    low = score_of(offer, replace(need, strategy=RStrategy.R8), TERMS)
    if high is not None and low is not None:
        assert high >= low


@law
@given(pairs())
def test_every_part_lies_between_nil_and_one(pair: tuple[Stream, Need]) -> None:
    told = Pair(*pair, TERMS)
    assert all(0.0 <= part <= 1.0 for part in told.parts.values())
    assert 0.0 <= told.fit <= 1.0 + 1e-12
    assert told.score == (9.0 - told.rung) + told.fit


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(pairs(), st.sampled_from(("nl", "en", "fr")))
def test_the_one_change_keeps_its_promise(pair: tuple[Stream, Need], lang: Any) -> None:
    told = explain(*pair, TERMS, lang=lang)
    change = one_change(told.pair, lang)
    assert told.change == change
    if change.makes_match:
        assert not told.match
        assert change.score is not None
    if told.match and change.score is not None:
        assert change.score > told.pair.score
    assert all(line and "{" not in line for line in told.sentences())


@law
@given(pairs(), st.sampled_from(("nl", "en", "fr")))
def test_what_hinders_is_what_the_explanation_says(pair: tuple[Stream, Need], lang: Any) -> None:
    told = explain(*pair, TERMS, lang=lang).as_dict()
    broken = [rule["reason"] for rule in told["rules"] if rule["holds"] is False]
    assert list(hindrances(*pair, TERMS, lang=lang)) == ([] if told["match"] else broken)
    assert bool(broken) != told["match"]


def test_weights_must_be_usable() -> None:
    with pytest.raises(ValueError, match="nil or more"):
        Weights(near=-1.0)
    with pytest.raises(ValueError, match="not all nil"):
        Weights(near=0, quantity=0, time=0, margin=0, certainty=0, gain=0, material=0)
    assert sum(Weights(near=3.0).shares()) == pytest.approx(1.0)


def test_a_weight_of_the_hub_moves_the_fit_and_not_the_hierarchy() -> None:
    near = Need(id="near", kind=Kind.MATERIAL, materials=("ldpe",), place=Point(51, 4), strategy=RStrategy.R8)
    high = replace(near, id="high", place=Point(51.2, 4.5), strategy=RStrategy.R3)
    offer = Stream(id="o", kind=Kind.MATERIAL, materials=("ldpe",), place=Point(51, 4), strategy=RStrategy.R3)
    terms = Terms(day=DAY, weights=Weights(near=1000.0))
    scores = [score_of(offer, need, terms) for need in (near, high)]
    assert scores[0] is not None
    assert scores[1] is not None
    assert scores[1] > scores[0]
