"""What the tables of cards, needs and capabilities refuse, and that their words are those of the core."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from circulairwerkt.base.scope import NoScope, Scope, opened
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.streams import bridge, words
from circulairwerkt.streams.models import Capability, MaterialCard, Need
from symbiosis.quantities import Period
from symbiosis.resources import Condition, FoodUse, Kind, LegalStatus, RStrategy, WaterClass
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": -1.0},
        {"quantity": None, "unit": "kg"},
        {"min_quantity": -2.0},
        {"available_from": date(2026, 5, 2), "available_until": date(2026, 5, 1)},
        {"max_km": -1.0},
    ],
)
@pytest.mark.parametrize("maker", [make.card, make.need, make.capability])
def test_the_database_refuses_what_cannot_be(maker: Any, wrong: dict[str, Any]) -> None:
    hub = make.hub()
    with pytest.raises(IntegrityError), transaction.atomic():
        maker(hub, **wrong)


@pytest.mark.parametrize("wrong", [{"hours_per_week_h": -1.0}, {"yield_ratio": -0.1}])
def test_a_capability_has_no_negative_hours_or_yield(wrong: dict[str, Any]) -> None:
    hub = make.hub()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.capability(hub, **wrong)


@pytest.mark.parametrize("model", [MaterialCard, Need, Capability])
def test_without_a_scope_nothing_is_read_and_of_another_hub_nothing_closed(model: Any) -> None:
    hub, other = make.hub(), make.hub()
    maker: Any = {MaterialCard: make.card, Need: make.need, Capability: make.capability}[model]
    row = maker(hub)
    assert row.visibility == Visibility.PARTIES, "closed until somebody opens it"
    with pytest.raises(NoScope):
        model.objects.count()
    with opened(Scope(hubs=frozenset({other.pk}), network=True)):
        assert model.objects.count() == 0
    with opened(Scope(hubs=frozenset({hub.pk}))):
        assert list(model.objects.all()) == [row]


def test_words_are_those_of_the_core() -> None:
    for ours, core in (
        (words.Kind, Kind),
        (words.Period, Period),
        (words.Strategy, RStrategy),
        (words.LegalStatus, LegalStatus),
        (words.Condition, Condition),
        (words.WaterClass, WaterClass),
        (words.FoodUse, FoodUse),
    ):
        assert set(ours.values) == {member.value for member in core}, ours


def test_materials_units_and_codes_have_dutch_words() -> None:
    assert bridge.material_name("wood_a") == "onbehandeld hout (A)"
    assert bridge.material_name("iets anders") == "iets anders"
    assert bridge.unit_word("pallet", 1) == "pallet"
    assert bridge.unit_word("pallet", 2) == "pallets"
    assert "cardboard" in bridge.with_descendants("paper_board")
    assert bridge.ancestors_of("eps")[:2] == ("polystyrene", "plastic")
    assert bridge.read_code("20 01 01", date(2026, 11, 23)) == "200101"
    assert bridge.read_code("99 99 99", date(2026, 11, 23)) is None
    assert bridge.read_code("x", date(2026, 11, 23)) is None
    assert "degC" not in bridge.unit_keys()
    assert len(bridge.material_names()) > 200


def test_a_public_place_is_a_large_cell() -> None:
    here = bridge.coarse_cell_of(51.05, 3.72)
    assert here == bridge.coarse_cell_of(51.06, 3.73)
    assert here != bridge.cell_of(51.05, 3.72)
    assert bridge.coarse_cell_of(None, 3.0) == ""
