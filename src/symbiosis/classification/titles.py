"""Likeness of a text to the official titles: the ground that every code of the list has to stand on."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, get_args

from symbiosis.classification.data_files import words_of
from symbiosis.classification.reading import Reading, read
from symbiosis.waste import low
from symbiosis.waste.sources import Language

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
_STEM: Final = 7
_HEADING: Final = 0.3
"""Weight of a word that stands only in the title of the sub-chapter."""
_COMMON: Final = words_of("title_common")


def _features(reading: Reading) -> set[str]:
    words = {word[:_STEM] for word in reading.words if len(word) > 3 and word not in _COMMON}
    return words | {("!" if m.denied else "=") + m.concept for m in reading.mentions}


@dataclass(frozen=True)
class TitleIndex:
    """Titles as weighted features; `likeness` is the cosine with each title that shares one."""

    postings: Mapping[str, tuple[tuple[str, float], ...]]
    rarity: Mapping[str, float]

    def likeness(self, reading: Reading) -> dict[str, float]:
        """Cosine (0 to 1) of the text with each official title it shares anything with, by code."""
        features = [feature for feature in sorted(_features(reading)) if feature in self.rarity]
        norm = math.sqrt(sum(self.rarity[feature] ** 2 for feature in features))
        found: dict[str, float] = {}
        for feature in features:
            share = self.rarity[feature] / norm
            for code, weight in self.postings[feature]:
                found[code] = found.get(code, 0.0) + share * weight
        return found


def _documents(entries: Iterable[low.LowCode], on_date: date) -> list[tuple[str, dict[str, float]]]:
    headings = low.headings(on_date)
    documents = []
    for entry in entries:
        heading = headings.get(entry.sub_chapter)
        for language in LANGUAGES:
            title = entry.title.text(language)
            if not title:
                continue
            weights = dict.fromkeys(_features(read(title)), 1.0)
            above = heading.title.text(language) if heading else ""
            for feature in _features(read(above or "")):
                weights.setdefault(feature, _HEADING)
            documents.append((entry.code, weights))
    return documents


@lru_cache(maxsize=16)
def title_index(on_date: date) -> TitleIndex:
    """The index of the titles in force on one day, in Dutch, English and French."""
    documents = _documents(low.valid_codes(on_date), on_date)
    counts: dict[str, int] = {}
    for _, weights in documents:
        for feature in weights:
            counts[feature] = counts.get(feature, 0) + 1
    rarity = {feature: math.log(1 + len(documents) / count) for feature, count in counts.items()}
    best: dict[str, dict[str, float]] = {}
    for code, weights in documents:
        norm = math.sqrt(sum((rarity[feature] * weight) ** 2 for feature, weight in weights.items())) or 1.0
        for feature, weight in weights.items():
            row = best.setdefault(feature, {})
            row[code] = max(row.get(code, 0.0), rarity[feature] * weight / norm)
    return TitleIndex({feature: tuple(row.items()) for feature, row in best.items()}, rarity)
