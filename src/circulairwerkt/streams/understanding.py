"""A sentence understood: guesses to correct with a tap, dangers, and the one question most worth asking.

Nothing is made up: a guess carries the words it was read from and, where the core knows one, its probability;
what is not known is asked. A mass is never derived from a volume or a pallet.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from circulairwerkt.streams import bridge
from circulairwerkt.streams.bridge import CodeGuess
from circulairwerkt.streams.dangers import Danger, danger, dangers_in
from circulairwerkt.streams.models import Capability, Listing, Need
from circulairwerkt.streams.words import Condition, Destination, Kind, Period

#: From this probability on a code is proposed; below it only named among those that may fit.
LIKELY = 0.5
#: Between these shares nobody can tell whether it is mixed: then it is worth asking.
_MIXED_UNSURE = (0.35, 0.65)
#: Materials so light that a transporter asks for cubic metres.
_LIGHT = ("eps", "xps", "polyurethane", "insulation", "plastic_film", "straw")
MEASURED = frozenset({"mass", "volume", "area", "length", "energy", "power", "count"})
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
    return next((one for one in _candidates(found, reading) if one.field not in answered), None)


def _candidates(found: Understanding, reading: bridge.Reading) -> Iterator[NextQuestion]:
    """Yield the questions in order: what could hurt, then what decides who fits, then what sharpens it."""
    if found.stops:
        yield NextQuestion(
            "dangers",
            _("Weet iemand zeker wat het is? Is er een attest of een veiligheidsblad?"),
            _("Zonder dat mag niemand eraan werken."),
        )
        return
    if not reading.material:
        yield NextQuestion(
            "material",
            _("Wat is het juist? Waarvan is het gemaakt?"),
            _("Dan weten we wie het kan gebruiken."),
        )
        return
    if reading.is_known and reading.hazard_share >= LIKELY and not found.dangers:
        yield NextQuestion(
            "dangers",
            _("Kunnen er gevaarlijke stoffen in zitten, zoals asbest, olie of oplosmiddel?"),
            _("Dat verandert wie het mag ophalen."),
            (("no", _("nee")), ("maybe", _("misschien")), ("yes", _("ja"))),
        )
    yield from _about_amount(found, reading)
    yield from _about_quality(found, reading)


def _about_amount(found: Understanding, reading: bridge.Reading) -> Iterator[NextQuestion]:
    if reading.quantity is None or not reading.unit:
        yield _HOW_MUCH.get(reading.kind, _how_much)()
        return
    if not reading.period and found.direction == "offer" and reading.kind not in (Kind.SPACE, Kind.ENERGY):
        yield NextQuestion(
            "period",
            _("Hoe vaak komt het terug?"),
            _("Wie het verwerkt, wil weten of het één keer is of elke week."),
            tuple((value, str(label)) for value, label in Period.choices),
        )
    if bridge.measures(reading.unit) not in MEASURED:
        yield _how_large(reading)


def _how_much() -> NextQuestion:
    return NextQuestion(
        "quantity",
        _("Hoeveel is het ongeveer?"),
        _("Bijvoorbeeld twee pallets, 300 kg of een volle aanhangwagen. Een schatting is goed."),
    )


def _how_wide() -> NextQuestion:
    return NextQuestion("area_m2", _("Hoeveel m² is het?"), _("Dan past de ruimte bij wie ze zoekt."))


def _how_warm() -> NextQuestion:
    return NextQuestion(
        "temperature_c",
        _("Hoe warm is het, en hoeveel kW?"),
        _("Warmte past alleen bij wie minder warm nodig heeft."),
    )


_HOW_MUCH: Mapping[str, Callable[[], NextQuestion]] = {Kind.SPACE: _how_wide, Kind.ENERGY: _how_warm}


def is_light(material: str) -> bool:
    """Whether a material is so light that its volume counts and not its weight."""
    return any(material == key or key in bridge.ancestors_of(material) for key in _LIGHT)


def _how_large(reading: bridge.Reading) -> NextQuestion:
    """A pack has no size of its own: ask cubic metres of what is light, kilograms of the rest."""
    word = bridge.unit_word(reading.unit, 1)
    if is_light(reading.material):
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


def _about_quality(found: Understanding, reading: bridge.Reading) -> Iterator[NextQuestion]:
    if reading.kind == Kind.FOOD:
        yield NextQuestion(
            "use_by", _("Tot wanneer is het te gebruiken?"), _("Voeding moet op tijd bij iemand zijn.")
        )
    if reading.kind == Kind.PRODUCT:
        yield NextQuestion(
            "condition",
            _("In welke staat is het?"),
            _("Dan weten we of het verder kan, hersteld of uit elkaar moet."),
            tuple((value, str(label)) for value, label in Condition.choices),
        )
    least, most = _MIXED_UNSURE
    if reading.kind == Kind.MATERIAL and (least < reading.mixed_share < most or reading.clean_share < least):
        yield NextQuestion(
            "state",
            _("Is het zuiver, of zit er iets anders tussen?"),
            _("Zuiver materiaal vindt sneller een goede bestemming."),
            (("zuiver", _("zuiver")), ("gemengd", _("gemengd")), ("vuil", _("vuil"))),
        )
    if found.direction == "offer":
        yield NextQuestion(
            "destination",
            _("Waar gaat het nu naartoe?"),
            _("Dan zien we of iets beters mogelijk is."),
            tuple((value, str(label)) for value, label in Destination.choices),
        )
