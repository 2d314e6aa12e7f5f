"""Made-up regions: the same seed, real places, nothing impossible."""

from datetime import date

import numpy as np
import pytest

from symbiosis.places import FLANDERS, distances_km
from symbiosis.quantities import UNKNOWN_DAY
from symbiosis.resources import Kind, Side, StreamTable, materials
from symbiosis.resources.regions import Region, make_region
from symbiosis.resources.regions.catalogue import goods, places, trades
from symbiosis.tables import processor_columns, stream_columns
from symbiosis.waste import low


@pytest.fixture(scope="module")
def region() -> Region:
    return make_region(offers=3000, needs=2000, processors=60, seed=11)


def _same(one: StreamTable, two: StreamTable) -> bool:
    first, second = stream_columns(one, beyond_contract=True), stream_columns(two, beyond_contract=True)
    return all(
        np.array_equal(first[name], second[name], equal_nan=True)
        if isinstance(first[name], np.ndarray)
        else first[name].equals(second[name])
        for name in first
    )


def test_the_same_seed_gives_the_same_region(region: Region) -> None:
    again = make_region(offers=3000, needs=2000, processors=60, seed=11)
    assert _same(region.offers, again.offers)
    assert _same(region.needs, again.needs)
    assert list(region.processors.rows()) == list(again.processors.rows())
    other = make_region(offers=3000, needs=2000, processors=60, seed=12)
    assert not _same(region.offers, other.offers)


def test_more_needs_do_not_change_the_offers(region: Region) -> None:
    assert _same(region.offers, make_region(offers=3000, needs=5, seed=11).offers)


def test_every_row_is_a_record_that_can_be(region: Region) -> None:
    assert len(list(region.offers.rows())) == 3000
    assert len(list(region.needs.rows())) == 2000
    assert {row.kind for row in region.offers.rows()} == set(Kind)
    assert len(list(region.processors.rows())) == 60


def test_places_are_real_and_follow_the_people(region: Region) -> None:
    offers = region.offers
    known = offers.has_place
    assert 0.95 < known.mean() < 1.0
    assert FLANDERS.holds(offers.lat[known], offers.lon[known]).all()
    towns = places()
    lat, lon = offers.lat[known], offers.lon[known]
    away = distances_km(lat[:, None], lon[:, None], towns.lat, towns.lon).min(axis=1)
    assert np.quantile(away, 0.99) < 6.0
    antwerp = distances_km(lat, lon, 51.2205, 4.4003) < 8
    brakel = distances_km(lat, lon, 50.7978, 3.7633) < 8
    assert antwerp.sum() > 4 * brakel.sum()


def test_kinds_have_the_quality_that_is_theirs(region: Region) -> None:
    for table in (region.offers, region.needs):
        water = table.kind == list(Kind).index(Kind.WATER)
        assert (table.water_class[water] >= 0).all()
        assert (table.water_class[~water] == -1).all()
        food = table.kind == list(Kind).index(Kind.FOOD)
        assert (table.use_by_day[~food] == UNKNOWN_DAY).all()
        assert (table.food_use[food] >= 0).all()
        heat = table.materials.first == table.materials.words.index("heat")
        assert np.isfinite(table.temperature_c[heat]).all()


def test_a_price_belongs_to_the_unit_of_its_row(region: Region) -> None:
    offers = region.offers
    cardboard = offers.materials.first == offers.materials.words.index("cardboard")
    per_tonne = offers.price_eur_per_unit / offers.unit_mass_t
    known = cardboard & np.isfinite(per_tonne)
    assert known.sum() > 20
    assert per_tonne[known].min() >= -11
    assert per_tonne[known].max() <= 86


def test_some_cells_are_unknown_as_in_life(region: Region) -> None:
    for table in (region.offers, region.needs):
        for column in (table.quantity, table.price_eur_per_unit, table.max_km):
            assert 0.01 < np.isnan(column).mean() < 0.95
        assert 0.02 < (table.materials.counts == 0).mean() < 0.2
    assert region.needs.materials.counts.max() == 2


def test_texts_are_dutch_sentences(region: Region) -> None:
    texts = region.offers.texts.to_pylist()
    assert all(len(text) > 8 for text in texts)
    assert sum("elke week" in text for text in texts) > 100
    assert len(set(texts)) > 2000


def test_the_catalogue_speaks_of_known_classes_and_valid_codes() -> None:
    known = set(materials.all())
    for row in goods().rows:
        assert row["material"] in known
        for code in filter(None, row["low_codes"].split("|")):
            for day in (date(2019, 1, 1), date(2026, 11, 23)):
                assert low.lookup(code, day).code == code
    for trade in trades():
        for row in trade:
            assert set((row["accepts"] + "|" + row["produces"]).split("|")) <= known


def test_processors_share_their_hours_and_say_they_are_examples(region: Region) -> None:
    table = region.processors
    assert len(table) > table.processors == 60
    assert all(name.startswith("Voorbeeld ") for name in table.names.to_pylist())
    assert (table.hours_available > 0).all()
    assert {0, 1} == set(table.social.tolist())
    assert len(processor_columns(table)["id"]) == len(table)


def test_an_empty_region_is_a_region() -> None:
    nothing = make_region(offers=0, needs=0, seed=1)
    assert (len(nothing.offers), len(nothing.needs), len(nothing.processors)) == (0, 0, 0)
    assert nothing.offers.side is Side.OFFER
