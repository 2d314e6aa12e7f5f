"""Free words understood as a material class, by the classifier of the core."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from symbiosis.matching.naming import Classifier
from symbiosis.resources.kinds import Kind


def understanding(day: date) -> Classifier:
    """A reader of free words for `Naming`: the class they are about, None when it does not know.

    Codes are read for `day`. The kind of the row is not asked: its words may be a product on a row that is
    told as material.
    """
    # Late on purpose: only free words need what reads them, and it takes most of a second to load.
    from symbiosis.classification import classify

    @lru_cache(maxsize=65536)
    def read(words: str, kind: Kind) -> str | None:
        return classify(words, on_date=day, top=1).material

    return read
