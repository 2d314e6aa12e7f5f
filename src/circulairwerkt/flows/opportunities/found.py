"""One opportunity as it was found, in plain values that a checkpoint can hold."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Found:
    """One candidate that brings something, in plain values that a checkpoint can hold."""

    candidate: int
    kind: str
    processor: str
    accepts: tuple[str, ...]
    produces: tuple[str, ...]
    strategy: str
    unit: str
    unit_out: str
    place: str
    lat: float
    lon: float
    cell: str
    gain: float
    loops: int
    figures: Mapping[str, float]
    ranges: Mapping[str, tuple[float, float]]
    parties: tuple[str, ...]
    moves: tuple[Mapping[str, Any], ...]
    samples: int

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "Found":
        """Read one back from a checkpoint."""
        lists = {name: tuple(told[name]) for name in ("accepts", "produces", "parties", "moves")}
        ranges = {name: (pair[0], pair[1]) for name, pair in told["ranges"].items()}
        return cls(**{**told, **lists, "ranges": ranges})

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)
