"""One factor with everything that must be said beside it, and a set of factors."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from symbiosis.errors import InvalidValue, Problem, ProblemCode


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from: publication, publisher, address, edition, licence."""

    key: str
    title: str
    publisher: str
    url: str
    edition: str
    licence: str
    note: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.title, self.publisher, self.edition) if part)


@dataclass(frozen=True, slots=True)
class Factor:
    """One figure.

    `low` and `high` bound it, both None where no range is known. `not_for` names what it must not be used
    for. `verified` is False where the publication itself was not read, or where it is our own estimate.
    """

    key: str
    value: float
    low: float | None
    high: float | None
    unit: str
    source: Source
    about: str = ""
    scope: str = ""
    not_for: str = ""
    year: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    verified: bool = False
    note: str = ""

    @property
    def edition(self) -> str:
        """Edition of the source."""
        return self.source.edition

    @property
    def licence(self) -> str:
        """Licence of the source."""
        return self.source.licence

    @property
    def range(self) -> tuple[float, float]:
        """Low and high; the value itself twice where no range is known."""
        return (
            self.value if self.low is None else self.low,
            self.value if self.high is None else self.high,
        )


class FactorSet:
    """Factors by key, with a digest that changes when any of them does."""

    def __init__(self, factors: Mapping[str, Factor]) -> None:
        self._factors = MappingProxyType(dict(sorted(factors.items())))

    def __len__(self) -> int:
        return len(self._factors)

    def __iter__(self) -> Iterator[Factor]:
        return iter(self._factors.values())

    def __contains__(self, key: object) -> bool:
        return key in self._factors

    def get(self, key: str) -> Factor:
        """The factor with this key.

        Raises `InvalidValue` for a key that is not there, naming those of the same family.
        """
        factor = self._factors.get(key)
        if factor is None:
            family = key.rsplit(".", 1)[0]
            near = [known for known in self._factors if known.startswith(family)] or list(self._factors)
            raise InvalidValue(
                Problem(
                    ProblemCode.FACTOR_UNKNOWN,
                    column="key",
                    value=key,
                    details={"allowed": ", ".join(near[:8])},
                )
            )
        return factor

    def value(self, key: str) -> float:
        """The central value of one factor."""
        return self.get(key).value

    def family(self, prefix: str) -> tuple[Factor, ...]:
        """Every factor whose key starts with `prefix`, in the order of keys."""
        return tuple(factor for factor in self if factor.key.startswith(prefix))

    def replaced(self, factors: Mapping[str, Factor]) -> FactorSet:
        """A new set in which these factors take the place of those with the same key, or join them."""
        return FactorSet({**self._factors, **factors})

    @property
    def digest(self) -> str:
        """SHA-256 over key, value, range and unit of every factor: names the set in a stored run."""
        lines = (f"{f.key}\t{f.value!r}\t{f.low!r}\t{f.high!r}\t{f.unit}\n" for f in self)
        return hashlib.sha256("".join(lines).encode()).hexdigest()
