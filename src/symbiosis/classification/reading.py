"""A sentence read: which concepts it names, which it denies, and which codes it mentions."""

from dataclasses import dataclass, replace
from typing import Final

from symbiosis.classification.amounts import is_about, number
from symbiosis.classification.data_files import words_of
from symbiosis.classification.denials import settled
from symbiosis.classification.lexicon import lexicon
from symbiosis.classification.text import CodeMention, code_mentions, fold, tokens
from symbiosis.quantities import unit_code
from symbiosis.resources import materials

NEUTRAL: Final = "x:neutral"
"""Concept of words that are known and say nothing about the material."""
_DENY_NEXT: Final = words_of("deny_next")
"""Words that deny the first concept after them."""
_DENY_LIST: Final = words_of("deny_list")
"""Words that deny a whole enumeration after them."""
_JOINS: Final = words_of("join")
_FREE: Final = words_of("free")
_FREE_OF: Final = words_of("free_of")
"""Pairs of words that deny an enumeration after them: "vrij van asbest"."""
_CARRIES: Final = words_of("carries_denial")
"""Verbs that hand a denial on to what follows: "does not contain asbestos"."""
_ADDS: Final = words_of("add")
"""Words after which something lesser is named: the thing itself stands before them."""
_STOPS: Final = words_of("stop")
_FILLERS: Final = words_of("filler")
_EMPTY: Final = words_of("empty")
_PACKS: Final = frozenset(
    (
        "pallet",
        "big_bag",
        "crate",
        "drum_ibc",
        "cardboard_box",
        "bottle",
        "s:bags",
        "s:pallets",
        "s:rolls",
        "s:bales",
        "s:bottles",
        "wood_packaging",
    )
)
"""What is a measure rather than the thing itself right after a number: "3 paletten karton"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One concept named by `words`; `denied` in "asbestvrij"; `weight` is below 1 for parts and guesses."""

    concept: str
    words: str
    weight: float
    denied: bool
    joined: bool = False
    """Whether "and", a comma or a slash stands between it and what was named before."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was understood of one text."""

    folded: str
    words: tuple[str, ...]
    mentions: tuple[Mention, ...]
    codes: tuple[CodeMention, ...]
    unknown: tuple[str, ...]
    """Words of four letters and more that the lexicon does not know."""


def read(text: str) -> Reading:
    """Read one text. Never fails: what is not understood is simply not mentioned."""
    folded = fold(text)
    codes, rest = code_mentions(folded)
    walk = _walked(rest)
    mentions = settled(_without_measures(walk.mentions), rest, _named_in)
    return Reading(folded, tuple(walk.words), mentions, codes, tuple(walk.unknown))


def _walked(folded: str) -> "_Walk":
    walk = _Walk(*_words(tokens(folded)))
    walk.through()
    return walk


def _named_in(folded: str) -> tuple[Mention, ...]:
    return _without_measures(_walked(folded).mentions)


