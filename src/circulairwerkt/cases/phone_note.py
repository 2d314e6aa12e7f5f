"""One box for what one notes after a call: it gives a note, a person to reach and a task, to be corrected.

"Gebeld met Jan, 0470 12 34 56, dinsdag terugbellen over MDF" names Jan, his number, and a task for Tuesday.
Nothing is invented: every name, number, address and task consists of words of the note itself, and what is
not recognised stays in the note.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from stdnum.be import vat

from circulairwerkt.cases.note_days import days_in

#: Longer notes are read up to here; the note itself is kept whole.
READ_AT_MOST: Final = 4000
_TASK_LENGTH: Final = 200

_EMAIL: Final = re.compile(
    r"(?<![\w.+-])[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,12}(?![\w-])",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(r"(?<![\w.+/-])(?:\+|00)?\(?\d(?:[ ./()-]{0,2}\d){7,14}(?![\w-]|\.\d)")
_COMPANY_NUMBER: Final = re.compile(r"^[01]\d{3}\.\d{3}\.\d{3}$")

_TALKED: Final = (
    r"(?:gebeld|getelefoneerd|gesproken|gemaild|overlegd|samengezeten|afgesproken|contact(?:\s+gehad)?|"
    r"telefoon|telefoontje|telefoongesprek|gesprek|gepraat|oproep|bezoek|langsgeweest|voicemail|"
    r"ingesproken|belletje|mail|bericht|tel)"
)
_CAPITAL: Final = r"[A-ZÀ-ÖØ-Þ][\wÀ-ÿ'’-]{1,30}"
#: "van den Broeck" is a name, "Jan van Groep Zes" is Jan of a firm.
_PARTICLE: Final = r"(?:(?:Van|van)\s+(?:de|den|der)|Van|De|Den|Der|Ter|Ten|Vanden|Vande|Le|La|Du|'t)"
_NAME: Final = rf"{_CAPITAL}(?:\s+(?:{_PARTICLE}\s+)?{_CAPITAL}){{0,2}}"
_MET_NAME: Final = re.compile(
    rf"(?i:\b{_TALKED}\s+(?:met|van|door|aan|bij|naar)\s+(?:(?:de\s+heer|mevrouw|mevr\.?|dhr\.?|mr\.?)\s+)?)"
    rf"(?P<name>{_NAME})"
)
_MET_LOWER: Final = re.compile(
    r"\b(?:gebeld|getelefoneerd|gesproken|gepraat|overlegd|contact)\s+met\s+(?P<name>[a-zà-ÿ][a-zà-ÿ'-]{1,20})\b",
    re.IGNORECASE,
)
_NAME_CALLED: Final = re.compile(
    rf"(?:^|(?<=[.;,!?\n]\s)|(?<=\n))(?P<name>{_NAME})\s+(?:belde|mailde|vroeg|vraagt|zei|zegt|belt|stuurde)\b"
)
_OF_ORGANISATION: Final = re.compile(
    rf"^\s*,?\s*(?:van|bij)\s+(?P<name>{_CAPITAL}(?:\s+(?:{_CAPITAL}|&|en|\d+)){{0,4}}(?<!\sen)(?<!&))"
)
#: Words after "met" that are nobody's name.
_NOT_A_NAME: Final = frozenset(
    "de het een iemand hem haar hen hun ons mij me jou jullie die dat deze mijn onze zijn klant klanten "
    "zaakvoerder eigenaar bedrijf firma directeur directie coördinator coordinator collega collega's mensen "
    "mevrouw meneer dhr mevr succes plezier nieuws twee drie vier allebei beide beiden nummer ovam vdab wie "
    "wat niemand iedereen alle veel moeite en of om over voor naar".split()
)
_WEEKDAY_NAMES: Final = frozenset(
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag morgen vandaag overmorgen volgende".split()
)
#: Something that is still to be done.
_TO_DO: Final = re.compile(
    r"\b(?:terug\s?bellen|terug\s?mailen|opbellen|bellen|mailen|doormailen|doorsturen|opsturen|sturen|"
    r"bezorgen|langsgaan|langs\s?gaan|langskomen|bezoeken|opvolgen|navragen|nakijken|bekijken|uitzoeken|"
    r"vragen|contacteren|afspreken|inplannen|vastleggen|uitnodigen|ophalen|brengen|wegen|meten|antwoorden|"
    r"bevestigen|herinneren|nabellen|polsen|checken|voorstellen|bespreken|samenzitten|overleggen)\b",
    re.IGNORECASE,
)
#: To do even without a day: nobody writes these about the past.
_CLEARLY_TO_DO: Final = re.compile(
    r"\b(?:terug\s?bellen|terug\s?mailen|opvolgen|navragen|nabellen|uitzoeken|to\s?do|te doen|"
    r"nog\s+(?:te\s+)?(?:bellen|mailen|sturen|bezorgen|vragen|doorsturen|nakijken|bekijken|contacteren))\b",
    re.IGNORECASE,
)
_DONE: Final = re.compile(
    r"\b(?:gebeld|belde|gemaild|mailde|gesproken|sprak|gehoord|gestuurd|geweest|bezocht|gezien|"
    r"gevraagd|vroeg|was|waren|had|afgesproken|ingesproken|gesloten|verlof|vakantie|afwezig)\b",
    re.IGNORECASE,
)
_CLAUSE_END: Final = re.compile(r"[,;!?\n]+\s*|\.(?=\s|$)\s*|\s+-\s+|:\s+|\s+(?:en|maar)\s+(?:dan\s+)?")


_PIECE: Final = re.compile(r"[,;\n]+\s*|\.(?=\s|$)\s*")


def without_person(text: str) -> str:
    """Return ``text`` without the pieces that say how to reach somebody or what to do.

    >>> without_person("2 palletten MDF per week, dinsdag terugbellen op 0470 12 34 56")
    '2 palletten MDF per week'
    """
    pieces = [piece for piece in _PIECE.split(text) if piece.strip()]
    kept = [
        piece
        for piece in pieces
        if not (_EMAIL.search(piece) or _PHONE.search(piece) or _CLEARLY_TO_DO.search(piece))
    ]
    if kept:
        return ", ".join(kept) if len(kept) < len(pieces) else text
    return _PHONE.sub("", _EMAIL.sub("", text)).strip()


@dataclass(frozen=True)
class NoteTask:
    """Something to do, with its day where one was named."""

    text: str
    due_on: date | None


@dataclass(frozen=True)
class PhoneNote:
    """What was read in a note; every value consists of words of ``text``."""

    text: str
    name: str = ""
    organisation: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    tasks: tuple[NoteTask, ...] = ()

    @property
    def phone(self) -> str:
        """The first telephone number."""
        return self.phones[0] if self.phones else ""

    @property
    def email(self) -> str:
        """The first mail address."""
        return self.emails[0] if self.emails else ""

    @property
    def task(self) -> NoteTask | None:
        """The first thing to do."""
        return self.tasks[0] if self.tasks else None


@dataclass(frozen=True)
class _Span:
    start: int
    end: int


def read(text: str, today: date) -> PhoneNote:
    """Read a note written on ``today``; never fails, and says nothing where nothing is said.

    >>> note = read("Gebeld met Jan, 0470 12 34 56, dinsdag terugbellen over MDF", date(2026, 11, 23))
    >>> note.name, note.phone, note.task.text, note.task.due_on.isoformat()
    ('Jan', '0470 12 34 56', 'Terugbellen over MDF', '2026-11-24')
    """
    seen = text[:READ_AT_MOST]
    emails = [(match[0], _Span(*match.span())) for match in _EMAIL.finditer(seen)]
    hidden = _blanked(seen, [span for _value, span in emails])
    phones = [
        (match[0].strip(" ./-("), _Span(*match.span()))
        for match in _PHONE.finditer(hidden)
        if is_phone(match[0])
    ]
    hidden = _blanked(hidden, [span for _value, span in phones])
    name, organisation = _who(hidden)
    return PhoneNote(
        text=text,
        name=name,
        organisation=organisation,
        phones=tuple(dict.fromkeys(value for value, _span in phones)),
        emails=tuple(dict.fromkeys(value for value, _span in emails)),
        tasks=tuple(_tasks(hidden, today)),
    )


def is_phone(text: str) -> bool:
    """Whether these figures are a telephone number: Belgian, or foreign with its country; never a company
    number.
    """
    digits = re.sub(r"\D", "", text)
    if not digits.isascii():
        return False
    if text.lstrip(" (").startswith("+") or digits.startswith("00"):
        national = digits.removeprefix("00")
        if national.startswith("32"):
            return 8 <= len(national.removeprefix("32").removeprefix("0")) <= 9
        return 8 <= len(national) <= 15 and not national.startswith("0")
    if _COMPANY_NUMBER.match(text.strip()) and vat.is_valid(digits):
        return False
    if len(digits) == 10:
        return bool(re.match(r"04[5-9]", digits))
    return len(digits) == 9 and bool(re.match(r"0[1-9]", digits))


def _blanked(text: str, spans: Iterable[_Span]) -> str:
    """Return ``text`` with ``spans`` as blanks, so that places stay the same."""
    letters = list(text)
    for span in spans:
        letters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(letters)


def _who(text: str) -> tuple[str, str]:
    """Return the person spoken with and the organisation behind "van", each empty where none is named."""
    found = _MET_NAME.search(text) or _NAME_CALLED.search(text)
    if found is not None and found["name"].split()[0].lower() in (_NOT_A_NAME | _WEEKDAY_NAMES):
        found = None
    if found is None:
        found = _MET_LOWER.search(text)
        if found is None or found["name"].lower() in (_NOT_A_NAME | _WEEKDAY_NAMES):
            return "", ""
    of = _OF_ORGANISATION.match(text[found.end("name") :])
    return _squeezed(found["name"]), _squeezed(of["name"]) if of else ""


def _tasks(text: str, today: date) -> Iterable[NoteTask]:
    """Yield what is to be done, clause by clause. A day of the past, or a clause about it, gives nothing."""
    for start, end in _clauses(text):
        clause = text[start:end]
        days = list(days_in(clause, today))
        ahead = [found for found in days if found.day is not None]
        speaks_of_past = bool(_DONE.search(clause)) or (bool(days) and not ahead)
        is_to_do = bool(_CLEARLY_TO_DO.search(clause))
        if ahead and not is_to_do:
            is_to_do = bool(_TO_DO.search(clause)) or not speaks_of_past
        if not is_to_do:
            continue
        rest = _blanked(clause, [_Span(found.start, found.end) for found in ahead[:1]])
        wording = _wording(rest)
        if wording:
            yield NoteTask(wording[:_TASK_LENGTH].rstrip(), ahead[0].day if ahead else None)


def _clauses(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    for match in _CLAUSE_END.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _wording(clause: str) -> str:
    """Return a clause as a task: without loose small words in front and behind."""
    words = _squeezed(clause).strip(" .,:;-–")
    words = re.sub(
        r"^(?:(?:en|dan|dus|ik|om|te|op|tegen|nog|zal|ga|moet|moeten|we|hem|to\s?do|te doen)\s+)+",
        "",
        words,
        flags=re.I,
    )
    words = re.sub(r"(?:\s+(?:op|tegen|om|en|van|voor|is|de))+$", "", words, flags=re.I).strip(" .,:;-–")
    if len(re.findall(r"[^\W\d_]", words)) < 3:
        return ""
    return words[:1].upper() + words[1:]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
