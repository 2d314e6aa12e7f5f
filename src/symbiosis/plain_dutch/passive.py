"""Passives: a form of *worden*, or of *zijn*, with a participle in the same clause.

By rules and closed lists, no grammar: what it finds is a hint. How often it is right stands, measured on
labelled sentences, in `docs/methods/plain-dutch.md`.
"""

import re
from itertools import takewhile
from typing import Final

from symbiosis.plain_dutch.data_files import words_of

_BECOME: Final = frozenset({"word", "wordt", "worden", "werd", "werden"})
_BE: Final = frozenset({"ben", "bent", "is", "zijn", "was", "waren"})
_HAVE: Final = frozenset({"heb", "hebt", "heeft", "hebben", "had", "hadden"})
_AUXILIARIES: Final = _BECOME | _BE | _HAVE
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[,;:()–—]")
_BREAKS: Final = frozenset(",;:()–—")
_SEPARABLE: Final = (
    "achter|binnen|tegen|terug|samen|voort|verder|over|onder|langs|neer|rond|vast|voor|klaar|weer|door|thuis"
    "|aan|bij|los|mee|toe|uit|weg|stop|goed|vrij|af|in|na|om|op"
).split("|")
_REGULAR: Final = re.compile(r"ge[a-zà-ÿ]{2,}(?:d|t)$")
_UNSTRESSED: Final = re.compile(r"(?:be|ver|ont|her|er|onder|over|door|voor|om|mis|weer)[a-zà-ÿ]{3,}(?:d|t)$")


def passive_in(sentence: str) -> tuple[str, str] | None:
    """The auxiliary and the participle of the first passive in `sentence`, None where none is found.

    >>> passive_in("De kaarten worden morgen opgehaald."), passive_in("Het is gelukt.")
    (('worden', 'opgehaald'), None)
    """
    for clause in _clauses(sentence):
        if found := _in_clause(clause):
            return found
    return None


def _clauses(sentence: str) -> list[list[str]]:
    """The words between signs and joining words: a participle belongs to the auxiliary of its own clause.

    *En* and *of* part two clauses only where the second has an auxiliary of its own, *om* where *te* follows.
    """
    clauses: list[list[str]] = [[]]
    tokens = _TOKEN.findall(sentence.lower())
    for place, word in enumerate(tokens):
        if _parts(word, tokens[place + 1 :]):
            clauses.append([])
        if word not in _BREAKS:
            clauses[-1].append(word)
    return clauses


def _parts(word: str, following: list[str]) -> bool:
    if word in _BREAKS or word in words_of("join"):
        return True
    if word not in ("en", "of", "om"):
        return False
    rest = list(takewhile(lambda other: other not in _BREAKS and other not in words_of("join"), following))
    return "te" in rest if word == "om" else not _AUXILIARIES.isdisjoint(rest)


def _in_clause(words: list[str]) -> tuple[str, str] | None:
    become = next((word for word in words if word in _BECOME), None)
    be = None if _HAVE.intersection(words) else next((word for word in words if word in _BE), None)
    participles = [word for place, word in enumerate(words) if _is_predicate(words, place)]
    if become is not None:
        return (become, participles[-1]) if participles else None
    # *Is gekomen* tells what somebody did, *is gesloten* how something is: neither has a doer to name.
    told = [word for word in participles if not _is_of_being(word)]
    return (be, told[-1]) if be is not None and told else None


def _is_predicate(words: list[str], place: int) -> bool:
    """Whether the word there is a participle that is no noun or adjective: none stands behind an article."""
    before = words[place - 1] if place else ""
    return is_participle(words[place]) and before not in words_of("article")


def _is_of_being(word: str) -> bool:
    return word in words_of("state") or any(core in words_of("with_zijn") for core in _cores(word))


def _cores(word: str) -> list[str]:
    """The word, and what is left of it without a part that verbs put in front."""
    return [word, *(word[len(part) :] for part in _SEPARABLE if word.startswith(part + "ge"))]


def is_participle(word: str) -> bool:
    """Whether `word` looks like a participle, regular or strong, with or without a part in front.

    >>> [word for word in ("gebruikt", "opgehaald", "nagekeken", "bericht") if is_participle(word)]
    ['gebruikt', 'opgehaald', 'nagekeken']
    """
    if word in words_of("no_participle"):
        return False
    if any(core in words_of("strong") or _REGULAR.fullmatch(core) for core in _cores(word)):
        return True
    return bool(_UNSTRESSED.fullmatch(word))
