"""How far a change to one time of a series reaches: that time alone, what follows, or all that is to come."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.agenda.models import Event, Session, State


class Reach(models.TextChoices):
    """Which times of a series follow."""

    THIS = "this", _("alleen deze keer")
    FOLLOWING = "following", _("deze en alle volgende keren")
    ALL = "all", _("alle keren die nog komen")


def others_to_come(event: Event) -> models.QuerySet[Event]:
    """Return the other times of the series of ``event`` that have not begun and were not called off."""
    rows: models.QuerySet[Event] = Event.objects.filter(series__isnull=False, series=event.series_id)
    return rows.exclude(pk=event.pk).exclude(state=State.CANCELLED).filter(first_starts_at__gt=timezone.now())


def hold_series(event: Event) -> None:
    """Hold all times of a series, or the event that is in none, until the transaction ends.

    Always in one order, so that two who change a series wait for each other instead of for ever.
    """
    rows = Event._base_manager.select_for_update().only("pk").order_by("pk")
    list(rows.filter(series=event.series_id) if event.series_id else rows.filter(pk=event.pk))


def reached(event: Event, reach: str) -> list[Event]:
    """Return the others that a change of ``event`` reaches, in order, held until the transaction ends.

    What has begun stays as it was: it is evidence.
    """
    if reach == Reach.THIS or event.series_id is None:
        return []
    hold_series(event)
    rows = others_to_come(event).select_related("hub", "municipality")
    if reach == Reach.FOLLOWING:
        rows = rows.filter(planned_at__gt=event.planned_at)
    return list(rows.order_by("planned_at", "pk"))


def sessions_alike(others: list[Event]) -> dict[int, Session]:
    """Return the session of each of ``others``: its only one, or that which the series planned."""
    rows = Session.objects.filter(event__in=others, cancelled_at__isnull=True).order_by("pk")
    by_event: dict[int, list[Session]] = {}
    for row in rows:
        by_event.setdefault(row.event_id, []).append(row)
    found = {}
    for event in others:
        sessions = by_event.get(event.pk, [])
        planned = [row for row in sessions if row.starts_at == event.planned_at]
        if len(sessions) == 1 or planned:
            found[event.pk] = (planned or sessions)[0]
            found[event.pk].event = event
    return found
