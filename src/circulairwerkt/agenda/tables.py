"""Lists to take along: who registered for an event, and who came to a session."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from circulairwerkt.agenda.models import Event, Mode, Registration, Seat, Session
from circulairwerkt.agenda.registered import registrations_of, seats_at
from circulairwerkt.agenda.waiting import SeatState
from circulairwerkt.base.downloads import Columns, beside


def in_words(value: object) -> str:
    """Return what somebody answered to a question of the organiser, as people read it."""
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    return "" if value is None else str(value)


def _day_and_hour(session: Session) -> str:
    return f"{timezone.localtime(session.starts_at):%Y-%m-%d %H:%M}"


def attendance(session: Session) -> Columns:
    """Return who had seats at a session and how many came: the list as evidence."""
    seats, local = seats_at(session), timezone.localtime(session.starts_at)
    return {
        _("Activiteit"): [session.event.shown_title for _seat in seats],
        _("Dag"): [f"{local:%Y-%m-%d}" for _seat in seats],
        _("Begint om"): [f"{local:%H:%M}" for _seat in seats],
        _("Naam"): [seat.registration.name for seat in seats],
        _("Organisatie"): [seat.registration.organisation for seat in seats],
        _("Namen van wie meekomt"): [", ".join(seat.registration.others) for seat in seats],
        _("Ingeschreven"): [0 if seat.registration.is_walk_in else seat.size for seat in seats],
        _("Aanwezig"): [seat.came for seat in seats],
        _("Aangevinkt op"): [
            f"{timezone.localtime(seat.came_at):%Y-%m-%d %H:%M}" if seat.came_at else "" for seat in seats
        ],
        _("Aan de deur bijgeschreven"): [_("ja") if seat.registration.is_walk_in else "" for seat in seats],
        **_ways(session.event, [seat.registration for seat in seats]),
    }


def registrations(event: Event) -> Columns:
    """Return who registered: how, where each stands at every session, and what was answered.

    Eating and photos stand in it while they are kept, the private link never (five queries).
    """
    rows, sessions = list(registrations_of(event)[:]), list(event.sessions.all())
    columns: Columns = {
        _("Naam"): [row.name for row in rows],
        _("Organisatie"): [row.organisation for row in rows],
        _("E-mailadres"): [row.email for row in rows],
        _("Met hoeveel"): [row.size for row in rows],
        _("Namen van wie meekomt"): [", ".join(row.others) for row in rows],
        _("Ingeschreven op"): [f"{timezone.localtime(row.made_at):%Y-%m-%d %H:%M}" for row in rows],
        _("Hoe"): [_("aan de deur") if row.is_walk_in else _("via de site") for row in rows],
        **_ways(event, rows),
    }
    seats = [{seat.session_id: seat for seat in row.seats.all()} for row in rows]
    stands = [
        (
            " ".join(filter(None, (_day_and_hour(session), session.title))),
            [_stands(its.get(session.pk)) for its in seats],
        )
        for session in sessions
    ]
    asked = [
        (question.words, [in_words(row.answers.get(str(question.pk))) for row in rows])
        for question in event.own_questions.all()
    ]
    return beside(columns, [*stands, *asked, *_wishes(rows)])


def _ways(event: Event, rows: Sequence[Registration]) -> Columns:
    """How each takes part in what is both on the spot and online; no column for any other event."""
    if event.mode != Mode.HYBRID:
        return {}
    return {_("Ter plaatse of online"): [row.get_way_display() for row in rows]}


def _stands(seat: Seat | None) -> str:
    return "" if seat is None else str(SeatState(seat.state).label)


def _wishes(rows: list[Registration]) -> list[tuple[str, list[object]]]:
    """What is erased soon after an event: no column where nothing of it is kept."""
    found: list[tuple[str, list[object]]] = []
    if any(row.diet for row in rows):
        found.append((_("Eetwensen"), [row.diet for row in rows]))
    if any(row.may_be_pictured is not None for row in rows):
        pictured = [row.may_be_pictured for row in rows]
        found.append((_("Mag op de foto"), [in_words(each) for each in pictured]))
    return found
