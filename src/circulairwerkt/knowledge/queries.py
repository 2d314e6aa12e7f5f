"""Questions about stories and texts: which are published, which resemble a sentence, which teach."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import TypeVar

from django.db.models import Case, Count, F, Max, QuerySet, Value, When
from rapidfuzz import fuzz, process

from circulairwerkt.base.texts import shown
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import hubs_without, is_on
from circulairwerkt.knowledge.models import Article, CaseStory, Issue, Subscription

#: Words that say nothing about a material (quantities, rhythms, small words); shorter words are left out
#: anyway.
_Text = TypeVar("_Text", CaseStory, Article)
_SILENT = frozenset(
    "aantal alle andere aub deze dingen elke geen graag heb hebben heeft iedere iemand kilo kilogram "
    "kunnen liter maand maandelijks maar meer naar niet nodig ongeveer ons onze over overschot per "
    "pallet palletten paletten reststroom reststromen stuks ton veel voor waar wat week wekelijks "
    "weken wij willen worden zijn zoek zoeken with from have need some that this week month avec "
    "dans pour nous avons mois semaine tonnes tonne "
    "twee drie vier vijf zeven acht negen tien twaalf twintig dertig veertig vijftig honderd duizend half "
    "halve paar beetje enkele sommige verschillende dagen dagelijks jaar jaarlijks keer klein kleine groot "
    "grote oude nieuw nieuwe goede staat gebruikt gebruikte bedrijf bedrijven iets komt komen gaan hulp "
    "three four five seven eight nine hundred each every year small large used about some help company "
    "deux trois quatre cinq sept huit neuf cent chaque vieux petit grand annee beaucoup environ ".split()
)
_LEAST_LETTERS = 4
_LEAST_LIKENESS = 86.0
#: A part of a compound counts less than the whole word: doek in zonweringsdoek.
_PART_LETTERS, _PART_WEIGHT = 5, 0.6
_LEAST_SCORE = 0.9
#: A story must resemble the sentence at least this much of what the best one does; else it only distracts.
_LEAST_SHARE = 0.5


@dataclass(frozen=True)
class Resemblance:
    """A story that resembles a sentence, with the words that say so, the strongest first."""

    story: CaseStory
    score: float
    words: tuple[str, ...]


def published(of: Hub | None = None) -> QuerySet[CaseStory]:
    """Return the stories (``of`` a hub, or all) that the scope may see, newest first, with hub and sectors.

    A hub that does not use stories shows none, here and everywhere.
    """
    stories: QuerySet[CaseStory] = CaseStory.objects.filter(published_on__isnull=False)
    found = _where_used(stories, "stories", of)
    return found.select_related("hub").prefetch_related("sectors").order_by("-published_on", "slug")


def _where_used(rows: QuerySet[_Text], switch: str, of: Hub | None) -> QuerySet[_Text]:
    """Keep what is of hubs that use it; of a hub in hand its own switches tell, and no database is asked."""
    if of is None:
        return rows.exclude(hub__in=hubs_without(switch))
    return rows.filter(hub=of) if is_on(of, switch) else rows.none()


def folded(text: str) -> str:
    """Return ``text`` in lower-case words and figures with one blank between, without accents.

    >>> folded("Café «De Zon», n°3")
    'cafe de zon n 3'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def folded_words(text: str) -> list[str]:
    """Split ``text`` into lower-case words without accents, leaving out silent and short ones.

    >>> folded_words("Snijresten zonweringsdoek, 300 kg per maand")
    ['snijresten', 'zonweringsdoek']
    """
    plain = unicodedata.normalize("NFKD", text[:2000]).encode("ascii", "ignore").decode().lower()
    return [w for w in re.findall(r"[a-z]+", plain) if len(w) >= _LEAST_LETTERS and w not in _SILENT]


