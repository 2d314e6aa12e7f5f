"""What confirmed examples add to what is known: two models of the words, pooled with the knowledge.

A linear model (support vectors) and the nearest examples each give every code a share; both are first mixed
with the knowledge, in a measure that falls with how little a text resembles any example, so that a text about
something never taught is answered as before. The three are multiplied with exponents that maximise the
likelihood of held-out examples, and the product is calibrated on them. Everything is a function of the
set of examples: their order does not matter, and nothing is random.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from symbiosis.classification.reading import Reading
from symbiosis.late import late

if TYPE_CHECKING:
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC
else:
    sparse = late("scipy.sparse")

FloatArray = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

FOLDS: Final = 5
MIN_EXAMPLES: Final = 40
"""Below this number only the nearest examples are used, in a fixed pool."""
NEIGHBOURS: Final = 15
NEARNESS: Final = 12.0
"""An example weighs exp(NEARNESS * (cosine - 1))."""
KNOWN_FLOOR: Final = 1e-3
"""Weight of the knowledge among the nearest examples: it decides where none is near."""
MARGIN: Final = 4.0
"""Factor that turns margins of the linear model into log-odds, before pooling."""
FAMILIAR: Final = 0.35
"""Cosine with the nearest example from which the linear model counts in full."""
RELEVANT: Final = 0.02
"""A code that no text gets more of than this is left out while the exponents are sought."""
DEFAULT_POOL: Final = (0.4, 0.0, 0.9)
DEFAULT_MIX: Final = 0.1
_WORD: Final = r"[a-z0-9]+"
_CONCEPT: Final = r"\S+"


@dataclass(frozen=True, slots=True, order=True)
class Example:
    """A text with the codes a person confirmed for it, six digits each."""

    text: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class _Models:
    """The fitted vectorisers, the linear model and the examples themselves."""

    words: "TfidfVectorizer"
    signs: "TfidfVectorizer"
    concepts: "TfidfVectorizer"
    linear: "LinearSVC | None"
    near: "sparse.csr_matrix"
    targets: FloatArray

    def features(self, readings: Sequence[Reading]) -> "tuple[sparse.csr_matrix, sparse.csr_matrix]":
        """Features for the linear model, and the unit vectors that nearness is measured in."""
        from sklearn.preprocessing import normalize

        folded = [reading.folded for reading in readings]
        words, signs = self.words.transform(folded), self.signs.transform(folded)
        concepts = self.concepts.transform([_concept_words(reading) for reading in readings])
        linear = sparse.hstack([words, signs, concepts]).tocsr()
        near = normalize(sparse.hstack([words * 0.7, signs, concepts * 0.5]).tocsr())
        return linear, near


@dataclass(frozen=True)
class LearntModel:
    """Turns the probabilities of knowledge into those of knowledge and examples together."""

    models: _Models
    pool: tuple[float, float, float]
    mix: float
    calibration: tuple[float, float, float]
    examples: int
    held_out_log_loss: float

    def probabilities(self, readings: Sequence[Reading], known: FloatArray) -> FloatArray:
        """Calibrated probability of each code being among those filed; a row need not sum to one."""
        linear, near, familiar = _answers(self.models, readings, known)
        pooled = _pooled(known, linear, near, familiar, self.pool, self.mix)
        return _calibrated(pooled, self.calibration)


def _concept_words(reading: Reading) -> str:
    return " ".join(
        ("no_" if mention.denied else "is_") + mention.concept.replace(":", "_")
        for mention in reading.mentions
    )


def _fold_of(text: str) -> int:
    """The held-out part a text belongs to: by its content, so that order does not matter."""
    return hashlib.blake2b(text.encode("utf-8"), digest_size=4).digest()[0] % FOLDS


def _fit(readings: Sequence[Reading], targets: FloatArray) -> _Models:
    # Loaded here and below, where something is learnt: it is a third of the start of who learns nothing.
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    folded = [reading.folded for reading in readings]
    rare = 2 if len(readings) >= MIN_EXAMPLES else 1
    words = TfidfVectorizer(token_pattern=_WORD, ngram_range=(1, 2), sublinear_tf=True).fit(folded)
    signs = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=rare).fit(
        folded
    )
    concepts = TfidfVectorizer(token_pattern=_CONCEPT, lowercase=False)
    concepts.fit(["is_", *map(_concept_words, readings)])
    models = _Models(words, signs, concepts, None, sparse.csr_matrix((0, 0)), targets)
    linear, near = models.features(readings)
    rows, codes = np.nonzero(targets)
    machine = None
    if len(np.unique(codes)) > 1 and len(readings) >= MIN_EXAMPLES:
        machine = LinearSVC(C=1.0, random_state=0, dual=True)
        machine.fit(linear[rows], codes, sample_weight=targets[rows, codes])
    return _Models(words, signs, concepts, machine, near, targets)


def _answers(
    models: _Models, readings: Sequence[Reading], known: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Shares by the linear model, shares by the nearest examples, and how familiar each text is (0 to 1)."""
    features, near = models.features(readings)
    likeness = np.asarray((near @ models.near.T).toarray(), dtype=np.float64)
    familiar = np.minimum(likeness.max(axis=1) / FAMILIAR, 1.0)
    weights = np.exp(NEARNESS * (likeness - 1.0))
    if weights.shape[1] > NEIGHBOURS:
        last = np.partition(weights, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS][:, None]
        weights = np.where(weights >= last, weights, 0.0)
    nearest = weights @ models.targets + KNOWN_FLOOR * known
    nearest /= nearest.sum(axis=1, keepdims=True)
    linear = known
    if models.linear is not None:
        margins = np.asarray(models.linear.decision_function(features), dtype=np.float64)
        if margins.ndim == 1:
            margins = np.column_stack([-margins, margins])
        linear = np.zeros_like(known)
        linear[:, models.linear.classes_] = _softmax(margins * MARGIN)
    return linear, nearest, familiar


