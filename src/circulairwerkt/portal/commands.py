"""Pages and actions that one can jump to by name, each only for who may go there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from rapidfuzz.distance import OSA

from circulairwerkt.accounts import perms as account_perms
from circulairwerkt.base.findables import words_of
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.perms import may_import
from circulairwerkt.cases import perms as case_perms
from circulairwerkt.hubs import perms as hub_perms
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import is_on
from circulairwerkt.knowledge import perms as knowledge_perms
from circulairwerkt.matching import perms as matching_perms
from circulairwerkt.organisations import perms as organisation_perms
from circulairwerkt.streams import perms as stream_perms

#: Lines that one gets before typing, and while typing.
MOST = 6
#: Hubs whose rooms stand in the list at once; who has more finds them by name.
_MOST_HUBS = 3
_WRONG_FROM = 5


@dataclass(frozen=True)
class Command:
    """A page or an action: what it is called, whose it is, where it stands, and other words for it."""

    label: str
    detail: str
    url: str
    also: str = ""


def commands_for(actor: Actor, hubs: Sequence[Hub], words: str, most: int = MOST) -> list[Command]:
    """Return what fits ``words`` (all, where nothing was typed), the nearest work first."""
    typed = words_of(words)[:8]
    found = [each for each in _all(actor, hubs) if _fits(each, typed)]
    return found[:most]


def _fits(command: Command, typed: Sequence[str]) -> bool:
    own = words_of(f"{command.label} {command.detail} {command.also}")
    return all(any(_begins(word, other) for other in own) for word in typed)


def _begins(typed: str, word: str) -> bool:
    return word.startswith(typed) or (
        len(typed) >= _WRONG_FROM and OSA.distance(typed, word, score_cutoff=1) <= 1
    )


def _all(actor: Actor, hubs: Sequence[Hub]) -> Iterator[Command]:
    own = [hub for hub in hubs if hub.pk in actor.by_hub] or list(hubs)
    for hub in own[:_MOST_HUBS]:
        yield from _of_hub(actor, hub)
    if not actor.is_anonymous:
        yield Command(_("Mijn werkplek"), "", reverse("portal:workspace"))
        yield Command(_("Bewaarde zoekopdrachten"), "", reverse("portal:saved_searches"))
        yield Command(_("Mijn account"), "", reverse("accounts:profile"), _("naam taal"))
    if account_perms.may_manage_programme(actor):
        yield Command(_("Het programma"), "", reverse("hubs:programme"), _("hubs inbox rollen"))
    yield Command(_("Stel een vraag"), "", reverse("portal:home"), _("home start"))
    yield Command(_("Organisaties"), "", reverse("portal:organisations"))
    yield Command(_("Kennis"), "", reverse("knowledge:overview"), _("gids les uitleg"))
    yield Command(_("Woorden uitgelegd"), "", reverse("knowledge:terms"), _("woordenlijst"))
    yield Command(_("Verhalen"), "", reverse("portal:stories"))
    yield Command(_("Werk"), "", reverse("people:work"))
    yield Command(_("Over"), "", reverse("portal:about"))


def _may_make(actor: Actor, hub: Hub) -> bool:
    return stream_perms.may_make(actor, hub, None)


def _may_import(actor: Actor, hub: Hub) -> bool:
    return may_import(actor, hub.pk)


def _may_write_texts(actor: Actor, hub: Hub) -> bool:
    return knowledge_perms.may_write_at(actor, hub.pk)


def _may_write_stories(actor: Actor, hub: Hub) -> bool:
    return actor.may(knowledge_perms.TELL, hub_id=hub.pk) and is_on(hub, "stories")


#: What one does at a hub: who may, what it is called, where it stands, and other words for it.
_AT_A_HUB = (
    (case_perms.may_open, _lazy("Noteer een gesprek"), "cases:call", (), _lazy("telefoon bellen notitie")),
    (_may_make, _lazy("Nieuwe kaart"), "streams:new", ("kaarten",), _lazy("materiaalkaart")),
    (_may_make, _lazy("Noteer wat iemand zoekt"), "streams:new", ("gezocht",), _lazy("nieuw")),
    (_may_make, _lazy("Noteer wie wat kan"), "streams:new", ("wie-kan-wat",), _lazy("nieuw")),
    (hub_perms.may_see_inside, _lazy("Vandaag"), "portal:hub_workspace", (), _lazy("werkplek")),
    (case_perms.may_see_cases_at, _lazy("Vragen"), "cases:questions", (), ""),
    (case_perms.may_see_cases_at, _lazy("Dossiers: bord"), "cases:board", (), ""),
    (case_perms.may_see_cases_at, _lazy("Dossiers: lijst"), "cases:case_list", (), ""),
    (case_perms.may_open, _lazy("Nieuw dossier"), "cases:new_case", (), ""),
    (case_perms.may_see_cases_at, _lazy("Doorverwezen"), "cases:referrals", (), ""),
    (case_perms.may_see_cases_at, _lazy("Tellingen"), "cases:counts", (), _lazy("cijfers")),
    (stream_perms.may_see_lists, _lazy("Materiaal"), "streams:cards", (), _lazy("kaarten")),
    (matching_perms.may_see_at, _lazy("Voorstellen"), "matching:proposals", (), ""),
    (_may_write_texts, _lazy("Kennis"), "knowledge:articles_of_hub", (), _lazy("gids tekst")),
    (_may_write_stories, _lazy("Verhalen"), "knowledge:stories_of_hub", (), _lazy("verhaal schrijven")),
    (_may_import, _lazy("Inlezen"), "portal:read_in", (), _lazy("excel csv")),
    (organisation_perms.may_manage_partners, _lazy("Partners"), "organisations:partners", (), ""),
    (hub_perms.may_manage_members, _lazy("Mensen"), "hubs:people", (), ""),
)


def _of_hub(actor: Actor, hub: Hub) -> Iterator[Command]:
    for may, label, to, more, also in _AT_A_HUB:
        if may(actor, hub):
            yield Command(str(label), hub.name, reverse(to, args=[hub.slug, *more]), str(also))
