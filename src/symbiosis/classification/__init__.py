"""From a sentence to codes, material, state, amount and hazards; learns from confirmed examples."""

from symbiosis.classification.amounts import Amount
from symbiosis.classification.classifier import (
    Classification,
    Classifier,
    CodeGuess,
    Reason,
    classify,
    classify_texts,
    learn_from,
)
from symbiosis.classification.learning import Example
from symbiosis.classification.properties import Properties

__all__ = [
    "Amount",
    "Classification",
    "Classifier",
    "CodeGuess",
    "Example",
    "Properties",
    "Reason",
    "classify",
    "classify_texts",
    "learn_from",
]
