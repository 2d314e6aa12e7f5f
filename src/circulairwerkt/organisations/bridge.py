"""Distances and cells for organisations, asked of the core."""

from collections.abc import Iterable
from math import inf

import numpy as np

from symbiosis.places import EARTH_RADIUS_KM, Point, cells, distance_km, distances_km

__all__ = ["EARTH_RADIUS_KM", "Point", "cell_of", "distance_km", "nearest_first"]


def cell_of(lat: float | None, lon: float | None) -> str:
    """Return the H3 cell of a point in degrees, as text; empty where there is no point."""
    if lat is None or lon is None:
        return ""
    return f"{int(cells(np.array([lat]), np.array([lon]))[0]):x}"


def nearest_first(
    here: Point, points: Iterable[tuple[int, float | None, float | None]], radius_km: float = inf
) -> list[tuple[int, float]]:
    """Return (owner, distance in km) of the owners of ``points`` (owner, lat, lon) within ``radius_km``.

    Each owner stands once, with its nearest point; nearest first, equally near ones by owner. A point without
    coordinates is near nothing.
    """
    rows = list(points)
    if not rows:
        return []
    owners = np.array([owner for owner, _lat, _lon in rows])
    lat, lon = np.array([point[1:] for point in rows], dtype=np.float64).T
    km = distances_km(here.lat, here.lon, lat, lon)
    order = np.lexsort((owners, km))
    order = order[km[order] <= radius_km]
    _owners, first = np.unique(owners[order], return_index=True)
    chosen = order[np.sort(first)]
    return list(zip(owners[chosen].tolist(), km[chosen].tolist(), strict=True))
