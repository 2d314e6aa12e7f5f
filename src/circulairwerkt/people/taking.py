"""Everything that stands here about one person, for himself: to read elsewhere, to take along."""

from typing import Any

from circulairwerkt.people import queries
from circulairwerkt.people.models import PersonFile


def everything_about(file: PersonFile) -> dict[str, Any]:
    """Return what is kept about a person as plain values, by words that he knows."""
    transition = queries.transition_of(file)
    return {
        "onderneming": file.organisation.name,
        "begeleider": file.coach.name if file.coach else "",
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
            }
            for note in queries.notes_of(file)
        ],
        "nodig op het werk": [str(row.get_need_display()) for row in file.adjustments.all()],
        "stap naar gewoon werk": [
            {"stap": str(row.get_stage_display()), "op": row.on.isoformat()}
            for row in (transition.reached.all() if transition else [])
        ],
        "wie keek": [
            {
                "wanneer": look.at.isoformat(timespec="minutes"),
                "wie": look.who.name if look.who else "",
                "waarom": str(look.get_purpose_display()),
            }
            for look in queries.looks_at(file)
        ],
    }
