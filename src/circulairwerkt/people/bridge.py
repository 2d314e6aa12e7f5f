"""Distances between a job seeker and work, asked of the core."""

from collections.abc import Sequence

import numpy as np

from symbiosis.places import Point, distances_km

__all__ = ["Point", "kilometres"]


def kilometres(here: Point, points: Sequence[tuple[float, float]]) -> list[float]:
    """Return the straight distance in km from ``here`` to each point (latitude, longitude in degrees)."""
    if not points:
        return []
    lat, lon = np.array(points, dtype=np.float64).T
    found: list[float] = distances_km(here.lat, here.lon, lat, lon).tolist()
    return found
