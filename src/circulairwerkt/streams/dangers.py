"""What a sentence may hold that is dangerous: its word, whether it stops everything, who gives advice."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from circulairwerkt.streams.bridge import advice_address


@dataclass(frozen=True)
class Danger:
    """One danger. ``stops``: no card and no match come of it; the hub alone answers, with the authority."""

    key: str
    name: str | Promise
    advice: str | Promise
    stops: bool
    authority: str
    url: str
    #: When the address was written down, from a stored copy of the page.
    read_on: date = date(2026, 11, 23)


_ASK_FIRST = _("Raak het niet aan en vervoer het niet. Vraag eerst raad.")
_COLLECTOR = _("Alleen wie daarvoor geregistreerd is, mag dit ophalen. Zeg altijd duidelijk wat erin zit.")
#: Key of the core (or ``unknown_content``): name, advice, whether it stops, question of the legal checklist.
_ROWS: Mapping[str, tuple[Promise, Promise, bool, str]] = MappingProxyType(
    {
        "asbestos": (
            _("asbest"),
            _("Asbest mag niet opnieuw gebruikt worden. Breek het niet, zaag het niet en vraag eerst raad."),
            True,
            "asbestos",
        ),
        "unknown_content": (_("vaten of flessen met onbekende inhoud"), _ASK_FIRST, True, "hazard"),
        "explosive": (_("springstof of vuurwerk"), _ASK_FIRST, True, "hazard"),
        "infectious": (_("besmet materiaal"), _ASK_FIRST, True, "hazard"),
        "mercury": (_("kwik"), _ASK_FIRST, True, "hazard"),
        "pcb_dioxin": (_("pcb of dioxine"), _ASK_FIRST, True, "hazard"),
        "coal_tar": (_("teer"), _ASK_FIRST, True, "hazard"),
        "pesticide": (_("bestrijdingsmiddel"), _ASK_FIRST, True, "hazard"),
        "hazardous_substances": (_("gevaarlijke stoffen"), _ASK_FIRST, True, "hazard"),
        "oil": (_("olie"), _COLLECTOR, False, "hazard"),
        "solvent": (_("oplosmiddel"), _COLLECTOR, False, "hazard"),
        "flammable": (_("licht ontvlambaar"), _COLLECTOR, False, "hazard"),
        "corrosive": (_("bijtend"), _COLLECTOR, False, "hazard"),
        "cfc": (_("koelgas"), _COLLECTOR, False, "hazard"),
        "heavy_metals": (_("zware metalen"), _COLLECTOR, False, "hazard"),
        "pah": (_("PAK's, zoals in roet"), _COLLECTOR, False, "hazard"),
    }
)

_VESSEL = re.compile(
    r"\b(vat|vaten|vaatjes|drums?|bidons?|jerrycans?|bussen|bus|flessen|fles|tanks?|ibc|blikken|f[uû]ts?)\b"
)
_UNKNOWN = re.compile(
    r"\b(onbekend\w*|unknown|inconnus?|inconnues?|zonder etiket|geen etiket|niet gelabeld|sans étiquette)\b"
    r"|\b(weet|weten|wete)\b.{0,25}\bniet\b|\bniet\b.{0,25}\b(weet|weten|wat erin|wat er in)\b|geen idee"
)


def danger(key: str) -> Danger:
    """Return a danger by its key; one that is not on the list counts as dangerous substances."""
    known = key if key in _ROWS else "hazardous_substances"
    name, advice, stops, question = _ROWS[known]
    authority, url = advice_address(question)
    return Danger(key=known, name=name, advice=advice, stops=stops, authority=authority, url=url)


def dangers_in(sentence: str, hazards: Iterable[str]) -> tuple[Danger, ...]:
    """Return the dangers of a sentence: those the core named, and vessels of which nobody knows the content.

    Those that stop come first.
    """
    keys = list(dict.fromkeys(hazards))
    lowered = sentence.lower()
    if _VESSEL.search(lowered) and _UNKNOWN.search(lowered):
        keys.insert(0, "unknown_content")
    found = {one.key: one for one in map(danger, keys)}
    return tuple(sorted(found.values(), key=lambda one: not one.stops))
