"""Names that are much alike, found among many at once: the words may stand in another order."""

from collections.abc import Iterable, Sequence

import numpy as np
from rapidfuzz import fuzz, process

#: Comparisons in one piece, so that no piece takes much memory (four bytes each).
_IN_ONE_PIECE = 5_000_000


class Names:
    """Names by their keys, to find for others which is most alike.

    Likeness is that of ``rapidfuzz.fuzz.token_sort_ratio`` (0 to 100). Only names that begin or end with the
    same ``edge`` letters are compared: one that is much alike shares one of both, and few others do. The
    words are sorted once, and all that share an edge are compared together.
    """

    def __init__(self, names: Iterable[tuple[int, str]], *, edge: int) -> None:
        self._edge = edge
        self._same: dict[str, int] = {}
        self._keys: dict[str, list[int]] = {}
        self._sorted: dict[str, list[str]] = {}
        for key, name in names:
            words = _sorted_words(name)
            self._same.setdefault(words, key)
            for each in self._edges(name):
                self._keys.setdefault(each, []).append(key)
                self._sorted.setdefault(each, []).append(words)

    def _edges(self, name: str) -> tuple[str, str]:
        return f"{name[: self._edge]}...", f"...{name[-self._edge :]}"

    def nearest(self, wanted: Sequence[str], *, least: float) -> list[int | None]:
        """Return for each name the key of the one most alike, None where none reaches ``least``."""
        best: list[tuple[float, int | None]] = [(0.0, None)] * len(wanted)
        together: dict[str, list[int]] = {}
        words = [_sorted_words(name) for name in wanted]
        for place, name in enumerate(wanted):
            if words[place] in self._same:
                best[place] = (100.0, self._same[words[place]])
                continue
            for each in self._edges(name):
                if each in self._keys:
                    together.setdefault(each, []).append(place)
        for each, places in together.items():
            keys, known = self._keys[each], self._sorted[each]
            step = max(1, _IN_ONE_PIECE // len(known))
            for start in range(0, len(places), step):
                piece = places[start : start + step]
                found = process.cdist(
                    [words[place] for place in piece],
                    known,
                    scorer=fuzz.ratio,
                    score_cutoff=least,
                    dtype=np.float32,
                )
                for row, at, place in zip(found, found.argmax(axis=1), piece, strict=True):
                    if row[at] >= least and row[at] > best[place][0]:
                        best[place] = (float(row[at]), keys[at])
        return [key for _likeness, key in best]


def _sorted_words(name: str) -> str:
    return " ".join(sorted(name.split()))
