"""The still map: where a point lies on the drawing of Flanders that stands there without script.

``static/build/outlines.mjs`` draws the ground with the same window and width; a test compares the two.
"""

from collections.abc import Iterable
from math import log, pi, radians, tan
from typing import Final

#: What the drawing shows, in degrees WGS84.
WEST: Final = 2.48
EAST: Final = 5.98
SOUTH: Final = 50.63
NORTH: Final = 51.56
#: Width in the drawing's own units.
WIDTH: Final = 1000


def _mercator(lat: float) -> float:
    return log(tan(pi / 4 + radians(lat) / 2))


_SCALE: Final = WIDTH / radians(EAST - WEST)


def project(*, lat: float, lon: float) -> tuple[float, float]:
    """Return x (to the right) and y (down) of a point in the drawing's units (Web Mercator).

    >>> [round(value, 1) for value in project(lat=NORTH, lon=WEST)]
    [0.0, 0.0]
    """
    return radians(lon - WEST) * _SCALE, (_mercator(NORTH) - _mercator(lat)) * _SCALE


#: Height in the drawing's own units.
HEIGHT: Final = round(project(lat=SOUTH, lon=WEST)[1])


def dots(points: Iterable[tuple[float, float]]) -> str:
    """Return path data that puts a dot at each (latitude, longitude): a line without length with round ends.

    >>> dots([(NORTH, WEST)])
    'M0 0h0'
    """
    return "".join(f"M{x:.0f} {y:.0f}h0" for x, y in (project(lat=lat, lon=lon) for lat, lon in points))
