"""Texts to learn from: a hub's writers draft, its coordinator publishes; everybody reads what is published."""

from collections.abc import Callable, Mapping
from typing import Any

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.knowledge import services
from circulairwerkt.knowledge.loading import load_texts
from circulairwerkt.knowledge.models import Article
from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.service import COORDINATOR, NOBODY, Service
from tests.circulairwerkt.permissions.world import World

_ONE = "kennis/<slug:slug>/"
_HUB = "werkplek/<slug:slug>/kennis/"
WRITERS = {"member", *COORDINATOR}

# fmt: off
LINES: list[Line] = [
    *everybody("kennis/", "200", "405"),
    *everybody("kennis/teksten/", "200", "405"),
    *everybody("kennis/woorden/", "200", "405"),
    *everybody("hubs/<slug:slug>/nieuws.atom", "200", "405"),
    # a draft of the hub
    #                                     nobody strang orgmem other  coach  member coord  funder admin
    line(_ONE, "GET",                    "404    404    404    404    404    200    200    404    200"),
    line(_ONE, "POST",                   "405    405    405    405    405    405    405    405    405"),
    line(_ONE + "bewerken/", "GET",      "in     404    404    404    404    200    200    404    200"),
    line(_ONE + "bewerken/", "POST",     "in     404    404    404    404    422    422    404    422"),
    line(_ONE + "publiceren/", "GET",    "in     405    405    405    405    405    405    405    405"),
    line(_ONE + "publiceren/", "POST",   "in     404    404    404    404    404    302    404    302"),
    line(_ONE + "intrekken/", "GET",     "in     405    405    405    405    405    405    405    405"),
    line(_ONE + "intrekken/", "POST",    "in     404    404    404    404    404    302    404    302"),
    line(_ONE + "nagekeken/", "GET",     "in     405    405    405    405    405    405    405    405"),
    # this one is published: its writers without that right may not change it any more
    line(_ONE + "nagekeken/", "POST",    "in     404    404    404    404    404    302    404    302"),
    line(_HUB, "GET",                    "in     404    404    404    404    200    200    404    200"),
    line(_HUB, "POST",                   "in     405    405    405    405    405    405    405    405"),
    line(_HUB + "nieuw/<slug:kind>/", "GET",  "in 404    404    404    404    200    200    404    200"),
    line(_HUB + "nieuw/<slug:kind>/", "POST", "in 404    404    404    404    422    422    404    422"),
]
# fmt: on
VALUES: Mapping[str, Any] = {
    "title": {"nl": "Zo sorteer je karton"},
    "summary": {"nl": "Droog en plat."},
    "body": {"nl": "Hou het droog."},
    "keywords": ["karton"],
    "author": "",
    "sectors": [],
}


def text_of(world: World, state: str = "draft") -> Article:
    """A text of the hub in that state."""
    with everywhere("a text of the hub"):
        known = Article.objects.filter(slug=f"tekst-{state}").first()
        return known or Article.objects.create(
            hub=world.hub,
            slug=f"tekst-{state}",
            kind="guide",
            state=state,
            visibility="public" if state == "published" else "hub",
            title={"nl": "Karton"},
            body={"nl": "Hou het droog."},
        )


def _draft(world: World) -> Mapping[str, object]:
    return {"slug": text_of(world).slug}


def _published(world: World) -> Mapping[str, object]:
    return {"slug": text_of(world, "published").slug}


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    _ONE: _draft,
    _ONE + "bewerken/": _draft,
    _ONE + "publiceren/": _draft,
    _ONE + "intrekken/": _draft,
    _ONE + "nagekeken/": _published,
    _HUB + "nieuw/<slug:kind>/": lambda world: {"kind": "guide"},
}


def _save(world: World, actor: Actor) -> Any:
    return services.save_article(
        actor=actor, article=Article(hub=world.hub, kind="guide"), seen_version=0, values=VALUES
    )


def _publish(world: World, actor: Actor) -> Any:
    return services.publish_article(actor=actor, article=text_of(world), seen_version=1)


def _withdraw(world: World, actor: Actor) -> Any:
    return services.withdraw_article(actor=actor, article=text_of(world, "published"), seen_version=1)


def _review(world: World, actor: Actor) -> Any:
    return services.review_article(actor=actor, article=text_of(world, "published"), seen_version=1)


SERVICES: Mapping[str, Service] = {
    "knowledge.save_article": Service(_save, WRITERS),
    "knowledge.publish_article": Service(_publish, COORDINATOR),
    "knowledge.withdraw_article": Service(_withdraw, COORDINATOR),
    "knowledge.review_article": Service(_review, COORDINATOR),
    "knowledge.load_texts": Service(lambda w, a: load_texts(actor=a, again=True), NOBODY),
}
