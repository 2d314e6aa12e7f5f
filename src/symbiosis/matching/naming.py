"""From the words of a row to labels: a class of the taxonomy, a code, or a word that stands for itself.

A label is written `kind:class`, `kind:#code` or `kind:=words`. Two rows can match when a label of the one is
kin to a label of the other (`symbiosis.matching.kinship`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from symbiosis.matching.kinship import Label
from symbiosis.resources import materials
from symbiosis.resources.kinds import Kind
from symbiosis.resources.records import Resource

Classifier = Callable[[str, Kind], str | None]
"""Key of the material class that these words mean for this kind, None when not known."""


@cache
def _classes_by_name() -> dict[str, str]:
    """Keys and exact names in three languages to keys; a name that two classes share names none."""
    found: dict[str, set[str]] = {}
    for key, material in materials.all().items():
        for name in {key, material.nl.casefold(), material.en.casefold(), material.fr.casefold()}:
            found.setdefault(name, set()).add(key)
    return {name: key if key in keys else next(iter(keys)) for name, keys in found.items() for key in keys if
            len(keys) == 1 or name == key}  # fmt: skip


def folded(words: str) -> str:
    """Words without capitals and without extra spaces: what opaque labels are compared by."""
    return " ".join(words.casefold().split())


@dataclass(frozen=True)
class Naming:
    """How words become labels. `classifier` reads free words; without it they stand for themselves."""

    classifier: Classifier | None = None

    def of_word(self, kind: Kind, word: str) -> Label:
        """Label of one word of the columns `material`, `accepts` or `produces`."""
        plain = folded(word)
        key = _classes_by_name().get(plain)
        if key is None and self.classifier is not None:
            key = self.classifier(word, kind)
        return (f"{kind}:{key}" if key is not None else f"{kind}:={plain}", True)

    def of_text(self, kind: Kind, text: str) -> Label:
        """Label of a description, when nothing else names the stuff: understood, so not declared."""
        name, _ = self.of_word(kind, text)
        return name, ":=" in name

    def of_code(self, kind: Kind, code: str) -> tuple[Label, ...]:
        """Labels that follow from a List-of-Waste code: the code itself and the classes filed under it."""
        classes = materials.by_code().get(code, ())
        return ((f"{kind}:#{code}", False), *((f"{kind}:{key}", False) for key in classes))

    def labels(
        self, kind: Kind, words: Sequence[str], codes: Sequence[str], text: str, *, need: bool
    ) -> tuple[Label, ...]:
        """All labels of a row: what it is (offer) or accepts (need).

        Declared words come first; codes name the stuff where no word does, and let an offer reach needs that
        tell codes only; the text counts when there is neither.
        """
        found = dict.fromkeys(self.of_word(kind, word) for word in words)
        if not words:
            for code in codes:
                found.update(dict.fromkeys(self.of_code(kind, code)))
        elif not need:
            found.update(dict.fromkeys((f"{kind}:#{code}", False) for code in codes))
        if not found:
            found[self.of_text(kind, text)] = None
        return tuple(found)

    def of(self, resource: Resource, *, need: bool) -> tuple[Label, ...]:
        """`labels` of one offer or need."""
        return self.labels(resource.kind, resource.materials, resource.low_codes, resource.text, need=need)


@cache
def _relatives(name: str, up: bool) -> tuple[str, ...]:
    kind, _, key = name.partition(":")
    if key not in materials.all():
        return ()
    found = materials.ancestors(key) if up else materials.descendants(key)
    return tuple(f"{kind}:{other}" for other in found)


class TaxonomyLineage:
    """The material taxonomy as a lineage of labels."""

    def ancestors(self, name: str) -> Sequence[str]:
        """Labels of all broader classes, nearest first; empty for codes and opaque words."""
        return _relatives(name, True)

    def descendants(self, name: str) -> Sequence[str]:
        """Labels of all narrower classes; empty for codes and opaque words."""
        return _relatives(name, False)


def class_of(label: Label) -> str | None:
    """The class key of a label, None for a code or an opaque word."""
    key = label[0].partition(":")[2]
    return key if key in materials.all() else None
