"""Distances and cells for organisations, asked of the core."""

import numpy as np

from symbiosis.places import EARTH_RADIUS_KM, Point, cells, distance_km

__all__ = ["EARTH_RADIUS_KM", "Point", "cell_of", "distance_km"]


def cell_of(lat: float | None, lon: float | None) -> str:
    """Return the H3 cell of a point in degrees, as text; empty where there is no point."""
    if lat is None or lon is None:
        return ""
    return f"{int(cells(np.array([lat]), np.array([lon]))[0]):x}"
