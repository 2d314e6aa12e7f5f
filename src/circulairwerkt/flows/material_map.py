"""The map of materials: which rows a reader sees with his filters, where they lie, what chips count.

A row lies in the large cell (some 250 km2) of its municipality, whoever looks: that is what the public gets
of its place, and nobody gets more of it on the map. What is counted here are rows that the reader may open;
closed ones stand in ``density`` alone.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from circulairwerkt.base import scope
from circulairwerkt.base.kept import until_written
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.visibility import visible_apart, visible_in
from circulairwerkt.flows.bridge import Point, distance_km, middle_of
from circulairwerkt.hubs.models import Hub, Switch
from circulairwerkt.reference.models import Municipality
from circulairwerkt.reference.queries import municipalities_today
from circulairwerkt.streams.perms import OPEN
from circulairwerkt.streams.queries import (
    CAPABILITY,
    CARD,
    SORTS,
    Shown,
    Sort,
    coarse_cell_of,
    disclosed,
    in_full,
    in_sight,
    is_fading,
    of_material,
    shown,
)
from circulairwerkt.streams.words import Kind

T = TypeVar("T")

#: The instrument of a hub that this map belongs to; where it is off, nothing of the hub stands here.
INSTRUMENT = "material_cards"
#: As far as rows are counted that are not shown; beyond it the page says *more than*.
MOST = 1000
#: In the order of the index, so that nothing is sorted.
_GROUPED = ("visibility", "hub_id", "counted_as")
#: Municipality (empty where nobody knows it), kind, strategy and hub; how many rows there are, and how many
#: of them fade.
Group = tuple[str, str, str, int, int, int]
#: Kind, strategy and hub; how many rows there are, and how many of them fade.
Counted = tuple[str, str, int, int, int]


@dataclass(frozen=True)
class Wanted:
    """What list and map are narrowed by; empty means all. ``hub`` and ``sector`` are keys of rows."""

    sort: Sort = CARD
    kind: str = ""
    material: str = ""
    sector: str = ""
    strategy: str = ""
    hub: str = ""
    freshness: str = ""
    cell: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the sort was chosen."""
        return self != Wanted(sort=self.sort)


@dataclass(frozen=True)
class Cluster:
    """What lies in one cell: how many rows, and the town by which people know the place."""

    cell: str
    count: int
    name: str
    middle: Point


@dataclass(frozen=True)
class OnMap:
    """Everything that list, map and chips show of one search."""

    wanted: Wanted
    total: int
    placeless: int
    clusters: tuple[Cluster, ...]
    by_kind: Mapping[str, int]
    by_strategy: Mapping[str, int]
    by_hub: Mapping[str, int]
    by_freshness: Mapping[str, int]
    by_sort: Mapping[str, int]
    hub_names: Mapping[str, str]
    rows: QuerySet[Any]


def on_map(actor: Actor, wanted: Wanted, now: datetime | None = None) -> OnMap:
    """Return what ``actor`` sees with ``wanted``; takes as many queries for many rows as for few."""
    seen = _Seen(actor, now or timezone.now())
    known = list(Hub.objects.order_by("name").values_list("pk", "slug", "name"))
    hubs = {key: slug for key, slug, _name in known}
    clusters, inside, cube = seen.once("found", wanted, partial(_found, seen, wanted, hubs))
    total = _total(cube, wanted, hubs)
    rows = seen.narrowed(wanted, inside, seen.openable).order_by("-confirmed_at", "-pk")
    return OnMap(
        wanted=wanted,
        total=total,
        placeless=total - sum(one.count for one in clusters) if not wanted.cell else 0,
        clusters=clusters,
        by_kind=_facet(cube, wanted, hubs, "kind"),
        by_strategy=_facet(cube, wanted, hubs, "strategy"),
        by_hub=_facet(cube, wanted, hubs, "hub"),
        by_freshness=_freshness(cube, wanted, hubs),
        by_sort=seen.by_sort(wanted, total),
        hub_names={slug: name for _key, slug, name in known},
        # To find none, the database would look through all.
        rows=rows if total else rows.none(),
    )


def clusters_on_map(actor: Actor, wanted: Wanted, now: datetime | None = None) -> tuple[Cluster, ...]:
    """Return only what lies where, as the moving map asks for it."""
    hubs = dict(Hub.objects.order_by().values_list("pk", "slug"))
    seen = _Seen(actor, now or timezone.now())
    return seen.once("where", wanted, partial(_where, seen, wanted, hubs))


def _where(seen: "_Seen", wanted: Wanted, hubs: Mapping[int, str]) -> tuple[Cluster, ...]:
    by_municipality = _by_municipality(seen.groups(wanted), wanted, hubs)
    return _clusters(by_municipality, _cells_of(by_municipality))


