"""What the check on plain Dutch says to a writer: which sentence, and what would help. It blocks nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from circulairwerkt.knowledge.bridge import PlainKind, Remark, read

#: Hints on a page; who has more of them has enough for one time.
MOST = 40


@dataclass(frozen=True)
class Hint:
    """One sentence with what would make it easier, each in a sentence of our own."""

    number: int
    sentence: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class PlainReading:
    """How long the sentences of a text are, and the sentences that could be plainer."""

    sentences: int
    words_a_sentence: float
    hints: tuple[Hint, ...]
    more: int


def hints_on(texts: Iterable[str]) -> PlainReading:
    """Read Dutch texts in Markdown as one, in the reader's own language of the page."""
    reading = read("\n\n".join(texts))
    by_number: dict[int, list[Remark]] = {}
    for remark in reading.remarks:
        by_number.setdefault(remark.number, []).append(remark)
    hints = [
        Hint(number, remarks[0].sentence, tuple(_said(remark) for remark in remarks))
        for number, remarks in sorted(by_number.items())
    ]
    return PlainReading(
        sentences=reading.sentences,
        words_a_sentence=reading.words_a_sentence,
        hints=tuple(hints[:MOST]),
        more=max(0, len(hints) - MOST),
    )


def _said(remark: Remark) -> str:
    if remark.kind is PlainKind.LONG_SENTENCE:
        return _("%(count)d woorden in één zin. Maak er twee zinnen van.") % {"count": remark.count}
    if remark.kind is PlainKind.PASSIVE:
        return _("“%(words)s”: zeg wie het doet. Bijvoorbeeld: de hub doet het.") % {"words": remark.words}
    if remark.kind is PlainKind.HEAVY_WORD:
        values = {"words": remark.words, "instead": remark.instead}
        return _("“%(words)s” kan eenvoudiger: %(instead)s.") % values
    values = {"words": remark.words, "count": str(remark.count)}
    return _("“%(words)s” is een lang woord (%(count)s letters). Splits het of leg het uit.") % values
