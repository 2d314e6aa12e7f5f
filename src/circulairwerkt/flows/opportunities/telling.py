"""Opportunities in words: a sentence to read aloud, figures with their range, a call for partners."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from circulairwerkt.flows.bridge import hours_per_fte
from circulairwerkt.flows.models import Opportunity
from circulairwerkt.streams.queries import kind_of_material, material_name, measures, unit_word
from circulairwerkt.streams.words import ACTIVITIES

WEEKS = 365 / 7
#: Below so many full-time years, hours say more.
_LEAST_FTE = 0.1
#: Below so many organisations no number and no amount is told outside the hub: somebody could be traced.
FEWEST_TOLD = 3
_NAMES = 3
#: Below so much a year CO2e, or money, is no reason for or against.
_LEAST_CO2E_KG = 50
_LEAST_EUR = 50
#: Nobody means so little.
_NOTHING = 0.005


def language() -> str:
    """Return the reader's language as the core knows it."""
    return (get_language() or "nl")[:2]


def number(value: float) -> str:
    """Return a number of two digits that matter, as people write it: an estimate knows no more."""
    if abs(value) < _NOTHING:
        return "0"
    digits = 1 - floor(log10(abs(value)))
    kept = round(value, digits)
    places = min(3, max(0, digits)) if not float(kept).is_integer() else 0
    return str(number_format(kept, decimal_pos=places, use_l10n=True, force_grouping=True))


def amount(value: float, unit: str) -> str:
    """Return a quantity with its unit: ``320 ton``; less than one tonne in kilograms, as people say it."""
    if unit == "t" and 0 < abs(value) < 1:
        value, unit = value * 1000, "kg"
    return f"{number(value)} {unit_word(unit, value, language())}".strip()


def is_held(unit: str, classes: Sequence[str]) -> bool:
    """Return whether an amount is there all the time, as power or room is: it has no week and no year."""
    measured = measures(unit)
    if measured == "area":
        return bool(classes) and all(kind_of_material(key) == "space" for key in classes)
    return measured == "power"


def named(classes: Sequence[str]) -> str:
    """Return the names of classes, a few of them: ``textiel, kleding of doek``."""
    names = list(dict.fromkeys(material_name(key, language()) for key in classes))
    shown = names[:_NAMES]
    if len(names) > len(shown):
        return _("%(names)s en meer") % {"names": ", ".join(shown)}
    return _(" of ").join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def work_of(one: Opportunity) -> str:
    """Return what is done with what: ``sorteren (textiel of kleding)``."""
    done = ", ".join(str(ACTIVITIES[key]) for key in one.activities if key in ACTIVITIES)
    return f"{done or _('verwerken')} ({named(one.accepts)})"


def title_of(one: Opportunity) -> str:
    """Return a short name without a firm in it."""
    return _("Kans in of rond %(place)s: %(work)s") % {"place": one.place, "work": work_of(one)}


@dataclass(frozen=True)
class Figure:
    """One estimate with its range, in words; ``name`` says what it is."""

    name: str
    icon: str
    label: str
    words: str
    between: str


def figures_of(one: Opportunity, *, sees_money: bool) -> list[Figure]:
    """Return what an opportunity brings in a year; money to those alone who may see it."""
    ranges: Mapping[str, Sequence[float]] = one.ranges
    held = is_held(one.unit, one.accepts)
    found = [
        Figure("loops", "recycle", _("Kringlopen die sluiten"), number(one.loops), _between(ranges["loops"])),
        Figure(
            "extra",
            "scale",
            _("Krijgt een plaats") if held else _("Krijgt een plaats, per jaar"),
            amount(one.extra, one.unit),
            _between(ranges["extra"]),
        ),
        Figure("hours", "clock", _("Werk, per jaar"), _work(one.hours_h), _between_work(ranges["hours_h"])),
        Figure(
            "co2e",
            "leaf",
            _("CO2e, per jaar"),
            _co2e(one.co2e_kg),
            _between_co2e(ranges["co2e_kg"]),
        ),
    ]
    if sees_money:
        found.append(
            Figure(
                "eur",
                "banknote",
                _("Geld voor alle partijen samen, per jaar"),
                _("%(eur)s euro") % {"eur": number(one.eur)},
                _between(ranges["eur"], _("euro")),
            )
        )
    return found


