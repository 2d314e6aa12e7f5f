"""What this room adds to pages of the rooms below: beside a text, whatever else there is about its words."""

from collections.abc import Mapping
from typing import Any

from circulairwerkt.base.findables import in_order
from circulairwerkt.base.panels import panel
from circulairwerkt.base.requests import Request
from circulairwerkt.base.search import search_any
from circulairwerkt.knowledge.models import Article, CaseStory
from circulairwerkt.portal.finding import hits_of

#: Sorts of things that stand beside a text; *event* joins them once there is an agenda.
BESIDE = ("event", "card", "need", "capability", "case", "story", "article")
_OF_EACH = 3
_OWN_KIND = {Article: "article", CaseStory: "story"}


@panel("knowledge:beside", template="portal/_beside.html", order=10)
def beside_a_text(request: Request, row: Article | CaseStory) -> Mapping[str, Any] | None:
    """Give what the reader finds by the keywords of a text: cards, cases, events, stories, other texts."""
    known = {each.kind for each in in_order()}
    kinds = [kind for kind in BESIDE if kind in known]
    result = search_any(request.actor, map(str, row.keywords), kinds=kinds, most=_OF_EACH + 1)
    groups = []
    for kind in kinds:
        found = result.of(kind)
        keys = [key for key in found.keys if (kind, key) != (_OWN_KIND[type(row)], row.pk)] if found else []
        if found and keys and (hits := hits_of(request.actor, found.findable, keys[:_OF_EACH])):
            groups.append((found.findable, hits))
    return {"groups": groups} if groups else None
