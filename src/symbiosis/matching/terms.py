"""The terms under which is matched: words, kinship, weights, factors, and the day on which codes are read."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from symbiosis.errors import InvalidValue
from symbiosis.factors import FactorSet, load
from symbiosis.matching.kinship import Kinship
from symbiosis.matching.layout import DETOUR, EUR_PER_TKM, SETTINGS, Floats
from symbiosis.matching.naming import Naming, TaxonomyLineage
from symbiosis.matching.reference import Weights
from symbiosis.quantities import DAYS_PER_YEAR
from symbiosis.waste import low


class Register:
    """Numbers for names, the same name the same number, from 1; safe to use from several threads."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        # a lock cannot travel; the numbers do
        return Register.of, (dict(self._numbers),)

    @classmethod
    def of(cls, numbers: dict[str, int]) -> Register:
        """A register that knows these names already."""
        made = cls()
        made._numbers.update(numbers)
        return made

    def number(self, name: str | None) -> int:
        """The number of this name, 0 for None."""
        if name is None:
            return 0
        with self._lock:
            return self._numbers.setdefault(name, len(self._numbers) + 1)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What both sides of a matching problem are read by. List-of-Waste codes are read for `day`."""

    day: date
    factors: FactorSet = field(default_factory=load)
    naming: Naming = field(default_factory=Naming)
    kinship: Kinship = field(default_factory=lambda: Kinship(TaxonomyLineage()))
    weights: Weights = field(default_factory=Weights)
    horizon_days: float = DAYS_PER_YEAR
    hubs: Register = field(default_factory=Register)

    @property
    def detour_factor(self) -> float:
        """Road km per geodesic km."""
        return self.factors.value("transport.detour_factor")

    @property
    def eur_per_tkm(self) -> float:
        """EUR per tonne-km by road."""
        return self.factors.value("transport.eur_per_tkm")

    def without_words(self) -> Terms:
        """The same for rows that are packed already: nothing is read any more, so these terms are light."""
        return replace(self, naming=Naming())

    def settings(self) -> Floats:
        """The vector of settings that kernels get."""
        vector = np.zeros(SETTINGS)
        shares = self.weights.shares()
        vector[: len(shares)] = shares
        vector[DETOUR] = self.detour_factor
        vector[EUR_PER_TKM] = self.eur_per_tkm
        return vector

    def entry(self, code: str) -> low.LowCode | None:
        """The entry of this code on the day of the terms, else its last one; None when it is no code."""
        try:
            versions = low.versions(code)
        except InvalidValue:
            return None
        return next((entry for entry in versions if entry.valid_on(self.day)), versions[-1])
