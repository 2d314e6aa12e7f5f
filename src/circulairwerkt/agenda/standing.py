"""How full an event is: seats, those who wait, and attendance, per session."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from circulairwerkt.agenda.models import Event, Seat, Session
from circulairwerkt.agenda.waiting import HOLDING, SeatState


@dataclass(frozen=True)
class Standing:
    """One session in figures: people, not registrations; ``left`` is None where there is no end to it."""

    session: Session
    taken: int
    waiting: int
    came: int

    @property
    def left(self) -> int | None:
        """How many seats are free; none while somebody waits: what comes free is offered to him."""
        if self.session.capacity is None:
            return None
        return 0 if self.waiting else max(0, self.session.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        """Whether a newcomer waits."""
        return self.left == 0


def standing_of(event: Event) -> list[Standing]:
    """Return how full each session of an event is, in order of time (two queries)."""
    return standings(event.sessions.all())


def standings(sessions: Iterable[Session]) -> list[Standing]:
    """Return how full each session is (one query)."""
    rows = list(sessions)
    found: dict[int, dict[str, int]] = {
        row["session_id"]: {name: row[name] for name in ("taken", "line", "came_sum")}
        for row in Seat.objects.filter(session__in=rows)
        .order_by()
        .values("session_id")
        .annotate(
            taken=Sum("size", filter=Q(state__in=HOLDING), default=0),
            line=Count("pk", filter=Q(state=SeatState.WAITING)),
            came_sum=Sum("came", default=0),
        )
    }
    return [
        Standing(
            session=row,
            taken=found.get(row.pk, {}).get("taken", 0),
            waiting=found.get(row.pk, {}).get("line", 0),
            came=found.get(row.pk, {}).get("came_sum", 0),
        )
        for row in rows
    ]
