"""Reads of info points: those that everybody sees, those of a hub, and the day at a desk."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import hubs_without, is_on
from circulairwerkt.infopoints.links import token_of as token_of
from circulairwerkt.infopoints.models import Appointment, InfoPoint, Visit
from circulairwerkt.infopoints.opening import Standing, standing_of
from circulairwerkt.infopoints.opening import free_moments as free_moments

SWITCH = "info_points"


@dataclass(frozen=True)
class Shown:
    """An info point with whether it is open now, and when it opens."""

    point: InfoPoint
    standing: Standing


def in_use(rows: QuerySet[InfoPoint]) -> QuerySet[InfoPoint]:
    """Leave out those of hubs that do not use info points."""
    return rows.exclude(hub__in=hubs_without(SWITCH))


def shown(hub: Hub | None = None) -> QuerySet[InfoPoint]:
    """Return the info points that everybody sees, of ``hub`` or of all, with what a line of a list needs."""
    rows: QuerySet[InfoPoint] = InfoPoint.objects.filter(is_shown=True)
    if hub is None:
        rows = in_use(rows)
    else:
        rows = rows.filter(hub=hub) if is_on(hub, SWITCH) else rows.none()
    rows = rows.select_related("hub", "municipality").prefetch_related("closed_days")
    return rows.order_by("hub__name", "name", "pk")


def with_standing(points: QuerySet[InfoPoint] | list[InfoPoint]) -> list[Shown]:
    """Return each with whether it is open now."""
    now = timezone.now()
    return [Shown(point, standing_of(point, now)) for point in points]


def at_hub(hub: Hub) -> QuerySet[InfoPoint]:
    """Return all info points of ``hub``, hidden ones too, with the number of visits of the last 30 days."""
    since = timezone.now() - timedelta(days=30)
    rows: QuerySet[InfoPoint] = InfoPoint.objects.filter(hub=hub)
    counted = Count("visits", filter=Q(visits__at__gte=since))
    return (
        rows.select_related("municipality")
        .prefetch_related("closed_days")
        .annotate(visits_lately=counted)
        .order_by("name", "pk")
    )


def ahead_at(point: InfoPoint) -> list[Appointment]:
    """Return the appointments of today and of the days to come, and those of the last week of which nobody
    said how they went, in order of time.
    """
    today = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    rows = point.appointments.exclude(state=SlotState.CANCELLED).filter(
        Q(starts_at__gte=today) | Q(state=SlotState.BOOKED, starts_at__gte=today - timedelta(days=7))
    )
    return list(rows.order_by("starts_at", "pk"))


def visits_at(point: InfoPoint) -> QuerySet[Visit]:
    """Return the visits of an info point, the latest first."""
    rows: QuerySet[Visit] = Visit.objects.filter(point=point)
    return rows.order_by("-at", "-pk")


def today_at(hub: Hub) -> tuple[list[InfoPoint], list[Appointment]]:
    """Return the info points of ``hub`` and the appointments of today that are still to come."""
    now = timezone.now()
    end = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=1), time()))
    points = list(in_use(InfoPoint.objects.filter(hub=hub)).order_by("name", "pk"))
    if not points:
        return [], []
    appointments = Appointment.objects.filter(
        keeper__in=points, state=SlotState.BOOKED, ends_at__gt=now, starts_at__lt=end
    )
    return points, list(appointments.select_related("keeper").order_by("starts_at", "pk"))
