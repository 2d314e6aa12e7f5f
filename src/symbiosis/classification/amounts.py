"""How much and how often, read from the words: "3 europaletten per week", "een tiental ton", "300 kg/mnd".

The units are those of `symbiosis.quantities`; nothing is converted between dimensions. A rhythm that a period
cannot express is turned into one that can: every two weeks becomes half of it a week, a quarter a third of it
a month. Limits ("< 70 cm", "> 10 ton") and densities ("300 kg/m3") are no amounts.
"""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from symbiosis.classification.data_files import read_rows, words_of
from symbiosis.classification.lexicon import lexicon
from symbiosis.classification.text import MAX_CHARACTERS, fold
from symbiosis.quantities import UNITS, Dimension, Period, unit_code
from symbiosis.resources import materials


def _number_words(estimate: str) -> dict[str, float]:
    rows = read_rows("number_words.csv")
    return {row["word"]: float(row["value"]) for row in rows if row["estimate"] == estimate}


_FILLERS: Final = words_of("filler")
_ADJECTIVES: Final = words_of("adjective")
"""Words between a number and what it counts that the ending does not give away: houten, plastic, broken."""
_HOLLOW: Final = words_of("hollow")
"""A pack that is so holds nothing: twelve empty drums of 200 litres are twelve drums."""
_HALVES: Final = words_of("half")
_DAYS: Final = words_of("time")
_MOST_BETWEEN: Final = 3
_MOST_COUNTED: Final = 1000
"""From here on a bare number is rather a year or the number of an article."""
_SHORTEST_ADJECTIVE: Final = 4
_ABOUT: Final = words_of("about")
_OF_EACH: Final = words_of("of_each")
_NO_UNITS: Final = words_of("no_unit")
"""Letters and words that name a unit in the table and mostly something else in a sentence."""
_NUMBERS: Final = _number_words("0")
_ROUND: Final = _number_words("1")
"""Words that name about so many; what they stand for is an estimate."""
_PACK: Final = frozenset(Dimension) - {
    Dimension.MASS,
    Dimension.VOLUME,
    Dimension.AREA,
    Dimension.LENGTH,
    Dimension.ENERGY,
    Dimension.POWER,
    Dimension.TEMPERATURE,
    Dimension.TIME,
}
_SKIPPED: Final = frozenset((Dimension.TEMPERATURE, Dimension.TIME, Dimension.LENGTH))
"""Dimensions that never are the amount itself."""
_EVERY: Final = r"(?:(?<![a-zà-ÿ])(?:elke|iedere|elk|ieder|alle|every|each|chaque|per|a|an|par|p/?|de)|/)\s*"
_RHYTHMS: Final = tuple(
    (
        re.compile(rf"(?:(?<![a-zà-ÿ\d])|(?=/))(?:{row['pattern'].replace('EVERY ', _EVERY)})(?![a-zà-ÿ])"),
        Period(row["period"]),
        float(Fraction(row["times"])),
    )
    for row in read_rows("rhythms.csv")
)
_TIMES: Final = re.compile(
    r"\b(\d+|een|één|twee|drie|vier|vijf|two|three|four|twice|deux|trois|quatre)\s*"
    r"(?:x|keer|maal|times|fois)?\s+(?=(?:per|in de|a|par|op een)\s*"
    r"(?:dag|week|maand|jaar|day|month|year|semaine|mois|an)\b)"
)
_TOKEN: Final = re.compile(r"[<>≤≥±~]|\d[\d.,]*(?:\s?\d{3}(?!\d))*|[a-zà-ÿ'’°]+[23²³]?|[-–/+()&]")
_TEMPERATURE: Final = re.compile(
    r"(-?\d+(?:[.,]\d+)?)\s*(?:°\s*c?\b|graden\b|celsius\b|degrees\b|degr[ée]s\b|°)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount as the text gives it; `low` and `high` differ where the text names a range.

    `unit` is a key of `symbiosis.quantities`; `quantity` is None where only a rhythm is named. `estimate` is
    True for "ongeveer", "een tiental" and ranges.
    """

    quantity: float | None
    unit: str | None
    period: Period | None
    low: float | None = None
    high: float | None = None
    estimate: bool = False
    temperature_c: float | None = None


NOTHING: Final = Amount(None, None, None)


@dataclass(frozen=True, slots=True)
class _Found:
    low: float
    high: float
    unit: int
    estimate: bool
    end: int

    @property
    def dimension(self) -> Dimension:
        return UNITS[self.unit].dimension


def number(word: str) -> float | None:
    """A number as typed: 1.250 and 1 250 are a thousand and more, 1,5 and 1.5 one and a half.

    >>> [number(text) for text in ("1.250", "1,5", "12.5", "twaalf", "1 000", "x")]
    [1250.0, 1.5, 12.5, 12.0, 1000.0, None]
    """
    if word in _NUMBERS:
        return _NUMBERS[word]
    digits = word.replace(" ", "").replace("\u00a0", "").rstrip(".,")
    if not digits or not digits[0].isdigit():
        return None
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        return float(digits.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits) and not digits.startswith("0"):
        return float(digits.replace(",", ""))
    try:
        return float(digits.replace(",", "."))
    except ValueError:
        return None


def is_about(word: str) -> bool:
    """Whether a word names about so many: tiental, dizaine."""
    return word in _ROUND


def read_amount(text: str) -> Amount:
    """The amount and the rhythm that a text names, `NOTHING` when it names neither."""
    lowered = text[:MAX_CHARACTERS].lower().replace("’", "'")
    period, times = _rhythm(lowered)
    heat = _TEMPERATURE.search(lowered)
    temperature = number(heat[1].lstrip("-")) if heat else None
    if heat and temperature is not None and heat[1].startswith("-"):
        temperature = -temperature
    words = _TOKEN.findall(lowered)
    found = _first_amount(words) or _counted(words)
    if found is None:
        return replace(NOTHING, period=period, temperature_c=temperature)
    low, high = found.low * times, found.high * times
    return Amount(
        quantity=(low + high) / 2,
        unit=UNITS[found.unit].key,
        period=period,
        low=low,
        high=high,
        estimate=found.estimate,
        temperature_c=temperature,
    )


def _rhythm(lowered: str) -> tuple[Period | None, float]:
    """The period, and how many times the amount comes in it."""
    for pattern, period, times in _RHYTHMS:
        if pattern.search(lowered):
            repeated = _TIMES.search(lowered)
            often = {"twice": 2.0}.get(repeated[1], number(repeated[1]) or 1.0) if repeated else 1.0
            return period, times * often
    return None, 1.0


def _first_amount(words: list[str]) -> _Found | None:
    """The first amount in the words; a pack with its content becomes the content of all packs."""
    place = 0
    while place < len(words):
        found = _amount_at(words, place)
        if found is None or found.dimension in _SKIPPED:
            place = place + 1 if found is None else found.end
            continue
        return _with_content(words, found)
    return None


def _counted(words: list[str]) -> _Found | None:
    """Pieces of a product: "40 bureaustoelen". Four digits and more are rather an article number."""
    for place, word in enumerate(words[:-1]):
        count = _ROUND.get(word) or number(word)
        if count is None or not 2 <= count < _MOST_COUNTED or count % 1:
            continue
        if place and words[place - 1] in ("<", ">", "≤", "≥", "/", "-"):
            continue
        for named in range(place + 1, min(place + 2 + _MOST_BETWEEN, len(words))):
            if _is_product(words[named]):
                return _Found(count, count, unit_code("piece"), word in _ROUND, named + 1)
            if words[named] not in _FILLERS and not _is_adjective(words[named]):
                break
    return None


def _is_product(word: str) -> bool:
    """Whether a word names things that one counts, and no measure: ten metres are no ten meters."""
    if unit_code(word) >= 0:
        return False
    kinds = (s.concept for s in lexicon().senses(fold(word)))
    return any(key in materials.all() and materials.get(key).kind == "product" for key in kinds)


def _is_adjective(word: str) -> bool:
    """Whether a word may describe what is counted, by the list or by its ending."""
    if word in _ADJECTIVES:
        return True
    is_inflected = len(word) >= _SHORTEST_ADJECTIVE and word.endswith("e") and word.isalpha()
    return is_inflected and word not in _DAYS and number(word) is None and unit_code(word) < 0


def _with_content(words: list[str], pack: _Found) -> _Found:
    """Three pallets of 500 kg are 1,500 kg."""
    place = pack.end
    if pack.dimension not in _PACK or place >= len(words) or words[place] not in _OF_EACH:
        return pack
    if _HOLLOW.intersection(words[max(0, place - 1 - _MOST_BETWEEN) : place]):
        return pack
    while place < len(words) and (words[place] in _OF_EACH or words[place] in _ABOUT):
        place += 1
    content = _amount_at(words, place) if place < len(words) else None
    if content is None or content.dimension not in (Dimension.MASS, Dimension.VOLUME):
        return pack
    return _Found(
        pack.low * content.low,
        pack.high * content.high,
        content.unit,
        pack.estimate or content.estimate,
        content.end,
    )


def _amount_at(words: list[str], place: int) -> _Found | None:
    """An amount that begins at `place`: a number or a range, perhaps an adjective, a unit."""
    if place and words[place - 1] in ("<", ">", "≤", "≥"):
        return None
    about = bool(place) and (words[place - 1] in _ABOUT or words[place - 1] in ("±", "~"))
    if words[place : place + 3] == ["een", "stuk", "of"] and place + 3 < len(words):
        count = number(words[place + 3])
        if count is not None:
            return _Found(count, count, unit_code("piece"), True, place + 4)
    span = _number_at(words, place)
    if span is None:
        return None
    first, last, after, is_round = span
    unit, after = _unit_at(words, after, is_count=not first % 1 and first < _MOST_COUNTED)
    if unit < 0 or (after + 1 < len(words) and words[after] == "/" and unit_code(words[after + 1]) >= 0):
        return None
    return _Found(first, last, unit, about or is_round, after)


def _number_at(words: list[str], place: int) -> tuple[float, float, int, bool] | None:
    """A number or a range at `place`: from, to, where it ends, and whether it is about so many."""
    first = number(words[place])
    after, about = place + 1, False
    if first is None:
        if words[place] not in _ROUND:
            return None
        first, about = _ROUND[words[place]], True
    elif first == 1 and after < len(words) and words[after] in _ROUND:
        first, about, after = _ROUND[words[after]], True, after + 1
    if after < len(words) and words[after] in _HALVES and first >= 1:
        first, after = first / 2, after + 1
    if after + 1 < len(words) and words[after] in ("-", "–", "à", "a", "tot", "to", "of", "or", "ou"):
        upper = number(words[after + 1])
        if upper is not None and upper > first:
            return first, upper, after + 2, True
    return first, first, after, about


def _unit_at(words: list[str], place: int, *, is_count: bool) -> tuple[int, int]:
    """The unit at `place` or a few words on, and where it ends; -1 where something else comes between.

    Fillers may come before any unit, adjectives only between a count and a pack: twenty broken wooden crates.
    """
    is_described = False
    for at in range(place, min(place + 1 + _MOST_BETWEEN, len(words))):
        unit, end = _unit_named(words, at)
        if unit >= 0:
            return (unit, end) if not is_described or UNITS[unit].dimension in _PACK else (-1, place)
        if words[at] in _FILLERS:
            continue
        if not (is_count and _is_adjective(words[at])):
            break
        is_described = True
    return -1, place


def _unit_named(words: list[str], at: int) -> tuple[int, int]:
    """The unit that begins at a word, of two words or one, and where it ends."""
    if at + 1 < len(words) and (double := unit_code(f"{words[at]} {words[at + 1]}")) >= 0:
        return double, at + 2
    return (unit_code(words[at]), at + 1) if words[at] not in _NO_UNITS else (-1, at)
