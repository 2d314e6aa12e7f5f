"""What one cell of a file tells: a number, a day, one of some words; or, in words, why it tells none."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache, wraps
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from circulairwerkt.base.imports import folded

T = TypeVar("T")

#: A word of a cell is taken for a known one from this likeness on, of a hundred.
ENOUGH_ALIKE = 85
_NUMBER = re.compile(r"\d+(?:[ .,'\u00a0\u202f]\d{3})*(?:[.,]\d+)?|\d+[.,]\d+")
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S")


def remembered(read: Callable[[str], T]) -> Callable[[str], T]:
    """Remember what a cell told, by its text and the language: the words of a column come back all the time.

    Not for what depends on the day or on rows of ours.
    """
    kept = lru_cache(maxsize=4096)(lambda text, _language: read(text))

    @wraps(read)
    def reader(text: str) -> T:
        return kept(text, get_language() or "nl")

    return reader


def number_in(text: str) -> float | None:
    """Read a number as Dutch, English or French writes it; None for an empty cell.

    A point or comma before exactly three digits can mean thousands or thousandths: that is refused, since
    a guess could be a thousand times wrong.

    >>> number_in("1.200,5"), number_in("1 200"), number_in("0,125"), number_in("")
    (1200.5, 1200.0, 0.125, None)
    """
    text = text.strip()
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise ValidationError(_("“%(typed)s” is geen getal. Verwacht: bijvoorbeeld 12,5.") % _typed(text))
    plain = re.sub(r"[ '\u00a0\u202f]", "", text)
    signs = re.findall(r"[.,]", plain)
    if len(signs) == 1 and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", plain):
        words = _("“%(typed)s” kan twee getallen zijn. Verwacht: zonder teken voor duizend, zoals 1200.")
        raise ValidationError(words % _typed(text))
    if len(set(signs)) == 2:
        plain = plain.replace(signs[0], "").replace(signs[-1], ".")
    elif len(signs) > 1:
        plain = plain.replace(signs[0], "")
    return float(plain.replace(",", "."))


def day_in(text: str) -> date | None:
    """Read a day, the day of the month first; None for an empty cell."""
    if not text.strip():
        return None
    for form in _DAYS:
        try:
            return datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    raise ValidationError(_("“%(typed)s” is geen datum. Verwacht: bijvoorbeeld 23/11/2026.") % _typed(text))


def word_in(text: str, words: Mapping[str, str], expected: str) -> str:
    """Return what the word of a cell stands for in ``words``; empty for an empty cell.

    ``expected`` names in words what may stand there.
    """
    if not text.strip():
        return ""
    known = {folded(word): value for word, value in words.items()}
    best = process.extractOne(folded(text), known.keys(), scorer=fuzz.ratio, score_cutoff=ENOUGH_ALIKE)
    if best is None:
        message = _("“%(typed)s” kennen we niet. Verwacht: %(expected)s.")
        raise ValidationError(message % {**_typed(text), "expected": expected})
    return known[best[0]]


def too_long(text: str, most: int) -> str:
    """Return what is wrong with a text of more than ``most`` characters; empty where nothing is."""
    return _("Dit is te lang: hoogstens %(most)d tekens.") % {"most": most} if len(text) > most else ""


def _typed(text: str) -> dict[str, str]:
    return {"typed": text.strip()[:60]}
