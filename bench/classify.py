"""Accuracy, calibration and speed of `symbiosis classify` on the shared texts, beside its yardsticks.

The texts (or those of --texts, --labels) are cut in halves by a hash of their content; `learned` and the
yardsticks learn from the first half and are measured on the second, `knowledge` is measured on all and on
the second half. Nothing of the texts is kept. Yardsticks: the titles of the list by string similarity, the
nearest neighbours, and a linear model whose strength is chosen by cross-validation.
"""

import argparse
import csv
import hashlib
import os
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import numpy.typing as npt
from _accuracy import Accuracy, accuracy, average_precision, top_codes
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from symbiosis.classification import Classification, Classifier, Example, learn_from
from symbiosis.classification.reading import read
from symbiosis.classification.text import fold

FloatArray = npt.NDArray[np.float64]
ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("CW_SHARED", ROOT.parent / "shared")) / "data" / "waste_descriptions_nl"
HEADING = (
    f"{'':22} {'texts':>6} {'first':>6} {'ten':>6} {'macro':>6} {'ECE':>6} {'logloss':>8} {'at 90 %':>8} "
    f"{'seconds':>8}  hash"
)
RUNS = 5
COLD = """
import time
start = time.perf_counter()
from datetime import date
from symbiosis.classification import classify
classify("puin", on_date=date(2019, 1, 1))
print(time.perf_counter() - start)
"""
LEAST = 10
"""Labels with fewer texts are not scored."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--texts", type=Path, default=SHARED / "eural_texts.csv", help="columns text, eural_codes"
    )
    parser.add_argument(
        "--labels", type=Path, default=SHARED / "stream_properties.csv", help="labelled properties"
    )
    parser.add_argument("--date", type=date.fromisoformat, default=date(2019, 1, 1), help="day of the list")
    parser.add_argument("--quick", action="store_true", help="without yardsticks that learn")
    args = parser.parse_args()
    if not args.texts.exists() or not args.labels.exists():
        sys.stderr.write(
            f"No texts at {args.texts}: set CW_SHARED, or --texts and --labels. Nothing measured.\n"
        )
        return 0
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rows = _rows(args.texts)
    texts = [row["text"] for row in rows]
    filed = [row["eural_codes"].split("|") for row in rows]
    second = np.array([_half(text) for text in texts])
    print(f"{args.texts.name}: {len(rows)} texts, {second.sum()} in the second half; one core")
    _codes(texts, filed, second, args)
    print()
    _properties(_rows(args.labels), args.date)
    print()
    _speed(texts, args.date)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MiB")
    return 0


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _half(text: str) -> bool:
    return bool(hashlib.blake2b(text.encode("utf-8"), digest_size=2).digest()[0] & 1)


def _codes(
    texts: list[str], filed: list[list[str]], second: npt.NDArray[np.bool_], args: argparse.Namespace
) -> None:
    learnt_on = [at for at in range(len(texts)) if not second[at]]
    asked = [at for at in range(len(texts)) if second[at]]
    print(HEADING)
    start = time.perf_counter()
    knowing = learn_from([], on_date=args.date)
    codes = knowing.table.codes
    _line("knowledge, all", *_ours(knowing, texts, filed), time.perf_counter() - start)
    half = [texts[at] for at in asked]
    half_filed = [filed[at] for at in asked]
    _line("knowledge, 2nd half", *_ours(knowing, half, half_filed), None)
    examples = [Example(texts[at], tuple(filed[at])) for at in learnt_on]
    start = time.perf_counter()
    learnt = learn_from(examples, on_date=args.date)
    learning = time.perf_counter() - start
    found, answers, same = _ours(learnt, half, half_filed)
    _line("learned, 2nd half", found, answers, same, learning)
    titles = [entry.title.nl for entry in knowing.table.entries.values()]
    _yardstick("titles by string", codes, half_filed, lambda: _by_title(half, titles))
    if not args.quick:
        taught, taught_filed = [texts[at] for at in learnt_on], [filed[at] for at in learnt_on]
        _yardstick(
            "nearest neighbours", codes, half_filed, lambda: _nearest(taught, taught_filed, half, codes)
        )
        _yardstick(
            "tuned linear model", codes, half_filed, lambda: _linear(taught, taught_filed, half, codes)
        )
    print()
    for name, classifier in (("knowledge", knowing), ("learned", learnt)):
        _hazards(name, classifier, half, half_filed)


def _ours(
    classifier: Classifier, texts: list[str], filed: list[list[str]]
) -> tuple[Accuracy, list[Classification], str]:
    answers = classifier.classify(texts)
    listed = [[guess.code for guess in answer.codes] for answer in answers]
    shares = classifier.probabilities([read(text) for text in texts])
    return accuracy(shares, filed, classifier.table.codes, listed), answers, _hash(listed)


def _hash(listed: Sequence[Sequence[str]]) -> str:
    return hashlib.blake2b(repr(listed).encode("utf-8"), digest_size=4).hexdigest()


def _line(name: str, found: Accuracy, answers: Sequence[Any], same: str, seconds: float | None) -> None:
    took = f"{seconds:8.1f}" if seconds is not None else " " * 8
    print(
        f"{name:22} {len(answers):6} {found.first:6.1%} {found.among_ten:6.1%} {found.macro:6.1%} "
        f"{found.calibration:6.3f} {found.log_loss:8.3f} {found.answered:8.1%} {took}  {same}"
    )


def _yardstick(
    name: str, codes: Sequence[str], filed: list[list[str]], shares_of: Callable[[], FloatArray]
) -> None:
    start = time.perf_counter()
    shares = shares_of()
    seconds = time.perf_counter() - start
    listed = top_codes(shares, codes)
    _line(name, accuracy(shares, filed, codes, listed), listed, _hash(listed), seconds)


_WORD = r"[a-z0-9]+"


def _features(learnt_on: list[str]) -> Callable[[list[str]], sparse.csr_matrix]:
    words = TfidfVectorizer(token_pattern=_WORD, ngram_range=(1, 2), sublinear_tf=True).fit(learnt_on)
    signs = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True).fit(learnt_on)
    return lambda texts: sparse.hstack([words.transform(texts), signs.transform(texts)]).tocsr()


def _softmax(scores: FloatArray) -> FloatArray:
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float64)


def _by_title(texts: list[str], titles: list[str]) -> FloatArray:
    """Cosine of letter groups with the titles of the list."""
    signs = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    there = signs.fit_transform([fold(title) for title in titles])
    return _softmax(10.0 * np.asarray((signs.transform([fold(text) for text in texts]) @ there.T).toarray()))


def _nearest(taught: list[str], filed: list[list[str]], texts: list[str], codes: Sequence[str]) -> FloatArray:
    """The codes of the nearest texts, weighed by likeness; number and sharpness by cross-validation."""
    position = {code: place for place, code in enumerate(codes)}
    targets = np.zeros((len(taught), len(codes)))
    for row, right in enumerate(filed):
        for code in right:
            if code in position:
                targets[row, position[code]] = 1 / len(right)
    plain = [fold(text) for text in taught]

    def shares(known: list[int], asked: list[str], count: int, sharp: float) -> FloatArray:
        features = _features([plain[at] for at in known])
        near = normalize(features([plain[at] for at in known]))
        likeness = np.asarray((normalize(features(asked)) @ near.T).toarray())
        weights = np.exp(sharp * (likeness - 1))
        last = np.partition(weights, -count, axis=1)[:, -count][:, None]
        votes = np.where(weights >= last, weights, 0.0) @ targets[known] + 1e-9
        return np.asarray(votes / votes.sum(axis=1, keepdims=True), dtype=np.float64)

    def right_first(count: int, sharp: float) -> float:
        good = 0
        for known, held in KFold(3, shuffle=True, random_state=0).split(plain):
            found = shares(list(known), [plain[at] for at in held], count, sharp).argmax(axis=1)
            good += sum(codes[place] in filed[at] for place, at in zip(found, held, strict=True))
        return good / len(plain)

    best = max(((k, s) for k in (5, 15) for s in (6.0, 12.0)), key=lambda pair: right_first(*pair))
    return shares(list(range(len(plain))), [fold(text) for text in texts], *best)


def _linear(taught: list[str], filed: list[list[str]], texts: list[str], codes: Sequence[str]) -> FloatArray:
    """Support vectors on words and letter groups, strength by cross-validation, shares by Platt."""
    position = {code: place for place, code in enumerate(codes)}
    plain = [fold(text) for text in taught]
    pairs = [(row, position[code]) for row, right in enumerate(filed) for code in right if code in position]

    def shares(known: set[int], asked: list[str], strength: float) -> FloatArray:
        features = _features([plain[at] for at in sorted(known)])
        chosen = [pair for pair in pairs if pair[0] in known]
        inputs = features([plain[row] for row, _ in chosen])
        machine = LinearSVC(C=strength, random_state=0).fit(inputs, [code for _, code in chosen])
        found = np.zeros((len(asked), len(codes)))
        found[:, machine.classes_] = _softmax(4.0 * np.asarray(machine.decision_function(features(asked))))
        return found

    def held_out(strength: float) -> tuple[float, FloatArray, npt.NDArray[np.bool_]]:
        sure, right = np.zeros(len(plain)), np.zeros(len(plain), dtype=bool)
        for known, held in KFold(3, shuffle=True, random_state=0).split(plain):
            found = shares(set(known.tolist()), [plain[at] for at in held], strength)
            sure[held] = found.max(axis=1)
            right[held] = [codes[p] in filed[at] for p, at in zip(found.argmax(axis=1), held, strict=True)]
        return float(right.mean()), sure, right

    trials = {strength: held_out(strength) for strength in (0.3, 1.0, 3.0)}
    best = max(trials, key=lambda strength: trials[strength][0])
    _, sure, right = trials[best]
    odds = np.log(np.clip(sure, 1e-6, 1 - 1e-6) / (1 - np.clip(sure, 1e-6, 1 - 1e-6)))[:, None]
    platt = LogisticRegression().fit(odds, right)
    found = shares(set(range(len(plain))), [fold(text) for text in texts], best)
    top = np.clip(found.max(axis=1), 1e-6, 1 - 1e-6)
    adjusted = platt.predict_proba(np.log(top / (1 - top))[:, None])[:, 1]
    rows, place = np.arange(len(found)), found.argmax(axis=1)
    others = found * ((1 - adjusted) / (1 - top))[:, None]
    others = np.minimum(others, adjusted[:, None])
    others[rows, place] = adjusted
    return np.asarray(others, dtype=np.float64)


def _hazards(name: str, classifier: Classifier, texts: list[str], filed: list[list[str]]) -> None:
    entries = classifier.table.entries
    answers = classifier.classify(texts)
    only = [all(entries[code].hazardous for code in right if code in entries) for right in filed]
    none = [not any(entries[code].hazardous for code in right if code in entries) for right in filed]
    flagged = np.array([answer.possibly_hazardous for answer in answers])
    pairs = all(
        not guess.counterparts or {other.code for other in answer.codes} & set(guess.counterparts)
        for answer in answers
        for guess in answer.codes
    )
    sure = np.mean([answer.known for answer in answers])
    print(
        f"{name}: of {sum(only)} texts filed as hazardous only {flagged[only].mean():.1%} flagged as "
        f"possibly hazardous, of {sum(none)} others {flagged[none].mean():.1%}; mirrors always in pairs: "
        f"{'yes' if pairs else 'NO'}; does not say 'not known': {sure:.1%}"
    )


def _properties(rows: list[dict[str, str]], day: date) -> None:
    """Material, product and direct use; yardsticks learn from the other half, in turn."""
    texts = [row["text"] for row in rows]
    answers = learn_from([], on_date=day).classify(texts, top=2)
    half = np.array([_half(text) for text in texts])
    likeness = _cross_likeness(texts, half)
    print(f"{'property':22} {'scored':>6} {'ours':>7} {'majority':>9} {'nearest':>8}")
    for column, ours in (("material", "composition"), ("product", "product")):
        given = np.array([row[column] for row in rows])
        counts = Counter(label for label in given.tolist() if label)
        scored = np.array([counts[label] >= LEAST for label in given.tolist()])
        said = np.array([getattr(answer.properties, ours) for answer in answers])
        labelled = np.array([bool(label) for label in given.tolist()])
        near = given[
            np.where(labelled[None, :] & (half[:, None] != half[None, :]), likeness, -1).argmax(axis=1)
        ]
        common = counts.most_common(1)[0][0]
        print(
            f"{column:22} {scored.sum():6} {(said == given)[scored].mean():7.1%} "
            f"{(given == common)[scored].mean():9.1%} {(near == given)[scored].mean():8.1%}"
        )
    direct = np.array([row["direct_use"] in ("1", "True") for row in rows])
    masked = np.where(half[:, None] != half[None, :], likeness, -1)
    nearest = np.argsort(-masked, axis=1, kind="stable")[:, :5]
    print(
        f"{'direct use (av. prec.)':22} {len(rows):6} "
        f"{average_precision(np.array([a.properties.direct_use for a in answers]), direct):7.3f} "
        f"{direct.mean():9.3f} {average_precision(direct[nearest].mean(axis=1), direct):8.3f}"
    )


def _cross_likeness(texts: list[str], half: npt.NDArray[np.bool_]) -> FloatArray:
    plain = [fold(text) for text in texts]
    signs = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True).fit_transform(plain)
    return np.asarray((signs @ signs.T).toarray(), dtype=np.float64)


def _speed(texts: list[str], day: date) -> None:
    """Texts a second in bulk and milliseconds for one, knowledge only; medians of five runs."""
    classifier = learn_from([], on_date=day)
    cold = float(
        subprocess.run([sys.executable, "-c", COLD], capture_output=True, check=True, text=True).stdout
    )
    many = (texts * (2000 // len(texts) + 1))[:2000]
    bulk, single = [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        classifier.classify(many)
        bulk.append(len(many) / (time.perf_counter() - start))
        for text in texts[:200]:
            start = time.perf_counter()
            classifier.classify([text])
            single.append(1000 * (time.perf_counter() - start))
    single.sort()
    print(
        f"speed: {statistics.median(bulk):.0f} texts/s in bulk (least of {RUNS} runs {min(bulk):.0f}); "
        f"one text {statistics.median(single):.2f} ms, p95 {single[int(0.95 * len(single))]:.2f} ms; "
        f"a new process answers after {cold:.2f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
