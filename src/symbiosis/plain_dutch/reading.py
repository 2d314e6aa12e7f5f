"""What would make a Dutch text plainer: sentence by sentence, by rules that a person can check.

Nothing here judges: a remark is a hint, and a text with remarks may be a good one.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from symbiosis.plain_dutch.data_files import instead_of
from symbiosis.plain_dutch.passive import passive_in
from symbiosis.plain_dutch.sentences import sentences_of, words_in

LONGEST_SENTENCE: Final = 20
"""Words in a sentence that is still easy to read in one go (a rule of thumb of ours)."""
LONGEST_WORD: Final = 17
"""Letters in a word, or between its hyphens, that is still easy to read (a rule of thumb of ours)."""
MOST_CHARACTERS: Final = 20_000
"""What stands after this many characters is not read."""
_MOST_PARTS: Final = 4


class Kind(StrEnum):
    """What makes a sentence harder to read."""

    LONG_SENTENCE = "long_sentence"
    PASSIVE = "passive"
    HEAVY_WORD = "heavy_word"
    LONG_WORD = "long_word"


@dataclass(frozen=True, slots=True)
class Remark:
    """One hint. `number`: which sentence, from 1; `words`: what it is about; `instead`: what says the same.

    `count` is the length of what is too long: words of a sentence, letters of a word; else 0.
    """

    kind: Kind
    number: int
    sentence: str
    words: str = ""
    instead: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as read: how many sentences and words, and every remark in the order of the text."""

    sentences: int
    words: int
    remarks: tuple[Remark, ...]

    @property
    def words_a_sentence(self) -> float:
        """Mean number of words in a sentence; 0 for an empty text."""
        return self.words / self.sentences if self.sentences else 0.0


def read(markdown: str) -> Reading:
    """Read Dutch text in Markdown. Each heavy or long word is named once, where it first stands.

    >>> [(remark.words, remark.instead) for remark in read("Mail ons teneinde af te spreken.").remarks]
    [('teneinde', 'om')]
    """
    found: list[Remark] = []
    named: set[str] = set()
    sentences = sentences_of(markdown[:MOST_CHARACTERS])
    count = 0
    for number, sentence in enumerate(sentences, start=1):
        words = words_in(sentence)
        count += len(words)
        found += _of_sentence(number, sentence, words)
        for remark in _of_words(number, sentence, words):
            if remark.words.lower() not in named:
                named.add(remark.words.lower())
                found.append(remark)
    return Reading(sentences=len(sentences), words=count, remarks=tuple(found))


def _of_sentence(number: int, sentence: str, words: list[str]) -> list[Remark]:
    remarks = []
    if len(words) > LONGEST_SENTENCE:
        remarks.append(Remark(Kind.LONG_SENTENCE, number, sentence, count=len(words)))
    if passive := passive_in(sentence):
        remarks.append(Remark(Kind.PASSIVE, number, sentence, words=" … ".join(passive)))
    return remarks


def _of_words(number: int, sentence: str, words: list[str]) -> list[Remark]:
    remarks = []
    lowered = [word.lower() for word in words]
    known = instead_of()
    place = 0
    while place < len(words):
        taken = next(
            (
                length
                for length in range(_MOST_PARTS, 0, -1)
                if tuple(lowered[place : place + length]) in known and place + length <= len(words)
            ),
            0,
        )
        if taken:
            said = " ".join(words[place : place + taken])
            instead = known[tuple(lowered[place : place + taken])]
            remarks.append(Remark(Kind.HEAVY_WORD, number, sentence, words=said, instead=instead))
        else:
            letters = max(len(part) for part in words[place].split("-"))
            if letters > LONGEST_WORD:
                remarks.append(Remark(Kind.LONG_WORD, number, sentence, words=words[place], count=letters))
        place += taken or 1
    return remarks