def _softmax(scores: FloatArray) -> FloatArray:
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float64)


def _pooled(
    known: FloatArray,
    linear: FloatArray,
    near: FloatArray,
    familiar: FloatArray,
    pool: Sequence[float] | FloatArray,
    mix: float,
) -> FloatArray:
    """The weighted product of the three, each learnt one first mixed with the knowledge."""
    share = ((1.0 - mix) * familiar)[:, None]
    log = pool[0] * np.log(known + 1e-9)
    for weight, learnt in zip(pool[1:], (linear, near), strict=True):
        if weight > 0:
            log = log + weight * np.log(share * learnt + (1.0 - share) * known + 1e-9)
    return _softmax(log)


def _fit_pool(
    known: FloatArray,
    linear: FloatArray,
    near: FloatArray,
    familiar: FloatArray,
    right: npt.NDArray[np.bool_],
) -> tuple[tuple[float, float, float], float, float]:
    """Exponents and mix that make the held-out examples likeliest, with a light pull to small exponents."""
    from scipy.optimize import minimize

    # codes that none of the three gives any weight cannot move the pool
    used = right.any(axis=0) | (np.maximum(np.maximum(known, linear), near).max(axis=0) > RELEVANT)
    known, linear, near, right = known[:, used], linear[:, used], near[:, used], right[:, used]

    def loss(free: FloatArray) -> float:
        mix = 1.0 / (1.0 + np.exp(-free[3]))
        pooled = _pooled(known, linear, near, familiar, np.exp(free[:3]), mix)
        hit = np.where(right, pooled, 0.0).sum(axis=1)
        return float(-np.log(hit + 1e-9).mean() + 0.002 * (free**2).sum())

    start = np.array([-1.0, -1.0, -1.0, -0.5])
    found = minimize(
        loss, start, method="Nelder-Mead", options={"maxiter": 220, "xatol": 0.02, "fatol": 1e-4}
    )
    best = np.asarray(found.x, dtype=np.float64)
    exponents = np.exp(best[:3])
    return (
        (float(exponents[0]), float(exponents[1]), float(exponents[2])),
        float(1.0 / (1.0 + np.exp(-best[3]))),
        float(found.fun),
    )


