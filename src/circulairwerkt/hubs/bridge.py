"""Distances for hubs, asked of the core."""

from symbiosis.places import Point, distance_km

__all__ = ["Point", "distance_km"]
