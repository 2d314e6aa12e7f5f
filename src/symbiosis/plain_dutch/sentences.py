"""From Markdown to sentences and words, as a reader meets them."""

import re
from collections.abc import Iterator
from typing import Final

_MARKS: Final = re.compile(r"^\s*(?:#{1,6}\s+|[-*+]\s+|\d+[.)]\s+|>\s?)")
_LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ADDRESS: Final = re.compile(r"<?\b(?:https?://|www\.)\S+|\S+@\S+\.\w+")
_SIGNS: Final = re.compile(r"[*_`~]+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
#: Behind these a point ends no sentence.
_SHORT: Final = frozenset(
    "bv bijv enz dwz d.w.z mbt m.b.t o.a oa t.e.m tem t/m nr blz ca dr mr ing ir art incl excl tel p st "
    "i.v.m ivm a.u.b aub e.d i.p.v ipv resp vgl zgn z.o.z n.v.t evt max min gem".split()
)
_END: Final = re.compile(r"[.!?…]+[)\"'”’]*(?=\s+[\"'“‘(]?[A-ZÀ-Þ0-9])")


def sentences_of(markdown: str) -> list[str]:
    """The sentences of a text in Markdown, without its marks; a heading and a list item are one each or more.

    >>> sentences_of("## Kort\\nBel ons, bv. morgen. Tot dan!\\n- een doos")
    ['Kort', 'Bel ons, bv. morgen.', 'Tot dan!', 'een doos']
    """
    return [sentence for block in _blocks(markdown) for sentence in _split(block)]


def words_in(sentence: str) -> list[str]:
    """The words of a sentence as written; figures and signs are none.

    >>> words_in("Zo'n 3 kg B-hout, da's veel")
    ["Zo'n", 'kg', 'B-hout', "da's", 'veel']
    """
    return _WORD.findall(sentence)


def _blocks(markdown: str) -> Iterator[str]:
    """Yield what belongs together: a paragraph over its lines, a heading, an item, a cell of a table."""
    lines: list[str] = []
    for raw in [*markdown.replace("\r\n", "\n").split("\n"), ""]:
        is_row = raw.lstrip().startswith("|")
        marked = None if is_row else _MARKS.match(raw)
        if lines and (marked or is_row or not raw.strip()):
            yield " ".join(lines)
            lines = []
        if is_row:
            yield from filter(_has_words, map(_plain, raw.split("|")))
            continue
        line = _plain(raw[marked.end() :] if marked else raw)
        if line:
            lines.append(line)
        if marked and marked[0].lstrip().startswith("#") and lines:
            yield lines.pop()


def _has_words(cell: str) -> bool:
    return _WORD.search(cell) is not None


def _plain(line: str) -> str:
    return _SIGNS.sub("", _ADDRESS.sub("", _LINK.sub(r"\1", line))).strip()


def _split(block: str) -> Iterator[str]:
    start = 0
    for found in _END.finditer(block):
        before = block[start : found.start()].rsplit(maxsplit=1)
        last = before[-1].strip("(\"'“‘").lower() if before else ""
        if found[0].startswith(".") and (last in _SHORT or (len(last) == 1 and last.isalpha())):
            continue
        yield block[start : found.end()].strip()
        start = found.end()
    if rest := block[start:].strip():
        yield rest
