"""Who has a right to an attest: present, ticked at the door, at every session that the training asks for.

A group is ticked by number alone. Where all of it came, each has the right; where some did not, nobody knows
who, and none has it until the tick says that all came.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from circulairwerkt.agenda.models import Event, Registration, Seat, Session
from circulairwerkt.agenda.queries import SeatState
from circulairwerkt.trainings.models import Training

_SECONDS = 3600


@dataclass(frozen=True)
class Entitled:
    """One person with a right to an attest: the registration, which person of it, and the name."""

    registration: Registration
    place: int
    name: str


def training_of(event: Event) -> Training:
    """Return what the event teaches; a row that is not stored yet where nobody said so."""
    return Training.objects.filter(event=event).prefetch_related("asked").first() or Training(event=event)


def asked_sessions(training: Training) -> list[Session]:
    """Return the sessions that an attest asks for, by time: those chosen, else all, less those called off."""
    rows = training.event.sessions.filter(cancelled_at__isnull=True).order_by("starts_at", "pk")
    chosen = set(training.asked.values_list("pk", flat=True)) if training.pk else set()
    return [row for row in rows if not chosen or row.pk in chosen]


def hours_of(sessions: Iterable[Session]) -> Decimal:
    """Return how many hours sessions last together, to a quarter."""
    seconds = sum((row.ends_at - row.starts_at).total_seconds() for row in sessions)
    return Decimal(round(seconds / _SECONDS * 4)) / 4


def entitled_to(training: Training) -> list[Entitled]:
    """Return who has a right to an attest, by registration; two queries beside that of the sessions."""
    asked = asked_sessions(training)
    if not asked:
        return []
    there: dict[int, set[int]] = {}
    seats = Seat.objects.filter(session__in=asked, state=SeatState.CONFIRMED, came__isnull=False)
    for registration_id, session_id, size, came in seats.values_list(
        "registration_id", "session_id", "size", "came"
    ):
        if came is not None and came >= size:
            there.setdefault(registration_id, set()).add(session_id)
    whole = [key for key, sessions in there.items() if len(sessions) == len(asked)]
    found = []
    for row in Registration.objects.filter(pk__in=whole).order_by("made_at", "pk"):
        names = [row.name, *row.others][: row.size]
        found += [Entitled(row, place, name.strip()) for place, name in enumerate(names) if name.strip()]
    return found
