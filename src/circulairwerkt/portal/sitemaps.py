"""The public pages as search engines may list them."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from circulairwerkt.agenda import queries as agenda_queries
from circulairwerkt.hubs.models import Hub
from circulairwerkt.infopoints import queries as info_point_queries
from circulairwerkt.knowledge import queries as knowledge_queries
from circulairwerkt.knowledge.models import Article
from circulairwerkt.organisations.models import Organisation


class Pages(Sitemap):  # type: ignore[type-arg] # no subscript at run time
    """Pages that stand by themselves."""

    i18n = True

    def items(self) -> Iterable[str]:
        """Return the names of the pages."""
        rooms = ["home", "organisations", "stories", "about", "accessibility", "privacy"]
        work = ["people:work", "people:near", "people:activities", "people:who_helps"]
        return [
            *(f"portal:{room}" for room in rooms),
            *work,
            "agenda:agenda",
            "calls:calls",
            "infopoints:points",
            "trainings:check",
            "flows:material_map",
            "flows:of_region",
            "knowledge:overview",
            "knowledge:terms",
        ]

    def location(self, item: str) -> str:
        """Return a page's address."""
        return reverse(item)


class PageForEach(Sitemap):  # type: ignore[type-arg] # no subscript at run time
    """A page for each row that everybody sees and that is no example; its slug stands in the address."""

    def __init__(self, page: str, rows: Callable[[], QuerySet[Any]], *, is_translated: bool = True) -> None:
        self.page, self.rows, self.i18n = page, rows, is_translated

    def items(self) -> QuerySet[Any]:
        """Return the rows."""
        return self.rows().filter(is_example=False).order_by("pk")

    def location(self, item: Any) -> str:
        """Return the address of a row's page."""
        return reverse(self.page, args=[item.slug])


def _texts() -> QuerySet[Article]:
    """All published texts; the words have one page together."""
    return knowledge_queries.articles_matching(knowledge_queries.ArticleSearch())


SITEMAPS = {
    "pages": Pages,
    "hubs": partial(PageForEach, "portal:hub", Hub.objects.all),
    "organisations": partial(
        PageForEach, "portal:organisation", Organisation.objects.all, is_translated=False
    ),
    "stories": partial(PageForEach, "portal:story", knowledge_queries.published),
    "events": partial(PageForEach, "agenda:event", agenda_queries.published),
    "info_points": partial(PageForEach, "infopoints:point", info_point_queries.shown),
    "articles": partial(PageForEach, "knowledge:article", _texts),
}
