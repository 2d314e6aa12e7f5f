"""Growth plans as a file: one line for each small thing, in words that a spreadsheet shows.

The words of the file are Dutch in every language of the site, so that a file of one enterprise is read at
another. What somebody needs at work is not in it, nor what the person says is wrong.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from circulairwerkt.base.bridge import Cells
from circulairwerkt.base.cells import day_in, too_long, word_in
from circulairwerkt.people.models import Note, PersonFile
from circulairwerkt.people.wording import national_number_in, tells_of_health

COLUMNS = ("dossier", "voornaam", "achternaam", "soort", "wat", "hoe ver", "op", "om", "samen gezien")
#: Columns without which a file is no plan.
NEEDED = ("voornaam", "soort", "wat")
#: Lines that are read at once.
MOST_ROWS = 2000
_MOST_LETTERS = {"voornaam": 60, "achternaam": 80, "wat": 300}
_TIMES = ("%H:%M", "%H:%M:%S", "%H.%M", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True)
class PlanRow:
    """One line: a person, and one small thing or (``kind`` empty) the person alone."""

    number: int
    file_number: int | None
    first_name: str
    last_name: str
    kind: str = ""
    text: str = ""
    state: str = ""
    on: date | None = None
    at: time | None = None
    is_seen_together: bool = False


class PlansRefused(Exception):
    """A file is not read in; ``problems`` names each line that is wrong, and what is wrong."""

    def __init__(self, problems: Sequence[tuple[int, str]]) -> None:
        super().__init__(str(problems))
        self.problems = list(problems)


@cache
def _kinds() -> dict[str, str]:
    with override("nl"):
        return {str(kind.label): kind.value for kind in Note.Kind}


@cache
def _states() -> dict[str, str]:
    with override("nl"):
        return {str(state.label): state.value for state in Note.State}


def written(files: Iterable[PersonFile], notes: Iterable[Note]) -> dict[str, list[object]]:
    """Return the columns of a file that holds ``files`` with their ``notes``."""
    kinds, states = ({value: word for word, value in of.items()} for of in (_kinds(), _states()))
    by_file: dict[int, list[Note]] = {}
    for note in notes:
        by_file.setdefault(note.file_id, []).append(note)
    lines: list[tuple[object, ...]] = []
    for file in files:
        who = (file.pk, file.first_name, file.last_name)
        lines += [
            (
                *who,
                kinds[note.kind],
                note.text,
                states[note.state],
                note.on.isoformat(),
                f"{note.at:%H:%M}" if note.at else "",
                "ja" if note.is_seen_together else "nee",
            )
            for note in by_file.get(file.pk, [])
        ] or [(*who, *[""] * (len(COLUMNS) - len(who)))]
    return {name: [line[at] for line in lines] for at, name in enumerate(COLUMNS)}


def read(cells: Cells) -> list[PlanRow]:
    """Return the lines of a file. Raises PlansRefused with each line that is wrong, never with its words."""
    names = {name.strip().lower(): at for at, name in enumerate(cells.columns)}
    if absent := [name for name in NEEDED if name not in names]:
        raise PlansRefused([(1, _("Deze kolom ontbreekt: %(name)s.") % {"name": name}) for name in absent])
    if len(cells) > MOST_ROWS:
        raise PlansRefused([(1, _("Hoogstens %(most)d lijnen in één bestand.") % {"most": MOST_ROWS})])
    # Counted as a spreadsheet does: the names of the columns are its first line.
    problems = [(number + 1, what) for number, what in cells.lost.items()]
    rows: list[PlanRow] = []
    for number, line in zip(cells.numbers, cells.rows, strict=True):
        told = {name: _bare(line[names[name]]) if name in names else "" for name in COLUMNS}
        try:
            rows.append(_row(number + 1, told))
        except ValidationError as error:
            problems += [(number + 1, message) for message in error.messages]
    if problems:
        raise PlansRefused(sorted(problems))
    return rows


def _bare(cell: str) -> str:
    """Return the words of a cell, without the apostrophe that a CSV file puts before a formula."""
    return re.sub(r"^'(?=[=+\-@])", "", cell.strip())


def _row(number: int, told: dict[str, str]) -> PlanRow:
    for name, most in _MOST_LETTERS.items():
        if wrong := too_long(told[name], most):
            raise ValidationError(wrong)
    key = told["dossier"].removesuffix(".0")
    if key and not (key.isascii() and key.isdigit() and len(key) < 15):
        raise ValidationError(_("Dossier: alleen het nummer. Laat het leeg voor iemand nieuw."))
    if not told["voornaam"]:
        raise ValidationError(_("De voornaam ontbreekt."))
    if any(national_number_in(told[name]) for name in ("voornaam", "achternaam", "wat")):
        raise ValidationError(_("Dit lijkt een rijksregisternummer. Dat bewaren we niet."))
    who = (number, int(key) if key else None, told["voornaam"], told["achternaam"])
    if not told["soort"] and not told["wat"]:
        return PlanRow(*who)
    if not (told["soort"] and told["wat"]):
        raise ValidationError(_("Er staat niet wat het is."))
    # Whichever cell it stands in, it is not said again.
    if any(tells_of_health(told[name]) for name in ("soort", "wat", "hoe ver", "op")):
        raise ValidationError(
            _("Dit lijkt over gezondheid te gaan. Schrijf wat iemand nodig heeft, niet waarom.")
        )
    kind = word_in(told["soort"], _kinds(), ", ".join(_kinds()))
    return PlanRow(
        *who,
        kind=kind,
        text=told["wat"],
        state=word_in(told["hoe ver"], _states(), ", ".join(_states())),
        on=day_in(told["op"]),
        at=_hour(told["om"]) if kind == Note.Kind.MEETING else None,
        is_seen_together=_yes(told["samen gezien"]),
    )


def _hour(text: str) -> time | None:
    """Read an hour, however a spreadsheet shows it; None for an empty cell."""
    if not text:
        return None
    for form in _TIMES:
        try:
            return datetime.strptime(text, form).time()
        except ValueError:
            continue
    raise ValidationError(_("Om: schrijf een uur als 14:30."))


def _yes(text: str) -> bool:
    if text.lower() in {"ja", "x", "1", "true"}:
        return True
    if text.lower() in {"", "nee", "0", "false"}:
        return False
    raise ValidationError(_("Samen gezien: schrijf ja of nee."))
