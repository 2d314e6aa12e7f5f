"""What this room adds to pages of the rooms below: beside a text, whatever else there is about its words."""

from collections.abc import Iterable, Mapping
from typing import Any

from circulairwerkt.base.findables import Hit, in_order, words_of
from circulairwerkt.base.panels import panel
from circulairwerkt.base.requests import Request
from circulairwerkt.base.search import search_any
from circulairwerkt.knowledge.models import Article, CaseStory
from circulairwerkt.portal.finding import hits_of

#: Sorts of things that stand beside a text, in this order.
BESIDE = ("event", "call", "card", "need", "capability", "case", "story", "article")
_OF_EACH = 3
#: Looked at of each sort: a series is found once for each time that it takes place.
_LOOKED_AT = 12
#: Words that a title has whatever it is about; shorter ones are never looked for (``search_any``).
_TELL_NOTHING = frozenset(
    "alle alleen ander andere bent beter daar deze door eerst eigen elke geen goed hebben hier hoeveel houd "
    "iedereen iemand jouw kunnen maak maar maken meer minder moet naar niet nieuw nieuwe nodig onze over "
    "samen soms tegen tips toch tussen vaak veel vind vinden voor waar waarom wanneer want weer werk "
    "werken wordt worden zelf zijn zodat zonder zoveel".split()
)
_OWN_KIND = {Article: "article", CaseStory: "story"}


@panel("knowledge:beside", template="portal/_beside.html", order=10)
def beside_a_text(request: Request, row: Article | CaseStory) -> Mapping[str, Any] | None:
    """Give what the reader finds by the words of a text: cards, cases, events, calls, stories, other texts.

    Its words are its keywords, and those of its title where nobody gave any.
    """
    known = {each.kind for each in in_order()}
    kinds = [kind for kind in BESIDE if kind in known]
    words = [str(word) for word in row.keywords] or _of_title(row)
    result = search_any(request.actor, words, kinds=kinds, most=_LOOKED_AT + 1)
    groups = []
    for kind in kinds:
        found = result.of(kind)
        keys = [key for key in found.keys if (kind, key) != (_OWN_KIND[type(row)], row.pk)] if found else []
        if found and keys and (hits := hits_of(request.actor, found.findable, keys[:_LOOKED_AT])):
            groups.append((found.findable, _once_each(hits)[:_OF_EACH]))
    return {"groups": groups} if groups else None


def _once_each(hits: Iterable[Hit]) -> list[Hit]:
    """Return each title once: of several times of one series the first found, which is the next."""
    found: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        found.setdefault((hit.title, hit.where), hit)
    return list(found.values())


def _of_title(row: Article | CaseStory) -> list[str]:
    """Return the words of the Dutch title that tell what it is about."""
    return [word for word in words_of(str(row.title.get("nl", ""))) if word not in _TELL_NOTHING]
