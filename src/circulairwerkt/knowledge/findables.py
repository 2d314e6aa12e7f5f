"""Stories and texts, as far as each reader may read them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.findables import ALL, EVERYBODY, NETWORK, Document, Findable, Hit, itself, register
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.texts import shown as in_language
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.hubs.actors import scope_of
from circulairwerkt.knowledge.links import article_address
from circulairwerkt.knowledge.models import Article, CaseStory
from circulairwerkt.knowledge.queries import published, published_articles


def _ids() -> Iterable[int]:
    return published().values_list("pk", flat=True)


def _documents(keys: Sequence[int]) -> Iterator[Document]:
    for story in published().filter(pk__in=keys).prefetch_related("organisations"):
        labels = [text for sector in story.sectors.all() for text in sector.label.values()]
        yield Document(
            object_id=story.pk,
            marks=_readers(story),
            title=" ".join(story.title.values()),
            text=" ".join(
                [
                    *story.summary.values(),
                    *story.body.values(),
                    *story.lesson.values(),
                    *map(str, story.keywords),
                    *labels,
                    *(organisation.name for organisation in story.organisations.all()),
                ]
            ),
            at=story.changed_at,
        )


def _readers(row: CaseStory | Article) -> frozenset[str]:
    if row.visibility == Visibility.PUBLIC:
        return frozenset({EVERYBODY})
    inside = {f"h{row.hub_id}", ALL}
    return frozenset(inside | {NETWORK} if row.visibility == Visibility.NETWORK else inside)


def _marks(actor: Actor) -> Iterable[str]:
    """The same as the scope that the actor's pages run in."""
    scope = scope_of(actor)
    yield EVERYBODY
    if scope.everywhere:
        yield ALL
        return
    if scope.network:
        yield NETWORK
    yield from (f"h{hub_id}" for hub_id in sorted(scope.hubs))


def _shown(_actor: Actor, keys: Sequence[int]) -> Mapping[int, Hit]:
    return {story.pk: _hit(story) for story in published().filter(pk__in=keys)}


def _hit(story: CaseStory) -> Hit:
    title, text = in_language(story.title), in_language(story.summary)
    day = story.published_on
    return Hit(
        pk=story.pk,
        title=str(title),
        url=reverse("portal:story", args=[story.slug]),
        text=str(text),
        where=story.hub.name,
        at=timezone.make_aware(datetime.combine(day, time())) if day else None,
        language=title.language if title.is_fallback and title else "",
        is_example=story.is_example,
    )


def _of_hub(hub_id: int) -> Iterable[int]:
    """A hub that stops using stories shows none, and all again when it takes them up."""
    return CaseStory.objects.filter(hub_id=hub_id).values_list("pk", flat=True)


register(
    Findable(
        kind="story",
        code="v",
        name=_("Verhalen"),
        icon="lightbulb",
        order=90,
        ids=_ids,
        documents=_documents,
        marks=_marks,
        shown=_shown,
        touched={"knowledge.casestory": itself, "hubs.hub": _of_hub},
    )
)


def _article_ids() -> Iterable[int]:
    return published_articles().values_list("pk", flat=True)


def _article_documents(keys: Sequence[int]) -> Iterator[Document]:
    for article in published_articles().filter(pk__in=keys):
        labels = [text for sector in article.sectors.all() for text in sector.label.values()]
        texts = [*article.summary.values(), *article.body.values(), *map(str, article.keywords), *labels]
        yield Document(
            object_id=article.pk,
            marks=_readers(article),
            title=" ".join(article.title.values()),
            text=" ".join(texts),
            at=article.changed_at,
        )


def _shown_articles(_actor: Actor, keys: Sequence[int]) -> Mapping[int, Hit]:
    return {article.pk: _article_hit(article) for article in published_articles().filter(pk__in=keys)}


def _article_hit(article: Article) -> Hit:
    title = in_language(article.title)
    return Hit(
        pk=article.pk,
        title=str(title),
        url=article_address(article),
        text=str(in_language(article.summary)),
        where=" · ".join(
            filter(None, [str(article.get_kind_display()), article.hub.name if article.hub else ""])
        ),
        language=title.language if title.is_fallback and title else "",
        is_example=article.is_example,
    )


def _articles_of_hub(hub_id: int) -> Iterable[int]:
    return Article.objects.filter(hub_id=hub_id).values_list("pk", flat=True)


register(
    Findable(
        kind="article",
        code="g",
        name=_("Gidsen en uitleg"),
        icon="book-open",
        order=88,
        ids=_article_ids,
        documents=_article_documents,
        marks=_marks,
        shown=_shown_articles,
        touched={"knowledge.article": itself, "hubs.hub": _articles_of_hub},
    )
)
