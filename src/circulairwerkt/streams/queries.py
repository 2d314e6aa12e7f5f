"""What pages and the rooms above ask of cards, needs and capabilities."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from circulairwerkt.base import scope
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.organisations.queries import folded
from circulairwerkt.streams import bridge, freshness
from circulairwerkt.streams.asking import Ask as Ask
from circulairwerkt.streams.asking import Known as Known
from circulairwerkt.streams.asking import PackSize as PackSize
from circulairwerkt.streams.asking import most_valuable as most_valuable
from circulairwerkt.streams.asking import pack_size_of as pack_size_of
from circulairwerkt.streams.bridge import coarse_cell_of as coarse_cell_of
from circulairwerkt.streams.bridge import code_spelled as code_spelled
from circulairwerkt.streams.bridge import is_material as is_material
from circulairwerkt.streams.bridge import kind_of_material as kind_of_material
from circulairwerkt.streams.bridge import material_name as material_name
from circulairwerkt.streams.bridge import material_names as material_names
from circulairwerkt.streams.bridge import measures as measures
from circulairwerkt.streams.bridge import need_of as need_of
from circulairwerkt.streams.bridge import processor_of as processor_of
from circulairwerkt.streams.bridge import read_sentence as read_sentence
from circulairwerkt.streams.bridge import stream_of as stream_of
from circulairwerkt.streams.bridge import unit_word as unit_word
from circulairwerkt.streams.dangers import Danger as Danger
from circulairwerkt.streams.dangers import danger as danger
from circulairwerkt.streams.dangers import dangers_in as dangers_in
from circulairwerkt.streams.disclosure import Disclosed as Disclosed
from circulairwerkt.streams.disclosure import disclosed as disclosed
from circulairwerkt.streams.freshness import BETWEEN_LETTERS as BETWEEN_LETTERS
from circulairwerkt.streams.freshness import in_sight as in_sight
from circulairwerkt.streams.freshness import is_fading as is_fading
from circulairwerkt.streams.models import Capability, Listing, MaterialCard, Photo
from circulairwerkt.streams.showing import Shown as Shown
from circulairwerkt.streams.showing import as_open as as_open
from circulairwerkt.streams.showing import drawn_rung as drawn_rung
from circulairwerkt.streams.showing import shown as shown
from circulairwerkt.streams.sorts import BY_KEY as BY_KEY
from circulairwerkt.streams.sorts import BY_SEGMENT as BY_SEGMENT
from circulairwerkt.streams.sorts import CAPABILITY as CAPABILITY
from circulairwerkt.streams.sorts import CARD as CARD
from circulairwerkt.streams.sorts import SORTS as SORTS
from circulairwerkt.streams.sorts import Sort as Sort
from circulairwerkt.streams.sorts import sort_of as sort_of
from circulairwerkt.streams.spans import AGAIN as AGAIN
from circulairwerkt.streams.spans import LEAST as LEAST
from circulairwerkt.streams.understanding import Understanding as Understanding
from circulairwerkt.streams.understanding import question_for as question_for
from circulairwerkt.streams.understanding import streams_in as streams_in
from circulairwerkt.streams.understanding import understood as understood
from circulairwerkt.streams.understanding import warm_up as warm_up

#: What a line of a list needs.
_WITH = ("hub", "organisation", "site", "municipality")
#: More rows than any list holds.
_MOST = 10**9
_FRESH, _FADING, _STALE, _GONE = "fresh", "fading", "stale", "gone"


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed by; empty means all that are there."""

    text: str = ""
    material: str = ""
    kind: str = ""
    strategy: str = ""
    freshness: str = ""
    visibility: str = ""


def rows_at(sort: Sort, hub: Hub, wanted: Wanted) -> QuerySet[Any]:
    """Return the rows of ``hub`` that pass ``wanted``, those confirmed last first."""
    rows = _of_hub(sort, hub)
    if wanted.visibility:
        rows = rows.filter(visibility=wanted.visibility)
    for word in folded(wanted.text).split()[:8]:
        rows = rows.filter(search_text__contains=word)
    return _narrowed(sort, rows, wanted).order_by("-confirmed_at", "-pk")


