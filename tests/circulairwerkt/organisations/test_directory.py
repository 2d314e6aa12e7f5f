"""The directory: narrowed by name, kind, sector, hub and place; the distance is the core's own."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circulairwerkt.organisations.bridge import Point, distance_km
from circulairwerkt.organisations.models import Kind
from circulairwerkt.organisations.queries import DirectorySearch, directory, partners_by_kind
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
HERE = Point(lat=51.0, lon=4.0)


def found(**wanted: Any) -> list[tuple[str, float | None]]:
    rows = directory(DirectorySearch(**wanted))[0:100]
    return [(row.name, row.distance_km) for row in rows]


def names(**wanted: Any) -> list[str]:
    return [name for name, _km in found(**wanted)]


def test_without_a_place_it_is_sorted_by_name_and_has_no_distance() -> None:
    make.organisation("Zeildoek")
    make.organisation("Éclair")
    assert found() == [("Éclair", None), ("Zeildoek", None)]


def test_it_is_narrowed_by_each_of_its_filters_and_by_all_at_once() -> None:
    hub, textile = make.hub(slug="hub"), make.sector()
    one = make.organisation("Naaiatelier", kind=Kind.SOCIAL_ENTERPRISE)
    one.sectors.add(textile)
    make.partnership(one, hub)
    make.site(one, lat=51.0, lon=4.0)
    make.organisation("Drukkerij")
    every = {"name": "naai", "kind": "social_enterprise", "sector": "textiel", "hub": "hub", "here": HERE}
    for key, value in every.items():
        assert names(**{key: value}) == ["Naaiatelier"], key
    assert names(**every) == ["Naaiatelier"]
    assert names(**{**every, "kind": "knowledge"}) == []


def test_a_former_partner_is_no_partner() -> None:
    hub = make.hub(slug="hub")
    make.partnership(make.organisation("Vroeger"), hub, valid_to="2024-01-01")
    assert names(hub="hub") == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("KRING", ["Kringwinkel"]),
        ("kringwinkle", ["Kringwinkel"]),
        ("winkel kring", ["Kringwinkel"]),
        ("qqq", []),
    ],
)
def test_names_are_found_by_parts_in_any_order_and_misspelt(typed: str, expected: list[str]) -> None:
    make.organisation("Kringwinkel")
    make.organisation("Drukkerij")
    assert names(name=typed) == expected


def test_the_nearest_comes_first_by_its_nearest_site_and_stands_there_once() -> None:
    two_sites = make.organisation("Twee vestigingen")
    make.site(two_sites, lat=51.2, lon=4.0)
    make.site(two_sites, lat=51.01, lon=4.0)
    one_site = make.organisation("Eén vestiging")
    make.site(one_site, lat=51.05, lon=4.0)
    make.organisation("Zonder adres")
    assert names(here=HERE) == ["Twee vestigingen", "Eén vestiging"]
    assert len(directory(DirectorySearch(here=HERE))) == 2


degrees_north = st.floats(50.68, 51.51)
degrees_east = st.floats(2.54, 5.92)


@given(here=st.tuples(degrees_north, degrees_east), there=st.tuples(degrees_north, degrees_east))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_distance_is_that_of_the_core_and_the_circle_is_cut_by_it(
    here: tuple[float, float], there: tuple[float, float]
) -> None:
    one = make.organisation()
    make.site(one, lat=there[0], lon=there[1])
    start = Point(lat=here[0], lon=here[1])
    km = distance_km(start, Point(lat=there[0], lon=there[1]))
    for radius, inside in ((km * 1.0001 + 0.001, True), (km * 0.9999 - 0.001, False)):
        if not 0 < radius <= 100:
            continue
        rows = directory(DirectorySearch(here=start, radius_km=radius))[0:9]
        assert [row.pk for row in rows] == ([one.pk] if inside else [])
        assert all(row.distance_km == pytest.approx(km, rel=1e-12) for row in rows)
    one.delete()


def test_partners_near_a_place_are_the_nearest_of_each_kind_and_those_without_address_come_last() -> None:
    hub, other = make.hub(), make.hub()
    for n, lat in enumerate((51.3, 51.1, 51.2)):
        reuse = make.organisation(f"Kringloop {n}", kind=Kind.REUSE_CENTRE)
        make.site(reuse, lat=lat, lon=4.0)
        make.partnership(reuse, hub)
    make.partnership(make.organisation("Aan huis", kind=Kind.REUSE_CENTRE), hub)
    lead = make.organisation("Hogeschool", kind=Kind.KNOWLEDGE)
    make.partnership(lead, hub, role="lead")
    make.partnership(lead, other)
    make.partnership(make.organisation("Vroeger", kind=Kind.FUNDER), hub, valid_to="2024-01-01")
    found = dict(partners_by_kind([hub, other], HERE))
    assert list(found) == [Kind.REUSE_CENTRE, Kind.KNOWLEDGE]
    assert [near.name for near in found[Kind.REUSE_CENTRE]] == [
        "Kringloop 1",
        "Kringloop 2",
        "Kringloop 0",
    ]
    assert [round(near.distance_km or 0, 1) for near in found[Kind.REUSE_CENTRE]] == [11.1, 22.2, 33.4]
    assert [(near.name, near.distance_km) for near in found[Kind.KNOWLEDGE]] == [("Hogeschool", None)]
    wide = dict(partners_by_kind([hub], HERE, per_kind=9))
    assert wide[Kind.REUSE_CENTRE][-1].name == "Aan huis"
    assert [near.name for near in dict(partners_by_kind([hub], None))[Kind.REUSE_CENTRE]] == [
        "Aan huis",
        "Kringloop 0",
        "Kringloop 1",
    ]
