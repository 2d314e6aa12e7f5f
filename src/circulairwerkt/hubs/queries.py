"""Questions about hubs: who serves a municipality, who is near, which hubs pass a filter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from circulairwerkt.hubs.absences import readers_on as readers_on
from circulairwerkt.hubs.absences import unattended_days as unattended_days
from circulairwerkt.hubs.absences import who_may_read as who_may_read
from circulairwerkt.hubs.bridge import Point, distance_km
from circulairwerkt.hubs.inside import has_area as has_area
from circulairwerkt.hubs.inside import hubs_of as hubs_of
from circulairwerkt.hubs.inside import open_invitations_of as open_invitations_of
from circulairwerkt.hubs.inside import switched_on as switched_on
from circulairwerkt.hubs.models import Hub, HubArea, LifeCycle, ProgrammeInbox, Switch
from circulairwerkt.reference.models import Municipality

#: Two seats are "nearly as near" within this many kilometres or this share of the nearest distance
#: (rule of the programme's routing, docs/glossary.md: dichtbij).
NEAR_MARGIN_KM = 5.0
NEAR_MARGIN_SHARE = 0.25
WORKING = (LifeCycle.NOT_CONFIRMED, LifeCycle.ACTIVE)


@dataclass(frozen=True)
class NearHub:
    """A working hub with the straight distance from the place to its seat."""

    hub: Hub
    distance_km: float


@dataclass(frozen=True)
class ServingHub:
    """A working hub that serves the municipality; ``instead_of`` is the ended hub it succeeded there."""

    hub: Hub
    instead_of: Hub | None
    is_seat: bool


@dataclass(frozen=True)
class HubAnswer:
    """Which hub to turn to from a place: serving ones, else near ones, else none.

    ``ended``: hubs that served it and no longer work, without a working successor here.
    """

    municipality: Municipality
    serving: tuple[ServingHub, ...]
    near: tuple[NearHub, ...]
    ended: tuple[Hub, ...]
    inbox: ProgrammeInbox | None

    @property
    def hubs(self) -> tuple[Hub, ...]:
        """The hubs of the answer, serving before near."""
        return tuple(s.hub for s in self.serving) or tuple(n.hub for n in self.near)

    @property
    def state(self) -> str:
        """``served``, ``near`` or ``none``; the page has a text for each."""
        return "served" if self.serving else "near" if self.near else "none"


def nearly_nearest(distances: Iterable[tuple[float, Hub]]) -> tuple[NearHub, ...]:
    """Return the nearest hub and all that are nearly as near, by distance, then name.

    >>> nearly_nearest([])
    ()
    """
    ranked = sorted(distances, key=lambda pair: (pair[0], pair[1].name))
    if not ranked:
        return ()
    nearest = ranked[0][0]
    limit = max(nearest + NEAR_MARGIN_KM, nearest * (1 + NEAR_MARGIN_SHARE))
    return tuple(NearHub(hub=hub, distance_km=km) for km, hub in ranked if km <= limit)


def _working_successor(hub: Hub) -> Hub | None:
    """Follow successors to the first working hub; a circle ends the search."""
    seen = {hub.pk}
    successor = hub.successor
    while successor is not None and not successor.is_working:
        if successor.pk in seen:
            return None
        seen.add(successor.pk)
        successor = successor.successor
    return successor


def answer_for(municipality: Municipality, point: Point | None = None, day: date | None = None) -> HubAnswer:
    """Return which hubs serve ``municipality`` on ``day`` or, where none does, which seats are near
    ``point``.

    ``point`` is the place typed (a part of a town may lie elsewhere than the town's centre); by default the
    municipality's own point. Takes two or three queries, whatever the number of hubs, and one or two for
    each hub that ended.
    """
    today = day or timezone.localdate()
    municipality = municipality.current
    areas = HubArea.objects.filter(
        # An area pasted before a merger still counts.
        Q(municipality=municipality.pk) | Q(municipality__merged_into=municipality.pk),
        Q(valid_from__isnull=True) | Q(valid_from__lte=today),
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
    )
    # Who took over is asked of a hub that ended alone: few did, and two hubs more are eighty columns.
    hubs = Hub.objects.filter(pk__in=areas.values("hub")).select_related("seat").order_by("name")
    inbox = ProgrammeInbox.objects.filter(is_active=True).order_by("pk").first()
    serving: dict[int, ServingHub] = {}
    ended: list[Hub] = []
    for hub in hubs:
        answering = hub if hub.is_working else _working_successor(hub)
        if answering is None:
            ended.append(hub)
        elif answering.pk not in serving:
            serving[answering.pk] = ServingHub(
                hub=answering,
                instead_of=None if answering is hub else hub,
                is_seat=answering.seat_id == municipality.nis,
            )
    if serving:
        ordered = sorted(serving.values(), key=lambda s: (not s.is_seat, s.hub.name))
        return HubAnswer(municipality, tuple(ordered), (), tuple(ended), inbox)
    here = point
    if here is None and municipality.lat is not None and municipality.lon is not None:
        here = Point(lat=municipality.lat, lon=municipality.lon)
    near: tuple[NearHub, ...] = ()
    if here is not None:
        near = nearly_nearest(
            (distance_km(here, Point(lat=hub.lat, lon=hub.lon)), hub)
            for hub in Hub.objects.filter(life_cycle__in=WORKING).select_related("seat")
        )
    return HubAnswer(municipality, (), near, tuple(ended), inbox)


def nearest_reading(municipality: Municipality, *, besides: Hub | None = None) -> NearHub | None:
    """Return the nearest working hub that a coordinator took up, other than ``besides``; None where there
    is none.
    """
    near = reading_by_distance(municipality, besides=[besides.pk] if besides else [])
    return near[0] if near else None


def reading_by_distance(municipality: Municipality, *, besides: Iterable[int] = ()) -> list[NearHub]:
    """Return the working hubs that a coordinator took up, nearest first, without those in ``besides``; none
    where the municipality has no point.
    """
    if municipality.lat is None or municipality.lon is None:
        return []
    here = Point(lat=municipality.lat, lon=municipality.lon)
    reading = Hub.objects.filter(life_cycle__in=WORKING, claimed_on__isnull=False).select_related("seat")
    near = [
        NearHub(hub=hub, distance_km=distance_km(here, Point(lat=hub.lat, lon=hub.lon)))
        for hub in reading.exclude(pk__in=list(besides))
    ]
    return sorted(near, key=lambda one: (one.distance_km, one.hub.name))


@dataclass(frozen=True)
class HubFilter:
    """What a visitor narrows the list of hubs by; empty means all."""

    sector: str = ""
    partner_kind: str = ""
    life_cycle: str = ""


def hubs_matching(wanted: HubFilter) -> QuerySet[Hub]:
    """Return the hubs that pass ``wanted``, by name, with what a card and a map need already fetched."""
    hubs = Hub.objects.select_related("seat", "successor").prefetch_related(
        "sectors",
        Prefetch("area", HubArea.objects.filter(valid_to__isnull=True).select_related("municipality")),
    )
    if wanted.sector:
        hubs = hubs.filter(sectors__key=wanted.sector)
    if wanted.life_cycle:
        hubs = hubs.filter(life_cycle=wanted.life_cycle)
    if wanted.partner_kind:
        hubs = hubs.filter(
            Q(partnerships__valid_to__isnull=True, partnerships__organisation__kind=wanted.partner_kind)
        ).distinct()
    return hubs.order_by("name")


def hubs_without(key: str) -> QuerySet[Switch, int]:
    """Return the ids of the hubs that switched ``key`` off, for a condition in another query."""
    return Switch.objects.filter(key=key, is_on=False).values_list("hub_id", flat=True)


def hubs_without_each(keys: Iterable[str]) -> dict[str, list[int]]:
    """Return, of ``keys`` that a hub switched off, the ids of those hubs.

    Asked at once: most hubs use all, and a condition for each key in each query costs more than this one.
    """
    off: dict[str, list[int]] = {}
    for key, hub_id in Switch.objects.filter(key__in=set(keys), is_on=False).values_list("key", "hub_id"):
        off.setdefault(key, []).append(hub_id)
    return off


def switched_off(hub: Hub) -> set[str]:
    """Return the keys of what ``hub`` does not use: kinds of resource and instruments.

    A page that asks often fetches the hub with its ``switches``: then nobody asks the database again.
    """
    return {switch.key for switch in hub.switches.all() if not switch.is_on}


def is_on(hub: Hub, key: str) -> bool:
    """Whether ``hub`` uses the resource kind or instrument ``key``; what was never switched is on."""
    return key not in switched_off(hub)
