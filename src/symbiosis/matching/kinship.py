"""What a label is to another: the same, narrower, broader, or nothing; over the material taxonomy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

SAME_OR_NARROWER = 1.0
"""The offer is what the need asks for, or a sort of it."""
BROADER_OR_GUESSED = 0.5
"""The offer may be what the need asks for: it is told too broadly, or only a code tells what it is."""

Label = tuple[str, bool]
"""A name of the stuff with its kind, and whether the row itself declared it (else it follows from a code)."""


class Lineage(Protocol):
    """A tree of classes, as `symbiosis.resources.materials` offers it."""

    def ancestors(self, name: str) -> Sequence[str]:
        """All broader names of this name; empty for a word that the tree does not know."""

    def descendants(self, name: str) -> Sequence[str]:
        """All narrower names of this name; empty for a word that the tree does not know."""


class NoLineage:
    """Every word stands alone: equal or not."""

    def ancestors(self, name: str) -> Sequence[str]:
        return ()

    def descendants(self, name: str) -> Sequence[str]:
        return ()


class Kinship:
    """Which labels of the other side a label can be linked to, and how surely.

    The material part of a link is 1 when the offer is the accepted class or narrower and both rows
    declare it, and 0.5 when the offer is broader or one of both follows from a code alone.
    """

    def __init__(self, lineage: Lineage) -> None:
        self._lineage = lineage

    def material(self, offer: Label, need: Label) -> float | None:
        """The material part of this pair of labels; None: these can never match."""
        if offer[0] == need[0] or need[0] in self._lineage.ancestors(offer[0]):
            part = SAME_OR_NARROWER
        elif need[0] in self._lineage.descendants(offer[0]):
            part = BROADER_OR_GUESSED
        else:
            return None
        return part if offer[1] and need[1] else BROADER_OR_GUESSED

    def best(self, offer: Iterable[Label], need: Iterable[Label]) -> float | None:
        """The best material part over all labels of an offer and all that a need accepts; None: none fits."""
        parts = [self.material(have, want) for have in offer for want in need]
        known = [part for part in parts if part is not None]
        return max(known, default=None)

    def links(
        self, labels: Iterable[Label], numbers: Mapping[Label, int], *, forward: bool
    ) -> list[tuple[int, float]]:
        """The numbered labels of the other side that a row with these labels can be linked to.

        `forward`: the row is an offer and `numbers` are labels of needs; otherwise the other way about.
        """
        found: dict[int, float] = {}
        for label in labels:
            names = {label[0], *self._lineage.ancestors(label[0]), *self._lineage.descendants(label[0])}
            for name in names:
                for declared in (True, False):
                    number = numbers.get((name, declared))
                    if number is None:
                        continue
                    other = (name, declared)
                    part = self.material(label, other) if forward else self.material(other, label)
                    if part is not None:
                        found[number] = max(part, found.get(number, 0.0))
        return sorted(found.items())
