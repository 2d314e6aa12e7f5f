"""What the classifier reaches on the shared texts, knowledge alone and after learning on half of them.

The texts are not part of the repository; without them these tests say so and are skipped.
"""

import csv
import hashlib
import os
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from symbiosis.classification import Classification, Classifier, Example, learn_from
from symbiosis.waste import low

DAY = date(2019, 1, 1)
SHARED = Path(os.environ.get("CW_SHARED", Path(__file__).resolve().parents[4] / "shared"))
FOLDER = SHARED / "data" / "waste_descriptions_nl"

pytestmark = pytest.mark.skipif(
    not FOLDER.exists(), reason=f"the benchmark texts are not at {FOLDER}: nothing measured (CW_SHARED)"
)


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def second_half(text: str) -> bool:
    return bool(hashlib.blake2b(text.encode("utf-8"), digest_size=2).digest()[0] & 1)


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, list[str]]]:
    return [(row["text"], row["eural_codes"].split("|")) for row in rows_of("eural_texts.csv")]


def right_first(answers: list[Classification], filed: list[list[str]]) -> list[bool]:
    return [answer.codes[0].code in right for answer, right in zip(answers, filed, strict=True)]


def share_among_ten(answers: list[Classification], filed: list[list[str]]) -> float:
    found = [bool({g.code for g in a.codes} & set(right)) for a, right in zip(answers, filed, strict=True)]
    return float(np.mean(found))


def calibration_error(answers: list[Classification], right: list[bool]) -> float:
    sure = np.array([answer.codes[0].probability for answer in answers])
    bins = np.minimum((sure * 10).astype(int), 9)
    good = np.array(right)
    return float(
        sum(
            (bins == b).mean() * abs(sure[bins == b].mean() - good[bins == b].mean()) for b in np.unique(bins)
        )
    )


def test_knowledge_alone(texts: list[tuple[str, list[str]]]) -> None:
    filed = [codes for _, codes in texts]
    answers = learn_from([], on_date=DAY).classify([text for text, _ in texts])
    first = right_first(answers, filed)
    per_code: dict[str, list[bool]] = {}
    for good, codes in zip(first, filed, strict=True):
        for code in codes:
            per_code.setdefault(code, []).append(good)
    assert np.mean(first) >= 0.68
    assert share_among_ten(answers, filed) >= 0.94
    assert np.mean([np.mean(found) for found in per_code.values()]) >= 0.48
    hazardous = [
        answer.possibly_hazardous
        for answer, codes in zip(answers, filed, strict=True)
        if all(low.lookup(code, DAY).hazardous for code in codes)
    ]
    assert np.mean(hazardous) >= 0.9


def test_learning_on_half(texts: list[tuple[str, list[str]]]) -> None:
    taught = [Example(text, tuple(codes)) for text, codes in texts if not second_half(text)]
    asked = [(text, codes) for text, codes in texts if second_half(text)]
    classifier: Classifier = learn_from(taught, on_date=DAY)
    filed = [codes for _, codes in asked]
    answers = classifier.classify([text for text, _ in asked])
    first = right_first(answers, filed)
    assert np.mean(first) >= 0.71
    assert share_among_ten(answers, filed) >= 0.94
    assert calibration_error(answers, first) < 0.05


@pytest.mark.parametrize(
    ("column", "ours", "least"), [("product", "product", 0.78), ("material", "composition", 0.78)]
)
def test_properties_are_ahead_of_the_commonest_label(column: str, ours: str, least: float) -> None:
    rows = rows_of("stream_properties.csv")
    counts = Counter(row[column] for row in rows if row[column])
    scored = [row for row in rows if counts[row[column]] >= 10]
    answers = learn_from([], on_date=DAY).classify([row["text"] for row in scored], top=2)
    right = [getattr(a.properties, ours) == row[column] for a, row in zip(answers, scored, strict=True)]
    assert np.mean(right) >= least
    assert np.mean(right) > 2 * max(counts.values()) / len(scored)
