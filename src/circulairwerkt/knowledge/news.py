"""What is new here for everybody: stories, and texts to learn from."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.news import NewsItem, NewsSource, register
from circulairwerkt.base.texts import shown as in_language
from circulairwerkt.hubs.models import Hub
from circulairwerkt.knowledge.links import article_address
from circulairwerkt.knowledge.models import Article, CaseStory
from circulairwerkt.knowledge.queries import published, published_articles


def _stories_of(hub: Hub, most: int) -> Iterable[int]:
    return published().filter(hub=hub).values_list("pk", flat=True)[:most]


def _stories(keys: Sequence[int]) -> Mapping[int, NewsItem]:
    return {story.pk: _story(story) for story in published().filter(pk__in=keys)}


def _story(story: CaseStory) -> NewsItem:
    return NewsItem(
        key=f"story:{story.pk}",
        title=in_language(story.title),
        text=in_language(story.summary),
        url=reverse("portal:story", args=[story.slug]),
        on=story.published_on or story.changed_at.date(),
        sort=str(_("Verhaal")),
        is_example=story.is_example,
    )


def _texts_of(hub: Hub, most: int) -> Iterable[int]:
    return published_articles().filter(hub=hub).values_list("pk", flat=True)[:most]


def _texts(keys: Sequence[int]) -> Mapping[int, NewsItem]:
    return {article.pk: _text(article) for article in published_articles().filter(pk__in=keys)}


def _text(article: Article) -> NewsItem:
    return NewsItem(
        key=f"article:{article.pk}",
        title=in_language(article.title),
        text=in_language(article.summary),
        url=article_address(article),
        on=article.published_on or article.changed_at.date(),
        sort=str(article.get_kind_display()).capitalize(),
        is_example=article.is_example,
    )


register(NewsSource(kind="story", name=_("Verhalen"), order=10, latest=_stories_of, shown=_stories))
register(NewsSource(kind="article", name=_("Gidsen en uitleg"), order=20, latest=_texts_of, shown=_texts))
