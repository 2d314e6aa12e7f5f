"""What the answer to the one question of a page changes in a row."""

import re
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from circulairwerkt.streams import bridge
from circulairwerkt.streams.asking import MEASURED, is_light
from circulairwerkt.streams.models import Listing
from circulairwerkt.streams.understanding import understood
from circulairwerkt.streams.words import Condition, Destination, Period

_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_CHOICES = {"period": Period, "condition": Condition, "destination": Destination}


def values_of_answer(row: Listing, field: str, answer: str) -> dict[str, Any]:
    """Return the columns that ``answer`` to the question about ``field`` changes.

    Raises ValidationError, saying what was expected, for an answer that is not understood.
    """
    answer = " ".join(answer.split())
    if not answer:
        raise ValidationError(_("Vul een antwoord in, of laat de vraag staan."))
    if field in _CHOICES:
        if answer not in _CHOICES[field].values:
            raise ValidationError(_("Kies een van de antwoorden."))
        return {field: answer}
    if field == "dangers":
        return {"dangers": ["hazardous_substances"]} if answer in ("yes", "maybe") else {}
    if field == "material":
        return _material(answer)
    if field in ("quantity", "unit"):
        return _amount(row, field, answer)
    if field in ("area_m2", "temperature_c"):
        return {field: _number(answer)}
    if field == "use_by":
        return {field: _day(answer)}
    if field == "state":
        return {field: answer[:80]}
    raise ValidationError(_("Deze vraag kennen we niet."))


def _material(answer: str) -> dict[str, Any]:
    found = understood(answer)
    if found.stops:
        return {"dangers": [one.key for one in found.dangers]}
    if not found.guess("material"):
        # Nobody invents a class: the words stay words.
        return {"product": answer[:80]}
    return {
        name: value
        for name, value in found.values.items()
        if name in ("kind", "material", "product", "low_code")
    }


def _amount(row: Listing, field: str, answer: str) -> dict[str, Any]:
    found = understood(answer)
    quantity, unit = found.value("quantity", None), str(found.value("unit"))
    if quantity is None:
        # A number alone is in the unit that was asked for.
        quantity, unit = (
            _number(answer),
            ("m3" if is_light(row.material) else "kg") if field == "unit" else "",
        )
    if not unit:
        raise ValidationError(_("Zeg ook de eenheid, bijvoorbeeld 300 kg of 2 pallets."))
    if field == "quantity":
        period = found.value("period")
        return {"quantity": quantity, "unit": unit, **({"period": period} if period else {})}
    if bridge.measures(unit) not in MEASURED:
        raise ValidationError(_("Zeg het in kg, ton, liter of m³."))
    return {"quantity": float(quantity) * (row.quantity or 0.0), "unit": unit}


def _number(answer: str) -> float:
    found = _NUMBER.search(answer)
    if found is None or len(found[0]) > 15:
        raise ValidationError(_("We lezen hier geen getal in. Schrijf bijvoorbeeld 2,5."))
    return float(found[0].replace(",", "."))


def _day(answer: str) -> date:
    for shape in _DAYS:
        try:
            return datetime.strptime(answer, shape).date()
        except ValueError:
            continue
    raise ValidationError(_("Dit is geen datum. Schrijf bijvoorbeeld 23/11/2026."))
