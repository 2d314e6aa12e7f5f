"""Made-up regions on real Flemish places: offers, needs and processors for trials and benchmarks.

Only the places are real. Amounts, prices and words are invented; the same seed gives the same region.
"""

from symbiosis.resources.regions.making import Region, make_region

__all__ = ["Region", "make_region"]
