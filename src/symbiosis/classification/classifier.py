"""Texts in, classifications out: the one door of this package.

`classify` answers one sentence, `classify_texts` many. Without examples the answer rests on knowledge alone;
with examples (`learn_from` once, or `examples=`) on both.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from symbiosis.classification.amounts import Amount, read_amount
from symbiosis.classification.hazards import hazards_of
from symbiosis.classification.knowledge import CodeTable, code_table, probabilities, scores, successors
from symbiosis.classification.learning import Example, LearntModel, learn
from symbiosis.classification.properties import Properties, named_materials, properties_of
from symbiosis.classification.reading import Reading, read
from symbiosis.resources import materials
from symbiosis.resources.materials import ResourceKind

FloatArray = npt.NDArray[np.float64]
Progress = Callable[[str, int, int], None]

CHUNK: Final = 1000
HAZARD_FLAG: Final = 0.1
"""Probability of a hazardous code from which a text is flagged as possibly hazardous."""
DOUBTFUL: Final = 0.3
"""Below this probability of the first code the answer counts as a guess."""

_NEVER_WASTE: Final = frozenset(("energy", "space"))
"""Kinds to which the List of Waste does not apply."""


@dataclass(frozen=True, slots=True)
class CodeGuess:
    """One List-of-Waste code with the probability that this waste is filed under it.

    `counterparts` are the entries on the other side of the mirror, valid on the day: which side applies is
    for an assessment of this very waste to say, not for a text.
    """

    code: str
    label: str
    probability: float
    hazardous: bool
    counterparts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """What in the text led to the answer: the words, and the concept they were taken for."""

    words: str
    concept: str
    denied: bool


@dataclass(frozen=True, slots=True)
class Classification:
    """All that one text says, as far as it was understood.

    `known` is False when nothing was understood that points to a code, or the best code is below `DOUBTFUL`:
    then ask, do not fill in. `hazards` are named, `excluded_hazards` expressly denied ("asbestvrij").
    """

    kind: ResourceKind
    codes: tuple[CodeGuess, ...]
    known: bool
    properties: Properties
    materials: tuple[str, ...]
    amount: Amount
    hazards: tuple[str, ...]
    excluded_hazards: tuple[str, ...]
    hazard_probability: float
    reasons: tuple[Reason, ...]
    unknown_words: tuple[str, ...]

    @property
    def material(self) -> str | None:
        """Key of the material class the text is about."""
        return self.properties.material

    @property
    def possibly_hazardous(self) -> bool:
        """Whether somebody should look before this is treated as harmless."""
        likely = self.kind not in _NEVER_WASTE and self.hazard_probability >= HAZARD_FLAG
        return likely or bool(self.hazards)


@dataclass(frozen=True)
class Classifier:
    """Knowledge for one day, with what was learnt from examples if any."""

    table: CodeTable
    learnt: LearntModel | None

    def classify(
        self, texts: Sequence[str], *, top: int = 10, progress: Progress | None = None
    ) -> list[Classification]:
        """Classify texts in order; `top` codes each, mirror entries with their counterpart."""
        answers: list[Classification] = []
        for start in range(0, len(texts), CHUNK):
            part = texts[start : start + CHUNK]
            readings = [read(text) for text in part]
            shares = self.probabilities(readings)
            answers.extend(
                self._answer(text, reading, row, top)
                for text, reading, row in zip(part, readings, shares, strict=True)
            )
            if progress is not None:
                progress("classify", len(answers), len(texts))
        return answers

    def probabilities(self, readings: Sequence[Reading]) -> FloatArray:
        """Probability of every code of the table (columns) for every text read (rows)."""
        known = known_probabilities(readings, self.table)
        return known if self.learnt is None else self.learnt.probabilities(readings, known)

    def _answer(self, text: str, reading: Reading, shares: FloatArray, top: int) -> Classification:
        found = properties_of(reading)
        codes = tuple(
            self._guess(code, float(shares[self.table.position[code]]))
            for code in ranked(shares, self.table, top)
        )
        named, excluded = _hazards(reading)
        kind = materials.get(found.material).kind if found.material else "material"
        return Classification(
            kind=kind,
            codes=codes,
            known=kind not in _NEVER_WASTE
            and codes[0].probability >= DOUBTFUL
            and (self.learnt is not None or _points_to_a_code(reading)),
            properties=found,
            materials=named_materials(reading.mentions),
            amount=read_amount(text),
            hazards=named,
            excluded_hazards=excluded,
            hazard_probability=float(shares[self.table.hazardous].sum() / max(float(shares.sum()), 1e-12)),
            reasons=tuple(dict.fromkeys(Reason(m.words, m.concept, m.denied) for m in reading.mentions)),
            unknown_words=reading.unknown,
        )

    def _guess(self, code: str, probability: float) -> CodeGuess:
        entry = self.table.entries[code]
        valid = tuple(other for other in entry.mirror_codes if other in self.table.position)
        return CodeGuess(code, entry.label, probability, entry.hazardous, valid)


def _points_to_a_code(reading: Reading) -> bool:
    """Whether the text names a code, a material, or the trade it comes from."""
    return bool(reading.codes) or any(
        not mention.denied and (mention.concept.startswith("c:") or mention.concept in materials.all())
        for mention in reading.mentions
    )


def known_probabilities(readings: Sequence[Reading], table: CodeTable) -> FloatArray:
    """What knowledge alone gives each code, one row per text."""
    if not readings:
        return np.empty((0, len(table.codes)))
    return probabilities(np.array([scores(reading, table) for reading in readings]))


def ranked(shares: FloatArray, table: CodeTable, top: int) -> list[str]:
    """The `top` codes, the likeliest first, ties by code; a mirror entry never without a counterpart.

    Of several counterparts the likeliest is shown. With room for one code only, no pair can be shown.
    """
    order = np.argsort(-shares, kind="stable")
    chosen: list[str] = []
    for place in order:
        if len(chosen) >= top:
            break
        code = table.codes[place]
        if code in chosen:
            continue
        pair = [other for other in table.entries[code].mirror_codes if other in table.position]
        if pair and not any(other in chosen for other in pair) and top > 1:
            if len(chosen) + 2 > top:
                continue
            chosen.append(max(sorted(pair), key=lambda other: shares[table.position[other]]))
        chosen.append(code)
    return sorted(chosen, key=lambda code: (-shares[table.position[code]], code))


def _hazards(reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The hazards that a text names, and those that it denies and names nowhere."""
    named: dict[str, None] = {}
    excluded: dict[str, None] = {}
    for mention in reading.mentions:
        if mention.concept == "c:coal_tar_free":
            excluded["coal_tar"] = None
        for hazard in hazards_of(mention.concept):
            (excluded if mention.denied else named)[hazard] = None
    return tuple(named), tuple(hazard for hazard in excluded if hazard not in named)


