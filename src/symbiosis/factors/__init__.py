"""Emission, transport, cost and job factors, each with range, unit, source, licence and limits of use.

`load()` gives the factors that ship with the core; `load(path)` puts the rows of a file in their place. A
factor is asked by its key: `load().get("transport.detour_factor").value`.
"""

from symbiosis.factors.model import Factor, FactorSet, Source
from symbiosis.factors.reading import SHIPPED, load

__all__ = ["SHIPPED", "Factor", "FactorSet", "Source", "load"]