@lru_cache(maxsize=4)
def _vocabulary(edition: tuple[int, str]) -> tuple[dict[str, dict[int, float]], int]:
    """Return for each word the public stories that hold it, with the weight of where it stands."""
    weights: dict[str, dict[int, float]] = {}
    rows = CaseStory.objects.filter(published_on__isnull=False, visibility=Visibility.PUBLIC).values_list(
        "pk", "title", "summary", "body", "lesson", "keywords"
    )
    for pk, title, summary, body, lesson, keywords in rows:
        for texts, weight in (
            (keywords, 2.0),
            (title.values(), 1.5),
            (summary.values(), 1.0),
            (body.values(), 0.5),
            (lesson.values(), 0.5),
        ):
            for word in {word for text in texts for word in folded_words(str(text))}:
                held = weights.setdefault(word, {})
                held[pk] = max(held.get(pk, 0.0), weight)
    return weights, len(rows)


def _likenesses(word: str, known: Sequence[str]) -> dict[str, float]:
    """Return the known words that ``word`` may mean: itself, misspelt, or sharing a part of a compound."""
    alike = {
        match: likeness / 100
        for match, likeness, _ in process.extract(
            word, known, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS, limit=5
        )
    }
    if len(word) >= _PART_LETTERS:
        for other in known:
            if (word in other or other in word) and other != word and len(other) >= _PART_LETTERS:
                alike.setdefault(other, _PART_WEIGHT)
    return alike


def resembling(sentence: str, *, limit: int = 3, hubs: Iterable[Hub] = ()) -> list[Resemblance]:
    """Return public stories that share words with ``sentence``: rare words count more, typing errors less.

    Between equal stories those of ``hubs`` come first. An empty sentence resembles nothing.
    """
    edition = CaseStory.objects.aggregate(newest=Max("changed_at"), number=Count("pk"))
    vocabulary, stories = _vocabulary((edition["number"], str(edition["newest"])))
    words = list(vocabulary)
    scores: dict[int, float] = {}
    reasons: dict[int, dict[str, float]] = {}
    for word in dict.fromkeys(folded_words(sentence)):
        best: dict[int, float] = {}
        for known, likeness in _likenesses(word, words).items():
            holders = vocabulary[known]
            rarity = log(1 + stories / len(holders))
            for pk, weight in holders.items():
                best[pk] = max(best.get(pk, 0.0), likeness * weight * rarity)
        for pk, score in best.items():
            scores[pk] = scores.get(pk, 0.0) + score
            reasons.setdefault(pk, {})[word] = score
    near = {hub.pk for hub in hubs}
    least = max(_LEAST_SCORE, _LEAST_SHARE * max(scores.values(), default=0.0))
    found = {
        story.pk: story
        for story in published().filter(pk__in=[pk for pk, score in scores.items() if score >= least])
    }
    ranked = sorted(found, key=lambda pk: (-scores[pk], found[pk].hub_id not in near, found[pk].slug))
    return [
        Resemblance(
            story=found[pk],
            score=scores[pk],
            words=tuple(sorted(reasons[pk], key=lambda word: -reasons[pk][word])),
        )
        for pk in ranked[:limit]
    ]


@dataclass(frozen=True)
class StorySearch:
    """What a visitor looks for among the stories; empty means anything."""

    words: str = ""
    sector: str = ""
    hub: str = ""
    came_of: str = ""


def matching(wanted: StorySearch) -> QuerySet[CaseStory] | list[CaseStory]:
    """Return the published stories that pass ``wanted``: the most alike first when there are words, else
    the newest.
    """
    found = published()
    if wanted.sector:
        found = found.filter(sectors__key=wanted.sector)
    if wanted.hub:
        found = found.filter(hub__slug=wanted.hub)
    if wanted.came_of:
        found = found.filter(came_of=wanted.came_of)
    if not wanted.words:
        return found
    alike = {match.story.pk: place for place, match in enumerate(resembling(wanted.words, limit=500))}
    return sorted((story for story in found if story.pk in alike), key=lambda story: alike[story.pk])