class _Walk:
    """One pass over the words, remembering what is being denied, joined or added."""

    def __init__(self, words: list[str], joined: list[bool]) -> None:
        self.words = words
        self.joined = joined
        self.mentions: list[tuple[Mention, bool]] = []
        self.unknown: list[str] = []
        self._place = 0
        self._weight = 1.0
        self._deny = False
        self._deny_list = False
        self._spent = False
        self._joins = False
        self._after_number = False

    def through(self) -> None:
        """Read all words."""
        known = lexicon()
        while self._place < len(self.words):
            word = self.words[self._place]
            self._joins = self._joins or self.joined[self._place]
            if self._deny_list and self._spent and not (self.joined[self._place] or word in _JOINS):
                self._deny = self._deny_list = False
            length, phrase = known.phrase_at(self.words, self._place)
            if length:
                said = " ".join(self.words[self._place : self._place + length])
                self._place += length
                self._name(said, [(concept, 1.0, False) for concept in phrase])
                continue
            self._place += 1
            if not self._steers(word):
                last = self._place == len(self.words) and len(self.words) > 1
                senses = known.senses(word, last)
                self._name(word, [(sense.concept, sense.weight, sense.denied) for sense in senses])

    def _steers(self, word: str) -> bool:
        """Take in a word that says how to read the others; False for any other word."""
        if self._steers_denial(word):
            pass
        elif word in _STOPS:
            self._deny = self._deny_list = False
            self._joins = self._joins or word == ","
            self._weight = 1.0 if word == ")" else self._weight
        elif word == "(":
            self._deny, self._weight = False, 0.8
        elif word in _ADDS:
            self._deny, self._weight = False, 0.6
        elif word in _JOINS:
            self._spent, self._joins = False, True
        elif word in _FREE and self.mentions and _can_be_absent(self.mentions[-1][0].concept):
            self._deny_last()
        elif number(word) is not None or is_about(word):
            self._after_number = True
        elif not (self._after_number and word in _FILLERS):
            return False
        return True

    def _steers_denial(self, word: str) -> bool:
        """Take in a word that denies what follows it, or that hands a denial on."""
        if self._denies_all(word):
            # A denial of a denial affirms: "niet zonder asbest", "niet vrij van asbest".
            self._deny = self._deny_list = not self._is_after_denial()
            self._spent = False
        elif word in _DENY_NEXT:
            self._deny, self._deny_list, self._spent = True, False, False
        else:
            return word in _CARRIES and self._is_after_denial()
        return True

    def _denies_all(self, word: str) -> bool:
        """Whether the word, with what follows it, denies a whole enumeration; takes in what follows."""
        if word in _DENY_LIST:
            return True
        after = self.words[self._place : self._place + 2]
        if after and f"{word} {after[0]}" in _FREE_OF and (len(after) < 2 or number(after[1]) is None):
            self._place += 1
            return True
        return False

    def _is_after_denial(self) -> bool:
        """Whether the word before this one denies what comes next."""
        words = self.words[: self._place - 1]
        if words and words[-1] in _FREE:
            words = words[:-1]
        return self._deny and bool(words) and words[-1] in _DENY_NEXT

    def _name(self, said: str, senses: list[tuple[str, float, bool]]) -> None:
        for concept, weight, denied in senses:
            if concept != NEUTRAL:
                mention = Mention(concept, said, weight * self._weight, denied != self._deny, self._joins)
                self.mentions.append((mention, self._after_number))
        if not senses and len(said) > 3 and not _is_plain(said):
            self.unknown.append(said)
        if senses or len(said) > 3:
            self._deny, self._spent = self._deny and self._deny_list, True
            self._after_number = False
        self._joins = self._joins and not senses

    def _deny_last(self) -> None:
        """Deny what the last word named: "asbest vrij"."""
        said = self.mentions[-1][0].words
        for place in range(len(self.mentions) - 1, -1, -1):
            mention, counted = self.mentions[place]
            if mention.words != said:
                return
            self.mentions[place] = (replace(mention, denied=True), counted)


def _is_plain(word: str) -> bool:
    """Whether a word without a concept is still understood: a unit, or a word that says nothing."""
    return unit_code(word) >= 0 or word in _EMPTY


def _can_be_absent(concept: str) -> bool:
    """Whether "free" after it can mean "without it": of asbestos it can, a room is rather vacant."""
    known = materials.all().get(concept)
    return known is None or known.kind == "material"


def _without_measures(found: list[tuple[Mention, bool]]) -> tuple[Mention, ...]:
    """Leave out packs that only measure, when the text names something else that they hold."""
    held = any(
        not (counted and mention.concept in _PACKS)
        and not mention.denied
        and mention.concept in materials.all()
        for mention, counted in found
    )
    return tuple(
        mention for mention, counted in found if not (held and counted and mention.concept in _PACKS)
    )


def _words(found: list[str]) -> tuple[list[str], list[bool]]:
    """The words without the signs that only join, and for each whether such a sign stood before it."""
    words: list[str] = []
    joined: list[bool] = []
    pending = False
    for token in found:
        if token in ("/", "&"):
            pending = True
        else:
            words.append(token)
            joined.append(pending)
            pending = False
    return words, joined
