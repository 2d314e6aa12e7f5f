"""What a challenge came of, a card, a need or a case: found by its reader's rights, told to nobody else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from circulairwerkt.base import links
from circulairwerkt.base.permissions import Actor
from circulairwerkt.calls import perms
from circulairwerkt.calls.models import Call, Challenge
from circulairwerkt.calls.queries import in_use, still_to_fill
from circulairwerkt.cases import perms as case_perms
from circulairwerkt.cases.models import Case
from circulairwerkt.hubs.models import Hub
from circulairwerkt.streams import perms as stream_perms
from circulairwerkt.streams.models import Listing, MaterialCard, Need
from circulairwerkt.streams.queries import as_open

#: What a challenge may come of, by the word in the address.
SORTS: Mapping[str, type[Listing] | type[Case]] = {"kaart": MaterialCard, "gezocht": Need, "dossier": Case}


@dataclass(frozen=True)
class Origin:
    """What a challenge came of, in words, with its address; the words are those that everybody may read."""

    row: Listing | Case
    title: str
    words: str
    url: str
    icon: str


def sort_of(row: Listing | Case) -> str:
    """Return the word for a row in the address; empty for what no challenge comes of."""
    return next((word for word, model in SORTS.items() if isinstance(row, model)), "")


def may_see(actor: Actor, row: Listing | Case) -> bool:
    """A case is read by who works on it; a card inside its hub, however open it is to others."""
    if isinstance(row, Case):
        return case_perms.may_see(actor, row)
    return stream_perms.may_see_lists(actor, row.hub)


def origin_at(actor: Actor, hub: Hub, sort: str, pk: int) -> Origin | None:
    """Return a row of ``hub`` that the reader may make a challenge of; None where there is none."""
    model = SORTS.get(sort)
    found = _rows(model, [pk]).get(pk) if model else None
    if found is None or found.hub_id != hub.pk or not may_see(actor, found):
        return None
    return _told(found)


def _rows(model: type[Listing] | type[Case], keys: Iterable[int]) -> Mapping[int, Listing | Case]:
    if issubclass(model, Case):
        cases = model._base_manager.filter(pk__in=keys).select_related("hub").prefetch_related("shares")
        return {case.pk: case for case in cases}
    beside = ("hub", "organisation", "site", "municipality")
    return {row.pk: row for row in model._base_manager.filter(pk__in=keys).select_related(*beside)}


def _told(row: Listing | Case) -> Origin:
    if isinstance(row, Case):
        url = reverse("cases:case", args=[row.pk])
        return Origin(row, row.title, row.summary, url, "folder-open")
    words = as_open(row)
    amount = f"{words.amount} {words.rhythm}".strip()
    text = "\n\n".join(filter(None, (amount, words.text)))
    return Origin(row, words.title, text, reverse("streams:row", args=[words.sort, row.pk]), words.sort.icon)


def origins_of(actor: Actor, challenges: Sequence[Challenge]) -> dict[int, list[Origin]]:
    """Return what each challenge came of, as far as the reader may see that."""
    found: dict[int, list[Origin]] = {challenge.pk: [] for challenge in challenges}
    for model in SORTS.values():
        behind = links.origins_of(challenges, model)
        keys = {key for each in behind.values() for key in each}
        if not keys:
            continue
        rows = {key: row for key, row in _rows(model, keys).items() if may_see(actor, row)}
        for challenge, each in behind.items():
            found[challenge] += [_told(rows[key]) for key in each if key in rows]
    return found


def challenges_from(actor: Actor, row: Listing | Case) -> list[Challenge]:
    """Return the challenges that came of a row, for who may see their call from the inside."""
    keys = links.results([row], Challenge)[row.pk]
    if not keys:
        return []
    rows = Challenge.objects.filter(pk__in=keys, call__in=in_use(Call.objects.all()))
    return [one for one in rows.select_related("call__hub") if perms.may_see(actor, one.call)]


def calls_to_offer(actor: Actor, hub: Hub) -> list[Call]:
    """Return the calls of ``hub`` to which the reader may still add a challenge, with their titles alone."""
    return list(still_to_fill(hub).only("slug", "title")) if perms.may_edit_at(actor, hub) else []
