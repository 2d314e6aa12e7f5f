"""Whether a danger that a text denies is really denied: doubt keeps it, a plain denial also clears its kin.

Three rules, in this order. *Doubt*: a denial that its writer is not sure of ("geen idee of er asbest in zit",
"waarschijnlijk geen asbest") denies nothing: the danger counts as named. *Trade names*: corrugated sheets
and *eterniet* are made with asbestos and without; they count as asbestos unless the same part of the text
plainly denies it, and then as fibre cement. *Named wins*: a danger that is named anywhere else stays.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, Protocol, TypeVar

from symbiosis.classification.data_files import words_of
from symbiosis.classification.hazards import hazards_of


class Denied(Protocol):
    """What is needed of a mention: its concept, the words it was read from, whether it is denied."""

    @property
    def concept(self) -> str:
        """Key of the concept."""

    @property
    def words(self) -> str:
        """The words, divided by spaces."""

    @property
    def denied(self) -> bool:
        """Whether the text denies it."""


MentionT = TypeVar("MentionT", bound=Denied)

_SUSPECT: Final = "asbestos_cement"
_SUSPECTED: Final = "asbestos"
_HARMLESS: Final = "fibre_cement"
_TRADE_NAMES: Final = tuple(sorted(words_of("trade_name")))
_OUTRIGHT: Final = ("asb", "abes", "abs", "astb", "aabe", "amiant")
"""Beginnings of words that name asbestos itself, misspellings included."""


def _any_of(*roles: str) -> str:
    words = {word for role in roles for word in words_of(role)}
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_UNSURE: Final = re.compile(rf"\b(?:{_any_of('doubt')})\b")
_PERHAPS: Final = re.compile(rf"\b(?:{_any_of('perhaps')})\b")
_OF_AMOUNT: Final = re.compile(rf"\b(?:{_any_of('of_amount')})\b")
_PAPERS: Final = tuple(sorted(words_of("paper")))
"""Ends of words for a paper: in "zonder asbestattest" it is missing, not the danger."""
_CLAUSE: Final = re.compile(r"[^,;:.!?\n]+[,;:.!?\n]?")
_OTHER_THING: Final = re.compile(
    rf"(?:[;!?\n]|\.(?=\s)|\b(?:{_any_of('other_thing')})\b)(?!\s*(?:{_any_of('points_back')})\b)"
)
"""Where another thing may begin; not before a word that points back: "golfplaten en ze zijn asbestvrij"."""
_ASKED_IN: Final = 3
"""A clause of so few words with a question mark asks whether the denial holds: "zonder asbest?"."""


def settled(
    mentions: Sequence[MentionT], folded: str, read_part: Callable[[str], Sequence[MentionT]]
) -> tuple[MentionT, ...]:
    """The mentions with each denial of a danger weighed; ``read_part`` reads a part of ``folded``.

    Texts that deny no danger come back as they are.
    """
    if not any(mention.denied and hazards_of(mention.concept) for mention in mentions):
        return tuple(mentions)
    weighed = [
        _with(mention, denied=False) if _is_denied_in_doubt(mention, folded) else mention
        for mention in mentions
    ]
    denied = {hazard for one in weighed if one.denied for hazard in hazards_of(one.concept)}
    weighed = [
        _with(mention, denied=True) if _is_paper_of(mention, denied) else mention for mention in weighed
    ]
    suspects = [mention for mention in weighed if _is_suspect(mention)]
    if suspects and _is_cleared(suspects, folded, read_part):
        weighed = [
            _with(mention, concept=_HARMLESS) if _is_suspect(mention) else mention for mention in weighed
        ]
    return tuple(weighed)


def _with(mention: MentionT, **changes: object) -> MentionT:
    return replace(mention, **changes)  # type: ignore[type-var]


def _is_denied_in_doubt(mention: Denied, folded: str) -> bool:
    if not mention.denied or not hazards_of(mention.concept):
        return False
    return mention.words.endswith(_PAPERS) or is_doubted(folded, mention.words)


def is_doubted(folded: str, words: str) -> bool:
    """Whether whoever wrote ``folded`` is unsure of what it says with ``words``.

    Not knowing counts wherever it stands, unless it is about an amount or a day; "misschien" only in the
    clause of the words themselves.

    >>> is_doubted("golfplaten, waarschijnlijk geen asbest", "asbest")
    True
    >>> is_doubted("golfplaten zonder asbest, geen idee hoeveel", "asbest")
    False
    """
    said = words.split(" ")[-1]
    for clause in _CLAUSE.findall(folded):
        holds = said in clause
        if _UNSURE.search(clause) and (holds or not _OF_AMOUNT.search(clause)):
            return True
        if holds and (_PERHAPS.search(clause) or _asks(clause)):
            return True
    return False


def _asks(clause: str) -> bool:
    return clause.endswith("?") and len(clause.split()) <= _ASKED_IN


def _is_paper_of(mention: Denied, denied: set[str]) -> bool:
    """Whether it is the paper that proves a denial: "asbestvrij volgens asbestattest"."""
    return mention.words.endswith(_PAPERS) and not denied.isdisjoint(hazards_of(mention.concept))


def _is_suspect(mention: Denied) -> bool:
    """Whether it was read from a trade name, and asbestos itself was not said."""
    if mention.denied or mention.concept != _SUSPECT:
        return False
    words = mention.words.split(" ")
    return any(word.startswith(_TRADE_NAMES) for word in words) and not any(
        word.startswith(_OUTRIGHT) for word in words
    )


def _is_cleared(
    suspects: Sequence[MentionT], folded: str, read_part: Callable[[str], Sequence[MentionT]]
) -> bool:
    """Whether every part of the text that names a suspect denies the danger in that same part."""
    names = {mention.words.split(" ")[-1] for mention in suspects}
    for part in _OTHER_THING.split(folded):
        if any(name in part for name in names):
            said = [mention for mention in read_part(part) if _SUSPECTED in hazards_of(mention.concept)]
            plain = [one for one in said if not _is_suspect(one) and not one.words.endswith(_PAPERS)]
            if not plain or not all(
                mention.denied and not _is_denied_in_doubt(mention, folded) for mention in plain
            ):
                return False
    return True
