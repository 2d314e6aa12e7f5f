"""Who registered for events: one's own seats, the list for the organiser, badges, the list at the door."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from circulairwerkt.agenda.models import Event, Registration, Seat, Session
from circulairwerkt.agenda.queries import in_use
from circulairwerkt.agenda.waiting import INSIDE, SeatState
from circulairwerkt.hubs.models import Hub


def of_hub(hub: Hub) -> QuerySet[Event]:
    """Return the events that ``hub`` organises or joins in, drafts of others left out."""
    together = Event.with_hubs.through.objects.filter(hub=hub).values("event_id")
    rows: QuerySet[Event] = Event.objects.filter(Q(hub=hub) | Q(pk__in=together))
    return in_use(rows).select_related("hub", "municipality")


def _ahead() -> Coalesce:
    """How many registrations stand before a seat in the line of its session."""
    before = (
        Seat.objects.filter(session=OuterRef("session"), state=SeatState.WAITING, turn__lt=OuterRef("turn"))
        .order_by()
        .values("session")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(before), 0)


def seats_of(registration: Registration) -> list[Seat]:
    """Return where a registration stands, by time; ``ahead``: who stands before it, while it waits."""
    rows = registration.seats.select_related("session").annotate(ahead=_ahead())
    found: list[Seat] = list(rows.order_by("session__starts_at", "pk"))
    for seat in found:
        seat.registration = registration
        if seat.state != SeatState.WAITING:
            seat.ahead = None  # type: ignore[attr-defined]
    return found


def registrations_of(event: Event, *, name: str = "") -> QuerySet[Registration]:
    """Return who registered for an event, those who hold seats or wait first, then by name.

    ``answered`` of each holds what he answered, in words.
    """
    rows = Registration.objects.filter(event=event)
    if name:
        rows = rows.filter(Q(name__icontains=name) | Q(organisation__icontains=name))
    inside = Seat.objects.filter(registration=OuterRef("pk"), state__in=INSIDE)
    seats = Seat.objects.select_related("session").order_by("session__starts_at", "pk")
    return (
        rows.annotate(is_inside=Exists(inside))
        .prefetch_related(Prefetch("seats", seats))
        .order_by("-is_inside", "name", "pk")
    )


def seats_at(session: Session) -> list[Seat]:
    """Return who has seats at a session, by name."""
    rows = Seat.objects.filter(session=session, state=SeatState.CONFIRMED).select_related("registration")
    return list(rows.order_by("registration__name", "pk"))


@dataclass(frozen=True)
class Badge:
    """What stands on a name badge."""

    name: str
    organisation: str


def badges_of(event: Event) -> list[Badge]:
    """Return a badge for everybody who has a seat, also for who comes along; nameless ones are left blank."""
    sits = Seat.objects.filter(registration=OuterRef("pk"), state=SeatState.CONFIRMED)
    rows = Registration.objects.filter(Exists(sits), event=event).order_by("name", "pk")
    found = []
    for row in rows:
        names = [row.name, *row.others][: row.size]
        names += [""] * (row.size - len(names))
        found += [Badge(name=name, organisation=row.organisation) for name in names]
    return found


def registered_by(digests: Iterable[str]) -> QuerySet[Session]:
    """Return the sessions at which the people behind some mail addresses have seats."""
    seats = Seat.objects.filter(registration__address_digest__in=list(digests), state=SeatState.CONFIRMED)
    return Session.objects.filter(pk__in=seats.values("session_id"))
