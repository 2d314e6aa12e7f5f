"""Questions about events: what is to come, in a month, at a hub, near a place; what a calendar holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, Max, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from circulairwerkt.agenda.bridge import Point, box_around, within
from circulairwerkt.agenda.models import SWITCHES, Event, Mode, Session, State
from circulairwerkt.agenda.times import ZONE
from circulairwerkt.agenda.times import moment_at as moment_at
from circulairwerkt.agenda.times import rule_of as rule_of
from circulairwerkt.agenda.waiting import SeatState as SeatState
from circulairwerkt.base.texts import shown
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import hubs_without_each

#: What is in the agenda for everybody, called off or not.
IN_AGENDA = (State.PUBLISHED, State.CANCELLED)


@dataclass(frozen=True)
class EventSearch:
    """What a visitor looks for in the agenda; empty means anything.

    ``here`` with ``radius_km`` keeps what one can go to within that straight distance.
    """

    hub: str = ""
    sector: str = ""
    kind: str = ""
    is_online: bool = False
    here: Point | None = None
    radius_km: float = 25.0


def in_use(events: QuerySet[Event]) -> QuerySet[Event]:
    """Leave out what hubs organise with an instrument that they do not use."""
    for switch, hubs in hubs_without_each(SWITCHES.values()).items():
        kinds = [kind for kind, key in SWITCHES.items() if key == switch]
        events = events.exclude(kind__in=kinds, hub__in=hubs)
    return events


def published() -> QuerySet[Event]:
    """Return what stands in the agenda, called off or not, with what a card of it shows."""
    rows: QuerySet[Event] = Event.objects.filter(state__in=IN_AGENDA)
    return in_use(rows).select_related("hub", "municipality")


def matching(wanted: EventSearch, events: QuerySet[Event] | None = None) -> QuerySet[Event]:
    """Return the events of the agenda (or of ``events``) that pass ``wanted``, in no order of its own."""
    found = published() if events is None else events
    if wanted.hub:
        together = Event.with_hubs.through.objects.filter(event=OuterRef("pk"), hub__slug=wanted.hub)
        found = found.filter(Q(hub__slug=wanted.hub) | Exists(together))
    if wanted.sector:
        found = found.filter(sectors__key=wanted.sector)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.is_online:
        found = found.exclude(mode=Mode.ON_SITE)
    if wanted.here is not None:
        found = found.filter(pk__in=list(_near(found, wanted.here, wanted.radius_km)))
    return found


def _near(found: QuerySet[Event], here: Point, radius_km: float) -> dict[int, float]:
    lat, lon = box_around(here, radius_km)
    points = found.exclude(mode=Mode.ONLINE).filter(lat__range=lat, lon__range=lon)
    rows: list[Any] = list(points.order_by().values_list("pk", "lat", "lon"))
    return within(here, rows, radius_km)


def _sessions() -> Prefetch[str, QuerySet[Session], str]:
    return Prefetch("sessions", Session.objects.order_by("starts_at", "pk"))


def to_come(wanted: EventSearch | None = None, *, since: datetime | None = None) -> QuerySet[Event]:
    """Return what is still to come (or was not over at ``since``), the next first.

    ``next_at`` is when its next session begins: of a training of five evenings the one that comes.
    """
    moment = since or timezone.now()
    found = matching(wanted or EventSearch()).filter(last_ends_at__gt=moment)
    ahead = Session.objects.filter(event=OuterRef("pk"), ends_at__gt=moment, cancelled_at__isnull=True)
    first = ahead.order_by("starts_at").values("starts_at")[:1]
    return (
        found.annotate(next_at=_or_first(first))
        .prefetch_related(_sessions(), "sectors")
        .order_by("next_at", "pk")
    )


def _or_first(first: Any) -> Coalesce:
    """The next session, or the first where all that is to come was called off."""
    return Coalesce(Subquery(first), F("first_starts_at"))


def gone_by(wanted: EventSearch | None = None) -> QuerySet[Event]:
    """Return what is over, the latest first."""
    found = matching(wanted or EventSearch()).filter(last_ends_at__lte=timezone.now())
    return (
        found.annotate(next_at=F("first_starts_at"))
        .prefetch_related(_sessions(), "sectors")
        .order_by("-last_ends_at", "-pk")
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A session as a line of the calendar shows it: ``clock`` is when it begins, in Belgium."""

    slug: str
    title: str
    clock: str
    is_off: bool


@dataclass(frozen=True)
class DayInMonth:
    """One day of the calendar with the sessions that take place on it."""

    day: date
    is_in_month: bool
    sessions: tuple[Line, ...]


