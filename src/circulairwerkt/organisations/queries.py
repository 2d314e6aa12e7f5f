"""Questions about organisations: the directory, partners of hubs near a point."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import cos, degrees, inf, radians
from typing import Any

from django.db.models import (
    FloatField,
    Prefetch,
    QuerySet,
    Value,
)
from rapidfuzz import fuzz, process

from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.bridge import EARTH_RADIUS_KM, Point, nearest_first
from circulairwerkt.organisations.in_cells import InCell as InCell
from circulairwerkt.organisations.in_cells import edition_of_names
from circulairwerkt.organisations.in_cells import organisations_in_cells as organisations_in_cells
from circulairwerkt.organisations.inside import claims_at as claims_at
from circulairwerkt.organisations.inside import claims_by as claims_by
from circulairwerkt.organisations.inside import organisations_of as organisations_of
from circulairwerkt.organisations.inside import people_known_at as people_known_at
from circulairwerkt.organisations.inside import uncertain_partners as uncertain_partners
from circulairwerkt.organisations.models import Kind, Organisation, Partnership, Site
from circulairwerkt.organisations.names import folded as folded

#: How alike a name must be to be offered for a misspelt search, of 100.
_LEAST_LIKENESS = 78


@dataclass(frozen=True)
class NearPartner:
    """A partner of a hub; ``distance_km`` is None where no address with a source is known."""

    slug: str
    name: str
    is_example: bool
    distance_km: float | None


def partners_by_kind(
    hubs: Sequence[Hub], here: Point | None, per_kind: int = 3
) -> list[tuple[Kind, list[NearPartner]]]:
    """Return the partners of ``hubs`` nearest to ``here``, at most ``per_kind`` of each kind (two queries).

    Those without a sourced address follow those with one, by name, without a distance.
    """
    of = ("pk", "kind", "search_name", "slug", "name", "is_example")
    rows = Partnership.objects.filter(hub__in=hubs, valid_to__isnull=True)
    # By its key: a partner of several hubs stands once.
    partners = {row[0]: row for row in rows.values_list(*(f"organisation__{column}" for column in of))}
    km: dict[int, float] = {}
    if here is not None and partners:
        points = Site.objects.filter(lat__isnull=False, organisation__in=list(partners))
        km = dict(nearest_first(here, points.values_list("organisation_id", "lat", "lon")))
    chosen: dict[str, list[NearPartner]] = {}
    ordered = sorted(partners.values(), key=lambda row: (km.get(row[0], inf), row[2], row[0]))
    for pk, kind, _folded, slug, name, is_example in ordered:
        of_kind = chosen.setdefault(kind, [])
        if len(of_kind) < per_kind:
            of_kind.append(NearPartner(slug, name, is_example, km.get(pk)))
    return [(Kind(kind), chosen[kind]) for kind in Kind if kind in chosen]


def partners_of(hub: Hub) -> list[tuple[Kind, list[Partnership]]]:
    """Return the present partnerships of ``hub`` by kind of organisation, the lead first in its kind.

    Each with its role, and of the organisation what names it: a hub has dozens.
    """
    named = (f"organisation__{column}" for column in ("slug", "name", "kind", "is_example"))
    rows = (
        Partnership.objects.filter(hub=hub, valid_to__isnull=True)
        .select_related("organisation")
        .only("role", *named)
        .order_by("role", "organisation__search_name")
    )
    found: dict[Kind, list[Partnership]] = {}
    for row in rows:
        found.setdefault(Kind(row.organisation.kind), []).append(row)
    return [(kind, found[kind]) for kind in Kind if kind in found]


@dataclass(frozen=True)
class DirectorySearch:
    """What a visitor looks for in the directory; empty means anything.

    ``here`` with ``radius_km`` keeps organisations with a site within that straight distance.
    """

    name: str = ""
    kind: str = ""
    sector: str = ""
    hub: str = ""
    here: Point | None = None
    radius_km: float = 25.0


def _with_sites(found: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Fetch what a card of the directory shows, and no more: a page of it holds dozens.

    They are plain lists, `where_at` (sites) and `partner_now` (partnerships of today): a related manager
    would make a new query set each time that a card looks.
    """
    sites = Site.objects.select_related("municipality").order_by("pk")
    partnerships = Partnership.objects.filter(valid_to__isnull=True).select_related("hub")
    return found.prefetch_related(
        Prefetch("sites", sites.only("organisation", "postcode", "municipality__name"), to_attr="where_at"),
        Prefetch(
            "partnerships",
            partnerships.order_by("role", "hub__name").only("organisation", "hub__name"),
            to_attr="partner_now",
        ),
    )


