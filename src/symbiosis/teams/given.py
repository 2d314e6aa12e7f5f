"""What teams are built from: members with what they bring and wish, challenges with what they need, rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from symbiosis.errors import InvalidValue, Problem, ProblemCode

WISH_VALUES: Final = (10.0, 6.0, 3.0)
"""What a first, second and third wish counts, for everybody alike; a later one counts as the third."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who takes part. `wishes` are keys of challenges, the dearest first.

    `together` are keys of members who must be in the same team. `organisation` and `kind` may be empty:
    somebody who comes alone.
    """

    key: str
    organisation: str = ""
    kind: str = ""
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    wishes: tuple[str, ...] = ()
    together: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a team is to work on, and the skills that it needs."""

    key: str
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rules:
    """Sizes, limits and what counts how much; every value is for one team or one member, the same for all.

    `most_of_one`: most members of one organisation in a team; those who must stay together may be more.
    `kinds_wanted`: so many kinds of organisation make a full mix.
    """

    least: int = 3
    most: int = 8
    most_of_one: int = 2
    kinds_wanted: int = 3
    placed: float = 100.0
    """For each member who has a team."""
    worst: float = 60.0
    """For the share of its skills that the worst served team has: no team is left behind."""
    skill: float = 8.0
    """For each skill that a challenge needs and its team has."""
    mix: float = 5.0
    """For each kind of organisation in a team, up to `kinds_wanted`."""

    def __post_init__(self) -> None:
        """Refuse sizes that no team can have."""
        lowest = {"least": 1, "most": self.least, "most_of_one": 1, "kinds_wanted": 0}
        for name, limit in lowest.items():
            found = getattr(self, name)
            if found < limit:
                details = {"allowed": f">= {limit}"}
                raise InvalidValue(
                    Problem(ProblemCode.OUT_OF_RANGE, column=name, value=str(found), details=details)
                )


@dataclass(frozen=True, slots=True)
class Unit:
    """Members who stay together: one to place. `languages` are those that they all speak."""

    members: tuple[Member, ...]
    languages: frozenset[str]
    skills: frozenset[str]
    kinds: frozenset[str]
    organisations: Counter[str] = field(hash=False)

    @property
    def size(self) -> int:
        """How many they are."""
        return len(self.members)

    def wish(self, challenge: str) -> float:
        """What this challenge is worth to them together, by the place it has among their wishes."""
        last = len(WISH_VALUES) - 1
        return sum(
            WISH_VALUES[min(one.wishes.index(challenge), last)]
            for one in self.members
            if challenge in one.wishes
        )


def units_of(members: Sequence[Member]) -> list[Unit]:
    """Members gathered with those who must stay with them, in the order of their keys.

    Raises `InvalidValue` for a key that comes twice or that nobody has.
    """
    by_key = {one.key: one for one in members}
    if len(by_key) != len(members):
        twice = next(key for key, times in Counter(one.key for one in members).items() if times > 1)
        raise InvalidValue(Problem(ProblemCode.ID_TWICE, column="key", value=twice, details={"other": "?"}))
    head = {key: key for key in by_key}

    def root(key: str) -> str:
        while head[key] != key:
            head[key] = head[head[key]]
            key = head[key]
        return key

    for one in members:
        for other in one.together:
            if other not in by_key:
                details = {"allowed": "keys of members"}
                raise InvalidValue(
                    Problem(ProblemCode.UNKNOWN_WORD, column="together", value=other, details=details)
                )
            head[max(root(one.key), root(other))] = min(root(one.key), root(other))
    gathered: dict[str, list[Member]] = {}
    for key in sorted(by_key):
        gathered.setdefault(root(key), []).append(by_key[key])
    return [_unit(tuple(found)) for found in gathered.values()]


def _unit(members: tuple[Member, ...]) -> Unit:
    return Unit(
        members=members,
        languages=frozenset.intersection(*(one.languages for one in members)),
        skills=frozenset().union(*(one.skills for one in members)),
        kinds=frozenset(one.kind for one in members if one.kind),
        organisations=Counter(one.organisation for one in members if one.organisation),
    )


def check_challenges(challenges: Iterable[Challenge]) -> list[Challenge]:
    """Challenges in the order of their keys; raises `InvalidValue` for a key that comes twice."""
    found = sorted(challenges, key=lambda one: one.key)
    for one, other in pairwise(found):
        if one.key == other.key:
            raise InvalidValue(
                Problem(ProblemCode.ID_TWICE, column="key", value=one.key, details={"other": "?"})
            )
    return found
