"""Questions about organisations: the directory, partners of hubs near a point."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, degrees, radians
from typing import Any

from django.db.models import (
    Count,
    Expression,
    F,
    FloatField,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import ASin, Cos, Least, Power, Radians, RowNumber, Sin, Sqrt
from rapidfuzz import fuzz, process

from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.bridge import EARTH_RADIUS_KM, Point, distance_km
from circulairwerkt.organisations.inside import claims_at as claims_at
from circulairwerkt.organisations.inside import claims_by as claims_by
from circulairwerkt.organisations.inside import organisations_of as organisations_of
from circulairwerkt.organisations.inside import uncertain_partners as uncertain_partners
from circulairwerkt.organisations.models import Kind, Organisation, Partnership, Site
from circulairwerkt.organisations.names import folded

#: How alike a name must be to be offered for a misspelt search, of 100.
_LEAST_LIKENESS = 78


@dataclass(frozen=True)
class NearPartner:
    """A partner of a hub; ``distance_km`` is None where no address with a source is known."""

    organisation: Organisation
    hub_id: int
    is_lead: bool
    distance_km: float | None


def partners_by_kind(
    hubs: Sequence[Hub], here: Point | None, per_kind: int = 3
) -> list[tuple[Kind, list[NearPartner]]]:
    """Return the partners of ``hubs`` nearest to ``here``, at most ``per_kind`` of each kind, in two queries.

    Those without a sourced address follow those with one, by name, without a distance.
    """
    rows = Partnership.objects.filter(hub__in=hubs, valid_to__isnull=True)
    if here is not None:
        shrink = cos(radians(here.lat))
        apart = (F("lat") - here.lat) * (F("lat") - here.lat) + (F("lon") - here.lon) * (
            F("lon") - here.lon
        ) * Value(shrink * shrink)
        nearest = (
            Site.objects.filter(organisation=OuterRef("organisation"), lat__isnull=False)
            .annotate(apart=apart)
            .order_by("apart")
        )
        rows = rows.annotate(
            apart=Subquery(nearest.values("apart")[:1], output_field=FloatField()),
            site_lat=Subquery(nearest.values("lat")[:1]),
            site_lon=Subquery(nearest.values("lon")[:1]),
        )
        order = [F("apart").asc(nulls_last=True), F("organisation__search_name").asc()]
    else:
        order = [F("organisation__search_name").asc()]
    ranked: Iterable[Any] = (
        rows.annotate(place=Window(RowNumber(), partition_by=F("organisation__kind"), order_by=order))
        .filter(Q(place__lte=per_kind))
        .select_related("organisation")
        .order_by("organisation__kind", "place")
    )
    found: dict[Kind, list[NearPartner]] = {}
    seen: set[int] = set()
    for row in ranked:
        if row.organisation_id in seen:
            continue
        seen.add(row.organisation_id)
        km = None
        if here is not None and row.site_lat is not None:
            km = distance_km(here, Point(lat=row.site_lat, lon=row.site_lon))
        partner = NearPartner(row.organisation, row.hub_id, row.role == Partnership.Role.LEAD, km)
        found.setdefault(Kind(row.organisation.kind), []).append(partner)
    return [(kind, found[kind]) for kind in Kind if kind in found]


def partners_of(hub: Hub) -> list[tuple[Kind, list[Partnership]]]:
    """Return the present partnerships of ``hub`` by kind of organisation, the lead first in its kind."""
    rows = (
        Partnership.objects.filter(hub=hub, valid_to__isnull=True)
        .select_related("organisation")
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


def straight_km(here: Point, lat: str, lon: str) -> Expression:
    """Return the haversine distance in km from ``here`` to columns ``lat`` and ``lon``, reckoned by the
    database.

    The same formula as ``symbiosis.places.distance_km`` (a test holds them together), so that a page of
    the directory
    is sorted and cut where the rows are.
    """
    half_lat = Radians(F(lat) - Value(here.lat)) / Value(2.0)
    half_lon = Radians(F(lon) - Value(here.lon)) / Value(2.0)
    shrink = Value(cos(radians(here.lat))) * Cos(Radians(F(lat)))
    chord = Power(Sin(half_lat), 2) + shrink * Power(Sin(half_lon), 2)
    return Value(2 * EARTH_RADIUS_KM) * ASin(Sqrt(Least(Value(1.0), chord)), output_field=FloatField())


def directory(wanted: DirectorySearch) -> QuerySet[Organisation]:
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
    if wanted.here is not None:
        found = _within(found, wanted.here, wanted.radius_km).order_by("distance_km", "search_name", "pk")
    else:
        found = found.annotate(distance_km=Value(None, output_field=FloatField())).order_by(
            "search_name", "pk"
        )
    if wanted.name:
        found = _named(found, wanted.name)
    return found.prefetch_related(
        Prefetch("sites", Site.objects.select_related("municipality").order_by("pk")),
        Prefetch("partnerships", Partnership.objects.filter(valid_to__isnull=True).select_related("hub")),
    )


def _within(found: QuerySet[Organisation], here: Point, radius_km: float) -> QuerySet[Any]:
    """Keep organisations with a site in the circle; a box around it lets the index do most of the work."""
    high = degrees(radius_km / EARTH_RADIUS_KM)
    wide = high / max(cos(radians(here.lat)), 0.01)
    return (
        found.filter(
            sites__lat__range=(here.lat - high, here.lat + high),
            sites__lon__range=(here.lon - wide, here.lon + wide),
        )
        .annotate(distance_km=Min(straight_km(here, "sites__lat", "sites__lon")))
        .filter(distance_km__lte=radius_km)
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
    edition = Organisation.objects.aggregate(count=Count("pk"), newest=Max("changed_at"))
    names = _names((edition["count"], str(edition["newest"])))
    return [
        pk
        for _, _, pk in process.extract(
            name, names, scorer=fuzz.token_set_ratio, score_cutoff=_LEAST_LIKENESS, limit=50
        )
    ]


@lru_cache(maxsize=2)
def _names(edition: tuple[int, str]) -> dict[int, str]:
    """All folded names by id, read again when ``edition`` (count and newest change) differs."""
    return dict(Organisation.objects.values_list("pk", "search_name"))


def by_slug(slug: str) -> QuerySet[Organisation]:
    """Return the organisation at ``slug`` with all that its page shows already fetched."""
    return Organisation.objects.filter(slug=slug).prefetch_related(
        "sectors",
        "recognitions",
        Prefetch("sites", Site.objects.select_related("municipality").order_by("pk")),
        Prefetch("partnerships", Partnership.objects.select_related("hub").order_by("valid_to", "hub__name")),
    )
