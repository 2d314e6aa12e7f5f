"""The material taxonomy: a tree of classes of material, product, energy, water, space and food.

A class has a stable English key, a name in three languages, one parent, a kind, and the List-of-Waste
codes under which it is usually filed when it is waste (the usual code first). The rows stand in
`materials.csv`, with source and validity.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, get_args

ResourceKind = Literal["material", "product", "energy", "water", "space", "food"]
Language = Literal["nl", "en", "fr"]

KINDS: tuple[ResourceKind, ...] = get_args(ResourceKind)


class UnknownMaterialError(LookupError):
    """No class of the taxonomy has this key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"no material class with key {key!r}")
        self.key = key


@dataclass(frozen=True, slots=True)
class Material:
    """One class of the taxonomy.

    `parent` is None for the root of a kind. `low_codes` are six digits without spaces, the commonest
    first; they hold for waste only and a deleted code stays listed beside its successor, so ask
    `symbiosis.waste` which of them are valid on a date.
    """

    key: str
    parent: str | None
    kind: ResourceKind
    nl: str
    en: str
    fr: str
    low_codes: tuple[str, ...]
    source: str
    valid_from: str
    valid_to: str | None

    def name(self, language: Language = "nl") -> str:
        """The name of the class in `language`."""
        return {"nl": self.nl, "en": self.en, "fr": self.fr}[language]


def _kind(value: str) -> ResourceKind:
    for kind in KINDS:
        if value == kind:
            return kind
    raise ValueError(f"materials.csv: unknown kind {value!r}, expected one of {', '.join(KINDS)}")


@cache
def all() -> Mapping[str, Material]:  # noqa: A001 - read as `materials.all()`
    """Every class by key, parents before children."""
    classes: dict[str, Material] = {}
    with (files("symbiosis.resources") / "materials.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            parent = row["parent"] or None
            if parent is not None and parent not in classes:
                raise ValueError(f"materials.csv: {row['key']!r} stands before its parent {parent!r}")
            classes[row["key"]] = Material(
                key=row["key"],
                parent=parent,
                kind=_kind(row["kind"]),
                nl=row["nl"],
                en=row["en"],
                fr=row["fr"],
                low_codes=tuple(code for code in row["low_codes"].split("|") if code),
                source=row["source"],
                valid_from=row["valid_from"],
                valid_to=row["valid_to"] or None,
            )
    return MappingProxyType(classes)


def get(key: str) -> Material:
    """The class with this key.

    Raises `UnknownMaterialError` where there is none.
    """
    try:
        return all()[key]
    except KeyError:
        raise UnknownMaterialError(key) from None


@cache
def ancestors(key: str) -> tuple[str, ...]:
    """Keys from the parent of `key` up to the root, nearest first; empty for a root."""
    found: list[str] = []
    parent = get(key).parent
    while parent is not None:
        found.append(parent)
        parent = get(parent).parent
    return tuple(found)


@cache
def _children() -> Mapping[str, tuple[str, ...]]:
    children: dict[str, list[str]] = {key: [] for key in all()}
    for key, material in all().items():
        if material.parent is not None:
            children[material.parent].append(key)
    return MappingProxyType({key: tuple(found) for key, found in children.items()})


def children(key: str) -> tuple[str, ...]:
    """Keys of the classes right under `key`, in the order of the file."""
    get(key)
    return _children()[key]


def descendants(key: str) -> tuple[str, ...]:
    """Keys of all classes under `key`, depth first, without `key` itself."""
    found: list[str] = []
    for child in children(key):
        found.append(child)
        found.extend(descendants(child))
    return tuple(found)


def is_a(child: str, parent: str) -> bool:
    """Whether `child` is `parent` or stands under it.

    >>> is_a("milled_asphalt", "asphalt"), is_a("asphalt", "milled_asphalt")
    (True, False)
    """
    get(parent)
    return child == parent or parent in ancestors(child)


@cache
def by_code() -> Mapping[str, tuple[str, ...]]:
    """For each List-of-Waste code the keys of the classes filed under it, nearest first."""
    ranked: dict[str, list[tuple[int, int, str]]] = {}
    for position, (key, material) in enumerate(all().items()):
        for rank, code in enumerate(material.low_codes):
            ranked.setdefault(code, []).append((rank, position, key))
    return MappingProxyType({code: tuple(key for _, _, key in sorted(rows)) for code, rows in ranked.items()})
