"""A sentence understood: guesses to correct with a tap, dangers, and the one question most worth asking.

Nothing is made up: a guess carries the words it was read from and, where the core knows one, its probability;
what is not known is asked. A mass is never derived from a volume or a pallet.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from circulairwerkt.streams import asking, bridge
from circulairwerkt.streams.asking import Ask
from circulairwerkt.streams.bridge import CodeGuess
from circulairwerkt.streams.dangers import Danger, danger, dangers_in
from circulairwerkt.streams.models import Capability, Listing, Need
from circulairwerkt.streams.words import Condition, Destination, Kind, Period

#: From this probability on a code is proposed; below it only named among those that may fit.
LIKELY = 0.5
#: Fields that a question is about: one that is filled in is not asked.
_ASKED = ("state", "condition", "use_by", "area_m2", "temperature_c", "destination")
_SEEKS = re.compile(
    r"\b(zoek|zoeken|zoekt|gezocht|gevraagd|nodig|op zoek naar|wanted|looking for|we need"
    r"|cherche|cherchons|besoin)\b"
)
_OFFERS = re.compile(r"\b(over|kwijt|weg te geven|gratis af te halen|te geef|afval van|resten van|restjes)\b")
_CAN_DO = re.compile(
    r"\b(wij|we|ons maatwerkbedrijf|ons atelier)\b.{0,30}"
    r"\b(kunnen|sorteren|demonteren|reinigen|herstellen|naaien|herverpakken|monteren|verwerken|nemen aan)\b"
)


@dataclass(frozen=True)
class Guess:
    """One field as understood: the value for the row, what a person reads, and where it was read.

    ``probability`` (0 to 1) is None where the core knows none: then it was said outright or it is not known.
    """

    field: str
    value: str | float
    shown: str
    words: str = ""
    probability: float | None = None


@dataclass(frozen=True)
class NextQuestion:
    """The one question most worth asking: about which field, why, and answers to tap where there are few."""

    field: str
    text: str
    why: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Understanding:
    """What a sentence says. ``direction`` is ``offer``, ``need`` or ``capability``, as far as words tell."""

    sentence: str
    direction: str
    guesses: tuple[Guess, ...]
    codes: tuple[CodeGuess, ...]
    dangers: tuple[Danger, ...]
    next_question: NextQuestion | None

    @property
    def stops(self) -> bool:
        """Whether something in it is so dangerous that no card and no match may come of it."""
        return any(one.stops for one in self.dangers)

    def guess(self, field: str) -> Guess | None:
        """Return the guess for ``field``, or None."""
        return next((one for one in self.guesses if one.field == field), None)

    def value(self, field: str, default: str | float | None = "") -> str | float | None:
        """Return the understood value of ``field``."""
        found = self.guess(field)
        return found.value if found else default

    @property
    def values(self) -> dict[str, str | float]:
        """Return every understood value by field, as a row holds it."""
        return {one.field: one.value for one in self.guesses}

    @property
    def probabilities(self) -> dict[str, float | None]:
        """Return the probability of each guess by field, for ``Listing.guessed``."""
        return {one.field: one.probability for one in self.guesses}


def warm_up() -> None:
    """Load the classifier of this process, so that the first visitor need not wait for it."""
    understood("karton")


def understood(sentence: str, *, on_date: date | None = None, direction: str = "") -> Understanding:
    """Return what ``sentence`` says; ``direction`` where the caller knows it.

    Deterministic for one day. A sentence without anything known gives no guesses and asks what it is.
    """
    day = on_date or timezone.localdate()
    language = (get_language() or "nl")[:2]
    text = " ".join(sentence.split())
    reading = bridge.read_sentence(text, day, language)
    dangers = dangers_in(text, reading.hazards)
    guesses = _guesses(reading, language)
    found = Understanding(
        sentence=text,
        direction=direction or _direction(text),
        guesses=guesses,
        codes=reading.codes if reading.is_known else (),
        dangers=dangers,
        next_question=None,
    )
    return replace(found, next_question=_next(found, reading))


def streams_in(sentence: str, *, on_date: date | None = None) -> list[Understanding]:
    """Return what each part of a sentence says: a question may hold two streams.

    It is divided only where every part names a thing of its own; otherwise it stays one.
    """
    parts = [part.strip() for part in re.split(r"[;\n]|\ben ook\b|\ben daarnaast\b|\bplus\b", sentence)]
    parts = [part for part in parts if part]
    if len(parts) > 1:
        found = [understood(part, on_date=on_date) for part in parts[:4]]
        if all(one.guess("material") for one in found):
            return found
    return [understood(sentence, on_date=on_date)]


def _direction(text: str) -> str:
    lowered = text.lower()
    if _CAN_DO.search(lowered):
        return "capability"
    if _SEEKS.search(lowered) and not _OFFERS.search(lowered):
        return "need"
    return "offer"


def _guesses(reading: bridge.Reading, language: str) -> tuple[Guess, ...]:
    if not reading.material:
        return tuple(_amount(reading, language))
    said = dict(reading.words)
    words = said.get(reading.material, "")
    found = [
        Guess("kind", reading.kind, str(Kind(reading.kind).label), words),
        Guess("material", reading.material, bridge.material_name(reading.material, language), words),
    ]
    if reading.product:
        found.append(Guess("product", reading.product, reading.product, words))
    if reading.state:
        found.append(Guess("state", reading.state, reading.state))
    found.extend(_amount(reading, language))
    if reading.temperature_c is not None:
        found.append(Guess("temperature_c", reading.temperature_c, f"{reading.temperature_c:g} °C"))
    if reading.kind == Kind.SPACE and reading.unit == "m2" and reading.quantity is not None:
        found.append(Guess("area_m2", reading.quantity, f"{reading.quantity:g} m²"))
    if reading.is_known and reading.codes and reading.codes[0].probability >= LIKELY:
        first = reading.codes[0]
        found.append(Guess("low_code", first.code, first.label, probability=first.probability))
    return tuple(found)


def _amount(reading: bridge.Reading, language: str) -> list[Guess]:
    found = []
    if reading.quantity is not None and reading.unit:
        about = _("ongeveer ") if reading.is_estimate else ""
        word = bridge.unit_word(reading.unit, reading.quantity, language)
        found.append(Guess("quantity", reading.quantity, f"{about}{reading.quantity:g}"))
        found.append(Guess("unit", reading.unit, word))
    if reading.period:
        found.append(Guess("period", reading.period, str(Period(reading.period).label)))
    return found


def question_for(row: Listing) -> NextQuestion | None:
    """Return the question most worth asking about a row as it stands now; None when enough is known.

    What was answered once is not asked again.
    """
    if isinstance(row, Capability):
        return None
    language = (get_language() or "nl")[:2]
    reading = replace(
        bridge.read_sentence(row.sentence, timezone.localdate(), language),
        kind=row.kind,
        material=row.material,
        quantity=row.quantity,
        unit=row.unit,
        period=row.period,
    )
    found = Understanding(
        sentence=row.sentence,
        direction="need" if isinstance(row, Need) else "offer",
        guesses=(),
        codes=(),
        dangers=tuple(danger(key) for key in getattr(row, "dangers", ())),
        next_question=None,
    )
    known = {name for name in _ASKED if getattr(row, name, None) not in (None, "")}
    return _next(found, reading, known | set(row.answers))


def _next(
    found: Understanding, reading: bridge.Reading, answered: Collection[str] = ()
) -> NextQuestion | None:
    if found.stops:
        stopped = NextQuestion(
            "dangers",
            _("Weet iemand zeker wat het is? Is er een attest of een veiligheidsblad?"),
            _("Zonder dat mag niemand eraan werken."),
        )
        return None if "dangers" in answered else stopped
    known = asking.Known(
        kind=reading.kind,
        material=reading.material,
        quantity=reading.quantity,
        unit=reading.unit,
        period=reading.period,
        is_sought=found.direction != "offer",
        clean_share=reading.clean_share,
        hazard_share=reading.hazard_share if reading.is_known and not found.dangers else None,
    )
    done = {ask for ask, field in _FIELDS.items() if field in answered}
    best = asking.most_valuable(known, askable=_FIELDS.keys(), answered=done)
    return _in_words(best[0], reading) if best else None


#: The column that takes the answer to each question.
_FIELDS: Mapping[Ask, str] = {
    Ask.DANGER: "dangers",
    Ask.MATERIAL: "material",
    Ask.CONTENT: "material",
    Ask.QUANTITY: "quantity",
    Ask.AREA: "area_m2",
    Ask.TEMPERATURE: "temperature_c",
    Ask.RHYTHM: "period",
    Ask.PACK: "unit",
    Ask.CLEAN: "state",
    Ask.CONDITION: "condition",
    Ask.USE_BY: "use_by",
    Ask.DESTINATION: "destination",
}


def _in_words(ask: Ask, reading: bridge.Reading) -> NextQuestion:
    """Say a question, why it is asked, and the answers to tap where there are few."""
    text, why, choices = _WORDS[ask]
    if ask is Ask.PACK:
        return _how_large(reading)
    return NextQuestion(_FIELDS[ask], str(text), str(why), tuple((key, str(label)) for key, label in choices))


_Words = tuple[Any, Any, Sequence[tuple[Any, Any]]]
_WORDS: Mapping[Ask, _Words] = {
    Ask.DANGER: (
        gettext_lazy("Kunnen er gevaarlijke stoffen in zitten, zoals asbest, olie of oplosmiddel?"),
        gettext_lazy("Dat verandert wie het mag ophalen."),
        (
            ("no", gettext_lazy("nee")),
            ("maybe", gettext_lazy("misschien")),
            ("yes", gettext_lazy("ja")),
        ),
    ),
    Ask.MATERIAL: (
        gettext_lazy("Wat is het juist? Waarvan is het gemaakt?"),
        gettext_lazy("Dan weten we wie het kan gebruiken."),
        (),
    ),
    Ask.CONTENT: (
        gettext_lazy("Wat zit of zat erin?"),
        gettext_lazy("Dat verandert wie het mag ophalen."),
        (),
    ),
    Ask.QUANTITY: (
        gettext_lazy("Hoeveel is het ongeveer?"),
        gettext_lazy("Bijvoorbeeld twee pallets, 300 kg of een volle aanhangwagen. Een schatting is goed."),
        (),
    ),
    Ask.AREA: (
        gettext_lazy("Hoeveel m² is het?"),
        gettext_lazy("Dan past de ruimte bij wie ze zoekt."),
        (),
    ),
    Ask.TEMPERATURE: (
        gettext_lazy("Hoe warm is het, en hoeveel kW?"),
        gettext_lazy("Warmte past alleen bij wie minder warm nodig heeft."),
        (),
    ),
    Ask.RHYTHM: (
        gettext_lazy("Hoe vaak komt het terug?"),
        gettext_lazy("Wie het verwerkt, wil weten of het één keer is of elke week."),
        Period.choices,
    ),
    Ask.PACK: ("", "", ()),
    Ask.CLEAN: (
        gettext_lazy("Is het zuiver, of zit er iets anders tussen?"),
        gettext_lazy("Zuiver materiaal vindt sneller een goede bestemming."),
        (
            ("zuiver", gettext_lazy("zuiver")),
            ("gemengd", gettext_lazy("gemengd")),
            ("vuil", gettext_lazy("vuil")),
        ),
    ),
    Ask.CONDITION: (
        gettext_lazy("In welke staat is het?"),
        gettext_lazy("Dan weten we of het verder kan, hersteld of uit elkaar moet."),
        Condition.choices,
    ),
    Ask.USE_BY: (
        gettext_lazy("Tot wanneer is het te gebruiken?"),
        gettext_lazy("Voeding moet op tijd bij iemand zijn."),
        (),
    ),
    Ask.DESTINATION: (
        gettext_lazy("Waar gaat het nu naartoe?"),
        gettext_lazy("Dan zien we of iets beters mogelijk is."),
        Destination.choices,
    ),
}


def _how_large(reading: bridge.Reading) -> NextQuestion:
    """A pack has no size of its own: ask cubic metres of what is light, kilograms of the rest."""
    word = bridge.unit_word(reading.unit, 1)
    if asking.is_light(reading.material):
        return NextQuestion(
            "unit",
            _("Hoeveel m³ is één %(unit)s?") % {"unit": word},
            _("Dit is licht en groot: het volume telt, niet het gewicht."),
        )
    return NextQuestion(
        "unit",
        _("Hoeveel kg is één %(unit)s ongeveer?") % {"unit": word},
        _("Dan weten we of het bij een verwerker past. Een schatting is goed."),
    )