def learn_from(examples: Iterable[Example], *, on_date: date, progress: Progress | None = None) -> Classifier:
    """A classifier for one day that has learnt from confirmed examples.

    Codes that ended before `on_date` count as what replaced them; an example without any valid code is left
    out.
    """
    table = code_table(on_date)
    given = list(examples)
    readings = [read(example.text) for example in given]
    codes = [
        tuple(dict.fromkeys(valid for code in example.codes for valid in successors(code, table)))
        for example in given
    ]
    known = known_probabilities(readings, table)
    tell = None if progress is None else (lambda done, total: progress("learn", done, total))
    learnt = learn(readings, codes, known, table.position, tell) if given else None
    return Classifier(table, learnt)


def classify_texts(
    texts: Sequence[str],
    *,
    on_date: date,
    top: int = 10,
    examples: Iterable[Example] = (),
    progress: Progress | None = None,
) -> list[Classification]:
    """Classify many texts for the list in force on `on_date`, learning first from `examples` if given."""
    return learn_from(examples, on_date=on_date, progress=progress).classify(
        texts, top=top, progress=progress
    )


def classify(text: str, *, on_date: date, top: int = 10) -> Classification:
    """Classify one text from knowledge alone.

    >>> from datetime import date
    >>> answer = classify("elke week 3 paletten karton", on_date=date(2026, 12, 1))
    >>> answer.material, answer.codes[0].code, answer.amount.quantity, answer.amount.unit
    ('cardboard', '200101', 3.0, 'pallet')
    """
    return Classifier(code_table(on_date), None).classify([text], top=top)[0]
