"""The thesaurus at work: which concepts a word stands for, through compounds, endings and typing errors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from symbiosis.classification.data_files import read_rows, words_of

MAX_PHRASE_WORDS: Final = 6
_MIN_PART: Final = 3
_MIN_STEM: Final = 3
_FREE_ENDS: Final = tuple(sorted(words_of("free_end"), key=len, reverse=True))
"""Ends of a compound that deny what stands before them: teervrij, asbestvrije."""
_LINKS: Final = ("s", "en", "e", "n", "er")
"""Letters that join the parts of a Dutch compound."""
_EMPTY_WORDS: Final = words_of("empty") | words_of("place")
_PLACE_ENDS: Final = tuple(sorted(words_of("place_end")))


@dataclass(frozen=True, slots=True)
class Sense:
    """One concept that a word stands for; `weight` is below 1 for part of a compound and for a guess."""

    concept: str
    weight: float
    denied: bool = False


@dataclass(frozen=True, slots=True)
class ThesaurusRow:
    """One row of `thesaurus.csv`: the words of one concept in one language and register."""

    concept: str
    language: str
    register: str
    terms: tuple[str, ...]
    source: str
    valid_from: str


@cache
def thesaurus() -> tuple[ThesaurusRow, ...]:
    """All rows of the thesaurus, in the order of the file."""
    return tuple(
        ThesaurusRow(
            row["concept"],
            row["language"],
            row["register"],
            tuple(row["terms"].split("|")),
            row["source"],
            row["valid_from"],
        )
        for row in read_rows("thesaurus.csv")
    )


class Lexicon:
    """Finds the concepts of words and phrases.

    A term of the thesaurus is a word or a phrase; a `*` after a word stands for any ending. Longer terms win
    over shorter ones, exact words over stems, stems over parts of compounds, and all over typing errors.
    """

    def __init__(self, rows: Iterable[ThesaurusRow]) -> None:
        self._words: dict[str, tuple[str, ...]] = {}
        self._stems: dict[str, tuple[str, ...]] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for row in rows:
            for term in row.terms:
                self._add(term, row.concept)
        for found in self._phrases.values():
            found.sort(key=lambda phrase: (-len(phrase[0]), -sum(map(len, phrase[0])), phrase))
        self._longest_stem = max(map(len, self._stems))
        self._parts = {**self._words, **{stem: self._stems[stem] for stem in self._stems if len(stem) > 3}}
        self._near: dict[tuple[str, int], list[str]] = {}
        for word in self._words:
            if len(word) > 4:
                self._near.setdefault((word[0], len(word)), []).append(word)
        self._near_stems: dict[tuple[str, int], list[str]] = {}
        for stem in self._stems:
            if len(stem) > 5:
                self._near_stems.setdefault((stem[0], len(stem)), []).append(stem)

    def _add(self, term: str, concept: str) -> None:
        parts = tuple(term.split(" "))
        if len(parts) > 1:
            self._phrases.setdefault(parts[0].rstrip("*")[:3], []).append((parts, concept))
            return
        target = self._stems if term.endswith("*") else self._words
        key = term.rstrip("*")
        if concept not in target.get(key, ()):
            target[key] = (*target.get(key, ()), concept)

    def phrase_at(self, words: list[str], start: int) -> tuple[int, tuple[str, ...]]:
        """Length in words of the longest phrase that begins at `start`, and its concepts; (0, ()) if none."""
        length, found = 0, []
        for parts, concept in self._phrases.get(words[start][:3], ()):
            if len(parts) < length:
                break
            if len(parts) <= len(words) - start and all(
                word.startswith(part[:-1]) if part.endswith("*") else word == part
                for part, word in zip(parts, words[start : start + len(parts)], strict=True)
            ):
                length = len(parts)
                if concept not in found:
                    found.append(concept)
        return length, tuple(found)

    @lru_cache(maxsize=100_000)  # noqa: B019 - one lexicon lives as long as the program
    def senses(self, word: str, cut_off: bool = False) -> tuple[Sense, ...]:
        """What one word stands for; empty when unknown. `cut_off`: the word may have lost its end."""
        if word in self._words:
            stem = self._stem_of(word)
            also = self._stems[stem] if len(stem) >= len(word) - 2 and stem else ()
            return tuple(Sense(concept, 1.0) for concept in dict.fromkeys((*self._words[word], *also)))
        if word in _EMPTY_WORDS or len(word) < _MIN_STEM or word.isdigit():
            return ()
        for end in _FREE_ENDS:
            if word.endswith(end) and len(word) - len(end) > 2:
                inner = self.senses(word[: -len(end)])
                if inner:
                    return tuple(Sense(sense.concept, sense.weight, True) for sense in inner)
        return (
            self._compound(word)
            or (self._completed(word) if cut_off else ())
            or (() if word.endswith(_PLACE_ENDS) else self._nearest(word))
        )

    def _stem_of(self, word: str) -> str:
        """The longest stem that begins `word`, empty if none."""
        for length in range(min(len(word), self._longest_stem), _MIN_STEM - 1, -1):
            if word[:length] in self._stems:
                return word[:length]
        return ""

    def _compound(self, word: str) -> tuple[Sense, ...]:
        """The parts of a compound; the last part (the head in Dutch) weighs most."""
        parts, covered = self._split(word)
        stem = self._stem_of(word)
        if stem:
            tail, tail_covered = self._split(word[len(stem) :])
            if tail_covered < 0.6 * (len(word) - len(stem)):
                tail, tail_covered = [], 0
            if len(stem) + tail_covered >= covered - 3:
                parts, covered = [stem, *tail], len(stem) + tail_covered
        if not parts or (covered < 0.55 * len(word) and parts[0] != stem):
            return ()
        best: dict[str, float] = {}
        for place, part in enumerate(parts):
            weight = 1.0 if place == len(parts) - 1 else 0.75
            for concept in self._stems.get(part, ()) if part == stem and place == 0 else ():
                best[concept] = max(best.get(concept, 0.0), weight)
            for concept in self._parts.get(part, ()):
                best[concept] = max(best.get(concept, 0.0), weight)
        return tuple(Sense(concept, weight) for concept, weight in best.items())

    def _split(self, word: str) -> tuple[list[str], int]:
        """The parts that cover most letters with the fewest parts, and how many letters they cover."""
        size = len(word)
        best: list[tuple[float, int, tuple[str, ...]]] = [(0.0, 0, ())] * (size + 1)
        for start in range(size - 1, -1, -1):
            value, letters, parts = best[start + 1]
            choice = (value - 0.4, letters, parts)
            for link in _LINKS:
                if start and word.startswith(link, start):
                    value, letters, parts = best[start + len(link)]
                    if parts and word.startswith(parts[0], start + len(link)):
                        choice = max(choice, (value - 0.05 * len(link), letters, parts), key=lambda c: c[0])
            for end in range(start + _MIN_PART, size + 1):
                part = word[start:end]
                if part in self._parts and (end - start > 3 or start == 0 or end == size):
                    value, letters, parts = best[end]
                    gain = len(part) - 1.6
                    choice = max(
                        choice, (value + gain, letters + len(part), (part, *parts)), key=lambda c: c[0]
                    )
            best[start] = choice
        _, letters, parts = best[0]
        if parts and 0 < word.find(parts[0]) < _MIN_PART:
            return [], 0  # one or two letters before a part are no word: "bovenlaag" has no oven in it
        return list(parts), letters

    def _completed(self, word: str) -> tuple[Sense, ...]:
        """What a word that was cut off must have been, when all words that begin so agree."""
        if len(word) < 4:
            return ()
        found = {concepts for known, concepts in self._parts.items() if known.startswith(word)}
        return tuple(Sense(concept, 0.8) for concept in found.pop()) if len(found) == 1 else ()

    def _nearest(self, word: str) -> tuple[Sense, ...]:
        """The word that was meant, one typing error away (two for ten letters and more)."""
        if len(word) < 5:
            return ()
        allowed = 2 if len(word) > 9 else 1
        first = {word[0], word[1]}
        choices = [
            known
            for sign in sorted(first)
            for size in range(len(word) - allowed, len(word) + allowed + 1)
            for known in self._near.get((sign, size), ())
        ]
        match = (
            process.extractOne(word, choices, scorer=OSA.distance, score_cutoff=allowed) if choices else None
        )
        if match is not None and _is_slip(word, match[0]):
            return tuple(Sense(concept, 0.8) for concept in self._words[match[0]])
        for size in range(min(len(word), self._longest_stem), 5, -1):
            stems = self._near_stems.get((word[0], size))
            if stems:
                near = process.extractOne(word[:size], stems, scorer=OSA.distance, score_cutoff=1)
                if near is not None:
                    return tuple(Sense(concept, 0.7) for concept in self._stems[near[0]])
        return ()


def _is_slip(typed: str, meant: str) -> bool:
    """Whether `typed` is a likely slip; in a short word another letter makes another word."""
    return len(typed) > 6 or len(typed) != len(meant) or sorted(typed) == sorted(meant)


@cache
def lexicon() -> Lexicon:
    """The lexicon of the thesaurus, built once."""
    return Lexicon(thesaurus())


@cache
def concepts() -> Mapping[str, tuple[str, ...]]:
    """Every concept of the thesaurus with all its terms."""
    found: dict[str, tuple[str, ...]] = {}
    for row in thesaurus():
        found[row.concept] = (*found.get(row.concept, ()), *row.terms)
    return found
