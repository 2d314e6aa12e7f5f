"""What people do to a stream: tasks with the competences they need and the conditions they come with.

The rows of `tasks.csv` and `competences.csv` are working values of this project (edition 2026, EUPL-1.2): no
publication stands behind them. They are a first guess, to be set right by who knows the work; see
`docs/methods/work.md`.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, Literal

from symbiosis.errors import InvalidValue, Problem, ProblemCode
from symbiosis.resources import materials
from symbiosis.resources.kinds import RStrategy

Language = Literal["nl", "en", "fr"]
EDITION: Final = "2026"


class Condition(StrEnum):
    """What the work asks of somebody, or offers."""

    STANDING = "standing"
    NOISE = "noise"
    LIFTING = "lifting"
    QUIET = "quiet"
    """A quiet spot is possible."""
    LANGUAGE = "language"
    """Dutch is needed to do it."""


class Level(StrEnum):
    """How much of a condition there is, from none to much."""

    NO = "no"
    SOME = "some"
    MUCH = "much"


LEVELS: Final = tuple(Level)


@dataclass(frozen=True, slots=True)
class Words:
    """A key with what it is called in three languages."""

    key: str
    nl: str
    en: str
    fr: str

    def name(self, language: Language = "nl") -> str:
        """What it is called in `language`."""
        return {"nl": self.nl, "en": self.en, "fr": self.fr}[language]


@dataclass(frozen=True, slots=True)
class Task:
    """One sort of work.

    `rungs` are the steps of the R-ladder on which it is usual (empty: never guessed), `materials` the classes
    of which it is usual there (empty: of every material, product and food).
    """

    words: Words
    rungs: range
    materials: frozenset[str]
    conditions: Mapping[Condition, Level]
    competences: tuple[str, ...]


@cache
def competences() -> Mapping[str, Words]:
    """Every competence by its key."""
    return MappingProxyType(
        {row["key"]: Words(row["key"], row["nl"], row["en"], row["fr"]) for row in _rows("competences.csv")}
    )


@cache
def tasks() -> Mapping[str, Task]:
    """Every task by its key, in the order in which a stream usually meets them."""
    return MappingProxyType({row["key"]: _task(row) for row in _rows("tasks.csv")})


def _rows(name: str) -> Iterable[dict[str, str]]:
    text = files("symbiosis.impact").joinpath(name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _task(row: Mapping[str, str]) -> Task:
    return Task(
        words=Words(row["key"], row["nl"], row["en"], row["fr"]),
        rungs=range(int(row["from_rung"]), int(row["to_rung"]) + 1) if row["from_rung"] else range(0),
        materials=frozenset(filter(None, row["materials"].split("|"))),
        conditions=MappingProxyType({one: Level(row[one.value]) for one in Condition}),
        competences=tuple(row["competences"].split("|")),
    )


def task(key: str) -> Task:
    """The task with this key; raises `InvalidValue` for a key that is none, naming those that are."""
    found = tasks().get(key)
    if found is None:
        details = {"allowed": ", ".join(tasks())}
        raise InvalidValue(Problem(ProblemCode.UNKNOWN_WORD, column="tasks", value=key, details=details))
    return found


def usual_tasks(strategy: RStrategy | None, material: str = "") -> tuple[str, ...]:
    """Keys of the tasks that are usual on a rung for a class of material; a guess, none where unknown.

    >>> usual_tasks(RStrategy.R7, "wood_a")
    ('sort', 'woodwork')
    """
    if strategy is None:
        return ()
    classes = {material}
    if material in materials.all():
        classes.update(materials.ancestors(material))
    return tuple(
        key
        for key, one in tasks().items()
        if strategy.rung in one.rungs and (not one.materials or one.materials & classes)
    )


def conditions_of(keys: Collection[str]) -> Mapping[Condition, Level]:
    """What tasks together ask: of each burden the most of any, of a quiet spot the least; no task, none."""
    found = [task(key).conditions for key in keys]
    if not found:
        return {}
    return {
        one: (min if one is Condition.QUIET else max)((each[one] for each in found), key=LEVELS.index)
        for one in Condition
    }


def competences_of(keys: Collection[str]) -> tuple[str, ...]:
    """Keys of the competences that tasks together need, each once, in the order of the tasks."""
    return tuple(dict.fromkeys(name for key in keys for name in task(key).competences))
