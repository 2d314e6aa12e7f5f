"""How right a classifier of texts with codes is: shares right, calibration, coverage at a precision."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BINS = 10
PRECISION = 0.9


@dataclass(frozen=True)
class Accuracy:
    """Figures over texts of which each may carry several codes; right means any of them.

    `macro` averages over codes the share of their texts answered right first. `calibration` is the expected
    calibration error of the first answer in ten bins. `answered` is the largest share of texts, the surest
    first, that is answered with at least 90 % right. `log_loss` is of the probability of the codes filed.
    """

    first: float
    among_ten: float
    macro: float
    calibration: float
    log_loss: float
    answered: float


def accuracy(
    shares: FloatArray, filed: Sequence[Sequence[str]], codes: Sequence[str], listed: Sequence[Sequence[str]]
) -> Accuracy:
    """Figures for probabilities `shares` (texts x codes) and the ten codes `listed` for each text."""
    position = {code: place for place, code in enumerate(codes)}
    first = np.array([ten[0] in right for ten, right in zip(listed, filed, strict=True)])
    among = np.array([bool(set(ten[:10]) & set(right)) for ten, right in zip(listed, filed, strict=True)])
    per_code: dict[str, list[bool]] = {}
    for good, right in zip(first, filed, strict=True):
        for code in right:
            per_code.setdefault(code, []).append(bool(good))
    given = np.array(
        [
            sum(shares[row, position[code]] for code in right if code in position)
            for row, right in enumerate(filed)
        ]
    )
    sure = shares.max(axis=1)
    return Accuracy(
        first=float(first.mean()),
        among_ten=float(among.mean()),
        macro=float(np.mean([np.mean(found) for found in per_code.values()])),
        calibration=calibration_error(sure, first),
        log_loss=float(-np.log(np.clip(given, 1e-9, 1.0)).mean()),
        answered=answered_at(sure, first, PRECISION),
    )


def calibration_error(sure: FloatArray, right: npt.NDArray[np.bool_]) -> float:
    """Mean gap between confidence and share right, over ten bins of equal width, weighted by texts."""
    bins = np.minimum((sure * BINS).astype(np.int64), BINS - 1)
    return float(
        sum(
            (bins == place).mean() * abs(sure[bins == place].mean() - right[bins == place].mean())
            for place in np.unique(bins)
        )
    )


def answered_at(sure: FloatArray, right: npt.NDArray[np.bool_], precision: float) -> float:
    """Largest share of texts, the surest first, of which at least `precision` is right."""
    order = np.argsort(-sure, kind="stable")
    running = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(running >= precision)
    return float((enough[-1] + 1) / len(order)) if enough.size else 0.0


def top_codes(shares: FloatArray, codes: Sequence[str], top: int = 10) -> list[list[str]]:
    """The likeliest codes of each text, ties in the order of the list."""
    order = np.argsort(-shares, axis=1, kind="stable")[:, :top]
    return [[codes[place] for place in row] for row in order]


def average_precision(score: FloatArray, right: npt.NDArray[np.bool_]) -> float:
    """Mean precision at each right item, in descending order of score; ties keep the order of the file."""
    order = np.argsort(-score, kind="stable")
    hits = right[order]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].mean()) if hits.any() else 0.0