def published_articles(of: Hub | None = None) -> QuerySet[Article]:
    """Return the texts (``of`` a hub, or all) that everybody may read, newest first, with hub and sectors.

    A hub that does not use texts shows none, here and everywhere.
    """
    texts: QuerySet[Article] = Article.objects.filter(state=Article.State.PUBLISHED)
    found = _where_used(texts, "guides", of)
    return found.select_related("hub").prefetch_related("sectors").order_by("-published_on", "slug")


def articles_of(hub: Hub) -> QuerySet[Article]:
    """Return the texts of a hub for those who write them: drafts first, then what changed last."""
    order = ["draft", "published", "withdrawn"]
    place = Case(*(When(state=state, then=Value(n)) for n, state in enumerate(order)), default=Value(9))
    return Article.objects.filter(hub=hub).order_by(place, "-changed_at", "-pk")


def stories_of(hub: Hub) -> QuerySet[CaseStory]:
    """Return the stories of a hub for who answers for them: those that nobody else reads yet first."""
    return CaseStory.objects.filter(hub=hub).order_by(F("published_on").desc(nulls_first=True), "-pk")


def terms() -> list[Article]:
    """Return the words that are explained, by what they are called in the reader's language."""
    found = published_articles().filter(kind=Article.Kind.TERM)
    return sorted(found, key=lambda term: folded(str(shown(term.title))))


def lessons() -> QuerySet[CaseStory]:
    """Return the published stories that tell what was learnt, also where a try was stopped."""
    return published().exclude(lesson={})


@dataclass(frozen=True)
class ArticleSearch:
    """Which texts a reader wants; empty means any."""

    kind: str = ""
    sector: str = ""
    hub: str = ""


def articles_matching(wanted: ArticleSearch) -> QuerySet[Article]:
    """Return the published texts that pass ``wanted``, the newest first; words are on a page of their own."""
    found = published_articles().exclude(kind=Article.Kind.TERM)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.sector:
        found = found.filter(sectors__key=wanted.sector)
    if wanted.hub:
        found = found.filter(hub__slug=wanted.hub)
    return found


def articles_at(hub: Hub) -> QuerySet[Article]:
    """Return the published texts of ``hub``, the newest first; words are on a page of their own."""
    return published_articles(hub).exclude(kind=Article.Kind.TERM)


def in_sectors(sectors: Sequence[str], *, besides: Article) -> QuerySet[Article]:
    """Return the other texts about one of these sectors, the newest first."""
    found = published_articles().exclude(kind=Article.Kind.TERM).exclude(pk=besides.pk)
    return found.filter(sectors__key__in=sectors).distinct()


def stories_in(sectors: Sequence[str]) -> QuerySet[CaseStory]:
    """Return the stories from one of these sectors, the newest first."""
    return published().filter(sectors__key__in=sectors).distinct()


def sent_issues(hub: Hub) -> QuerySet[Issue]:
    """Return the newsletters of a hub that went out, the latest first; everybody may read them."""
    return Issue.objects.filter(hub=hub, number__isnull=False).select_related("hub").order_by("-number")


def issues_of(hub: Hub) -> QuerySet[Issue]:
    """Return the newsletters of a hub for who makes them: drafts first, then the latest."""
    return Issue.objects.filter(hub=hub).order_by(F("number").desc(nulls_first=True), "-pk")


def told_before(hub: Hub) -> set[str]:
    """Return the keys of all news that stood in a newsletter of a hub."""
    rows = Issue.objects.filter(hub=hub, number__isnull=False).values_list("keys", flat=True)
    return {str(key) for keys in rows for key in keys}


def readers_of(hub: Hub) -> int:
    """Return how many addresses confirmed that they want the newsletter of a hub."""
    return Subscription.objects.filter(hub=hub, confirmed_at__isnull=False).count()