def _fit_calibration(pooled: FloatArray, right: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """Beta calibration `a log p - b log(1 - p) + c` (log-odds) of the first answer; (1, 1, 0) keeps it."""
    rows = np.arange(len(pooled))
    first = pooled.argmax(axis=1)
    confident, correct = np.clip(pooled[rows, first], 1e-6, 1 - 1e-6), right[rows, first]
    if correct.all() or not correct.any():
        return 1.0, 1.0, 0.0
    from sklearn.linear_model import LogisticRegression

    inputs = np.column_stack([np.log(confident), -np.log1p(-confident)])
    model = LogisticRegression(C=10.0, max_iter=500).fit(inputs, correct)
    a, b = (float(value) for value in model.coef_[0])
    if a < 0 or b < 0:
        model.fit(inputs.sum(axis=1, keepdims=True), correct)
        a = b = float(model.coef_[0][0])
    if a <= 0:
        return 1.0, 1.0, 0.0
    return a, b, float(model.intercept_[0])


def _calibrated(pooled: FloatArray, calibration: tuple[float, float, float]) -> FloatArray:
    """Calibrate the first answer and share what it gained or lost among the others in proportion.

    Order is kept: an answer never passes the first.
    """
    a, b, c = calibration
    rows = np.arange(len(pooled))
    first = pooled.argmax(axis=1)
    confident = np.clip(pooled[rows, first], 1e-6, 1 - 1e-6)
    adjusted = 1.0 / (1.0 + np.exp(-(a * np.log(confident) - b * np.log1p(-confident) + c)))
    others = pooled * ((1.0 - adjusted) / (1.0 - confident))[:, None]
    result = np.minimum(others, adjusted[:, None])
    result[rows, first] = adjusted
    return np.asarray(result, dtype=np.float64)


def learn(
    readings: Sequence[Reading],
    codes: Sequence[Iterable[str]],
    known: FloatArray,
    position: Mapping[str, int],
    progress: Progress | None = None,
) -> LearntModel | None:
    """Learn from confirmed examples; None when no example has a code of the list in force.

    `readings`, `codes` and the rows of `known` belong together; `position` is the column of each code.
    """
    order = sorted(range(len(readings)), key=lambda at: (readings[at].folded, tuple(sorted(codes[at]))))
    order = [at for at in order if any(code in position for code in codes[at])]
    if not order:
        return None
    readings = [readings[at] for at in order]
    known = known[order]
    targets = np.zeros_like(known)
    for row, at in enumerate(order):
        columns = sorted({position[code] for code in codes[at] if code in position})
        targets[row, columns] = 1.0 / len(columns)
    if len(order) < MIN_EXAMPLES:
        models = _fit(readings, targets)
        return LearntModel(models, DEFAULT_POOL, DEFAULT_MIX, (1.0, 1.0, 0.0), len(order), float("nan"))
    folds = np.array([_fold_of(reading.folded) for reading in readings])
    linear, near, familiar = np.array(known), np.array(known), np.zeros(len(known))
    for fold in range(FOLDS):
        held, rest = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        if held.size and rest.size:
            models = _fit([readings[at] for at in rest], targets[rest])
            answers = _answers(models, [readings[at] for at in held], known[held])
            linear[held], near[held], familiar[held] = answers
        if progress is not None:
            progress(fold + 1, FOLDS + 1)
    right = targets > 0
    pool, mix, loss = _fit_pool(known, linear, near, familiar, right)
    calibration = _fit_calibration(_pooled(known, linear, near, familiar, pool, mix), right)
    models = _fit(readings, targets)
    if progress is not None:
        progress(FOLDS + 1, FOLDS + 1)
    return LearntModel(models, pool, mix, calibration, len(order), loss)