def _of_hub(sort: Sort, hub: Hub) -> QuerySet[Any]:
    """Return all rows of a hub where the scope in force holds it, else none; raises NoScope without one.

    The scoped manager says the same with an OR that no index serves.
    """
    current = scope.current()
    rows = sort.model._base_manager.filter(hub=hub)
    return rows if current.everywhere or hub.pk in current.hubs else rows.none()


def rows_of_others(sort: Sort, hub: Hub, wanted: Wanted) -> QuerySet[Any]:
    """Return what other hubs opened to the network, narrowed by ``wanted``.

    Words are sought only in what a reader of another hub gets, so that a search tells no firm.
    """
    current = scope.current()
    opened = [Visibility.PUBLIC]
    if current.network or current.everywhere:
        opened.append(Visibility.NETWORK)
    rows = sort.model._base_manager.filter(visibility__in=opened).exclude(hub=hub)
    for word in wanted.text.split()[:8]:
        told = Q(shown_text__icontains=word) | Q(municipality__name__icontains=word)
        materials = [key for key, name in bridge.material_names() if folded(word) in folded(name)]
        told |= Q(material__in=materials[:200])
        if sort.model is not Capability:
            told |= Q(product__icontains=word)
        rows = rows.filter(told)
    return _narrowed(sort, rows, wanted).order_by("-confirmed_at", "-pk")


def number_of(rows: QuerySet[Any]) -> int:
    """Return how many rows a list holds, counted in its own order.

    Counting needs no order, but SQLite takes the index that holds everything a list asks only where the
    order asks for it; Django keeps the order of a slice alone.
    """
    return rows[:_MOST].count()


def in_full(sort: Sort, page: QuerySet[Any]) -> QuerySet[Any]:
    """Return the rows of one page of a list with what a line shows of them.

    Only the rows of the page are read whole: a list skips to a page in its index.
    """
    rows = sort.model._base_manager.filter(pk__in=page.values("pk")).select_related(*_WITH)
    return rows.order_by("-confirmed_at", "-pk")


def _narrowed(sort: Sort, rows: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.strategy:
        rows = rows.filter(strategy=wanted.strategy)
    if wanted.material:
        rows = rows.filter(of_material(sort, wanted.material))
    return rows.filter(_of_freshness(wanted.freshness, timezone.now()))


def of_material(sort: Sort, key: str) -> Q:
    """Condition: of this class or one under it; a capability also where it takes a class above."""
    classes = bridge.with_descendants(key)
    if sort.model is not Capability:
        return Q(material__in=classes)
    condition = Q()
    for each in (*classes, *bridge.ancestors_of(key)):
        condition |= Q(accepts_index__contains=f"|{each}|")
    return condition


def _of_freshness(state: str, now: datetime) -> Q:
    fading, stale = freshness.is_fading(now), freshness.is_stale(now)
    here = Q(is_gone=False)
    return {
        _FRESH: here & ~fading,
        _FADING: here & fading & ~stale,
        _STALE: here & stale,
        _GONE: Q(is_gone=True),
    }.get(state, here)


def found(actor: Actor, sort: Sort, pk: int) -> tuple[Any, Disclosed] | None:
    """Return a row and what ``actor`` gets of it; None where for him it does not exist."""
    row = sort.model._base_manager.select_related(*_WITH).filter(pk=pk).first()
    told = disclosed(row, actor) if row is not None else None
    return (row, told) if row is not None and told is not None else None


def rows_of_organisation(organisation: Organisation) -> list[tuple[Sort, list[Listing]]]:
    """Return everything of one organisation by sort, those that are there first; for those who keep it."""
    with everywhere("an organisation's own rows, for its keepers"):
        return [
            (
                sort,
                list(
                    sort.model.objects.filter(organisation=organisation)
                    .select_related(*_WITH)
                    .order_by("is_gone", "-confirmed_at", "-pk")[:200]
                ),
            )
            for sort in SORTS
        ]


def photos_of(card: MaterialCard, told: Disclosed) -> list[Photo]:
    """Return the photos that a reader gets: outside the hub only those that were opened."""
    rows = card.photos.all()
    return list(rows if told.is_inside else rows.filter(is_open=True))


def history_of(row: Listing) -> QuerySet[AuditEntry]:
    """Return the trail of one row, newest first."""
    return AuditEntry.objects.filter(object_type=row._meta.label_lower, object_id=str(row.pk)).select_related(
        "user"
    )
