"""What is known before anything is learnt: evidence for each List-of-Waste code from the concepts of a text.

Each piece of evidence is a weight in natural-logarithm units: a code with weight 2 more than another is
e^2 = 7.4 times as likely, all else equal. The score of a code is the sum of how common it is, the evidence
of the concepts named (`evidence.csv`, and the codes of the material taxonomy where no row stands there), the
likeness of its official title, and the codes that the text itself names. `softmax(score / TEMPERATURE)` over
the codes valid on the day gives probabilities.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt

from symbiosis.classification.data_files import read_rows
from symbiosis.classification.reading import Mention, Reading
from symbiosis.classification.titles import TitleIndex, title_index
from symbiosis.resources import materials
from symbiosis.waste import low

FloatArray = npt.NDArray[np.float64]

TEMPERATURE: Final = 1.0
DEFAULT_WEIGHTS: Final = (5.0, 4.0, 3.3, 2.8, 2.4, 2.2)
"""Evidence of a taxonomy class for its codes, the commonest first, where `evidence.csv` has no row for it."""
NAMED_CODE: Final = 9.0
"""Evidence of a code number in the text for that code, and for its counterpart when it is excluded."""
TITLE: Final = 4.0
"""Evidence of a text that equals the official title."""
COVERED: Final = 0.2
"""What is left of the evidence of a concept once a rule about it together with another has spoken."""

ORIGIN: Final = 0.5
"""What is left of the evidence of a trade or place once the text also names the thing itself."""


@dataclass(frozen=True)
class Rule:
    """One row of `evidence.csv`. All of `named` must be named, `denied` be denied, `absent` not be named."""

    named: tuple[str, ...]
    denied: tuple[str, ...]
    absent: tuple[str, ...]
    weights: tuple[tuple[str, float], ...]
    additive: bool

    @cached_property
    def broader(self) -> tuple[str, ...]:
        """The classes of `named` under which another one of them stands: they must be named themselves."""
        return tuple(
            concept
            for concept in self.named
            if any(concept in _lineage(other) for other in self.named if other != concept)
        )

    @property
    def size(self) -> int:
        """How many concepts the rule speaks about."""
        return len(self.named) + len(self.denied)


def _rule(when: str, codes: str) -> Rule:
    literals = [literal.strip() for literal in when.lstrip("+").split("&")]
    return Rule(
        named=tuple(sorted(literal for literal in literals if literal[0] not in "!-")),
        denied=tuple(sorted(literal[1:] for literal in literals if literal[0] == "!")),
        absent=tuple(sorted(literal[1:] for literal in literals if literal[0] == "-")),
        weights=tuple((code, float(weight)) for code, _, weight in (c.partition(":") for c in codes.split())),
        additive=when.startswith("+"),
    )


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, those about most concepts first."""
    found = [_rule(row["when"], row["codes"]) for row in read_rows("evidence.csv")]
    return tuple(sorted(found, key=lambda rule: -rule.size))


@cache
def commonness() -> Mapping[str, float]:
    """How common each code or chapter is in practice, by code (six digits) or chapter (two)."""
    return {row["code"]: float(row["weight"]) for row in read_rows("commonness.csv")}


@cache
def _lineage(concept: str) -> tuple[str, ...]:
    """The concept and, for a taxonomy class, all classes above it."""
    if concept in materials.all():
        return (concept, *materials.ancestors(concept))
    return (concept,)


@cache
def _single_rules() -> Mapping[str, tuple[tuple[str, float], ...]]:
    singles: dict[str, tuple[tuple[str, float], ...]] = {}
    for key, material in materials.all().items():
        if material.low_codes:
            singles[key] = tuple(zip(material.low_codes, DEFAULT_WEIGHTS, strict=False))
    for rule in rules():
        if rule.size == 1 and rule.named and not rule.additive and not rule.absent:
            singles[rule.named[0]] = rule.weights
    return singles


@cache
def _joint_rules() -> Mapping[str, tuple[Rule, ...]]:
    """Rules about several concepts, by one of the concepts they speak about."""
    by_concept: dict[str, list[Rule]] = {}
    for rule in rules():
        if rule.size == 1 and rule.named and not rule.additive and not rule.absent:
            continue
        by_concept.setdefault((rule.named or rule.denied)[0], []).append(rule)
    return {concept: tuple(found) for concept, found in by_concept.items()}


def _strengths(mentions: Sequence[Mention]) -> tuple[dict[str, float], dict[str, float], set[str]]:
    """How strongly each concept is named (with all above it), which are named directly, which are denied."""
    direct: dict[str, float] = {}
    denied: set[str] = set()
    for mention in mentions:
        if mention.denied:
            denied.add(mention.concept)
        else:
            direct[mention.concept] = max(direct.get(mention.concept, 0.0), mention.weight)
    named: dict[str, float] = {}
    for concept, weight in direct.items():
        for above in _lineage(concept):
            named[above] = max(named.get(above, 0.0), weight)
    return direct, named, denied


