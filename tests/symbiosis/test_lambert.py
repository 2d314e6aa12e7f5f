"""Belgian Lambert coordinates, against points computed with PROJ 9.5.1."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis import lambert
from symbiosis.places import BELGIUM, Point, distance_km

# lon, lat, Lambert 72 x and y (good to 2 m), Lambert 2008 x and y (good to 0.01 m)
POINTS = [
    ("Brussel", 4.3525, 50.8467, 148855.423, 170699.676, 648855.036, 670699.945),
    ("Brugge", 3.2247, 51.2093, 70053.476, 211652.916, 570048.839, 711643.469),
    ("Genk", 5.5, 50.965, 229465.372, 184465.659, 729462.692, 684475.419),
    ("Oudenaarde", 3.605, 50.844, 96209.973, 170675.357, 596210.011, 670669.353),
    ("Leuven", 4.7005, 50.8798, 173347.050, 174434.020, 673346.020, 674437.177),
    ("Antwerpen", 4.4028, 51.2194, 152378.444, 212161.991, 652373.089, 712162.346),
]

belgian = st.builds(Point, st.floats(49.5, 51.5), st.floats(2.55, 6.4))


@pytest.mark.parametrize(("name", "lon", "lat", "x72", "y72", "x08", "y08"), POINTS)
def test_towns(name: str, lon: float, lat: float, x72: float, y72: float, x08: float, y08: float) -> None:
    point = Point(lat, lon)
    assert lambert.to_lambert_2008(point) == pytest.approx((x08, y08), abs=0.01)
    assert math.dist(lambert.to_lambert_72(point), (x72, y72)) < 2.0
    assert distance_km(lambert.from_lambert_2008(x08, y08), point) < 1e-5
    assert distance_km(lambert.from_lambert_72(x72, y72), point) < 2e-3


@given(belgian)
def test_there_and_back(point: Point) -> None:
    assert distance_km(lambert.from_lambert_2008(*lambert.to_lambert_2008(point)), point) < 1e-6
    assert distance_km(lambert.from_lambert_72(*lambert.to_lambert_72(point)), point) < 1e-3


@given(belgian, st.booleans(), st.booleans())
def test_metres_are_read_in_either_projection(point: Point, new: bool, swapped: bool) -> None:
    x, y = lambert.to_lambert_2008(point) if new else lambert.to_lambert_72(point)
    found = lambert.in_belgium(x, y) if swapped else lambert.in_belgium(y, x)
    assert found is not None
    assert BELGIUM.holds(found.lat, found.lon)
    if not swapped:
        assert distance_km(found, point) < 2e-3


def test_metres_of_nowhere_in_belgium() -> None:
    assert lambert.in_belgium(1_500_000, 2_000_000) is None
    assert lambert.in_belgium(-5000, 3) is None
