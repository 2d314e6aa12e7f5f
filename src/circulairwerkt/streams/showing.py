"""A row in words, made from the fields that its reader gets and from no others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from circulairwerkt.base.templatetags.face import day
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.streams import bridge, freshness
from circulairwerkt.streams.dangers import Danger, danger
from circulairwerkt.streams.disclosure import Disclosed, Viewer, disclosed_to
from circulairwerkt.streams.models import Capability, Listing
from circulairwerkt.streams.sorts import Sort, sort_of
from circulairwerkt.streams.words import (
    ACTIVITIES,
    Condition,
    Destination,
    FoodUse,
    LegalStatus,
    Period,
    Strategy,
    WaterClass,
    Way,
)

#: Rung of the drawn ladder that an R-strategy stands on.
_RUNGS: Mapping[str, str] = {
    **dict.fromkeys(("R0", "R1", "R2", "R3", "R7"), "reuse"),
    **dict.fromkeys(("R4", "R5", "R6"), "repair"),
    "R8": "recycle",
    "R9": "burn",
}


@dataclass(frozen=True)
class Freshness:
    """How fresh a row is, for ``components/status.html``."""

    state: str
    tone: str
    icon: str
    word: str
    share: int


@dataclass(frozen=True)
class Shown:
    """A row as one reader sees it."""

    sort: Sort
    pk: int
    told: Disclosed
    title: str
    text: str
    amount: str
    rhythm: str
    place: str
    freshness: Freshness
    dangers: tuple[Danger, ...]
    now_rung: str
    better_rung: str

    @cached_property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What is known, as (label, text), money last; made when a page asks, because a list does not."""
        return tuple((label, value) for label, value in _facts(self.sort, self.told) if value)

    @cached_property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """What a connoisseur wants to know, as (label, text); it stays folded."""
        return tuple((label, value) for label, value in _codes(self.told) if value)

    @property
    def stops(self) -> bool:
        """Whether it names a danger that stops."""
        return any(one.stops for one in self.dangers)


def shown(row: Listing, told: Disclosed) -> Shown:
    """Return ``row`` in words, with what ``told`` holds."""
    return Shown(
        sort=sort_of(row),
        pk=row.pk,
        told=told,
        title=_title(row, told),
        text=told.get("sentence") or told.get("shown_text") or "",
        amount=_amount(told.get("quantity")),
        rhythm=_rhythm(told),
        place=_place(told),
        freshness=_freshness(row),
        dangers=tuple(danger(key) for key in told.get("dangers") or ()),
        now_rung=str(told.get("destination") or "").replace("stored", ""),
        better_rung=drawn_rung(told.get("strategy") or ""),
    )


def drawn_rung(strategy: str) -> str:
    """Return the rung of the drawn ladder that a strategy stands on; empty where none is known."""
    return _RUNGS.get(strategy, "")


def as_others_see(row: Listing) -> list[tuple[str, Shown | None]]:
    """Return what each sort of outsider would see at each way of being open, for whoever opens it."""
    return [
        (visibility.value, _preview(row, viewer, visibility))
        for visibility, viewer in (
            (Visibility.NETWORK, Viewer.OTHER_HUB),
            (Visibility.PUBLIC, Viewer.ANYONE),
        )
    ]


def as_open(row: Listing) -> Shown:
    """Return ``row`` in the words that everybody would get of an open one, however closed it is: no firm."""
    told = disclosed_to(row, Viewer.ANYONE, Visibility.PUBLIC)
    return shown(row, told if told is not None else Disclosed(Viewer.ANYONE, {}))


def _preview(row: Listing, viewer: Viewer, visibility: str) -> Shown | None:
    told = disclosed_to(row, viewer, visibility)
    return shown(row, told) if told is not None else None


def _language() -> str:
    return (get_language() or "nl")[:2]


def _title(row: Listing, told: Disclosed) -> str:
    if isinstance(row, Capability):
        activities = [str(ACTIVITIES[key]) for key in told.get("activities") or () if key in ACTIVITIES]
        what = ", ".join(bridge.material_name(key, _language()) for key in told.get("accepts") or ())
        words = ", ".join(activities) or _("verwerken")
        return capfirst(f"{words}: {what}" if what else words)
    name = told.get("product") or bridge.material_name(told.get("material") or "", _language())
    return capfirst(name) if name else capfirst((told.get("sentence") or _("nog niet bekend"))[:60])


def _plain(value: float) -> str:
    """Return a number as people write it: no decimals where there are none, at most three else."""
    rounded = round(value, 3)
    number = int(rounded) if rounded.is_integer() else rounded
    return str(number_format(number, use_l10n=True, force_grouping=True))


def _amount(quantity: float | None) -> str:
    return "" if quantity is None else _plain(quantity)


def _rhythm(told: Disclosed) -> str:
    unit = told.get("unit")
    parts = [bridge.unit_word(unit, told.get("quantity") or 2, _language()) if unit else ""]
    if told.get("period"):
        parts.append(str(Period(told.get("period")).label))
    return " ".join(filter(None, parts))


def _place(told: Disclosed) -> str:
    if told.get("municipality"):
        return str(told.get("municipality"))
    return str(told.get("province") or "")