def concept_evidence(mentions: Sequence[Mention]) -> dict[str, float]:
    """Evidence per code from the concepts named and denied.

    Contributions for one code count with falling weight (1, 1/2, 1/4, ...), because several words for one
    thing are no independent witnesses.
    """
    direct, named, denied = _strengths(mentions)
    joint = _joint_rules()
    candidates = {id(rule): rule for concept in chain(named, denied) for rule in joint.get(concept, ())}
    fitting = [
        rule
        for rule in sorted(
            candidates.values(), key=lambda rule: (-rule.size, rule.named, rule.denied, rule.absent)
        )
        if all(concept in named for concept in rule.named)
        and all(concept in direct for concept in rule.broader)
        and all(concept in denied for concept in rule.denied)
        and not any(concept in named for concept in rule.absent)
    ]
    gathered: dict[str, list[float]] = {}
    covered: set[str] = set()
    spoken: list[frozenset[str]] = []
    for rule in fitting:
        about = frozenset((*rule.named, *(f"!{concept}" for concept in rule.denied)))
        if not rule.additive and any(about < larger for larger in spoken):
            continue
        strength = sum(named[concept] for concept in rule.named) / len(rule.named) if rule.named else 1.0
        for code, weight in rule.weights:
            gathered.setdefault(code, []).append(weight * strength)
        if not rule.additive:
            spoken.append(about)
            covered.update(rule.named)
    singles = _single_rules()
    things = any(concept in materials.all() for concept in direct)
    for rank, (concept, strength) in enumerate(direct.items()):
        lineage = _lineage(concept)
        weights = next((singles[key] for key in lineage if key in singles), ())
        share = strength * (COVERED if covered.intersection(lineage) else 1.0)
        if concept.startswith("c:") and things:
            share *= ORIGIN
        if any(concept in _lineage(other) for other in direct if other != concept):
            share *= 0.4
        for code, weight in weights:
            gathered.setdefault(code, []).append(weight * share * (1.0 if rank == 0 else 0.85))
    return {code: _damped(parts) for code, parts in gathered.items()}


def _damped(parts: list[float]) -> float:
    rising = sorted((part for part in parts if part > 0), reverse=True)
    return sum(part * 0.5**place for place, part in enumerate(rising)) + sum(
        part for part in parts if part < 0
    )


@dataclass(frozen=True)
class CodeTable:
    """The codes valid on a day, and what is known of each before a text is read."""

    codes: tuple[str, ...]
    position: Mapping[str, int]
    entries: Mapping[str, low.LowCode]
    prior: FloatArray
    hazardous: npt.NDArray[np.bool_]
    titles: TitleIndex


@lru_cache(maxsize=16)
def code_table(on_date: date) -> CodeTable:
    """The table for one day."""
    entries = {entry.code: entry for entry in low.valid_codes(on_date)}
    codes = tuple(entries)
    weights = commonness()
    prior = np.array([weights.get(code, weights.get(code[:2], 0.0)) for code in codes])
    position = {code: place for place, code in enumerate(codes)}
    hazardous = np.array([entry.hazardous for entry in entries.values()], dtype=bool)
    return CodeTable(codes, position, entries, prior, hazardous, title_index(on_date))


def scores(reading: Reading, table: CodeTable) -> FloatArray:
    """The score of every code of `table`, before the softmax."""
    found = table.prior.copy()
    for code, weight in concept_evidence(reading.mentions).items():
        for valid in successors(code, table):
            found[table.position[valid]] += weight
    for code, likeness in table.titles.likeness(reading).items():
        found[table.position[code]] += TITLE * likeness
    for mention in reading.codes:
        for code, weight in _named(mention.code, mention.excluded, table):
            found[table.position[code]] += weight
    return found


@cache
def _successors(code: str) -> tuple[str, ...]:
    return low.versions(code)[-1].replaced_by


def successors(code: str, table: CodeTable) -> tuple[str, ...]:
    """The code itself when valid on the day of `table`, else what replaced it, else nothing."""
    if code in table.position:
        return (code,)
    return tuple(new for new in _successors(code) if new in table.position)


def _named(code: str, excluded: bool, table: CodeTable) -> list[tuple[str, float]]:
    """Evidence of a code number in the text: for the code, or for those that the law puts beside it."""
    if not excluded:
        return [(code, NAMED_CODE)] if code in table.position else []
    beside = [entry.code for entry in table.entries.values() if code in entry.other_than]
    return [(other, NAMED_CODE if other[:4] == code[:4] else NAMED_CODE / 3) for other in beside]


def probabilities(score: FloatArray, temperature: float = TEMPERATURE) -> FloatArray:
    """Softmax along the last axis."""
    shifted = (score - score.max(axis=-1, keepdims=True)) / temperature
    grown = np.exp(shifted)
    return np.asarray(grown / grown.sum(axis=-1, keepdims=True), dtype=np.float64)
