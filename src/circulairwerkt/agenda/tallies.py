"""What who comes answered, added up for who cooks or sets tables: how often each answer was given."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from circulairwerkt.agenda.models import Event, OwnQuestion, Seat, Session
from circulairwerkt.agenda.tables import in_words
from circulairwerkt.agenda.waiting import SeatState


@dataclass
class Tally:
    """One answer: how many registrations gave it, and how many people come with those."""

    answer: str
    registrations: int = 0
    people: int = 0


@dataclass
class Asked:
    """One question at one session, with each answer, the most given first."""

    question: str
    tallies: list[Tally] = field(default_factory=list)


@dataclass(frozen=True)
class Counted:
    """One session: how many people have seats, and what they answered."""

    session: Session
    people: int
    asked: list[Asked]


def _added(question: str, answers: Iterable[tuple[str, int]]) -> Asked:
    """Add up answers, each with the people behind it; capitals and spaces make no other answer."""
    found: dict[str, Tally] = {}
    for answer, size in answers:
        words = " ".join(answer.split()).rstrip(".")
        if words:
            tally = found.setdefault(words.casefold(), Tally(words))
            tally.registrations += 1
            tally.people += size
    ordered = sorted(found.values(), key=lambda one: (-one.registrations, one.answer.casefold()))
    return Asked(question, ordered)


def counted(event: Event) -> list[Counted]:
    """Return what who has a seat answered, session by session (three queries).

    Of wishes about food what is still kept, of one's own questions those with a choice or a yes.
    """
    questions = [row for row in event.own_questions.all() if row.sort != OwnQuestion.Sort.TEXT]
    seats: dict[int, list[tuple[int, str, dict[str, object]]]] = {}
    rows = Seat.objects.filter(session__event=event, state=SeatState.CONFIRMED).order_by("pk")
    for key, size, diet, answers in rows.values_list(
        "session", "size", "registration__diet", "registration__answers"
    ):
        seats.setdefault(key, []).append((size, diet, answers))
    found = []
    for session in event.sessions.filter(cancelled_at__isnull=True):
        here = seats.get(session.pk, [])
        asked = [_added(_("Eetwensen"), ((diet, size) for size, diet, _answers in here))]
        for question in questions:
            told = [(in_words(answers.get(str(question.pk))), size) for size, _diet, answers in here]
            asked.append(_added(question.words, told))
        people = sum(size for size, _diet, _answers in here)
        found.append(Counted(session, people, [one for one in asked if one.tallies]))
    return found
