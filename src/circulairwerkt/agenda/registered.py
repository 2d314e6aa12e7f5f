"""Who registered for events: one's own seats, the list for the organiser, badges, the list at the door."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from circulairwerkt.agenda.models import Event, Mode, Registration, Seat, Session, Way
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


class InsideFirst(Sequence[Registration]):
    """Registrations, those who hold seats or wait first (``is_inside``), then by name; read page by page.

    Two lists after each other, each in the order of an index: of twenty thousand only those up to the page
    are looked at, where one list sorted by both would look at all. ``count``: how many, where it is known.
    """

    def __init__(self, event: Event, rows: QuerySet[Registration], *, count: int | None = None) -> None:
        # The sessions by number: a database that must join to find them takes an event of twenty thousand
        # for one of twenty, and asks seat by seat.
        sessions = list(event.sessions.order_by("pk").values_list("pk", flat=True))
        sits = Seat.objects.filter(session__in=sessions, state__in=INSIDE).order_by().values("registration")
        self._rows, self._count = rows, count
        self._inside = rows.filter(pk__in=sits)
        self._others = rows.exclude(pk__in=sits)

    def __len__(self) -> int:
        return self._rows.count() if self._count is None else self._count

    @overload
    def __getitem__(self, at: int) -> Registration: ...
    @overload
    def __getitem__(self, at: slice) -> list[Registration]: ...
    def __getitem__(self, at: int | slice) -> Registration | list[Registration]:
        if isinstance(at, int):
            return self[at : at + 1][0]
        first, last = at.start or 0, len(self) if at.stop is None else at.stop
        found = _read(self._inside, first, last, is_inside=True)
        if len(found) == last - first:
            return found
        # How many hold seats: known where their list ends on this page, else counted.
        count = first + len(found) if found or not first else self._inside.count()
        return found + _read(self._others, max(0, first - count), last - count, is_inside=False)


def _read(rows: QuerySet[Registration], first: int, last: int, *, is_inside: bool) -> list[Registration]:
    """Return some of ``rows`` by name: their numbers are sought in an index, and only theirs read whole."""
    numbers = rows.order_by("name", "pk").values("pk")[first:last]
    seats = Prefetch("seats", Seat.objects.order_by("session__starts_at", "pk"))
    read = Registration.objects.filter(pk__in=numbers).order_by("name", "pk").prefetch_related(seats)
    return list(read.annotate(is_inside=Value(is_inside)))


#: So many found by a name are counted and cut by their numbers: no index finds a part of a name, and letters
#: are compared once instead of for each question.
_FEW = 2_000


def registrations_of(event: Event, *, name: str = "") -> InsideFirst:
    """Return who registered for an event, those who hold seats or wait first, then by name."""
    rows = Registration.objects.filter(event=event)
    if name:
        rows = rows.filter(Q(name__icontains=name) | Q(organisation__icontains=name))
        found = list(rows.order_by().values_list("pk", flat=True)[: _FEW + 1])
        if len(found) <= _FEW:
            return InsideFirst(event, Registration.objects.filter(pk__in=found), count=len(found))
    return InsideFirst(event, rows)


#: What the door and the list as evidence need of a seat: no address, no diet, no answers.
_AT_DOOR = (
    *("session", "state", "size", "came", "came_at"),
    *(
        f"registration__{name}"
        for name in ("name", "organisation", "others", "way", "may_be_pictured", "door_key")
    ),
)


def seats_at(session: Session) -> list[Seat]:
    """Return who has seats at a session, by name, with no more of them than the door needs."""
    rows = Seat.objects.filter(session=session, state=SeatState.CONFIRMED).select_related("registration")
    return list(rows.only(*_AT_DOOR).order_by("registration__name", "pk"))


@dataclass(frozen=True)
class Badge:
    """What stands on a name badge."""

    name: str
    organisation: str


def badges_of(event: Event) -> list[Badge]:
    """Return a badge for everybody who has a seat, also for who comes along; nameless ones are left blank.

    Who takes part online wears none.
    """
    sits = Seat.objects.filter(registration=OuterRef("pk"), state=SeatState.CONFIRMED)
    rows = Registration.objects.filter(Exists(sits), event=event).order_by("name", "pk")
    if event.mode == Mode.HYBRID:
        rows = rows.exclude(way=Way.ONLINE)
    found = []
    for name, others, size, organisation in rows.values_list("name", "others", "size", "organisation"):
        names = [name, *others][:size]
        names += [""] * (size - len(names))
        found += [Badge(name=each, organisation=organisation) for each in names]
    return found


def online_at(event: Event) -> int:
    """Return how many people with a seat take part online, of an event that leaves the choice; else 0."""
    if event.mode != Mode.HYBRID:
        return 0
    sits = Seat.objects.filter(registration=OuterRef("pk"), state=SeatState.CONFIRMED)
    rows = Registration.objects.filter(Exists(sits), event=event, way=Way.ONLINE)
    return rows.aggregate(people=Sum("size"))["people"] or 0


def _in_calendars() -> Q:
    """The condition that a calendar holds a seat: one has it, or had it and must hear that it is gone."""
    return Q(state=SeatState.CONFIRMED) | Q(sequence__gt=0)


def _told(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    rows = seats.filter(_in_calendars()).select_related("session__event__hub", "session__event__municipality")
    return rows.order_by("session__starts_at", "pk")


def seats_told_to(digests: Iterable[str]) -> QuerySet[Seat]:
    """Return what calendars hold of the seats of the people behind some mail addresses."""
    return _told(Seat.objects.filter(registration__address_digest__in=list(digests)))


def seats_told_of(registration: Registration) -> QuerySet[Seat]:
    """Return what calendars hold of the seats of one registration."""
    return _told(Seat.objects.filter(registration=registration))