def _found(
    seen: "_Seen", wanted: Wanted, hubs: Mapping[int, str]
) -> tuple[tuple[Cluster, ...], list[str] | None, list[Counted]]:
    """Return what lies where, the municipalities of the cell asked for, and what chips are added up from."""
    groups = seen.groups(wanted)
    cells = _cells_of({group[0] for group in groups})
    clusters = _clusters(_by_municipality(groups, wanted, hubs), cells)
    inside = [key for key, cell in cells.items() if cell == wanted.cell] if wanted.cell else None
    return clusters, inside, _cube(groups, inside)


def lines_of(actor: Actor, sort: Sort, page: QuerySet[Any]) -> list[Shown]:
    """Return the rows of one page of the list in words, each with what ``actor`` gets of it."""
    told = [(row, disclosed(row, actor)) for row in in_full(sort, page)]
    return [shown(row, each) for row, each in told if each is not None]


class _Seen:
    """The rows that one reader sees on the map at one moment."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.now = now
        self.scope = scope.current()
        self.own = [key for key in actor.by_organisation if actor.may(OPEN, organisation_id=key)]
        self.off = switched_off()
        of_own = Q(organisation_id__in=self.own) if self.own and not self.scope.everywhere else Q()
        #: What he may open: as one condition, and in parts that share no row.
        self.openable = visible_in(self.scope) | of_own
        self.parts = visible_apart(self.scope, of_own)

    def all_of(self, sort: Sort, openable: Q) -> QuerySet[Any]:
        """Return every row of a sort that he may open and that somebody stands for."""
        return sort.model._base_manager.filter(openable, in_sight(self.now)).exclude(self.off)

    def with_base(self, wanted: Wanted, cell: list[str] | None, openable: Q) -> QuerySet[Any]:
        """Narrow by what no chip counts: material, sector, cell."""
        rows = self.all_of(wanted.sort, openable)
        if wanted.material:
            rows = rows.filter(of_material(wanted.sort, wanted.material))
        if wanted.sector:
            rows = rows.filter(self._of_sector(wanted.sort, wanted.sector))
        if cell is not None:
            rows = rows.filter(municipality_id__in=cell)
        return rows

    def _of_sector(self, sort: Sort, key: str) -> Q:
        """Condition: of a firm of this sector whose name the reader gets; else the filter would tell it."""
        of_sector = Q(organisation__sectors__key=key)
        if sort is CAPABILITY or self.scope.everywhere:
            return of_sector
        return of_sector & (Q(hub_id__in=self.scope.hubs) | Q(organisation_id__in=self.own))

    def narrowed(self, wanted: Wanted, cell: list[str] | None, openable: Q) -> QuerySet[Any]:
        """Narrow by everything."""
        rows = self.with_base(wanted, cell, openable)
        if wanted.kind:
            rows = rows.filter(kind=wanted.kind)
        if wanted.strategy:
            rows = rows.filter(strategy=wanted.strategy)
        if wanted.hub:
            rows = rows.filter(hub__slug=wanted.hub)
        if wanted.freshness:
            fading = is_fading(self.now)
            rows = rows.filter(fading if wanted.freshness == "fading" else ~fading)
        return rows

    def once(self, name: str, wanted: Wanted, make: Callable[[], T]) -> T:
        """Return what ``make`` gives, kept until somebody writes: to count what one may see takes long."""
        asked = {**vars(wanted), "sort": wanted.sort.key, "own": sorted(self.own)}
        return until_written(f"map.{name}:{sorted(asked.items())}", make)

    def groups(self, wanted: Wanted) -> list[Group]:
        """Count once what clusters and chips are added up from."""
        rows = [self.with_base(wanted, None, part).order_by().values_list(*_GROUPED) for part in self.parts]
        # Of a column in the index: PostgreSQL keeps no key there, and would read every row for it.
        fading = Count("hub_id", filter=is_fading(self.now))
        counted = _together(each.annotate(n=Count("*"), fading=fading) for each in rows)
        found: list[Group] = []
        for _visibility, hub, counted_as, every, faded in counted:
            municipality, kind, strategy = counted_as.split(" ")
            found.append((municipality, kind, strategy, hub, every, faded))
        return found

    def by_sort(self, wanted: Wanted, total: int) -> dict[str, int]:
        """Count each sort with the same filters; of another sort than the shown no further than ``MOST``."""
        counts = {wanted.sort.segment: total}
        for sort in SORTS:
            if sort is wanted.sort:
                continue
            other = self.narrowed(replace(wanted, sort=sort), None, self.openable).order_by()
            counts[sort.segment] = other[: MOST + 1].count()
        return counts


def _together(counted: Iterable[QuerySet[Any, Any]]) -> list[Any]:
    """Return the counts of several parts, asked in one statement.

    They come as the database tells them: Django would look at each of thousands of numbers again.
    """
    asked: list[str] = []
    values: list[Any] = []
    for each in counted:
        with suppress(EmptyResultSet):  # a sector, for somebody who gets no firm's name
            statement, own = each.query.sql_with_params()
            asked.append(statement)
            values += own
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), values)
        return list(cursor.fetchall())


def switched_off() -> Q:
    """Condition on rows of hubs that do not use the map, and on kinds that a hub does not use."""
    condition = Q(pk__in=[])
    rows = Switch.objects.filter(is_on=False, key__in=[INSTRUMENT, *Kind.values])
    for hub_id, key in rows.values_list("hub_id", "key"):
        condition |= Q(hub_id=hub_id) if key == INSTRUMENT else Q(hub_id=hub_id, kind=key)
    return condition


def _by_municipality(groups: Iterable[Group], wanted: Wanted, hubs: Mapping[int, str]) -> dict[str, int]:
    """Count by municipality, with every filter but the cell."""
    passing: dict[tuple[str, str, int], bool] = {}
    found: dict[str, int] = {}
    for municipality, kind, strategy, hub, every, fading in groups:
        key = (kind, strategy, hub)
        if key not in passing:
            passing[key] = _passes((*key, every, fading), wanted, hubs)
        if passing[key]:
            count = _counted((*key, every, fading), wanted)
            found[municipality] = found.get(municipality, 0) + count
    return {municipality: count for municipality, count in found.items() if count}


def _cube(groups: Iterable[Group], inside: Collection[str] | None) -> list[Counted]:
    """Count by kind, strategy and hub, all and fading, in the municipalities ``inside`` or everywhere."""
    found: dict[tuple[str, str, int], list[int]] = {}
    for municipality, kind, strategy, hub, every, fading in groups:
        if inside is None or municipality in inside:
            counts = found.setdefault((kind, strategy, hub), [0, 0])
            counts[0] += every
            counts[1] += fading
    return [(*key, every, fading) for key, (every, fading) in found.items()]


def _total(cube: Iterable[Counted], wanted: Wanted, hubs: Mapping[int, str]) -> int:
    return sum(_counted(row, wanted) for row in cube if _passes(row, wanted, hubs))


def _counted(row: Counted, wanted: Wanted) -> int:
    _kind, _strategy, _hub, every, fading = row
    return {"fresh": every - fading, "fading": fading}.get(wanted.freshness, every)


def _passes(row: Counted, wanted: Wanted, hubs: Mapping[int, str], besides: str = "") -> bool:
    kind, strategy, hub, _every, _fading = row
    return (
        (besides == "kind" or wanted.kind in ("", kind))
        and (besides == "strategy" or wanted.strategy in ("", strategy))
        and (besides == "hub" or wanted.hub in ("", hubs.get(hub, "")))
    )


def _facet(cube: Iterable[Counted], wanted: Wanted, hubs: Mapping[int, str], name: str) -> dict[str, int]:
    """Count by one property, narrowed by all others."""
    found: dict[str, int] = {}
    for row in cube:
        if _passes(row, wanted, hubs, besides=name):
            key = hubs.get(row[2], "") if name == "hub" else row[0] if name == "kind" else row[1]
            found[key] = found.get(key, 0) + _counted(row, wanted)
    return found


def _freshness(cube: Iterable[Counted], wanted: Wanted, hubs: Mapping[int, str]) -> dict[str, int]:
    passed = [row for row in cube if _passes(row, wanted, hubs)]
    fading = sum(row[4] for row in passed)
    return {"fresh": sum(row[3] for row in passed) - fading, "fading": fading}


def _cells_of(municipalities: Iterable[str]) -> dict[str, str]:
    """Return the cell of each municipality by code; without one where nobody knows its point."""
    wanted = set(municipalities)
    # All of some six hundred: most of them are asked, and a list of their codes takes longer to read.
    points = Municipality.objects.order_by().values_list("pk", "lat", "lon")
    return {key: cell for key, lat, lon in points if key in wanted and (cell := _cell_at(lat, lon))}


@cache
def _cell_at(lat: float | None, lon: float | None) -> str:
    return coarse_cell_of(lat, lon)


def _clusters(by_municipality: Mapping[str, int], cells: Mapping[str, str]) -> tuple[Cluster, ...]:
    counts: dict[str, int] = {}
    for key, count in by_municipality.items():
        cell = cells.get(key)
        if cell:
            counts[cell] = counts.get(cell, 0) + count
    found = [Cluster(cell, count, name_of(cell), middle_of(cell)) for cell, count in counts.items()]
    return tuple(sorted(found, key=lambda one: (-one.count, one.name, one.cell)))


@cache
def name_of(cell: str) -> str:
    """Return the town nearest to the middle of a cell: the same name whatever lies in it."""
    middle = middle_of(cell)
    towns = [town for town in municipalities_today() if town.lat is not None and town.lon is not None]
    nearest = min(
        towns,
        key=lambda town: distance_km(middle, Point(lat=town.lat or 0.0, lon=town.lon or 0.0)),
        default=None,
    )
    return nearest.name if nearest is not None else ""
