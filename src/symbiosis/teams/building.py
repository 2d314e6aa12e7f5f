"""Teams as an integer program: everybody placed first, no team left behind, then skills, mix and wishes.

Formulas and a worked example: `docs/methods/teams.md`. The solver is handed in. What comes out tells of
teams; of a member it tells only where he is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from time import perf_counter

import numpy as np

from symbiosis.network.program import Floats, Program, Solver, Status, Stop, Triplets, never, relative_gap
from symbiosis.teams.given import Challenge, Member, Rules, Unit, check_challenges, units_of

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Team:
    """Who works on a challenge, in which language they all can, and what is there and what is missing."""

    challenge: str
    members: tuple[str, ...]
    language: str
    kinds: frozenset[str]
    skills: frozenset[str]
    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Teams:
    """The teams, who has none, and how good that is: no other division has more than `bound`."""

    teams: tuple[Team, ...]
    unplaced: tuple[str, ...]
    status: Status
    objective: float
    bound: float
    seconds: float

    @property
    def gap(self) -> float:
        """What may still be won, relative to the bound; 0 is proven best."""
        return relative_gap(self.objective, self.bound)


def build(
    members: Sequence[Member],
    challenges: Sequence[Challenge],
    solver: Solver,
    rules: Rules | None = None,
    *,
    gap: float = 1e-4,
    time_limit_s: float = 5.0,
    stop: Stop = never,
) -> Teams:
    """Divide members over challenges, proven to `gap` or as far as the time goes.

    `time_limit_s` is for the program and its solver together: the solver has what making the program left.
    Nobody is in two teams; a team has from `least` to `most` members and a language that each of them speaks;
    who must stay together does. A challenge may get no team and a member none: always possible, so there is
    always an answer. The order in which members or challenges are given changes nothing.
    Raises `InvalidValue` for keys that come twice or that nobody has.
    """
    began = perf_counter()
    model = Model(units_of(members), check_challenges(challenges), rules or Rules())
    first = model.first_division()
    if not model.units or not model.challenges:
        return model.told(first, Status.OPTIMAL, model.worth(first), 0.0)
    program, start = model.program, model.point(first)
    left_s = max(time_limit_s - (perf_counter() - began), 0.0)
    answer = solver.solve(program, gap=gap, time_limit_s=left_s, stop=stop, start=start)
    found = first if answer.values is None else model.division(answer.values)
    if model.worth(found) < model.worth(first):
        found = first
    bound = max(min(answer.bound, model.ceiling), model.worth(found))
    return model.told(found, answer.status, bound, perf_counter() - began)


Division = tuple[int, ...]


class Model:
    """The variables of the program, block after block, and the way from a division to a point and back.

    A division is for each unit the place of its challenge, -1 for none.
    """

    def __init__(self, units: list[Unit], challenges: list[Challenge], rules: Rules) -> None:
        self.units, self.challenges, self.rules = units, challenges, rules
        self.languages = sorted({word for unit in units for word in unit.languages})
        self.kinds = sorted({word for unit in units for word in unit.kinds})
        count = len(challenges)
        self.x = 0
        self.open = len(units) * count
        self.speaks = self.open + count
        self.has_kind = self.speaks + len(self.languages) * count
        self.skill_of = [(c, word) for c, one in enumerate(challenges) for word in sorted(one.skills)]
        self.has_skill = self.has_kind + len(self.kinds) * count
        self.mix = self.has_skill + len(self.skill_of)
        self.worst = self.mix + count
        self.size = self.worst + 1

    def _x(self, unit: int, challenge: int) -> int:
        return self.x + unit * len(self.challenges) + challenge

    @cached_property
    def value(self) -> Floats:
        """What each variable adds."""
        value = np.zeros(self.size)
        for u, unit in enumerate(self.units):
            for c, one in enumerate(self.challenges):
                value[self._x(u, c)] = self.rules.placed * unit.size + unit.wish(one.key)
        value[self.has_skill : self.mix] = self.rules.skill
        value[self.mix : self.worst] = self.rules.mix
        value[self.worst] = self.rules.worst
        return value

    @cached_property
    def ceiling(self) -> float:
        """What no division can pass: everybody where he likes best, nothing missing anywhere."""
        best = [
            max(self.value[self._x(u, c)] for c in range(len(self.challenges)))
            for u in range(len(self.units))
        ]
        rest = self.rules.mix * self.rules.kinds_wanted * len(self.challenges) + self.rules.worst
        return math.fsum([*best, self.rules.skill * len(self.skill_of), rest])

    @cached_property
    def program(self) -> Program:
        """The program; only who is where, which team is there and what it speaks must be whole."""
        rows = _Rows()
        self._each_once(rows)
        for c in range(len(self.challenges)):
            self._size_and_language(rows, c)
            self._organisations(rows, c)
            self._kinds(rows, c)
            self._skills(rows, c)
        high = np.ones(self.size)
        high[self.mix : self.worst] = self.rules.kinds_wanted
        for u, unit in enumerate(self.units):
            if not unit.languages or unit.size > self.rules.most:
                high[self._x(u, 0) : self._x(u, 0) + len(self.challenges)] = 0.0
        integer = np.zeros(self.size, dtype=bool)
        integer[: self.has_kind] = True
        return rows.program(value=self.value, low=np.zeros(self.size), high=high, integer=integer)

    def _each_once(self, rows: _Rows) -> None:
        for u in range(len(self.units)):
            rows.at_most(1.0, {self._x(u, c): 1.0 for c in range(len(self.challenges))})

    def _size_and_language(self, rows: _Rows, c: int) -> None:
        sizes = {self._x(u, c): float(unit.size) for u, unit in enumerate(self.units)}
        there = self.open + c
        rows.at_most(0.0, {**sizes, there: -float(self.rules.most)})
        rows.at_most(0.0, {**{key: -size for key, size in sizes.items()}, there: float(self.rules.least)})
        spoken = {self._speaks(c, g): 1.0 for g in range(len(self.languages))}
        rows.at_most(0.0, {**spoken, there: -1.0})
        for u, unit in enumerate(self.units):
            shared = {self._speaks(c, self.languages.index(word)): -1.0 for word in unit.languages}
            rows.at_most(0.0, {self._x(u, c): 1.0, **shared})

    def _speaks(self, c: int, language: int) -> int:
        return self.speaks + c * len(self.languages) + language

    def _organisations(self, rows: _Rows, c: int) -> None:
        for name in sorted({name for unit in self.units for name in unit.organisations}):
            counts = {
                u: unit.organisations[name] for u, unit in enumerate(self.units) if name in unit.organisations
            }
            limit = max(self.rules.most_of_one, *counts.values())
            if sum(counts.values()) > limit:
                rows.at_most(float(limit), {self._x(u, c): float(n) for u, n in counts.items()})

    def _kinds(self, rows: _Rows, c: int) -> None:
        mixed = {self.mix + c: 1.0}
        for k, kind in enumerate(self.kinds):
            there = self.has_kind + c * len(self.kinds) + k
            rows.at_most(0.0, {there: 1.0, **self._with(c, kind, "kinds")})
            mixed[there] = -1.0
        rows.at_most(0.0, mixed)

    def _skills(self, rows: _Rows, c: int) -> None:
        own = [place for place, (at, _word) in enumerate(self.skill_of) if at == c]
        for place in own:
            word = self.skill_of[place][1]
            rows.at_most(0.0, {self.has_skill + place: 1.0, **self._with(c, word, "skills")})
        if own:
            # the share that the worst served team has; a challenge without a team does not count
            shares = {self.has_skill + place: -1.0 / len(own) for place in own}
            rows.at_most(1.0, {self.worst: 1.0, self.open + c: 1.0, **shares})

    def _with(self, c: int, word: str, what: str) -> dict[int, float]:
        return {self._x(u, c): -1.0 for u, unit in enumerate(self.units) if word in getattr(unit, what)}

    def division(self, values: Floats) -> Division:
        """Where each unit is."""
        found = []
        for u in range(len(self.units)):
            row = values[self._x(u, 0) : self._x(u, 0) + len(self.challenges)]
            best = int(np.argmax(row))
            found.append(best if row[best] > HALF else -1)
        return tuple(found)

    def teams(self, division: Division) -> list[list[int]]:
        """The units of each challenge."""
        found: list[list[int]] = [[] for _ in self.challenges]
        for u, c in enumerate(division):
            if c >= 0:
                found[c].append(u)
        return found

    def language(self, units: Sequence[int]) -> str:
        """A language that they all speak, the first by name; empty where there is none."""
        shared = frozenset.intersection(*(self.units[u].languages for u in units)) if units else frozenset()
        return min(shared, default="")

    def point(self, division: Division) -> Floats:
        """The division as a point of the program, everything else as high as it may be."""
        values = np.zeros(self.size)
        shares = [1.0]
        for c, units in enumerate(self.teams(division)):
            for u in units:
                values[self._x(u, c)] = 1.0
            if not units:
                continue
            values[self.open + c] = 1.0
            values[self._speaks(c, self.languages.index(self.language(units)))] = 1.0
            kinds = frozenset().union(*(self.units[u].kinds for u in units))
            for k, kind in enumerate(self.kinds):
                values[self.has_kind + c * len(self.kinds) + k] = float(kind in kinds)
            values[self.mix + c] = min(len(kinds), self.rules.kinds_wanted)
            skills = frozenset().union(*(self.units[u].skills for u in units))
            own = [(place, word) for place, (at, word) in enumerate(self.skill_of) if at == c]
            for place, word in own:
                values[self.has_skill + place] = float(word in skills)
            if own:
                shares.append(sum(word in skills for _place, word in own) / len(own))
        values[self.worst] = min(shares)
        return values

    def worth(self, division: Division) -> float:
        """What a division is worth, worked out anew and not taken from the solver."""
        return math.fsum((self.value * self.point(division)).tolist())

    def first_division(self) -> Division:
        """A division that keeps every rule, made by putting people in turn where they wish: a start.

        Challenges are opened one by one, those most wished for first, as long as there are people for them.
        """
        wishes = [sum(unit.wish(one.key) for unit in self.units) for one in self.challenges]
        order = sorted(range(len(self.challenges)), key=lambda c: (-wishes[c], c))
        people = sum(unit.size for unit in self.units)
        opened = order[: people // max(self.rules.least, 1)]
        while True:
            division = self._filled(opened)
            short = [c for c in opened if 0 < self.people(division, c) < self.rules.least]
            empty = [c for c in opened if self.people(division, c) == 0]
            if not short:
                return division
            drop = {short[-1], *empty}
            opened = [c for c in opened if c not in drop]

    def people(self, division: Division, c: int) -> int:
        """How many people a challenge has."""
        return sum(self.units[u].size for u, at in enumerate(division) if at == c)

    def _filled(self, opened: Sequence[int]) -> Division:
        places = [-1] * len(self.units)
        order = sorted(range(len(self.units)), key=self._hard_first)
        for up_to in (self.rules.least, self.rules.most):
            for u in order:
                if places[u] < 0:
                    fitting = [c for c in opened if self.fits(places, u, c, up_to)]
                    if fitting:
                        places[u] = max(fitting, key=partial(self._wished, u))
        return tuple(places)

    def _hard_first(self, u: int) -> tuple[int, int]:
        """Large groups first, then who speaks few languages: they fit in the fewest places."""
        return -self.units[u].size, len(self.units[u].languages)

    def _wished(self, u: int, c: int) -> float:
        return self.units[u].wish(self.challenges[c].key)

    def fits(self, places: list[int], u: int, c: int, up_to: int) -> bool:
        """Whether a unit may join a challenge that has fewer than `up_to` people; an empty one always has."""
        unit = self.units[u]
        there = [other for other, at in enumerate(places) if at == c]
        size = sum(self.units[other].size for other in there)
        if (size and size >= up_to) or size + unit.size > self.rules.most or not unit.languages:
            return False
        if not self.language([*there, u]):
            return False
        return all(
            sum(self.units[other].organisations[name] for other in there) + own
            <= max(self.rules.most_of_one, *(one.organisations[name] for one in self.units))
            for name, own in unit.organisations.items()
        )

    def told(self, division: Division, status: Status, bound: float, seconds: float) -> Teams:
        """The division as teams."""
        teams = []
        for c, units in enumerate(self.teams(division)):
            if not units:
                continue
            skills = frozenset().union(*(self.units[u].skills for u in units))
            teams.append(
                Team(
                    challenge=self.challenges[c].key,
                    members=tuple(sorted(one.key for u in units for one in self.units[u].members)),
                    language=self.language(units),
                    kinds=frozenset().union(*(self.units[u].kinds for u in units)),
                    skills=skills & self.challenges[c].skills,
                    missing=self.challenges[c].skills - skills,
                )
            )
        placed = {key for team in teams for key in team.members}
        everybody = sorted(one.key for unit in self.units for one in unit.members)
        return Teams(
            teams=tuple(teams),
            unplaced=tuple(key for key in everybody if key not in placed),
            status=status,
            objective=self.worth(division),
            bound=bound,
            seconds=seconds,
        )


class _Rows:
    """Constraint rows, told one by one."""

    def __init__(self) -> None:
        self._limits: list[float] = []
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._coefficients: list[float] = []

    def at_most(self, limit: float, terms: dict[int, float]) -> None:
        """These terms together are at most `limit`."""
        self._rows.extend([len(self._limits)] * len(terms))
        self._columns.extend(terms)
        self._coefficients.extend(terms.values())
        self._limits.append(limit)

    def program(self, *, value: Floats, low: Floats, high: Floats, integer: np.ndarray) -> Program:
        """All rows together over these variables."""
        triplets = Triplets()
        triplets.add(
            low=np.full(len(self._limits), -np.inf),
            high=np.array(self._limits),
            rows=np.array(self._rows, dtype=np.int64),
            columns=np.array(self._columns, dtype=np.int64),
            coefficients=np.array(self._coefficients),
        )
        return triplets.program(value=value, low=low, high=high, integer=integer)
