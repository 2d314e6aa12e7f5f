"""Points, distances over the earth and by road, and H3 cells.

One formula for every distance: the haversine on a sphere with the mean earth radius, times a detour factor
for the road. Against the ellipsoid it errs by at most 0.4 % in Belgium. Coordinates are degrees WGS84.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import h3.api.basic_int as h3
import numpy as np
import numpy.typing as npt

from symbiosis.errors import InvalidValue, Problem, ProblemCode

FloatArray = npt.NDArray[np.float64]
CellArray = npt.NDArray[np.uint64]

EARTH_RADIUS_KM: Final = 6371.0088
"""Mean earth radius (IUGG R1), as fixed in the contracts."""

H3_RESOLUTION: Final = 7
"""Resolution of indexed columns: a cell of about 5 km2."""


@dataclass(frozen=True, slots=True)
class Box:
    """A range of latitude and longitude, borders included."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, lat: FloatArray | float, lon: FloatArray | float) -> npt.NDArray[np.bool_]:
        """True where the point lies within the box; False for NaN."""
        return np.asarray(
            (np.asarray(lat) >= self.south)
            & (np.asarray(lat) <= self.north)
            & (np.asarray(lon) >= self.west)
            & (np.asarray(lon) <= self.east)
        )


FLANDERS: Final = Box(south=50.68, north=51.51, west=2.54, east=5.92)
"""Smallest box with hundredths of a degree around the Flemish Region (Brussels lies inside it)."""
BELGIUM: Final = Box(south=49.49, north=51.51, west=2.54, east=6.41)
NEIGHBOURHOOD: Final = Box(south=47.0, north=54.0, west=-2.0, east=11.0)
"""Where a partner of a Belgian firm is not surprising: a point outside it draws a note, never a refusal."""

_LAMBERT_LEAST_M: Final = 1_000.0


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A place on earth in degrees WGS84.

    Raises `InvalidValue` for coordinates that are not finite or out of range.
    """

    lat: float
    lon: float

    def __post_init__(self) -> None:
        for column, value, limit in (("lat", self.lat, 90.0), ("lon", self.lon, 180.0)):
            if not math.isfinite(value):
                raise InvalidValue(Problem(ProblemCode.NOT_FINITE, column=column, value=str(value)))
            if abs(value) > limit:
                raise InvalidValue(
                    Problem(
                        ProblemCode.OUT_OF_RANGE,
                        column=column,
                        value=str(value),
                        details={"allowed": f"-{limit:g} … {limit:g}"},
                    )
                )

    def cell(self, resolution: int = H3_RESOLUTION) -> int:
        """The H3 cell that holds the point."""
        return int(h3.latlng_to_cell(self.lat, self.lon, resolution))


def distance_km(here: Point, there: Point) -> float:
    """Great-circle distance between two points.

    `2 R asin(sqrt(sin²(Δlat/2) + cos lat₁ cos lat₂ sin²(Δlon/2)))`, R = 6371.0088 km.

    >>> round(distance_km(Point(50.8467, 4.3525), Point(51.2093, 3.2247)), 4)
    88.5795
    """
    lat1, lat2 = math.radians(here.lat), math.radians(there.lat)
    dlat, dlon = lat2 - lat1, math.radians(there.lon - here.lon)
    chord = math.sin(dlat / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlon / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def distances_km(
    lat1: FloatArray | float, lon1: FloatArray | float, lat2: FloatArray | float, lon2: FloatArray | float
) -> FloatArray:
    """`distance_km` for whole columns, with numpy broadcasting; NaN where a coordinate is unknown."""
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    half_dlat = (phi2 - phi1) / 2
    half_dlon = np.radians(np.asarray(lon2) - np.asarray(lon1)) / 2
    chord = np.sin(half_dlat) ** 2 + np.cos(phi1) * np.cos(phi2) * np.sin(half_dlon) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(chord))))


def road_km(here: Point, there: Point, *, detour_factor: float) -> float:
    """Estimated road distance: `distance_km` times the detour factor (see `symbiosis.factors`)."""
    return distance_km(here, there) * detour_factor


def cells(lat: FloatArray, lon: FloatArray, resolution: int = H3_RESOLUTION) -> CellArray:
    """The H3 cell of each point, 0 where the place is unknown."""
    known = np.isfinite(lat) & np.isfinite(lon)
    result = np.zeros(lat.shape, dtype=np.uint64)
    result[known] = [
        h3.latlng_to_cell(y, x, resolution)
        for y, x in zip(lat[known].tolist(), lon[known].tolist(), strict=True)
    ]
    return result


def cell_centre(cell: str) -> Point:
    """The middle of an H3 cell, told as text."""
    lat, lon = h3.cell_to_latlng(int(cell, 16))
    return Point(lat=lat, lon=lon)


def cell_boundary(cell: str) -> tuple[Point, ...]:
    """The corners of an H3 cell, told as text, one after another."""
    return tuple(Point(lat=lat, lon=lon) for lat, lon in h3.cell_to_boundary(int(cell, 16)))


def swapped(lat: FloatArray | float, lon: FloatArray | float) -> npt.NDArray[np.bool_]:
    """True where the point lies far off, but would lie near Belgium with latitude and longitude exchanged."""
    return ~NEIGHBOURHOOD.holds(lat, lon) & NEIGHBOURHOOD.holds(lon, lat)


def in_metres(value: FloatArray | float) -> npt.NDArray[np.bool_]:
    """True where a coordinate can only be metres of a map projection such as Belgian Lambert."""
    return np.asarray(np.abs(value) >= _LAMBERT_LEAST_M)
