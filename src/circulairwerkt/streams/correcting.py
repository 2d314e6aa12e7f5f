"""What was understood as chips to tap: each guess with its likely alternatives, in one form."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.forms import Form
from circulairwerkt.streams import bridge
from circulairwerkt.streams.forms import language, unit_choices
from circulairwerkt.streams.models import Capability, Listing
from circulairwerkt.streams.services.changing import CORRECTABLE
from circulairwerkt.streams.words import Period

#: Alternatives of one guess.
_MOST = 4
#: Codes less likely than this are not offered.
_LEAST = 0.02
_UNITS = ("kg", "t", "m3", "piece", "pallet")
_LABELS = {
    "material": gettext_lazy("Materiaal"),
    "state": gettext_lazy("Toestand"),
    "quantity": gettext_lazy("Hoeveel"),
    "unit": gettext_lazy("Eenheid"),
    "period": gettext_lazy("Hoe vaak"),
    "low_code": gettext_lazy("Code"),
}
#: Stands for: nobody knows; the field is emptied.
UNKNOWN = "?"


def _whole(value: float | None) -> float | int | None:
    return int(value) if value is not None and value.is_integer() else value


class CorrectForm(Form):
    """One set of chips per guess, and a number where the amount is guessed.

    The code stands apart (``of_codes``): who does not unfold it does not confirm it.
    """

    def __init__(self, data: Any = None, *, row: Listing, of_codes: bool = False) -> None:
        super().__init__(data)
        self.row = row
        self.reading = bridge.read_sentence(row.sentence, timezone.localdate(), language())
        for name in _LABELS:
            if name in row.guessed and name in CORRECTABLE and (name == "low_code") == of_codes:
                self.fields[name] = self._field(name)

    def _field(self, name: str) -> forms.Field:
        if name == "quantity":
            return forms.FloatField(
                label=_LABELS[name],
                initial=_whole(self.row.quantity),
                required=False,
                min_value=0,
                max_value=1e12,
                localize=True,
            )
        if name == "state":
            return forms.CharField(
                label=_LABELS[name], initial=getattr(self.row, name), required=False, max_length=80
            )
        return forms.ChoiceField(
            label=_LABELS[name],
            choices=self._choices(name),
            initial=getattr(self.row, name),
            widget=forms.RadioSelect,
        )

    def _choices(self, name: str) -> list[tuple[str, Any]]:
        if name == "period":
            return [*Period.choices, (UNKNOWN, _("weet ik niet"))]
        if name == "unit":
            words = dict(unit_choices())
            keys = dict.fromkeys([self.row.unit, *_UNITS])
            return [(key, words[key]) for key in keys if key]
        if name == "material":
            keys = dict.fromkeys(
                [self.row.material, *self.reading.materials, *bridge.near_classes(self.row.material)]
            )
            found = [(key, bridge.material_name(key, language())) for key in keys if key][: _MOST + 1]
            return [*found, (UNKNOWN, _("iets anders"))]
        codes = [
            (guess.code, f"{guess.label} {guess.title} ({guess.probability:.0%})")
            for guess in self.reading.codes[:_MOST]
            if guess.probability >= _LEAST
        ]
        here = getattr(self.row, "low_code", "")
        if here not in dict(codes):
            codes.insert(0, (here, f"{bridge.code_spelled(here)} {bridge.code_title(here, language())}"))
        return [*codes, (UNKNOWN, _("weet ik niet"))]

    def values(self) -> dict[str, Any]:
        """Return the columns as confirmed; what nobody knows is emptied."""
        values = {name: "" if value == UNKNOWN else value for name, value in self.cleaned_data.items()}
        if values.get("quantity", 0) is None:
            values["unit"] = ""
        if values.get("material"):
            # The kind follows from the class: nobody is asked twice.
            values["kind"] = bridge.kind_of_material(values["material"])
        if isinstance(self.row, Capability) and "material" in values:
            material = values.pop("material")
            values["accepts"] = [material] if material else []
        return values
