"""Work near a place: what passes the chosen filters, by distance and then by date. No scores."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from circulairwerkt.hubs.queries import hubs_without
from circulairwerkt.people.bridge import Point, kilometres
from circulairwerkt.people.freshness import in_sight
from circulairwerkt.people.models import WorkOffer
from circulairwerkt.people.words import Sort

#: Kilometres that one looks around a place unless one says otherwise.
USUAL_KM = 25
#: What a person may leave out, by key of ``Asks``; the page explains that nothing else is left out.
CAN_LEAVE_OUT = ("lifting", "noise", "standing", "outside", "shifts", "dutch", "licence")
#: What a person may wish for, by key of ``Helps``.
CAN_WISH = ("coach", "quiet", "part_time", "bus")


@dataclass(frozen=True)
class Wanted:
    """What the person chose: a place or none, kinds of work, what he leaves out, what he wishes for."""

    here: Point | None = None
    km: float = USUAL_KM
    sort: str = ""
    without: frozenset[str] = field(default_factory=frozenset)
    wishes: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class NearOffer:
    """Work with its distance in kilometres, where a place was named."""

    offer: WorkOffer
    km: float | None


def open_offers() -> QuerySet[WorkOffer]:
    found: QuerySet[WorkOffer] = WorkOffer.objects.filter(in_sight(timezone.now())).exclude(
        hub__in=hubs_without("work")
    )
    return found


def activities() -> QuerySet[WorkOffer]:
    """Return activities alone: they are no vacancies and never stand beside them."""
    return open_offers().filter(sort=Sort.ACTIVITY)


def vacancies() -> QuerySet[WorkOffer]:
    """Return jobs, internships and places to learn on the job."""
    return open_offers().exclude(sort=Sort.ACTIVITY)


class Nearest(Sequence[Any]):
    """Work that passes ``wanted``, nearest first and of equal distance the newest first; cut like a QuerySet.

    Whole rows are fetched for the slice that is shown alone. Without a place the newest stand first.
    """

    def __init__(self, offers: QuerySet[WorkOffer], wanted: Wanted) -> None:
        self.wanted = wanted
        rows = offers.filter(sort=wanted.sort) if wanted.sort else offers
        found = [
            (pk, lat, lon)
            for pk, lat, lon, asks, helps in rows.order_by("-confirmed_at", "-pk").values_list(
                "pk", "lat", "lon", "asks", "helps"
            )
            if not wanted.without & set(asks) and wanted.wishes <= set(helps)
        ]
        self._keys: list[tuple[int, float | None]] = [(pk, None) for pk, _lat, _lon in found]
        if wanted.here is not None:
            placed = [(pk, lat, lon) for pk, lat, lon in found if lat is not None and lon is not None]
            km = kilometres(wanted.here, [(lat, lon) for _pk, lat, lon in placed])
            near = [
                (distance, order, pk)
                for order, ((pk, _lat, _lon), distance) in enumerate(zip(placed, km, strict=True))
                if distance <= wanted.km
            ]
            self._keys = [(pk, distance) for distance, _order, pk in sorted(near)]

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, at: Any) -> Any:
        part = self._keys[at] if isinstance(at, slice) else [self._keys[at]]
        whole = WorkOffer.objects.select_related("organisation", "municipality", "hub").in_bulk(
            [pk for pk, _km in part]
        )
        found = [NearOffer(whole[pk], km) for pk, km in part if pk in whole]
        return found if isinstance(at, slice) else found[0]
