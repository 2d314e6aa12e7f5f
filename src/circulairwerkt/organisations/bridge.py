"""Distances for organisations, asked of the core."""

from symbiosis.places import EARTH_RADIUS_KM, Point, distance_km

__all__ = ["EARTH_RADIUS_KM", "Point", "distance_km"]
