"""What the cells of a row about material tell: where, how much, which material, code, day and rhythm."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from circulairwerkt.base import imports
from circulairwerkt.base.cells import day_in, number_in, remembered, word_in
from circulairwerkt.streams import bridge
from circulairwerkt.streams.forms import language, municipality_named
from circulairwerkt.streams.services.rows import check
from circulairwerkt.streams.words import Period

_AMOUNT = re.compile(r"([\d.,' \u00a0\u202f]*\d)\s*([^\d\s].*)?")
_PERIODS: Mapping[str, str] = {
    "eenmalig": "once",
    "een keer": "once",
    "once": "once",
    "one off": "once",
    "unique": "once",
    "une fois": "once",
    "dag": "day",
    "dagelijks": "day",
    "day": "day",
    "daily": "day",
    "jour": "day",
    "par jour": "day",
    "week": "week",
    "wekelijks": "week",
    "weekly": "week",
    "per week": "week",
    "semaine": "week",
    "par semaine": "week",
    "maand": "month",
    "maandelijks": "month",
    "month": "month",
    "monthly": "month",
    "mois": "month",
    "par mois": "month",
    "jaar": "year",
    "jaarlijks": "year",
    "year": "year",
    "yearly": "year",
    "an": "year",
    "annee": "year",
    "par an": "year",
}


@remembered
def place_in(text: str) -> str:
    """Return the code of the municipality that a cell names; empty for none."""
    found = municipality_named(text)
    return str(found.nis) if found is not None else ""


def amount_in(cells: Mapping[str, str]) -> dict[str, Any]:
    """Read how much: number and unit in two columns, or in one as ``3 ton``."""
    text, unit = cells.get("quantity", "").strip(), cells.get("unit", "").strip()
    found = _AMOUNT.fullmatch(text)
    if found and found[2] and not unit:
        text, unit = found[1], found[2]
    problems: dict[str, str] = {}
    told: dict[str, Any] = {}
    try:
        if (number := number_in(text)) is not None:
            told["quantity"] = number
    except ValidationError as error:
        problems["quantity"] = " ".join(error.messages)
    if unit:
        told["unit"] = bridge.unit_named(unit)
        if not told["unit"]:
            words = ", ".join(
                bridge.unit_word(key, 2, language()) for key in ("t", "kg", "m3", "l", "piece", "pallet")
            )
            message = _("“%(typed)s” kennen we niet als eenheid. Verwacht: bijvoorbeeld %(expected)s.")
            problems["unit"] = message % {"typed": unit[:60], "expected": words}
    if problems:
        raise imports.RowRefused(problems)
    if told:
        try:
            check({"quantity": None, "unit": "", **told})
        except ValidationError as error:
            raise imports.RowRefused(
                {name: " ".join(words) for name, words in error.message_dict.items()}
            ) from None
    return told


@remembered
def _material(text: str) -> str:
    if bridge.is_material(text.strip()):
        return text.strip()
    words = {name: key for code in ("fr", "en", "nl") for key, name in bridge.material_names(code)}
    expected = _("een materiaal zoals in de keuzelijst van een kaart, of niets")
    return word_in(text, words, expected)


@remembered
def _code(text: str) -> str:
    if not text.strip():
        return ""
    code = bridge.known_code(text)
    if code is None:
        words = _("“%(typed)s” staat niet op de afvalstoffenlijst. Verwacht: zes cijfers, zoals 20 01 01.")
        raise ValidationError(words % {"typed": text[:60]})
    return code


@remembered
def _day(text: str) -> str:
    day = day_in(text)
    return day.isoformat() if day else ""


@remembered
def _period(text: str) -> str:
    labels = {str(one.label): str(one.value) for one in Period}
    return word_in(text, {**_PERIODS, **labels}, ", ".join(labels))


#: What reads each of the other columns.
READERS: Mapping[str, Callable[[str], str]] = {
    "material": _material,
    "period": _period,
    "low_code": _code,
    "available_from": _day,
}
