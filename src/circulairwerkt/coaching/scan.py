"""The self-scan: how far an enterprise is, and what it can do next. Pure; nothing is kept.

``docs/methods/self-scan.md`` gives the rule with worked numbers; the answers are about an enterprise, never
about a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from circulairwerkt.coaching.words import Maturity, Theme

#: With fewer answers there is nothing to say.
LEAST_ANSWERS = 4
#: Below this share of all points an enterprise has not begun; from the second on it is far.
_BEGUN, _FAR = 0.25, 0.75
MOST_STEPS = 3


class Answer(models.IntegerChoices):
    """What is answered to each question; the number is its points."""

    NO = 0, _("nog niet")
    BEGUN = 1, _("een begin")
    YES = 2, _("ja, zo werken we")


@dataclass(frozen=True)
class Question:
    """One question, and the next step for who answers *no* and for who made a beginning.

    ``seeks``: words with which resembling stories are looked for.
    """

    key: str
    theme: Theme
    text: str | Promise
    first: str | Promise
    further: str | Promise
    seeks: str

    def step(self, answer: int) -> str:
        """Return what to do next; empty where the enterprise works so already."""
        return str((self.first, self.further, "")[answer])


QUESTIONS: tuple[Question, ...] = (
    Question(
        "resten",
        Theme.MATERIALS,
        _("Weet je wat er elke maand overblijft, en hoeveel?"),
        _(
            "Schrijf één maand op wat er weggaat: wat, hoeveel en wie het ophaalt. "
            "Meer is niet nodig om te beginnen."
        ),
        _(
            "Zet je grootste reststroom op een materiaalkaart. "
            "Dan zoekt de hub mee naar wie ermee verder kan."
        ),
        "reststroom snijresten karton hout verpakking",
    ),
    Question(
        "ontwerp",
        Theme.DESIGN,
        _("Denk je bij een nieuw product of een nieuwe verpakking na over wat ermee gebeurt als het op is?"),
        _("Neem één product. Kan het uit elkaar? Kan het hersteld worden? Kan er een materiaal uit?"),
        _("Maak van die vragen een vaste stap, voor je iets nieuws maakt of bestelt."),
        "ontwerp verpakking hergebruik",
    ),
    Question(
        "herstel",
        Theme.REPAIR,
        _("Herstel je wat stuk is, of geef je het door aan wie het nog gebruikt?"),
        _(
            "Maak een lijst van wat je het voorbije jaar wegdeed en nog werkte. "
            "Bel een kringloopcentrum en vraag wat het ophaalt."
        ),
        _("Spreek een vaste hersteller af, en zeg het aan je klanten."),
        "herstellen repareren kringloop meubelen toestellen",
    ),
    Question(
        "delen",
        Theme.MODEL,
        _("Verhuur of deel je iets, of neem je het terug na gebruik?"),
        _("Kies één product dat klanten maar kort gebruiken. Reken uit wat verhuren zou opbrengen."),
        _("Vraag aan drie klanten wat hen zou overtuigen om te huren of terug te geven."),
        "verhuren delen terugnemen product dienst",
    ),
    Question(
        "aankoop",
        Theme.BUYING,
        _("Kies je bij een aankoop ook voor tweedehands, gerecycleerd of te herstellen?"),
        _("Vraag bij je volgende aankoop één offerte voor tweedehands of gereviseerd, naast de nieuwe."),
        _("Zet in je vaste bestellingen wat je van de leverancier terug laat nemen."),
        "tweedehands gerecycleerd aankoop",
    ),
    Question(
        "sociaal",
        Theme.SOCIAL,
        _("Werk je samen met een maatwerkbedrijf of een ander bedrijf uit de sociale economie?"),
        _(
            "Zoek één klus die blijft liggen: sorteren, uit elkaar halen, opnieuw verpakken. "
            "Vraag de hub wie dat kan."
        ),
        _("Maak van een losse klus een vaste afspraak, met een hoeveelheid en een ritme."),
        "maatwerkbedrijf sorteren demonteren verpakken samenwerking",
    ),
    Question(
        "energie",
        Theme.ENERGY,
        _("Weet je waar warmte of water verloren gaat, en doe je er iets mee?"),
        _(
            "Lees drie maanden je meters af, ook op een dag zonder werk. "
            "Wat dan nog draait, is je eerste winst."
        ),
        _(
            "Schrijf op hoeveel warmte of water je over hebt en op welk uur. "
            "De hub zoekt een buur die het kan gebruiken."
        ),
        "warmte water energie restwarmte",
    ),
    Question(
        "regels",
        Theme.RULES,
        _("Weet je welke van je resten afval zijn, en wat er dan mag?"),
        _("Schrijf per reststroom op wie ze ophaalt en met welk papier. Vraag bij twijfel raad aan OVAM."),
        _("Vraag OVAM of je grootste reststroom een grondstof kan worden."),
        "afval grondstof vergunning",
    ),
)


@dataclass(frozen=True)
class NextStep:
    """One thing to do next, and what it is about."""

    question: Question
    text: str

    @property
    def theme(self) -> Theme:
        """What it is about."""
        return self.question.theme


@dataclass(frozen=True)
class Outcome:
    """How far the enterprise is and what it can do next, the most to gain first."""

    maturity: Maturity
    steps: tuple[NextStep, ...]
    strong: tuple[Theme, ...]

    @property
    def themes(self) -> list[str]:
        """What a coach could help with, as keys."""
        return list(dict.fromkeys(step.theme.value for step in self.steps))

    @property
    def seeks(self) -> str:
        """Words with which resembling stories are looked for."""
        return " ".join(step.question.seeks for step in self.steps)


def outcome_of(answers: Mapping[str, int]) -> Outcome | None:
    """Return what the answers come to, by key of the question; None for fewer than ``LEAST_ANSWERS``.

    >>> outcome_of({"resten": 2, "ontwerp": 0, "herstel": 1, "delen": 0}).maturity.value
    'first_steps'
    """
    given = [(question, answers[question.key]) for question in QUESTIONS if question.key in answers]
    if len(given) < LEAST_ANSWERS:
        return None
    share = sum(points for _question, points in given) / (2 * len(given))
    maturity = (
        Maturity.NOT_STARTED if share < _BEGUN else Maturity.FIRST_STEPS if share < _FAR else Maturity.FAR
    )
    return Outcome(maturity=maturity, steps=_steps(given), strong=_strong(given))


def _steps(given: Sequence[tuple[Question, int]]) -> tuple[NextStep, ...]:
    """The lowest answers first; between equal ones the order of the questions."""
    lacking = sorted((pair for pair in given if pair[1] < Answer.YES), key=lambda pair: pair[1])
    return tuple(NextStep(question, question.step(points)) for question, points in lacking[:MOST_STEPS])


def _strong(given: Sequence[tuple[Question, int]]) -> tuple[Theme, ...]:
    return tuple(question.theme for question, points in given if points == Answer.YES)
