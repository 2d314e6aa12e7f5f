"""Every address of the site as the URL resolver knows it, and how to fill it in."""

import re
from collections.abc import Callable, Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from circulairwerkt.cases.queries import token_of
from tests.circulairwerkt.permissions import rooms
from tests.circulairwerkt.permissions.world import TOKEN, World, contact_person

PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")


def all_routes() -> list[str]:
    """Return every route once, in order, as written in the URL lists; languages share theirs."""
    return list(dict.fromkeys(_walk(get_resolver().url_patterns, "")))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        here = "" if isinstance(pattern.pattern, LocalePrefixPattern) else str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, prefix + here)
        else:
            yield prefix + here


def path_of(route: str, world: World) -> str:
    """Return a real address for ``route``, with rows of ``world`` filled in."""
    values = arguments(route, world)
    return "/" + PLACEHOLDER.sub(lambda found: str(values[found[1]]), route)


def arguments(route: str, world: World) -> Mapping[str, object]:
    """Return what stands in the placeholders of ``route``."""
    given = ARGUMENTS.get(route, lambda _: {})(world)
    slug = world.organisation.slug if route.startswith("organisaties/") else world.hub.slug
    return {"slug": slug, **given}


#: Placeholders other than the slug of the hub (or organisation), by route.
ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    **rooms.ARGUMENTS,
    "lokaal/post/<slug:key>/": lambda world: {"key": "bestaat-niet"},
    "mijn/aanvragen/<int:pk>/intrekken/": lambda world: {"pk": world.claim.pk},
    "mijn/beveiliging/sleutels/<int:pk>/": lambda world: {"pk": world.keys["claimant"].pk},
    "mijn/beveiliging/sleutels/<int:pk>/weg/": lambda world: {"pk": world.keys["claimant"].pk},
    "organisaties/<slug:slug>/beheer/erkenningen/<int:pk>/": lambda world: {"pk": world.recognition.pk},
    "organisaties/<slug:slug>/beheer/erkenningen/<int:pk>/weg/": lambda world: {"pk": world.recognition.pk},
    "organisaties/<slug:slug>/beheer/vestigingen/<int:pk>/": lambda world: {"pk": world.site.pk},
    "organisaties/<slug:slug>/beheer/vestigingen/<int:pk>/weg/": lambda world: {"pk": world.site.pk},
    "programma/mensen/<int:pk>/stoppen/": lambda world: {"pk": world.programme_role.pk},
    "sitemap-<section>.xml": lambda world: {"section": "hubs"},
    "uitnodiging/<slug:token>/": lambda world: {"token": TOKEN},
    "verhalen/<slug:slug>/": lambda world: {"slug": world.story.slug},
    "mijn-vraag/<str:token>/": lambda world: {"token": token_of(world.question)},
    "mijn-vraag/<str:token>/toevoegen/": lambda world: {"token": token_of(world.question)},
    "mijn-vraag/<str:token>/begrepen/": lambda world: {"token": token_of(world.question)},
    "mijn-vraag/<str:token>/intrekken/": lambda world: {"token": token_of(world.question)},
    "mijn-vraag/<str:token>/verplaatsen/": lambda world: {"token": token_of(world.question)},
    "werkplek/<slug:slug>/aanvragen/<int:pk>/": lambda world: {"pk": world.claim.pk},
    "werkplek/<slug:slug>/mensen/<int:pk>/stoppen/": lambda world: {"pk": world.membership.pk},
    "werkplek/<slug:slug>/partners/contacten/<int:pk>/wissen/": lambda world: {
        "pk": contact_person(world).pk
    },
    "werkplek/<slug:slug>/partners/<int:pk>/": lambda world: {"pk": world.partnership.pk},
    "werkplek/<slug:slug>/partners/toevoegen/<slug:organisation>/": lambda world: {
        "organisation": world.other_organisation.slug
    },
    "werkplek/<slug:slug>/uitnodigingen/<int:pk>/intrekken/": lambda world: {"pk": world.invitation.pk},
}
