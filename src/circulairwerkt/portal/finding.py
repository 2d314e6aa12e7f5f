"""What a search shows: groups by kind, the first of each or a page of one, and the words to mark."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from circulairwerkt.base.findables import Findable, Hit, in_order
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.search import Found, Result, search
from circulairwerkt.hubs import queries as hub_queries
from circulairwerkt.portal.commands import commands_for

#: Of each kind on the page of all kinds.
FIRST = 5
#: In the quick list under the field.
_QUICK, _QUICK_OF_A_KIND = 12, 3


@dataclass(frozen=True)
class Group:
    """What was found of one kind, as far as the page shows it."""

    findable: Findable
    hits: Sequence[Hit]
    total: int
    is_cut: bool
    url: str

    @property
    def is_whole(self) -> bool:
        """Whether all that was found stands here."""
        return not self.is_cut and self.total <= len(self.hits)


@dataclass(frozen=True)
class Suggestion:
    """A line of the quick list: where it leads, what it is called, and what sort of thing it is."""

    label: str
    detail: str
    url: str


def address(words: str, kind: str = "") -> str:
    """Return the page of results for ``words``, of one kind or of all."""
    asked = {"q": words, "soort": kind} if kind else {"q": words}
    return f"{reverse('portal:search')}?{urlencode(asked)}"


def groups_of(actor: Actor, result: Result, words: str, first: int = FIRST) -> list[Group]:
    """Return what was found by kind with the first rows of each; a kind of which no row is left is left out.

    Rows are read by the actor's rights of now, a few queries per kind that was found.
    """
    return list(_groups_in_turn(actor, result, words, first))


def _groups_in_turn(actor: Actor, result: Result, words: str, first: int) -> Iterator[Group]:
    """As ``groups_of``, each kind read when it is asked for."""
    for found in result.groups:
        group = _group(actor, found, found.keys[:first], words)
        if group.hits:
            yield group


def _group(actor: Actor, found: Found, keys: Sequence[int], words: str) -> Group:
    return Group(
        findable=found.findable,
        hits=hits_of(actor, found.findable, keys),
        total=len(found.keys),
        is_cut=found.is_cut,
        url=address(words, found.findable.kind),
    )


def hits_of(actor: Actor, findable: Findable, keys: Sequence[int]) -> list[Hit]:
    """Return the rows of ``keys`` in their order, without those that the actor may not see now."""
    rows = findable.shown(actor, keys)
    return [rows[key] for key in keys if key in rows]


def suggestions(actor: Actor, words: str) -> list[Suggestion]:
    """Return the quick list: pages and actions, then things, and last the page of all results."""
    hubs = list(hub_queries.hubs_of(actor)) if actor.by_hub or actor.programme else []
    found = [
        Suggestion(command.label, command.detail, command.url) for command in commands_for(actor, hubs, words)
    ]
    result = search(actor, words)
    if result.is_short:
        return found
    groups = _groups_in_turn(actor, result, words, _QUICK_OF_A_KIND)
    while len(found) < _QUICK and (group := next(groups, None)):
        found += [_line(group.findable, hit) for hit in group.hits]
    everything = Suggestion(_("Zoek “%(words)s” in alles") % {"words": words}, "", address(words))
    return [*found[:_QUICK], everything]


def _line(findable: Findable, hit: Hit) -> Suggestion:
    detail = " · ".join(filter(None, [str(findable.name), hit.where]))
    return Suggestion(hit.title[:90], detail[:90], hit.url)


def keys_now(actor: Actor, words: str, kind: str, most: int) -> list[str]:
    """Return what a search finds now as ``kind:key``, for telling later what is new."""
    result = search(actor, words, kinds=[kind] if kind else (), most=most)
    return [f"{group.findable.kind}:{key}" for group in result.groups for key in group.keys]


def still_seen(actor: Actor, keys: Iterable[str]) -> Iterator[tuple[Findable, Hit]]:
    """Yield the things of ``keys`` that the actor may see now, by kind."""
    by_kind: dict[str, list[int]] = {}
    for each in keys:
        kind, _sign, key = each.partition(":")
        by_kind.setdefault(kind, []).append(int(key))
    for findable in in_order():
        for hit in hits_of(actor, findable, by_kind.get(findable.kind, [])):
            yield findable, hit
