"""What was found, as it is shown: the piece of a text around the words, with the words marked."""

import re
from collections.abc import Iterable, Iterator, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from circulairwerkt.base.findables import words_of

register = template.Library()

_TOKEN = re.compile(r"[^\W_]+")
#: Letters that are read for a word, before and after it on the page.
_READ, _BEFORE, _AFTER = 8000, 70, 150
#: From so many letters on a word is found inside another too.
_INSIDE_FROM = 4


@register.filter
def marked(text: str, words: Sequence[str]) -> SafeString:
    """Return ``text`` escaped, with each word that was looked for in a ``<mark>``."""
    parts, at = [], 0
    for start, end in _places(text, words):
        parts.append((text[at:start], text[start:end]))
        at = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", parts), text[at:])


@register.filter
def around(text: str, words: Sequence[str]) -> str:
    """Return the piece of ``text`` around the first word that was looked for, its beginning where none is."""
    plain = " ".join(text[:_READ].split())
    first = next(_places(plain, words), (0, 0))[0]
    start = plain.rfind(" ", 0, first - _BEFORE) + 1 if first > _BEFORE else 0
    end = plain.find(" ", first + _AFTER)
    piece = plain[start : end if end > 0 else None]
    return f"{'… ' if start else ''}{piece}{' …' if 0 < end < len(plain) else ''}"


def _places(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where a word stands that begins with one of ``words``, or holds it."""
    if not words or (text.isascii() and not _may_hold(text, words)):
        return
    for found in _TOKEN.finditer(text):
        token = found[0].lower()
        own = [token] if token.isascii() else words_of(token)
        if any(_holds(one, words) for one in own):
            yield found.span()


def _may_hold(text: str, words: Iterable[str]) -> bool:
    """Say whether a word stands anywhere in a text without accents: in most of a line none does."""
    lower = text.lower()
    return any(word in lower for word in words)


def _holds(own: str, words: Iterable[str]) -> bool:
    return any(own.startswith(word) or (len(word) >= _INSIDE_FROM and word in own) for word in words)
