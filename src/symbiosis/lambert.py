"""Belgian Lambert coordinates in metres to and from degrees: Lambert 72 (EPSG:31370) and 2008 (EPSG:3812).

Many Flemish registers give places in metres. Formulas: IOGP guidance note 7-2, Lambert conic conformal with
two standard parallels (method 9802) and position-vector transformation (method 9606). Lambert 2008 is exact
to a centimetre; Lambert 72 goes through the transformation "BD72 to WGS 84 (3)", good to about a metre.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from symbiosis.places import BELGIUM, Point


@dataclass(frozen=True, slots=True)
class Ellipsoid:
    """Half the long axis in metres, and the flattening."""

    axis_m: float
    flattening: float

    @property
    def e2(self) -> float:
        """The square of the eccentricity."""
        return self.flattening * (2 - self.flattening)


GRS80: Final = Ellipsoid(6378137.0, 1 / 298.257222101)
INTERNATIONAL: Final = Ellipsoid(6378388.0, 1 / 297.0)


@dataclass(frozen=True, slots=True)
class Cone:
    """A Lambert projection: origin and standard parallels in degrees, false origin in metres."""

    ellipsoid: Ellipsoid
    lat_0: float
    lon_0: float
    lat_1: float
    lat_2: float
    x_0: float
    y_0: float

    def _t(self, lat: float) -> float:
        e = math.sqrt(self.ellipsoid.e2)
        s = e * math.sin(lat)
        return math.tan(math.pi / 4 - lat / 2) / math.pow((1 - s) / (1 + s), e / 2)

    def _constants(self) -> tuple[float, float, float]:
        """The cone's constant, its scale in metres, and the radius of its origin."""
        lat_1, lat_2 = math.radians(self.lat_1), math.radians(self.lat_2)
        m_1, m_2 = (
            math.cos(lat) / math.sqrt(1 - self.ellipsoid.e2 * math.sin(lat) ** 2) for lat in (lat_1, lat_2)
        )
        t_1, t_2 = self._t(lat_1), self._t(lat_2)
        n = (math.log(m_1) - math.log(m_2)) / (math.log(t_1) - math.log(t_2))
        scale = self.ellipsoid.axis_m * m_1 / (n * t_1**n)
        origin = 0.0 if self.lat_0 == 90.0 else scale * self._t(math.radians(self.lat_0)) ** n
        return n, scale, origin

    def forward(self, lat: float, lon: float) -> tuple[float, float]:
        """Metres of a point in degrees on this cone's own ellipsoid."""
        n, scale, origin = self._constants()
        radius = scale * self._t(math.radians(lat)) ** n
        angle = n * math.radians(lon - self.lon_0)
        return self.x_0 + radius * math.sin(angle), self.y_0 + origin - radius * math.cos(angle)

    def inverse(self, x: float, y: float) -> tuple[float, float]:
        """Degrees on this cone's own ellipsoid of a point in metres."""
        n, scale, origin = self._constants()
        east, south = x - self.x_0, origin - (y - self.y_0)
        t = (math.hypot(east, south) / scale) ** (1 / n)
        e = math.sqrt(self.ellipsoid.e2)
        lat = math.pi / 2 - 2 * math.atan(t)
        for _ in range(8):
            s = e * math.sin(lat)
            lat = math.pi / 2 - 2 * math.atan(t * math.pow((1 - s) / (1 + s), e / 2))
        return math.degrees(lat), math.degrees(math.atan2(east, south) / n) + self.lon_0


LAMBERT_2008: Final = Cone(
    GRS80, 50.797815, 4.35921583333333, 49.8333333333333, 51.1666666666667, 649328.0, 665262.0
)
LAMBERT_72: Final = Cone(
    INTERNATIONAL, 90.0, 4.36748666666667, 51.1666672333333, 49.8333339, 150000.013, 5400088.438
)

_SHIFT_M: Final = (-106.8686, 52.2978, -103.7239)
_TURN_ARCSEC: Final = (0.3366, -0.457, 1.8422)
_STRETCH_PPM: Final = -1.2747


def from_lambert_2008(x: float, y: float) -> Point:
    """The point at `x` metres east and `y` metres north in Lambert 2008."""
    return Point(*LAMBERT_2008.inverse(x, y))


def to_lambert_2008(point: Point) -> tuple[float, float]:
    """Metres east and north of a point in Lambert 2008."""
    return LAMBERT_2008.forward(point.lat, point.lon)


def from_lambert_72(x: float, y: float) -> Point:
    """The point at `x` metres east and `y` metres north in Lambert 72; good to about a metre."""
    space = _to_space(*LAMBERT_72.inverse(x, y), INTERNATIONAL)
    return Point(*_from_space(_turned(space, 1.0), GRS80))


def to_lambert_72(point: Point) -> tuple[float, float]:
    """Metres east and north of a point in Lambert 72; good to about a metre."""
    space = _turned(_to_space(point.lat, point.lon, GRS80), -1.0)
    return LAMBERT_72.forward(*_from_space(space, INTERNATIONAL))


def in_belgium(one: float, other: float) -> Point | None:
    """The point that two coordinates in metres mean, in either order, when it lies in Belgium."""
    for x, y in ((other, one), (one, other)):
        for reads, least, most in (
            (from_lambert_72, 0.0, 350_000.0),
            (from_lambert_2008, 450_000.0, 850_000.0),
        ):
            if least <= x <= most and least <= y <= most:
                point = reads(x, y)
                if BELGIUM.holds(point.lat, point.lon):
                    return point
    return None


def _to_space(lat: float, lon: float, ellipsoid: Ellipsoid) -> tuple[float, float, float]:
    """Degrees on the ellipsoid's surface to metres from the earth's centre."""
    phi, lam = math.radians(lat), math.radians(lon)
    normal = ellipsoid.axis_m / math.sqrt(1 - ellipsoid.e2 * math.sin(phi) ** 2)
    return (
        normal * math.cos(phi) * math.cos(lam),
        normal * math.cos(phi) * math.sin(lam),
        normal * (1 - ellipsoid.e2) * math.sin(phi),
    )


def _from_space(space: tuple[float, float, float], ellipsoid: Ellipsoid) -> tuple[float, float]:
    """Undo `_to_space`; height is left aside."""
    x, y, z = space
    flat = math.hypot(x, y)
    phi = math.atan2(z, flat * (1 - ellipsoid.e2))
    for _ in range(8):
        normal = ellipsoid.axis_m / math.sqrt(1 - ellipsoid.e2 * math.sin(phi) ** 2)
        phi = math.atan2(z + ellipsoid.e2 * normal * math.sin(phi), flat)
    return math.degrees(phi), math.degrees(math.atan2(y, x))


def _turned(space: tuple[float, float, float], way: float) -> tuple[float, float, float]:
    """BD72 to WGS 84 (`way` 1) or back (-1): shift, turn and stretch, all of them small."""
    x, y, z = space
    rx, ry, rz = (way * math.radians(angle / 3600) for angle in _TURN_ARCSEC)
    stretch = 1 + way * _STRETCH_PPM * 1e-6
    dx, dy, dz = (way * shift for shift in _SHIFT_M)
    return (
        dx + stretch * (x - rz * y + ry * z),
        dy + stretch * (rz * x + y - rx * z),
        dz + stretch * (-ry * x + rx * y + z),
    )
