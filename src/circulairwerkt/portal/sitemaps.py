"""The public pages as search engines may list them."""

from collections.abc import Iterable

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from circulairwerkt.agenda import queries as agenda_queries
from circulairwerkt.agenda.models import Event
from circulairwerkt.hubs.models import Hub
from circulairwerkt.infopoints import queries as info_point_queries
from circulairwerkt.infopoints.models import InfoPoint
from circulairwerkt.knowledge import queries as knowledge_queries
from circulairwerkt.knowledge.models import Article, CaseStory
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


class Hubs(Sitemap):  # type: ignore[type-arg] # no subscript at run time
    """A page for each hub."""

    i18n = True

    def items(self) -> QuerySet[Hub]:
        """Return all hubs that are no examples."""
        return Hub.objects.filter(is_example=False).order_by("pk")

    def location(self, item: Hub) -> str:
        """Return a hub's address."""
        return reverse("portal:hub", args=[item.slug])


class Organisations(Sitemap):  # type: ignore[type-arg] # no subscript at run time
    """A page for each organisation."""

    def items(self) -> QuerySet[Organisation]:
        """Return all organisations that are no examples."""
        return Organisation.objects.filter(is_example=False).order_by("pk")

    def location(self, item: Organisation) -> str:
        """Return an organisation's address."""
        return reverse("portal:organisation", args=[item.slug])


class Stories(Sitemap):  # type: ignore[type-arg] # no subscript at run time
    """A page for each published story."""

    i18n = True

    def items(self) -> QuerySet[CaseStory]:
        """Return all published stories that are no examples."""
        return knowledge_queries.published().filter(is_example=False).order_by("pk")

    def location(self, item: CaseStory) -> str:
        """Return a story's address."""
        return reverse("portal:story", args=[item.slug])


class Events(Sitemap):  # type: ignore[type-arg] # no subscript at run time
    """A page for each event in the agenda."""

    i18n = True

    def items(self) -> QuerySet[Event]:
        """Return all events in the agenda that are no examples."""
        return agenda_queries.published().filter(is_example=False).order_by("pk")

    def location(self, item: Event) -> str:
        """Return an event's address."""
        return reverse("agenda:event", args=[item.slug])


class InfoPoints(Sitemap):  # type: ignore[type-arg] # no subscript at run time
    """A page for each info point that its hub shows."""

    i18n = True

    def items(self) -> QuerySet[InfoPoint]:
        """Return all info points that everybody sees and that are no examples."""
        return info_point_queries.shown().filter(is_example=False).order_by("pk")

    def location(self, item: InfoPoint) -> str:
        """Return an info point's address."""
        return reverse("infopoints:point", args=[item.slug])


class Articles(Sitemap):  # type: ignore[type-arg] # no subscript at run time
    """A page for each published text; words have one together."""

    i18n = True

    def items(self) -> QuerySet[Article]:
        """Return all published texts that are no examples."""
        texts = knowledge_queries.articles_matching(knowledge_queries.ArticleSearch())
        return texts.filter(is_example=False).order_by("pk")

    def location(self, item: Article) -> str:
        """Return a text's address."""
        return reverse("knowledge:article", args=[item.slug])


SITEMAPS = {
    "pages": Pages,
    "hubs": Hubs,
    "organisations": Organisations,
    "stories": Stories,
    "events": Events,
    "info_points": InfoPoints,
    "articles": Articles,
}
