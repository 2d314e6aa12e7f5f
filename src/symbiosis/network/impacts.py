"""What a tonne on the network saves and the work it brings: the figures of matching, each worked out once."""

from __future__ import annotations

import numpy as np

from symbiosis.matching.impacts import co2e_per_tonne, hours_per_tonne
from symbiosis.matching.kinship import Label
from symbiosis.matching.layout import Floats
from symbiosis.matching.terms import Terms
from symbiosis.resources.cells import member_at
from symbiosis.resources.kinds import RStrategy


class Impacts:
    """Emission and work per tonne under terms (see `symbiosis.matching.impacts`)."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._avoided: dict[tuple[tuple[Label, ...], int], float] = {}
        self.carrier: float = terms.factors.value("transport.kgco2e_per_tkm")
        """kg CO2e per tonne-km by road."""
        self.hours: Floats = np.array([self._hours(rung) for rung in range(-1, 10)])
        """Hours per tonne on each rung; the first for an unknown rung (NaN), then R0 to R9."""

    def avoided(self, labels: tuple[Label, ...], rung: int) -> float:
        """kg CO2e that a tonne of this stuff avoids on this rung (-1: unknown), its transport left out."""
        key = (labels, rung)
        if key not in self._avoided:
            strategy = member_at(RStrategy, rung)
            self._avoided[key] = -co2e_per_tonne(self._terms.factors, labels, strategy, 0.0)[0]
        return self._avoided[key]

    def _hours(self, rung: int) -> float:
        found = hours_per_tonne(self._terms.factors, member_at(RStrategy, rung))
        return np.nan if found is None else found[0]
