"""Points, distances and cells."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis import places
from symbiosis.errors import InvalidValue
from symbiosis.places import Point

# Points and great-circle distances computed with PROJ 9.5.1 (haversine, R = 6371.0088 km; geodesic on WGS84).
POINTS = {
    "Brussel": Point(50.8467, 4.3525),
    "Brugge": Point(51.2093, 3.2247),
    "Genk": Point(50.965, 5.5),
    "Oudenaarde": Point(50.844, 3.605),
    "Leuven": Point(50.8798, 4.7005),
    "Antwerpen": Point(51.2194, 4.4028),
}
DISTANCES = [
    ("Brussel", "Brugge", 88.8097, 88.5795),
    ("Brussel", "Genk", 81.7797, 81.5291),
    ("Brussel", "Antwerpen", 41.6123, 41.5914),
    ("Brugge", "Genk", 161.7146, 161.2183),
    ("Genk", "Oudenaarde", 133.9716, 133.5555),
    ("Leuven", "Antwerpen", 43.1640, 43.1162),
]

points = st.builds(Point, st.floats(-89, 89), st.floats(-179, 179))
belgian = st.builds(Point, st.floats(49.5, 51.5), st.floats(2.6, 6.4))


@pytest.mark.parametrize(("here", "there", "geodesic", "haversine"), DISTANCES)
def test_distances_between_towns(here: str, there: str, geodesic: float, haversine: float) -> None:
    found = places.distance_km(POINTS[here], POINTS[there])
    assert found == pytest.approx(haversine, abs=6e-5)
    assert found == pytest.approx(geodesic, rel=0.004)
    assert places.road_km(POINTS[here], POINTS[there], detour_factor=1.3) == pytest.approx(
        1.3 * haversine, 1e-5
    )


@given(points, points)
def test_distance_is_a_metric_and_columns_agree(here: Point, there: Point) -> None:
    distance = places.distance_km(here, there)
    assert 0 <= distance <= math.pi * places.EARTH_RADIUS_KM
    assert places.distance_km(there, here) == pytest.approx(distance, abs=1e-6)
    assert places.distance_km(here, here) == 0
    assert places.distances_km(here.lat, here.lon, there.lat, there.lon) == pytest.approx(distance, abs=1e-6)


@given(belgian, belgian, belgian)
def test_a_way_round_is_never_shorter(a: Point, b: Point, c: Point) -> None:
    assert places.distance_km(a, c) <= places.distance_km(a, b) + places.distance_km(b, c) + 1e-9


def test_distance_to_an_unknown_place_is_unknown() -> None:
    assert np.isnan(places.distances_km(np.array([np.nan]), np.array([4.0]), 51.0, 4.0)).all()


@pytest.mark.parametrize(("lat", "lon"), [(math.nan, 4.0), (51.0, math.inf), (91.0, 4.0), (51.0, -181.0)])
def test_impossible_points_are_refused(lat: float, lon: float) -> None:
    with pytest.raises(InvalidValue):
        Point(lat, lon)


@given(belgian)
def test_swapped_coordinates_are_seen(point: Point) -> None:
    assert places.swapped(point.lon, point.lat)
    assert not places.swapped(point.lat, point.lon)
    assert places.BELGIUM.holds(point.lat, point.lon)


def test_cells_of_a_column() -> None:
    lat = np.array([POINTS["Genk"].lat, np.nan])
    lon = np.array([POINTS["Genk"].lon, 4.0])
    found = places.cells(lat, lon)
    assert int(found[0]) == POINTS["Genk"].cell()
    assert found[1] == 0


def test_metres_are_told_from_degrees() -> None:
    assert places.in_metres(152378.444)
    assert not places.in_metres(51.2)


def test_a_cell_lies_around_its_middle() -> None:
    cell = f"{Point(lat=50.83, lon=3.26).cell(5):x}"
    middle, corners = places.cell_centre(cell), places.cell_boundary(cell)
    assert f"{middle.cell(5):x}" == cell
    assert len(corners) == 6
    # A hexagon of some 250 km2 has corners 7 to 12 km from its middle.
    assert all(7 < places.distance_km(middle, corner) < 12 for corner in corners)
