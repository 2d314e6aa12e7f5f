"""How easily a Dutch text reads: the measure of Flesch as Douma made it for Dutch.

``206.84 - 0.77 w - 0.93 s``, with w the syllables in a hundred words and s the words in a sentence (W.H.
Douma, *De leesbaarheid van landbouwbladen*, Wageningen 1960). 65 and more reads easily, 80 and more very
easily. Syllables are counted as groups of vowels, which Dutch spelling makes nearly right.

>>> round(ease("Je legt kleding op stapels."))
94
"""

import re
from dataclasses import dataclass

#: Vowels that together make one sound; longer groups first.
_SOUNDS = re.compile(
    r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou|a|e|i|o|u|y|á|é|è|ë|ï|ö|ü", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_END = re.compile(r"[.!?:]+(?:\s|$)|\n+")


@dataclass(frozen=True)
class Measured:
    """Counts of a text."""

    sentences: int
    words: int
    syllables: int

    @property
    def words_a_sentence(self) -> float:
        """Words in a sentence, on average."""
        return self.words / max(self.sentences, 1)

    @property
    def ease(self) -> float:
        """Flesch-Douma; 206.84 for no text at all."""
        if not self.words:
            return 206.84
        return 206.84 - 77 * self.syllables / self.words - 0.93 * self.words_a_sentence


def words_in(text: str) -> list[str]:
    """Return the words of ``text`` in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def measured(text: str) -> Measured:
    """Count sentences, words and syllables; a line without a stop is a sentence too."""
    sentences = [part for part in _END.split(text) if _WORD.search(part)]
    words = words_in(text)
    return Measured(len(sentences), len(words), sum(max(len(_SOUNDS.findall(word)), 1) for word in words))


def ease(text: str) -> float:
    """Return how easily ``text`` reads, higher is easier."""
    return measured(text).ease
