"""Distances for events, asked of the core."""

from collections.abc import Iterable
from math import cos, degrees, radians

import numpy as np

from symbiosis.places import EARTH_RADIUS_KM, Point, distances_km

__all__ = ["Point", "box_around", "within"]


def box_around(here: Point, radius_km: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the ranges of latitude and longitude, in degrees, that hold a circle."""
    high = degrees(radius_km / EARTH_RADIUS_KM)
    wide = high / max(cos(radians(abs(here.lat) + high)), 0.01)
    return (here.lat - high, here.lat + high), (here.lon - wide, here.lon + wide)


def within(here: Point, points: Iterable[tuple[int, float, float]], radius_km: float) -> dict[int, float]:
    """Return the straight distance in km of each of ``points`` (key, lat, lon) that lies in the circle.

    >>> within(Point(lat=51.0, lon=4.0), [(7, 51.0, 4.0), (8, 52.0, 4.0)], 5.0)
    {7: 0.0}
    """
    rows = list(points)
    if not rows:
        return {}
    lat, lon = np.array([row[1:] for row in rows], dtype=np.float64).T
    km = distances_km(here.lat, here.lon, lat, lon)
    return {row[0]: float(far) for row, far in zip(rows, km, strict=True) if far <= radius_km}