class NearestFirst(Sequence[Any]):
    """Organisations with a site within a circle, nearest first; counted and cut like a QuerySet.

    The database gives the points in a box around the circle, by its index; the core measures them all at
    once. Whole organisations are fetched for the slice that is shown alone, with ``distance_km`` in straight
    kilometres. Equally near ones stand by id.
    """

    def __init__(self, found: QuerySet[Organisation], here: Point, radius_km: float) -> None:
        self.found, self.here, self.radius_km = found, here, radius_km

    @cached_property
    def near(self) -> list[tuple[int, float]]:
        """Id and distance in km of each organisation within the circle, nearest first."""
        high = degrees(self.radius_km / EARTH_RADIUS_KM)
        wide = high / max(cos(radians(abs(self.here.lat) + high)), 0.01)
        points = Site.objects.filter(
            lat__range=(self.here.lat - high, self.here.lat + high),
            lon__range=(self.here.lon - wide, self.here.lon + wide),
        )
        if self.found.query.where:
            points = points.filter(organisation__in=self.found.values("pk"))
        return nearest_first(self.here, points.values_list("organisation_id", "lat", "lon"), self.radius_km)

    def __len__(self) -> int:
        return len(self.near)

    def __getitem__(self, wanted: Any) -> Any:
        if not isinstance(wanted, slice):
            return self[wanted : wanted + 1][0]
        near = dict(self.near[wanted])
        whole: dict[Any, Any] = _with_sites(Organisation.objects.all()).in_bulk(list(near))
        for pk, km in near.items():
            whole[pk].distance_km = km
        return [whole[pk] for pk in near if pk in whole]


def directory(wanted: DirectorySearch) -> QuerySet[Any] | NearestFirst:
    """Return the organisations that pass ``wanted``: nearest first when a place is given, else by name.

    Each row has ``distance_km`` (None without a place). A name that nothing holds is tried again as a
    misspelling.
    """
    found = Organisation.objects.all()
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.sector:
        found = found.filter(sectors__key=wanted.sector)
    if wanted.hub:
        found = found.filter(
            pk__in=Partnership.objects.filter(hub__slug=wanted.hub, valid_to__isnull=True).values(
                "organisation"
            )
        )
    if wanted.name:
        found = _named(found, wanted.name)
    if wanted.here is not None:
        return NearestFirst(found, wanted.here, wanted.radius_km)
    return _with_sites(
        found.annotate(distance_km=Value(None, output_field=FloatField())).order_by("search_name", "pk")
    )


def _named(found: QuerySet[Organisation], name: str) -> QuerySet[Organisation]:
    words = folded(name).split()
    if not words:
        return found
    holding = found
    for word in words[:8]:
        holding = holding.filter(search_name__contains=word)
    if holding.exists():
        return holding
    return found.filter(pk__in=_misspelt(" ".join(words)))


def _misspelt(name: str) -> list[int]:
    names = _names(edition_of_names())
    return [
        pk
        for _, _, pk in process.extract(
            name, names, scorer=fuzz.token_set_ratio, score_cutoff=_LEAST_LIKENESS, limit=50
        )
    ]


@lru_cache(maxsize=2)
def _names(edition: tuple[Any, ...]) -> dict[int, str]:
    """All folded names by id, read again when ``edition`` differs."""
    return dict(Organisation.objects.values_list("pk", "search_name"))


def by_slug(slug: str) -> QuerySet[Organisation]:
    """Return the organisation at ``slug`` with all that its page shows already fetched."""
    return Organisation.objects.filter(slug=slug).prefetch_related(
        "sectors",
        "recognitions",
        Prefetch("sites", Site.objects.select_related("municipality").order_by("pk")),
        Prefetch("partnerships", Partnership.objects.select_related("hub").order_by("valid_to", "hub__name")),
    )
