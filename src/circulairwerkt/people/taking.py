"""Everything that stands here about one person, for himself: to read elsewhere, to take along."""

from typing import Any

from circulairwerkt.people import queries
from circulairwerkt.people.models import PersonFile


def everything_about(file: PersonFile) -> dict[str, Any]:
    """Return what is kept about a person as plain values, by words that he knows."""
    transition = queries.transition_of(file)
    return {
        "onderneming": file.organisation.name,
        "begeleider": str(file.coach or ""),
        "voornaam": file.first_name,
        "achternaam": file.last_name,
        "telefoon": file.phone,
        "e-mail": file.email,
        "taal": file.language,
        "begonnen op": file.started_on.isoformat(),
        "gestopt op": file.ended_on.isoformat() if file.ended_on else "",
        "groei": [
            {
                "soort": str(note.get_kind_display()),
                "wat": note.text,
                "hoe ver": str(note.get_state_display()),
                "op": note.on.isoformat(),
                "om": note.at.isoformat("minutes") if note.at else "",
                "samen gezien": note.is_seen_together,
                "klopt niet, zeg ik": note.disputed_at is not None,
            }
            for note in queries.notes_of(file)
        ],
        "nodig op het werk": [str(row.get_need_display()) for row in file.adjustments.all()],
        "stap naar gewoon werk": [
            {"stap": str(row.get_stage_display()), "op": row.on.isoformat()}
            for row in (transition.reached.all() if transition else [])
        ],
        "bedrijf": str(transition.partner or "") if transition else "",
        "hoe het daarna ging": [
            {
                "na (maanden)": row.months,
                "werkt nog": str(row.get_works_display()),
                "hoe het gaat": str(row.get_feels_display()),
            }
            for row, _address in queries.follow_ups_of(file)
            if row.answered_at
        ],
        "wie keek": [
            {
                "wanneer": look.at.isoformat(timespec="minutes"),
                "wie": str(look.who or ""),
                "waarom": str(look.get_purpose_display()),
                "wat": str(look.get_part_display()),
            }
            for look in queries.looks_at(file)
        ],
    }
