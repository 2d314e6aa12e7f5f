"""A game in coalitions: what every group of parties can earn by itself."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from symbiosis.errors import InvalidValue, Problem, ProblemCode

Floats = NDArray[np.float64]

MOST_EXACT = 16
"""Parties up to which all coalitions are gone through."""
SHOWN = 5
"""Missing coalitions that an error names."""


@dataclass(frozen=True)
class Game:
    """Players in the order of their names, and the value in EUR of coalitions as bits of their places."""

    players: tuple[str, ...]
    values: Mapping[int, float]

    @classmethod
    def of(cls, coalitions: Mapping[frozenset[str], float]) -> Game:
        """A game from named coalitions; the empty one is worth 0 unless told.

        Raises `InvalidValue` when nobody is named, when the coalition of all is missing, or when others are
        and the game is small enough to be reckoned exactly (the first few are named).
        """
        players = tuple(sorted({name for members in coalitions for name in members}))
        if not players:
            raise InvalidValue(Problem(ProblemCode.EMPTY, column="coalition"))
        bit = {name: 1 << place for place, name in enumerate(players)}
        values = {0: 0.0} | {sum(bit[m] for m in members): value for members, value in coalitions.items()}
        game = cls(players, values)
        missing = game.missing()
        if missing:
            raise InvalidValue(
                Problem(
                    ProblemCode.COALITIONS_MISSING,
                    column="coalition",
                    value=", ".join(missing[:SHOWN]),
                    details={"found": str(len(missing))},
                )
            )
        return game

    @classmethod
    def of_known(cls, coalitions: Mapping[frozenset[str], float], players: Sequence[str]) -> Game:
        """A game in which a coalition that nobody told is worth the best that its told parts can do apart.

        Each player alone is worth 0 unless told; a told coalition keeps its value or what its parts can do,
        whichever is more: nobody is kept from going on apart. Raises `InvalidValue` beyond `MOST_EXACT`
        players, for a stranger in a coalition, and where the coalition of all is not told.
        """
        names = tuple(sorted(set(players)))
        if len(names) > MOST_EXACT:
            details = {"allowed": f"<= {MOST_EXACT}"}
            raise InvalidValue(Problem(ProblemCode.OUT_OF_RANGE, value=str(len(names)), details=details))
        place = {name: 1 << number for number, name in enumerate(names)}
        strangers = sorted({member for members in coalitions for member in members} - place.keys())
        if strangers:
            details = {"other": "players"}
            raise InvalidValue(Problem(ProblemCode.ID_UNKNOWN, value=strangers[0], details=details))
        known = dict.fromkeys(place.values(), 0.0)
        known |= {sum(place[m] for m in members): value for members, value in coalitions.items() if members}
        everyone = (1 << len(names)) - 1
        if everyone not in known:
            details = {"found": "1"}
            raise InvalidValue(
                Problem(
                    ProblemCode.COALITIONS_MISSING, column="coalition", value="|".join(names), details=details
                )
            )
        values = {0: 0.0}
        for members in range(1, everyone + 1):
            parts = (
                value + values[members ^ part]
                for part, value in known.items()
                if part & members == part and part != members
            )
            values[members] = max([*parts, known.get(members, -math.inf)])
        return cls(names, values)

    def missing(self) -> list[str]:
        """Coalitions without a value, smallest first; beyond `MOST_EXACT` players only all together."""
        count = len(self.players)
        if count > MOST_EXACT:
            return [] if self.everyone in self.values else [self.named(self.everyone)]
        found = []
        for size in range(1, count + 1):
            for places in combinations(range(count), size):
                members = sum(1 << place for place in places)
                if members not in self.values:
                    found.append(self.named(members))
        return found

    @property
    def everyone(self) -> int:
        """All players together."""
        return (1 << len(self.players)) - 1

    def named(self, members: int) -> str:
        """The names of a coalition, divided by `|`."""
        return "|".join(name for place, name in enumerate(self.players) if members >> place & 1)

    @cached_property
    def table(self) -> Floats:
        """The value of every coalition by its bits."""
        return np.array([self.values[members] for members in range(self.everyone + 1)])

    @property
    def alone(self) -> Floats:
        """What each player earns by itself."""
        return np.array([self.values.get(1 << place, 0.0) for place in range(len(self.players))])

    @property
    def scale(self) -> float:
        """The largest value of any coalition, at least EUR 1: what rounding is compared with."""
        return max(1.0, float(np.abs(self.table).max(initial=0.0)))