def _between(pair: Sequence[float], unit: str = "") -> str:
    low, high = (number(value) for value in pair)
    if low == high:
        return ""
    words = _("tussen %(low)s en %(high)s") % {"low": low, "high": high}
    return f"{words} {unit}".strip()


def _between_co2e(pair: Sequence[float]) -> str:
    low, high = (_co2e(value) for value in pair)
    return "" if low == high else _("tussen %(low)s en %(high)s") % {"low": low, "high": high}


def _between_work(pair: Sequence[float]) -> str:
    """Return the range of work in one unit: hours beside a number of people would have to be reckoned."""
    low, high = (value / hours_per_fte() for value in pair)
    if max(abs(low), abs(high)) < _LEAST_FTE:
        return _between(pair, _("uur"))
    return _between((low, high), _("vte"))


def _work(hours_h: float) -> str:
    if not hours_h:
        return _("uren niet bekend")
    fte = hours_h / hours_per_fte()
    if abs(fte) < _LEAST_FTE:
        return _("%(hours)s uur") % {"hours": number(hours_h)}
    return _("%(fte)s vte") % {"fte": number(fte)}


def _co2e(kg: float) -> str:
    told = {"amount": amount(abs(kg) / 1000, "t")}
    return (_("%(amount)s minder uitstoot") if kg <= 0 else _("%(amount)s meer uitstoot")) % told


def sentence_of(one: Opportunity, *, who: str, sees_money: bool) -> str:
    """Return the opportunity as one sentence that can be read aloud; ``who`` does the work already.

    What it costs is told as what it brings: in money, to who may see that, and in CO2e.
    """
    held = is_held(one.unit, one.accepts)
    yearly = amount(one.extra, one.unit)
    lead = {
        "extra": _lump(one),
        "work": work_of(one),
        "place": one.place,
        "who": who,
    }
    if one.kind == Opportunity.Kind.MORE:
        begin = _("Met %(extra)s extra bij %(who)s in %(place)s, %(work)s,") % lead
    else:
        begin = _("Met %(extra)s extra werk in of rond %(place)s, %(work)s,") % lead
    closes = ngettext("sluit %(count)d kringloop", "sluiten %(count)d kringlopen", one.loops) % {
        "count": one.loops
    }
    gains = [yearly if held else _("%(amount)s per jaar") % {"amount": yearly}]
    if one.hours_h > 0:
        gains.append(_work(one.hours_h))
    if sees_money and one.eur >= _LEAST_EUR:
        gains.append(_("%(eur)s euro") % {"eur": number(one.eur)})
    elif sees_money and one.eur <= -_LEAST_EUR:
        gains.append(_("een kost van %(eur)s euro") % {"eur": number(-one.eur)})
    if abs(one.co2e_kg) >= _LEAST_CO2E_KG:
        gains.append(_co2e(one.co2e_kg))
    return f"{begin} {closes}: {', '.join(gains)}."


def _lump(one: Opportunity) -> str:
    """Return the extra that is asked for: what flows by the week, what is held as it is."""
    if is_held(one.unit, one.accepts):
        return amount(one.extra, one.unit)
    return _("%(amount)s per week") % {"amount": amount(one.extra / WEEKS, one.unit)}


def call_for_partners(one: Opportunity, *, hub: Any, organisations: int) -> str:
    """Return a text to send around that names no firm, no site and, where few take part, no amount."""
    lines = [
        _("Wie kan dit mee doen: %(work)s, in of rond %(place)s?")
        % {"work": work_of(one), "place": one.place}
    ]
    if organisations >= FEWEST_TOLD:
        lines.append(
            _("In de streek zoekt ongeveer %(amount)s een plaats (raming), bij %(count)d organisaties.")
            % {"amount": _lump(one), "count": organisations}
        )
    else:
        lines.append(_("In de streek zoekt dit een plaats."))
    if one.produces:
        lines.append(_("Wat eruit komt: %(what)s.") % {"what": named(one.produces)})
    contact = " ".join(filter(None, (hub.contact_email, hub.contact_phone)))
    reach = _("Laat het weten aan %(hub)s.") % {"hub": hub.name}
    lines.append(f"{reach} {contact}".strip())
    return "\n".join(lines)


def kind_of_work(one: Opportunity) -> str:
    """Return whether somebody does it already."""
    return capfirst(str(Opportunity.Kind(one.kind).label))
