"""Points for the public pages, as the core knows them."""

from symbiosis.places import Point

__all__ = ["Point"]
