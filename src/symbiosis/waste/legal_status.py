"""What a stream is in law, as a checklist of open questions: advice, never a decision.

Whether a material is waste is decided per material, producer and use, by its holder and the authority. This
module knows which questions still matter for a stream, why, where the law says so and who can answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

from symbiosis.waste import low
from symbiosis.waste.sources import Wording, read_rows, sources, wording, yes

ADVICE: Final = Wording(
    nl="Dit is advies, geen beslissing. Twijfel je, vraag het aan de overheid die erbij staat.",
    en="This is advice, never a decision. In doubt, ask the authority named.",
    fr="Ceci est un conseil, jamais une décision. En cas de doute, demandez à l'autorité indiquée.",
)
"""Stands with every list of questions."""

ASBESTOS_CODES: Final = frozenset(
    {"060701", "061304", "101309", "150111", "160111", "160212", "170601", "170605"}
)
"""Entries of the List of Waste that name asbestos."""

_ASBESTOS_CHAPTERS: Final = ("1601", "1602", "1611", "1701", "1705", "1706", "1709")
"""Sub-chapters where asbestos turns up without being named: vehicles, equipment, linings, building waste."""

_ANIMAL_PREFIXES: Final = (
    "0201",
    "0202",
    "0203",
    "0205",
    "0206",
    "0401",
    "1802",
    "190809",
    "200108",
    "200125",
)
"""Entries in which animal by-products may be: farming, meat, dairy, bakery, hides, kitchens, frying fat."""


class LegalStatus(StrEnum):
    """What the material is in law. The core never decides this; it takes what it is told."""

    PRODUCT = "product"
    BY_PRODUCT = "by_product"
    END_OF_WASTE = "end_of_waste"
    WASTE = "waste"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the checklist: why it is asked, where the law says so, who can answer.

    `stop_on` is the answer after which nothing may go on without advice, None where no answer stops.
    `source` is a key of `symbiosis.waste.sources`, `url` the page of the authority; `verified` is False where
    the legal text itself was not read.
    """

    key: str
    text: Wording
    why: Wording
    law: str
    source: str
    authority: str
    url: str
    stop_on: bool | None
    verified: bool


@dataclass(frozen=True, slots=True)
class LegalFacts:
    """What is known of a stream that bears on its status in law.

    `kind` is one of the six kinds of resource. `low_code` is the code it is filed under, if any, and must be
    valid on `on_date`. `from_animals` is None while nobody said. `answers` hold what was answered, by the key
    of the question, True for yes.
    """

    kind: str
    on_date: date
    legal_status: LegalStatus = LegalStatus.UNKNOWN
    low_code: str | None = None
    from_animals: bool | None = None
    answers: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checklist:
    """The questions still open, in the order to ask them, and those whose answer says stop."""

    open: tuple[Question, ...]
    stops: tuple[Question, ...]
    advice: Wording = ADVICE


@dataclass(frozen=True, slots=True)
class _Row:
    """A question with the streams it is meant for."""

    question: Question
    statuses: frozenset[str]
    kinds: frozenset[str]
    only_if: str


@cache
def _rows() -> tuple[_Row, ...]:
    return tuple(
        _Row(
            question=Question(
                key=row["key"],
                text=wording(row, "question"),
                why=wording(row, "why"),
                law=row["law"],
                source=row["source"],
                authority=row["authority"],
                url=sources()[row["link"]].url,
                stop_on=yes(row["stop_on"]) if row["stop_on"] else None,
                verified=yes(row["verified"]),
            ),
            statuses=frozenset(row["statuses"].split("|")),
            kinds=frozenset(row["kinds"].split("|")),
            only_if=row["only_if"],
        )
        for row in read_rows("legal_checklist.csv")
    )


@cache
def questions() -> Mapping[str, Question]:
    """Every question by its key, in the order to ask them."""
    return MappingProxyType({row.question.key: row.question for row in _rows()})


def open_questions(facts: LegalFacts) -> Checklist:
    """The questions that are still open for a stream, and the stops its answers and code already give.

    A code that names asbestos is a stop at once; a hazardous code asks for the receiver's permit; a mirror
    entry, or no code at all, asks whether hazardous substances may be in it. Raises `InvalidValue` for a code
    that is no code or is not valid on the day.
    """
    entry = low.lookup(facts.low_code, facts.on_date) if facts.low_code else None
    asked = [row for row in _rows() if _concerns(row, facts, entry)]
    stops = tuple(row.question for row in asked if _stops(row.question, facts, entry))
    still_open = tuple(
        row.question for row in asked if row.question.key not in facts.answers and row.question not in stops
    )
    return Checklist(open=still_open, stops=stops)


def _concerns(row: _Row, facts: LegalFacts, entry: low.LowCode | None) -> bool:
    return (
        facts.legal_status.value in row.statuses
        and facts.kind in row.kinds
        and (not row.only_if or _CONDITIONS[row.only_if](facts, entry))
    )


def _stops(question: Question, facts: LegalFacts, entry: low.LowCode | None) -> bool:
    if question.key == "asbestos" and entry is not None and entry.code in ASBESTOS_CODES:
        return True
    return question.stop_on is not None and facts.answers.get(question.key) == question.stop_on


def _asbestos_possible(facts: LegalFacts, entry: low.LowCode | None) -> bool:
    return entry is None or entry.code in ASBESTOS_CODES or entry.sub_chapter in _ASBESTOS_CHAPTERS


def _hazard_open(facts: LegalFacts, entry: low.LowCode | None) -> bool:
    return entry is None or (entry.is_mirror and not entry.hazardous)


def _hazardous(facts: LegalFacts, entry: low.LowCode | None) -> bool:
    return (entry is not None and entry.hazardous) or facts.answers.get("hazard") is True


def _not_hazardous(facts: LegalFacts, entry: low.LowCode | None) -> bool:
    return not _hazardous(facts, entry)


def _animal_possible(facts: LegalFacts, entry: low.LowCode | None) -> bool:
    if facts.from_animals is not None:
        return facts.from_animals
    return facts.kind == "food" if entry is None else entry.code.startswith(_ANIMAL_PREFIXES)


_CONDITIONS: Final[Mapping[str, Callable[[LegalFacts, low.LowCode | None], bool]]] = {
    "asbestos_possible": _asbestos_possible,
    "hazard_open": _hazard_open,
    "hazardous": _hazardous,
    "not_hazardous": _not_hazardous,
    "animal_possible": _animal_possible,
}
