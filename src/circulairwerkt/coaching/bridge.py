"""The door to the core: distances."""

from symbiosis.places import Point, distance_km

__all__ = ["Point", "distance_km"]
