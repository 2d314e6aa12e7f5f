"""What people write about themselves without being asked: their health, their national number, their phone.

Lists of words, not a model: a list can be read and mended. It errs on the side of asking again, since a word
too many costs somebody a second try and a word too few costs him a secret.
"""

import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from rapidfuzz.distance import OSA
from stdnum.be import nn

_WORDS = Path(__file__).parent / "data" / "health_words.txt"
_LOOK_ALIKE = Path(__file__).parent / "data" / "no_health_words.txt"
_NUMBER = re.compile(r"(?<!\d)\d{2}[ ./-]?\d{2}[ ./-]?\d{2}[ ./-]?\d{3}[ ./-]?\d{2}(?!\d)")
_PHONE = re.compile(r"(?<![\w.])(?:\+|00)?\d(?:[ ./()-]{0,2}\d){7,13}(?!\d)")
#: A Belgian number without its leading zero or country code has 8 or 9 digits.
_LEAST_DIGITS, _MOST_DIGITS = 8, 14
#: Of somebody who speaks for himself: a firm that seeks work for its people says *wij*.
_SEEKS = re.compile(
    r"\bik (?:zoek|wil|vind|moet|heb nood aan)\b[^.!?]{0,25}\b(?:werk|job|jobke|stage)\b(?! voor)"
    r"|^(?:zoek|op zoek naar) (?:een )?(?:werk|job|stage)\b(?! voor)"
    r"|\bik ben (?:werkzoekend|werkloos)\b"
    r"|\bi(?: am|'m)? (?:look|looking|need|want|seek)[^.!?]{0,15}\b(?:work|job)\b(?! for)"
    r"|\bje (?:cherche|recherche|veux)[^.!?]{0,15}\b(?:travail|emploi|boulot)\b(?! pour)"
)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


#: From so many letters on a word is known with one letter wrong, from so many with two.
_ONE_WRONG, _TWO_WRONG = 6, 11


@cache
def _harmless() -> frozenset[str]:
    """Return words that look like one of illness and are none."""
    lines = [line.partition("#")[0].strip() for line in _LOOK_ALIKE.read_text(encoding="utf-8").splitlines()]
    return frozenset(_plain(line) for line in lines if line)


def _looks_like(word: str) -> bool:
    """Whether ``word`` is one of the list with a letter too many, too few, wrong or out of its place.

    The first letter must be right: people seldom miss it, and most words that look alike differ there.
    """
    if len(word) < _ONE_WRONG or word in _harmless():
        return False
    words, beginnings = _health()
    for known in words:
        most = _wrong_letters(known)
        if known[0] == word[0] and most and OSA.distance(word, known, score_cutoff=most) <= most:
            return True
    for known in beginnings:
        most = _wrong_letters(known)
        # Of a short beginning too many words look like it.
        if known[0] == word[0] and most and len(known) > _ONE_WRONG:
            cuts = (word[: len(known) + shift] for shift in (-1, 0, 1))
            if any(OSA.distance(cut, known, score_cutoff=most) <= most for cut in cuts):
                return True
    return False


def _wrong_letters(known: str) -> int:
    """Return how many letters may be wrong in a word of the list."""
    return 0 if len(known) < _ONE_WRONG else 1 if len(known) < _TWO_WRONG else 2


@cache
def _health() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words, and the beginnings that are written with a star."""
    lines = [line.partition("#")[0].strip() for line in _WORDS.read_text(encoding="utf-8").splitlines()]
    words = [_plain(line) for line in lines if line]
    return (
        frozenset(word for word in words if not word.endswith("*")),
        tuple(word[:-1] for word in words if word.endswith("*")),
    )


def tells_of_health(text: str) -> bool:
    """Whether ``text`` seems to tell of somebody's health, typing errors forgiven.

    >>> tells_of_health("ik zoek werk, heb hernia")
    True
    >>> tells_of_health("ik heb een hernai")
    True
    >>> tells_of_health("ik zoek werk in een magazijn"), tells_of_health("twee sterke krachten")
    (False, False)
    """
    words, beginnings = _health()
    plain = _plain(text[:4000])
    found = re.findall(r"[a-z]+", plain)
    pairs = {f"{one} {two}" for one, two in pairwise(found)}
    if words & (set(found) | pairs) or any(word.startswith(beginnings) for word in found):
        return True
    return any(_looks_like(word) for word in set(found))


def national_number_in(text: str) -> bool:
    """Whether ``text`` holds a national number whose check digits are right.

    >>> national_number_in("mijn nummer is 85.07.30-033 28")
    True
    >>> national_number_in("bel 0470 12 34 56")
    False
    """
    return any(nn.is_valid(re.sub(r"\D", "", found)) for found in _NUMBER.findall(text))


def phone_in(text: str) -> str:
    """Return the telephone number in ``text`` as typed, or an empty text; never a national number.

    >>> phone_in("kan iemand bellen 0470 12 34 56")
    '0470 12 34 56'
    """
    for found in _PHONE.finditer(text):
        number = found[0].strip(" .-/(")
        digits = re.sub(r"\D", "", number)
        if _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS and not national_number_in(number):
            return number
    return ""


def plain_phone(phone: str) -> str:
    """Return a number as digits alone, the same however it is written: ``32470123456``.

    >>> plain_phone("0470 12.34.56") == plain_phone("+32 470 12 34 56") == plain_phone("0032470123456")
    True
    """
    digits = re.sub(r"\D", "", phone)
    if digits.startswith("00"):
        return digits[2:]
    if phone.strip().startswith("+"):
        return digits
    return "32" + digits.removeprefix("0")


def seeks_work(text: str) -> bool:
    """Whether somebody says that he seeks work for himself.

    >>> seeks_work("ik zoek werk, heb hernia, kan iemand bellen")
    True
    >>> seeks_work("wij zoeken werk voor ons atelier"), seeks_work("ik zoek werkbanken")
    (False, False)
    """
    return bool(_SEEKS.search(_plain(text[:1000])))
