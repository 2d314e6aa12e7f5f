"""Made-up guides, a lesson from a case that stopped, and a newsletter of the example region."""

from collections.abc import Sequence

from django.utils import timezone

from circulairwerkt.base import news
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.cases.models import Case, Exit, Lesson
from circulairwerkt.hubs.models import Hub
from circulairwerkt.knowledge import services
from circulairwerkt.knowledge.models import Article, Issue

_KRATTEN = """Houten kratten blijven lang goed als ze droog en plat liggen.

## Zo doe je het

- Stapel ze per maat, niet hoger dan je schouder.
- Leg ze op een pallet, zodat er lucht onder kan.
- Haal nietjes en touw weg voor iemand ze ophaalt.

Een krat met verf of olie hou je apart. Zeg dat erbij als je ze aanbiedt.
"""
_APPELS = """Appels die te klein of te vlekkig zijn voor de winkel, zijn nog goed voor sap of gelei.

Vraag eerst aan de keuken hoeveel ze op één dag verwerkt. Een volle vrachtwagen helpt niemand
als er maar drie mensen zijn.
"""
_TEXTS = (
    ("guide", "Kratten drogen en stapelen", "Zo blijven houten kratten goed.", _KRATTEN, ["kratten", "hout"]),
    (
        "answer",
        "Wat doe ik met te kleine appels?",
        "Ze zijn goed voor sap of gelei.",
        _APPELS,
        ["appel", "fruit"],
    ),
    ("sector", "Fruit in deze streek", "Wat er overblijft na de pluk.", _APPELS, ["fruit", "appel", "peer"]),
)


def make_texts(hub: Hub, cases: Sequence[Case], actor: Actor) -> int:
    """Write and publish texts, one stays a draft; tell a lesson, make a newsletter. Return how many texts."""
    made = [_text(hub, actor, *text) for text in _TEXTS]
    for article in made:
        services.publish_article(actor=actor, article=article, seen_version=article.version)
    draft = ("guide", "Een proefdag met je ploeg", "Wat je vooraf afspreekt.", "Nog te schrijven.", ["proef"])
    made.append(_text(hub, actor, *draft))
    told = [item.key for item in news.latest(hub)]
    _lesson(cases, actor)
    _newsletter(hub, told)
    return len(made)


def _text(
    hub: Hub, actor: Actor, kind: str, title: str, summary: str, body: str, keywords: list[str]
) -> Article:
    return services.save_article(
        actor=actor,
        article=Article(hub=hub, kind=kind, is_example=True),
        seen_version=0,
        values={
            "title": {"nl": title},
            "summary": {"nl": summary},
            "body": {"nl": body},
            "keywords": keywords,
            "author": hub.name,
            "sectors": ["voeding"],
        },
    )


def _lesson(cases: Sequence[Case], actor: Actor) -> None:
    """Put what was learnt from a case that stopped in the stories, in words that name nobody."""
    stopped = [case.pk for case in cases if case.exit == Exit.STOPPED]
    lesson = Lesson.objects.filter(case__in=stopped).order_by("pk").first()
    if lesson is None:
        return
    services.tell(
        actor=actor,
        lesson=lesson,
        seen_version=0,
        values={
            "title": "Pitten persen lukte niet",
            "summary": "Een proef met pruimenpitten als brandstof stopte na twee maanden.",
            "lesson": "Meet eerst hoe vochtig de pitten zijn. Drogen kostte meer dan ze opbrachten.",
            "body": "",
            "came_of": "stopped",
            "keywords": ["pruimenpitten", "drogen"],
            "sectors": [],
        },
    )


def _newsletter(hub: Hub, keys: Sequence[str]) -> None:
    Issue.objects.create(
        hub=hub,
        visibility=Visibility.PUBLIC,
        state=Issue.State.SENT,
        number=1,
        title={"nl": "Nieuws uit de voorbeeldhub"},
        intro={"nl": "Wat we schreven en leerden."},
        keys=keys,
        sent_at=timezone.now(),
        is_example=True,
    )