def month_of(wanted: EventSearch, first_day: date) -> list[list[DayInMonth]]:
    """Return the weeks of a month, Monday first, with the sessions on each day (one query, or two).

    A session of several days stands on each of them, on the clock of Belgium.
    """
    start = first_day - timedelta(days=first_day.weekday())
    after = (first_day.replace(day=28) + timedelta(days=4)).replace(day=1)
    weeks = -(-(after - start).days // 7)
    end = start + timedelta(days=7 * weeks)
    begins, ends = (datetime.combine(day, time(), tzinfo=ZONE) for day in (start, end))
    # What a line shows and no more: of hundreds of sessions neither rows nor texts are made.
    rows = (
        Session.objects.filter(starts_at__lt=ends, ends_at__gt=begins, event__in=matching(wanted))
        .order_by("starts_at", "pk")
        .values_list("starts_at", "ends_at", "cancelled_at", "event__slug", "event__title")
    )
    by_day: dict[date, list[Line]] = {}
    for starts_at, ends_at, cancelled_at, slug, title in rows:
        first = starts_at.astimezone(ZONE)
        line = Line(slug, str(shown(title)) or slug, f"{first:%H.%M}", cancelled_at is not None)
        day = max(first.date(), start)
        last = (ends_at.astimezone(ZONE) - timedelta(microseconds=1)).date()
        while day <= min(last, end):
            by_day.setdefault(day, []).append(line)
            day += timedelta(days=1)
    days = [start + timedelta(days=number) for number in range(7 * weeks)]
    cells = [DayInMonth(day, day.month == first_day.month, tuple(by_day.get(day, ()))) for day in days]
    return [cells[number : number + 7] for number in range(0, len(cells), 7)]


def of_address(slug: str) -> QuerySet[Event]:
    """Return the event at ``slug``, as far as the scope may see it, with all that its page shows."""
    rows: QuerySet[Event] = Event.objects.filter(slug=slug)
    return (
        in_use(rows)
        .select_related("hub", "hub__seat", "municipality")
        .prefetch_related(_sessions(), "sectors", "with_hubs", "partners", "goals")
    )


def at_hub(hub: Hub, *, gone: bool = False) -> QuerySet[Event]:
    """Return the events that ``hub`` organises, drafts included: those to come by day, or those over."""
    rows: QuerySet[Event] = Event.objects.filter(hub=hub)
    rows = in_use(rows).select_related("municipality")
    now = timezone.now()
    if gone:
        return rows.filter(last_ends_at__lte=now).order_by("-last_ends_at", "-pk")
    # What has no session yet stands first: it waits for one.
    return rows.filter(Q(last_ends_at__gt=now) | Q(last_ends_at__isnull=True)).order_by(
        F("first_starts_at").asc(nulls_first=True), "pk"
    )


def on_day(hub: Hub, day: date) -> list[Session]:
    """Return the sessions of ``hub`` on a day, also where it joins in, in order of time."""
    begins = datetime.combine(day, time(), tzinfo=ZONE)
    ends = datetime.combine(day + timedelta(days=1), time(), tzinfo=ZONE)
    together = Event.with_hubs.through.objects.filter(hub=hub).values("event_id")
    events: QuerySet[Event] = Event.objects.filter(Q(hub=hub) | Q(pk__in=together))
    events = in_use(events).exclude(state=State.DRAFT)
    rows = Session.objects.filter(
        starts_at__lt=ends, ends_at__gt=begins, cancelled_at__isnull=True, event__in=events
    )
    # On most days there is none, to be joined with all that an event tells.
    if not rows.exists():
        return []
    return list(rows.select_related("event", "event__municipality").order_by("starts_at", "pk"))


def near(here: Point, *, radius_km: float = 30.0, limit: int = 3) -> list[Event]:
    """Return what is to come near a place, the next first, with ``distance_km`` in straight kilometres."""
    ahead = published().filter(state=State.PUBLISHED, last_ends_at__gt=timezone.now())
    far = _near(ahead, here, radius_km)
    if not far:
        return []
    found = list(to_come().filter(pk__in=list(far), state=State.PUBLISHED)[:limit])
    for event in found:
        event.distance_km = far[event.pk]  # type: ignore[attr-defined]
    return found


def spans(events: Iterable[int]) -> dict[int, tuple[datetime, datetime]]:
    """Return when the first session of each event begins and the last one ends, without those called off
    while others stand.
    """
    rows = Session.objects.filter(event__in=list(events)).values("event_id", is_off=F("cancelled_at"))
    found: dict[int, tuple[datetime, datetime]] = {}
    for off in (True, False):
        kept = rows.filter(cancelled_at__isnull=not off).values("event_id")
        for row in kept.annotate(first=Min("starts_at"), last=Max("ends_at")):
            found[row["event_id"]] = (row["first"], row["last"])
    return found


def in_series(event: Event) -> QuerySet[Event]:
    """Return the other events of the same series that the scope may see, in order of time."""
    rows: QuerySet[Event] = (
        Event.objects.filter(series=event.series_id) if event.series_id else Event.objects.none()
    )
    return rows.exclude(pk=event.pk).order_by("first_starts_at")
