"""From a sentence as typed to plain words: folding, tokens, and List-of-Waste codes named in the text."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

MAX_CHARACTERS: Final = 4000
"""What stands after this many characters of a description is not read."""

_TOKEN: Final = re.compile(r"[a-z]+(?:\d{1,3}(?!\d))?|\d+(?:[.,]\d+)*|[()+!%<>/&,;:]")
_LIGATURES: Final = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "’": "'", "²": "2", "³": "3"}
)
_CODE: Final = re.compile(
    r"(?<![\d.,])(?P<code>(?:0[1-9]|1\d|20)(?P<gap>[ .\-]?)\d\d(?P=gap)\d\d)(?P<star>\s?\*)?(?![\d])"
)
_EXCLUDES: Final = re.compile(
    r"(?:\b(?:ni|no|ne)\w{1,3}\s+\w*\s*ond\w*|other\s+than|autres?\s+que|niet\s+vall\w*|excl\w*|m\.?u\.?v\.?|anders\s+dan|not\s+mentioned\s+in"
    r"|non\s+vise\w*)(?:(?!vermeld)[^.;]){0,60}$"
)


def fold(text: str) -> str:
    """Lower case without accents, so that spellings of one word meet.

    >>> fold("Isolatie: ROOFING en Plâtre, 3 m²")
    'isolatie: roofing en platre, 3 m2'
    """
    lowered = text[:MAX_CHARACTERS].lower().translate(_LIGATURES)
    if lowered.isascii():
        return lowered
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(sign)
    )
    return plain.lower()


def tokens(folded: str) -> list[str]:
    """Words, numbers and the few signs that carry meaning, in order; `folded` comes from `fold`.

    >>> tokens("b-hout (geverfd), 3,5 ton")
    ['b', 'hout', '(', 'geverfd', ')', ',', '3,5', 'ton']
    """
    return _TOKEN.findall(folded)


@dataclass(frozen=True, slots=True)
class CodeMention:
    """A List-of-Waste code that the text names; `excluded` in "other than this one"."""

    code: str
    excluded: bool


def code_mentions(folded: str) -> tuple[tuple[CodeMention, ...], str]:
    """The codes named in the text, and the text with them taken out.

    >>> code_mentions("kabels, andere dan 17 04 10")[0]
    (CodeMention(code='170410', excluded=True),)
    """
    found: list[CodeMention] = []
    for match in _CODE.finditer(folded):
        digits = re.sub(r"\D", "", match["code"])
        before = folded[: match.start()]
        excluded = _EXCLUDES.search(_CODE.sub(" ", before)) is not None
        found.append(CodeMention(digits, excluded))
    return tuple(found), _CODE.sub(" ", folded)