def _freshness(row: Listing) -> Freshness:
    state = freshness.state(row)
    tone, icon, word = {
        "fresh": ("good", "circle-check", _("bevestigd")),
        "fading": ("waiting", "hourglass", _("nog eens na te kijken")),
        "stale": ("ended", "circle-dashed", _("lang niet bevestigd, niet meer op de kaart")),
        "gone": ("ended", "archive", _("weg")),
    }[state]
    return Freshness(state, tone, icon, word, round(100 * freshness.confidence(row)))


def _names(keys: Any) -> str:
    return ", ".join(bridge.material_name(str(key), _language()) for key in keys or ())


def _site(site: Any) -> str:
    """Return the name of a site, else its street; its organisation stands on a line of its own."""
    return "" if site is None else site.name or site.street


def _with_unit(value: float | None, unit: str | None) -> str:
    if value is None:
        return ""
    word = bridge.unit_word(unit, value, _language()) if unit else ""
    return f"{_plain(value)} {word}".strip()


def _number(value: float | None, unit: str) -> str:
    return "" if value is None else f"{_plain(value)} {unit}"


def _choice(choices: Any, value: Any) -> str:
    return str(choices(value).label) if value else ""


def _day(value: date | None) -> str:
    return str(day(value))


def _facts(sort: Sort, told: Disclosed) -> list[tuple[str, str]]:
    """Return the facts as (label, text), empty ones included; money comes last."""
    common = [
        (_("Organisatie"), str(told.get("organisation") or "")),
        (_("Vestiging"), _site(told.get("site"))),
        (_("Waar"), _place(told)),
    ]
    own = _capability_facts(told) if sort.model is Capability else _thing_facts(told)
    last = [
        (_("Vanaf"), _day(told.get("available_from"))),
        (_("Tot en met"), _day(told.get("available_until"))),
        (_("Hoogstens"), _number(told.get("max_km"), "km")),
        (_("Opmerkingen"), told.get("remarks") or ""),
        (_("Wie het weet"), told.get("contact_email") or ""),
        (_("Prijs"), _number(told.get("price_eur_per_unit"), _("EUR per eenheid"))),
        (_("Kost van de bestemming"), _number(told.get("destination_cost_eur"), _("EUR per jaar"))),
        (_("Kost"), _number(told.get("cost_eur_per_unit"), _("EUR per eenheid"))),
    ]
    return [*common, *own, *last]


def _thing_facts(told: Disclosed) -> list[tuple[str, str]]:
    return [
        (_("Materiaal"), bridge.material_name(told.get("material") or "", _language())),
        (_("Ook goed"), _names(told.get("materials"))),
        (_("Toestand"), told.get("state") or ""),
        (_("Staat"), _choice(Condition, told.get("condition"))),
        (_("Verpakking"), told.get("packaging") or ""),
        (_("Kleinste hoeveelheid"), _with_unit(told.get("min_quantity"), told.get("unit"))),
        (_("Merk en type"), " ".join(filter(None, (told.get("brand"), told.get("model"))))),
        (_("Temperatuur"), _number(told.get("temperature_c"), "°C")),
        (_("Vermogen"), _number(told.get("power_kw"), "kW")),
        (_("Kwaliteit van het water"), _choice(WaterClass, told.get("water_class"))),
        (_("Oppervlakte"), _number(told.get("area_m2"), "m²")),
        (_("Te gebruiken tot"), _day(told.get("use_by"))),
        (_("Moet koud blijven"), {True: _("ja"), False: _("nee")}.get(told.get("cold_chain"), "")),
        (_("Dient nog"), _choice(FoodUse, told.get("food_use"))),
        (_("Wat ermee kan"), _choice(Strategy, told.get("strategy"))),
        (_("Nu"), _choice(Destination, told.get("destination"))),
        (_("Naar wie"), told.get("destination_text") or ""),
    ]


def _codes(told: Disclosed) -> list[tuple[str, str]]:
    """Return the codes as (label, text), empty ones included."""
    code = told.get("low_code") or ""
    named = f"{bridge.code_spelled(code)} {bridge.code_title(code, _language())}" if code else ""
    return [(_("EURAL-code"), named), (_("Volgens de wet"), _legal(told.get("legal_status")))]


def _legal(status: str | None) -> str:
    return "" if status in (None, "", LegalStatus.UNKNOWN) else str(LegalStatus(status).label)


def _capability_facts(told: Disclosed) -> list[tuple[str, str]]:
    full = told.get("full_until")
    return [
        (_("Neemt aan"), _names(told.get("accepts"))),
        (_("Maakt ervan"), _names(told.get("produces"))),
        (_("Waar het werk gebeurt"), ", ".join(_choice(Way, way) for way in told.get("ways") or ())),
        (_("Kleinste hoeveelheid"), _with_unit(told.get("min_quantity"), told.get("unit"))),
        (_("Uren per week"), _number(told.get("hours_per_week_h"), _("u"))),
        (_("Zoekt werk voor"), _number(told.get("seeks_hours_per_week_h"), _("u per week"))),
        (_("Uren per eenheid"), _number(told.get("hours_per_unit_h"), _("u"))),
        (_("Vol tot en met"), _day(full) if full and full >= timezone.localdate() else ""),
        (_("Opslag"), _with_unit(told.get("storage"), told.get("unit"))),
        (_("Certificaten"), ", ".join(told.get("certificates") or ())),
        (_("Vergunningen"), ", ".join(told.get("permits") or ())),
    ]
