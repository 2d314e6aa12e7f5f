"""How many closed cards lie where, so that no closed card can be traced: one figure for everybody.

Closed rows are counted in large hexagons, all sorts and kinds together, in bands, once a day. The figure is
the same for every reader and every filter: there is no second figure to take it away from. Why:
``docs/decisions/0052-closed-cards-as-one-figure-a-day.md``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Count
from django.utils import timezone

from circulairwerkt.base.periods import held_on
from circulairwerkt.base.scope import everywhere
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.flows.groups import Part, may_be_told
from circulairwerkt.flows.material_map import switched_off
from circulairwerkt.hubs.models import HubMembership
from circulairwerkt.reference.models import Municipality
from circulairwerkt.streams.queries import SORTS, coarse_cell_of, in_sight

#: Lower ends of the bands in which a hexagon tells its number.
BANDS = (5, 10, 25, 50, 100)
_KEPT_SECONDS = 26 * 3600


@dataclass(frozen=True)
class Hexagon:
    """A cell with at least ``least`` closed rows, and at most ``most`` where the band has an end."""

    cell: str
    least: int
    most: int | None


@dataclass(frozen=True)
class Density:
    """The hexagons as they were counted on ``day``."""

    day: date
    hexagons: tuple[Hexagon, ...]


def density_today() -> Density:
    """Return the figure of today; the first who asks, or the clock, counts it."""
    today = timezone.localdate()
    key = f"flows.density.{today:%Y-%m-%d}"
    found = cache.get(key)
    if not isinstance(found, Density):
        found = counted(today)
        # Whoever comes second at the same moment takes the figure of the first: there is one a day.
        cache.add(key, found, _KEPT_SECONDS)
        kept = cache.get(key)
        found = kept if isinstance(kept, Density) else found
    return found


def counted(today: date) -> Density:
    """Count anew. Rows that nobody stands for any more, and hubs without the map, do not count."""
    cells: dict[str, list[Part]] = {}
    with everywhere("closed rows are counted in groups for the map"):
        places = {
            key: coarse_cell_of(lat, lon)
            for key, lat, lon in Municipality.objects.values_list("pk", "lat", "lon")
        }
        for sort in SORTS:
            rows = sort.model._base_manager.filter(in_sight(timezone.now()), municipality__isnull=False)
            closed = rows.exclude(visibility=Visibility.PUBLIC).exclude(switched_off()).order_by()
            grouped = closed.values_list("municipality_id", "hub_id", "organisation_id", "visibility")
            for place, hub, organisation, visibility, number in grouped.annotate(n=Count("pk")):
                part = Part(hub, organisation, number, visibility == Visibility.NETWORK)
                cells.setdefault(places.get(place, ""), []).append(part)
    cells.pop("", None)
    insiders = hubs_by_person(today)
    told = [
        _hexagon(cell, sum(part.rows for part in parts))
        for cell, parts in sorted(cells.items())
        if may_be_told(parts, insiders)
    ]
    return Density(day=today, hexagons=tuple(told))


def hubs_by_person(today: date) -> set[frozenset[int]]:
    """Return the sets of hubs that one person works at today, each once."""
    hubs: dict[int, set[int]] = {}
    held: Iterable[tuple[int, int]] = HubMembership.objects.filter(held_on(today)).values_list(
        "user_id", "hub_id"
    )
    for user, hub in held:
        hubs.setdefault(user, set()).add(hub)
    return {frozenset(each) for each in hubs.values()}


def _hexagon(cell: str, number: int) -> Hexagon:
    least = max(band for band in BANDS if band <= number)
    above = [band for band in BANDS if band > least]
    return Hexagon(cell, least, above[0] - 1 if above else None)
