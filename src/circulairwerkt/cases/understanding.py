"""From a sentence to guesses that a tap corrects, the danger that stops it, and the one next question.

Which question is worth most is said in ``streams.asking``, for questions and cards alike.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from circulairwerkt.cases import bridge, phone_note
from circulairwerkt.cases.models import Question, QuestionPart
from circulairwerkt.streams.queries import (
    Ask,
    Known,
    PackSize,
    code_spelled,
    dangers_in,
    kind_of_material,
    material_name,
    most_valuable,
    read_sentence,
    unit_word,
)
from circulairwerkt.streams.queries import pack_size_of as size_of_pack

#: How somebody names a second thing without an amount: twenty crates and some foil.
_SOME = re.compile(r"\s*(?:ook |nog |also |aussi )*(?:wat|enkele|een beetje|some|a few|quelques|un peu)\b")


@dataclass(frozen=True)
class NextQuestion:
    """The one question: ``name`` of the fact, of which part, in words, with answers to tap on.

    ``number_unit`` is the unit of the number that may be typed instead; empty where none can.
    """

    name: str
    place: int
    text: str
    taps: tuple[tuple[str, str], ...]
    number_unit: str
    worth: float

    @property
    def takes_number(self) -> bool:
        """Whether a number may be typed."""
        return bool(self.number_unit)


@dataclass(frozen=True)
class Understanding:
    """All that a sentence says: its parts, the danger that stops it (or empty), the one next question."""

    parts: tuple[QuestionPart, ...]
    danger: str
    question: NextQuestion | None


def pack_size_of(part: QuestionPart) -> PackSize | None:
    """Return how much one pack of ``part`` may hold; None where its unit measures by itself."""
    return size_of_pack(part.unit, part.material)


#: Places where somebody may go over to another thing.
_BREAKS = re.compile(
    r"\s*(?:;|\.\s|\n|,?\s+(?:en|and|et|alsook|daarnaast|ook nog|plus|maar|but|mais)\s+|,\s+)\s*"
)
_SEEKS = re.compile(
    r"\b(?:zoek\w*|gezocht|gevraagd|nodig|need\w*|looking for|seek\w*|wanted|cherch\w+|besoin|recherch\w+)\b"
)
_LEAVES = re.compile(r"\b(?:over|kwijt|heb\w*|afval|rest\w*|weg|left|surplus|spare|avons)\b")


def understood(sentence: str) -> Understanding:
    """Read a sentence; nothing is stored.

    It is cut in two where both sides name something of their own, and the second brings its own amount or
    turns from having to seeking. A rhythm that only one side names holds for both.
    """
    parts = _parts(" ".join(sentence.split()))
    danger = danger_in(parts)
    return Understanding(parts=parts, danger=danger, question=None if danger else next_question(parts))


def _parts(text: str) -> tuple[QuestionPart, ...]:
    if not text:
        return ()
    for found in _BREAKS.finditer(text):
        first, second = _unsaved(0, text[: found.start()]), _unsaved(1, text[found.end() :])
        if _are_two(first, second):
            first.period = first.period or second.period
            second.period = second.period or first.period
            return first, second
    return (_unsaved(0, text),)


def _are_two(first: QuestionPart, second: QuestionPart) -> bool:
    if not first.material or not second.material or first.material == second.material:
        return False
    turns = first.is_sought != second.is_sought and _LEAVES.search(f"{first.text} {second.text}".lower())
    return second.quantity is not None or bool(turns) or bool(_SOME.match(second.text.lower()))


def _unsaved(place: int, words: str) -> QuestionPart:
    part = QuestionPart(place=place, text=words, is_sought=bool(_SEEKS.search(words.lower())))
    _fill(part, words)
    return part


def _fill(part: QuestionPart, words: str) -> None:
    """Fill in what ``words`` say about a part; an amount that is known stays."""
    read = read_sentence(words, timezone.localdate())
    best = read.codes[0] if read.is_known and read.codes else None
    part.material = read.material
    part.kind = read.kind if read.material else ""
    part.other_materials = [key for key in read.materials if key != read.material]
    if part.quantity is None:
        part.quantity, part.unit = read.quantity, read.unit
    part.period = part.period or read.period
    part.low_code = best.code if best else ""
    part.low_probability_share = best.probability if best else None
    part.clean_share = read.clean_share
    part.hazards = sorted({*part.hazards, *(one.key for one in dangers_in(words, read.hazards))})


def danger_in(parts: Iterable[QuestionPart]) -> str:
    """Return the danger that stops a question with these parts, empty where none does."""
    named = [hazard for part in parts for hazard in part.hazards]
    return next((one.key for one in dangers_in("", named) if one.stops), "")


def next_question(parts: Sequence[QuestionPart]) -> NextQuestion | None:
    """Return the question whose answer changes most; None when nothing that matters is open."""
    found = [asked for part in parts if (asked := _next_of(part)) is not None]
    return max(found, key=lambda asked: (asked.worth, -asked.place), default=None)


#: What an asker is asked, and its name on the page; the rest is for the card.
_NAMES = {
    Ask.MATERIAL: "material",
    Ask.CONTENT: "content",
    Ask.QUANTITY: "amount",
    Ask.AREA: "amount",
    Ask.TEMPERATURE: "amount",
    Ask.RHYTHM: "rhythm",
    Ask.PACK: "pack",
    Ask.CLEAN: "clean",
}


def _next_of(part: QuestionPart) -> NextQuestion | None:
    known = Known(
        kind=part.kind or "material",
        material=part.material,
        quantity=part.quantity,
        unit=part.unit,
        period=part.period,
        is_sought=part.is_sought,
        clean_share=part.clean_share,
    )
    answered = {ask for ask, name in _NAMES.items() if name in part.skipped}
    if "material" in part.corrected:
        answered.add(Ask.CONTENT)
    if part.pack_size is not None:
        answered.add(Ask.PACK)
    if part.is_clean is not None:
        answered.add(Ask.CLEAN)
    best = most_valuable(known, askable=_NAMES.keys(), answered=answered)
    return _in_question(part, *best) if best else None


def _in_question(part: QuestionPart, ask: Ask, worth: float) -> NextQuestion:
    language = get_language() or "nl"
    if ask is Ask.PACK:
        return _about_the_pack(part, worth, language)
    name = material_name(part.material, language) if part.material else ""
    much = _("Hoeveel is het ongeveer: %(what)s?") % {"what": name}
    clean = (("yes", _("Zuiver: niets anders erbij")), ("no", _("Gemengd of vuil")))
    text, taps, unit = {
        "material": (_("Wat is het precies?"), (), ""),
        "content": (_("Wat zit of zat erin?"), (), ""),
        "amount": (much, (), "kg"),
        "rhythm": (_("Hoe vaak komt het vrij?"), _rhythms(), ""),
        "clean": (_("Is het zuiver, of zit er iets anders bij?"), clean, ""),
    }[_NAMES[ask]]
    return NextQuestion(_NAMES[ask], part.place, text, taps, unit, worth)


def _about_the_pack(part: QuestionPart, worth: float, language: str) -> NextQuestion:
    size = pack_size_of(part)
    if size is None:
        raise ValueError(f"{part.unit!r} is no pack")
    pack = unit_word(part.unit, 1, language)
    measure = unit_word(size.measure, 2, language)
    taps = tuple((f"{value:g}", f"{value:g} {measure}".replace(".", ",")) for value in size.taps)
    if size.measure in ("kg", "t"):
        text = _("Hoeveel %(measure)s weegt één %(pack)s?")
    else:
        text = _("Hoeveel %(measure)s gaat er in één %(pack)s?")
    words = text % {"measure": measure, "pack": pack}
    return NextQuestion("pack", part.place, words, taps, size.measure, worth)


def _rhythms() -> tuple[tuple[str, str], ...]:
    return tuple((value, str(label)) for value, label in QuestionPart.Period.choices)


def reworded(part: QuestionPart, words: str) -> None:
    """Read what somebody typed about a part, and fill in what it is; other words are kept as they are.

    Of a drum it may be that nobody knows its content: then it stays a drum, and the danger stands.
    """
    holder = part.material if bridge.is_container(part.material) else ""
    named = dangers_in(f"{part.text} {words}", ()) if holder else ()
    part.hazards = sorted({*part.hazards, *(one.key for one in named)})
    if not named:
        _fill(part, words)
        part.material = part.material or words[:60]
        part.kind = part.kind or "material"
    part.corrected = sorted({*part.corrected, "material"})


def chosen(part: QuestionPart, material: str) -> None:
    """Say that a part is about this class of the core; what its name means as a danger comes along.

    A danger that the sentence named stays: only the hub lifts it. Raises KeyError for what is no class.
    """
    day = timezone.localdate()
    part.low_code, part.low_probability_share = bridge.usual_code(material, day), None
    part.material, part.kind = material, kind_of_material(material)
    part.hazards = sorted({*part.hazards, *read_sentence(material_name(material), day).hazards})
    part.corrected = sorted({*part.corrected, "material"})


def contact_in(sentence: str) -> str:
    """Return the first mail address or telephone number that somebody put in his sentence; else nothing."""
    note = phone_note.read(sentence, timezone.localdate())
    return next(iter((*note.emails, *note.phones)), "")


def wishes_in(question: Question) -> tuple[phone_note.NoteTask, ...]:
    """Return what the asker wants done and when, such as being called back on Tuesday."""
    return phone_note.read(question.sentence, timezone.localdate(question.asked_at)).tasks


@dataclass(frozen=True)
class PartInWords:
    """One part as its readers at the hub see it: each fact in words, and whether a person said it."""

    text: str
    facts: tuple[tuple[str, bool], ...]
    code: str
    skipped: tuple[str, ...]


def in_words(part: QuestionPart) -> PartInWords:
    """Return what is known of a part in words, guesses apart from what somebody said."""
    language = get_language() or "nl"
    facts = [(_("wordt gezocht") if part.is_sought else _("is over"), not part.is_guess("is_sought"))]
    if part.material:
        facts.append((material_name(part.material, language), not part.is_guess("material")))
    if part.quantity is not None:
        much = f"{part.quantity:g} {unit_word(part.unit, part.quantity, language)}"
        if part.pack_size is not None:
            held = f"{part.pack_size:g} {unit_word(part.pack_unit, part.pack_size, language)}"
            much = _("%(much)s van %(held)s") % {"much": much, "held": held}
        facts.append((much.replace(".", ","), not part.is_guess("quantity")))
    if part.period:
        facts.append((part.get_period_display(), not part.is_guess("period")))
    if part.is_clean is not None:
        facts.append((_("zuiver") if part.is_clean else _("gemengd of vuil"), True))
    code = code_spelled(part.low_code) if part.low_code else ""
    return PartInWords(part.text, tuple(facts), code, tuple(part.skipped))
