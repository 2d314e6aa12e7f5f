"""The work in words: a sentence with its range, the reckoning behind it, what was told and what guessed."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from circulairwerkt.cases.bridge import unit_name
from circulairwerkt.cases.labour import bridge
from circulairwerkt.cases.labour.bridge import Condition, Ground, Hours, Level, Missing, WorkSum
from circulairwerkt.cases.labour.reckoning import Moved, Reckoned, Work
from circulairwerkt.cases.labour.sums import Sums
from circulairwerkt.cases.models import SaidBy
from circulairwerkt.streams.words import ACTIVITIES, Way

#: Figures of an estimate that are shown; more would seem exact.
_DIGITS = 2

CONDITIONS: dict[Condition, Promise] = {
    Condition.STANDING: gettext_lazy("Rechtstaan"),
    Condition.NOISE: gettext_lazy("Lawaai"),
    Condition.LIFTING: gettext_lazy("Tillen"),
    Condition.QUIET: gettext_lazy("Rustige plek mogelijk"),
    Condition.LANGUAGE: gettext_lazy("Nederlands nodig"),
}
LEVELS: dict[str, Promise] = {
    Level.NO: gettext_lazy("nee"),
    Level.SOME: gettext_lazy("een beetje"),
    Level.MUCH: gettext_lazy("veel"),
}
QUIET_LEVELS: dict[str, Promise] = {
    Level.NO: gettext_lazy("nee"),
    Level.SOME: gettext_lazy("soms"),
    Level.MUCH: gettext_lazy("ja"),
}
_MISSING: dict[Missing, Promise] = {
    Missing.QUANTITY: gettext_lazy("Niemand zei hoeveel het is, of wat er nog over is."),
    Missing.MEASURE: gettext_lazy("De hoeveelheid en de uren staan in een maat die niet om te rekenen is."),
    Missing.HOURS: gettext_lazy("Niemand zei hoeveel uur het vraagt, en wat ermee gebeurt is niet bekend."),
    Missing.FURTHER: gettext_lazy(
        "Dit is een volgende stap met hetzelfde materiaal. Die telt pas mee als iemand de uren zegt."
    ),
}


def levels_of(condition: Condition) -> dict[str, Promise]:
    """Return the words for the levels of a condition."""
    return QUIET_LEVELS if condition == Condition.QUIET else LEVELS


def _rounded(value: float, *, up: bool) -> float:
    """Round outwards to two figures, so that what is shown never promises more than the range."""
    if value <= 0:
        return 0.0
    step = 10.0 ** (math.floor(math.log10(value)) - _DIGITS + 1)
    # A hair off, so that 60.000000001 is not told as 61.
    places = value / step
    whole = math.ceil(places - 1e-6) if up else math.floor(places + 1e-6)
    return float(whole) * step


def _number(value: float, *, up: bool) -> str:
    rounded = _rounded(value, up=up)
    digits = 0 if rounded >= 10 or rounded == int(rounded) else 1 if rounded >= 1 else 2
    return str(number_format(f"{rounded:.{digits}f}", use_l10n=True, force_grouping=True))


def between(hours: Hours) -> str:
    """Return a range as people say it: ``60 tot 90``; one number where both ends are told the same."""
    if 0 < hours.high < 1:
        return _("minder dan 1")
    low, high = _number(hours.low, up=False), _number(hours.high, up=True)
    if hours.low == hours.high or low == high:
        return high
    return _("%(low)s tot %(high)s") % {"low": low, "high": high}


def exact(value: float) -> str:
    """Return a number of the reckoning: enough figures to do it over by hand."""
    digits = max(0, 3 - max(0, math.floor(math.log10(value)))) if value > 0 else 0
    return str(number_format(f"{value:.{min(digits, 6)}f}", use_l10n=True, force_grouping=True))


def sentence(total: WorkSum) -> str:
    """Return a sum in one sentence, always as an estimate; empty where nothing is known."""
    weekly, once = total.weekly.high > 0, total.once.high > 0
    words = {"weekly": between(total.weekly), "once": between(total.once)}
    if weekly and once:
        return _("naar schatting %(weekly)s uur werk per week, en één keer %(once)s uur") % words
    if weekly:
        return _("naar schatting %(weekly)s uur werk per week") % words
    if once:
        return _("naar schatting één keer %(once)s uur werk") % words
    return ""


def moved_sentence(moved: Moved) -> str:
    """Return the hours in what really moved; empty where nothing moved or nothing is known of it."""
    if moved.transfers == moved.unknown:
        return ""
    return _("naar schatting %(hours)s uur werk in een jaar tijd") % {"hours": between(moved.hours)}


class Origin(StrEnum):
    """Where something that is told of the work comes from."""

    ASKED = "asked"
    AGREED = "agreed"
    OFFER = "offer"
    GUESS = "guess"


ORIGINS: dict[Origin, Promise] = {
    Origin.ASKED: gettext_lazy("nagevraagd"),
    Origin.AGREED: gettext_lazy("afgesproken"),
    Origin.OFFER: gettext_lazy("uit het aanbod"),
    Origin.GUESS: gettext_lazy("een gok, vraag het na"),
}


@dataclass(frozen=True)
class Told:
    """Words, and where they come from; empty where nobody knows."""

    words: str
    origin: Origin

    @property
    def source(self) -> str:
        """Where they come from, in words."""
        return str(ORIGINS[self.origin])


@dataclass(frozen=True)
class SourceLine:
    """One count elsewhere, with what must be said beside it."""

    about: str
    figure: str
    source: str
    edition: str
    licence: str
    url: str


@dataclass(frozen=True)
class ShownWork:
    """The work of one agreement or card, in words."""

    work: Work
    title: str
    hours: str
    missing: str
    reckoning: str
    ground: str
    is_told: bool
    is_range_known: bool
    sources: Sequence[SourceLine]
    tasks: Told
    competences: Told
    conditions: Sequence[tuple[str, str]]
    conditions_source: str
    way: Told
    place: str
    rhythm: str


@dataclass(frozen=True)
class ShownSum:
    """A sum in words: ``told`` is the part that somebody told, ``unknown`` how many have no hours."""

    sentence: str
    told: str
    packages: int
    unknown: int
    open_ranges: int


def shown_sum(total: WorkSum) -> ShownSum:
    """Return a sum in words."""
    parts = [
        _("%(hours)s uur per week") % {"hours": between(total.weekly_told)}
        if total.weekly_told.high > 0
        else "",
        _("één keer %(hours)s uur") % {"hours": between(total.once_told)} if total.once_told.high > 0 else "",
    ]
    return ShownSum(
        sentence=sentence(total),
        told=", ".join(filter(None, parts)),
        packages=total.packages,
        unknown=total.unknown,
        open_ranges=total.open_ranges,
    )


def shown(work: Work) -> ShownWork:
    """Return the work of one agreement or card in words, with its reckoning."""
    package, told = work.package, work.told
    per_unit = package.per_unit
    from_offer = Origin.GUESS if package.guessed_tasks else Origin.OFFER
    tasks_from = Origin.ASKED if "tasks" in told else from_offer
    return ShownWork(
        work=work,
        title=_title(work),
        hours=_hours(work),
        missing="" if package.missing is None else str(_MISSING[package.missing]),
        reckoning=_reckoning(work),
        ground=_ground(work),
        is_told=per_unit is not None and per_unit.ground == Ground.TOLD,
        is_range_known=per_unit is not None and per_unit.is_range_known,
        sources=[_source(one) for one in per_unit.factors] if per_unit else [],
        tasks=Told(", ".join(str(ACTIVITIES[key]) for key in package.tasks if key in ACTIVITIES), tasks_from),
        competences=Told(
            ", ".join(bridge.competence_name(key, _language()) for key in work.competences),
            Origin.ASKED if "competences" in told else Origin.GUESS,
        ),
        conditions=_conditions(work),
        conditions_source=str(ORIGINS[Origin.ASKED if "conditions" in told else Origin.GUESS]),
        way=Told(str(Way(work.way).label) if work.way else "", _way_from(work)),
        place=_place(work),
        rhythm=work.row.rhythm if work.row is not None and work.row.rhythm else _rhythm(package.step.period),
    )


def _language() -> str:
    return (get_language() or "nl")[:2]


def _title(work: Work) -> str:
    if work.agreement is not None:
        return work.agreement.what
    return work.card.sentence if work.card else ""


def _hours(work: Work) -> str:
    package = work.package
    if package.hours is None:
        return ""
    words = {"hours": between(package.hours)}
    if package.step.recurs:
        return _("%(hours)s uur per week") % words
    return _("één keer %(hours)s uur") % words


def _reckoning(work: Work) -> str:
    """``2,301 ton per week × 26 tot 39 uur per ton``: what anybody can do over."""
    package = work.package
    if package.hours is None or package.amount is None or package.per_unit is None:
        return ""
    unit, hours = package.per_unit.unit, package.per_unit.hours
    per = (
        exact(hours.low)
        if hours.low == hours.high
        else _("%(low)s tot %(high)s")
        % {
            "low": exact(hours.low),
            "high": exact(hours.high),
        }
    )
    words = {
        "amount": exact(package.amount),
        "unit": unit_name(unit, package.amount, _language()),
        "per": per,
        "one": unit_name(unit, 1, _language()),
    }
    if package.step.recurs:
        return _("%(amount)s %(unit)s per week × %(per)s uur per %(one)s") % words
    return _("%(amount)s %(unit)s × %(per)s uur per %(one)s") % words


def _ground(work: Work) -> str:
    """What the hours rest on, in a sentence."""
    per_unit = work.package.per_unit
    if per_unit is None:
        return ""
    if per_unit.ground == Ground.ESTIMATED:
        return _("Gerekend met wat elders geteld werd. Vraag het aan wie het werk doet: dat is beter.")
    if work.row is not None and work.row.hours_low_h is not None:
        return _("De hub noteerde dit, van: %(who)s.") % {"who": SaidBy(work.row.hours_said_by).label}
    return _("Zo staat het in het aanbod van wie het werk doet.")


def _source(factor: bridge.Factor) -> SourceLine:
    low, high = factor.range
    figure = f"{factor.value:g}" if low == high else f"{low:g} - {factor.value:g} - {high:g}"
    return SourceLine(
        about=factor.about,
        figure=f"{figure} {factor.unit}",
        source=f"{factor.source.title}, {factor.source.publisher}",
        edition=factor.edition,
        licence=factor.licence,
        url=factor.source.url,
    )


def _conditions(work: Work) -> list[tuple[str, str]]:
    return [
        (str(CONDITIONS[one]), str(levels_of(one)[work.conditions[one.value]]))
        for one in Condition
        if work.conditions.get(one.value)
    ]


def _way_from(work: Work) -> Origin:
    if "way" in work.told:
        return Origin.ASKED
    return Origin.AGREED if work.agreement is not None and work.agreement.way else Origin.OFFER


def _place(work: Work) -> str:
    """Where the work is: in the own house with who does it, else with who gives it."""
    if not work.way:
        return ""
    if work.way == Way.IN_HOUSE:
        if work.agreement is not None and work.agreement.processor is not None:
            return str(work.agreement.processor)
        return str(work.capability.organisation or "") if work.capability else ""
    if work.agreement is not None:
        return str(work.agreement.giver)
    return str(work.card.organisation or "") if work.card else ""


def _rhythm(period: object) -> str:
    return {
        "day": _("elke dag"),
        "week": _("elke week"),
        "month": _("elke maand"),
        "year": _("elk jaar"),
    }.get(str(period or ""), _("één keer"))


@dataclass(frozen=True)
class ShownReckoning:
    """The work of some cases in words: planned, possible and moved apart."""

    planned: ShownSum
    possible: ShownSum
    moved: Moved
    moved_words: str
    is_empty: bool


def shown_reckoning(reckoned: Reckoned | Sums) -> ShownReckoning:
    """Return sums in words."""
    return ShownReckoning(
        planned=shown_sum(reckoned.planned_sum),
        possible=shown_sum(reckoned.possible_sum),
        moved=reckoned.moved,
        moved_words=moved_sentence(reckoned.moved),
        is_empty=reckoned.is_empty,
    )


def shown_works(works: Iterable[Work]) -> list[ShownWork]:
    """Return each in words."""
    return [shown(one) for one in works]
