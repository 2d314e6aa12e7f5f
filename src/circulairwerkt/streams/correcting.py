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
from circulairwerkt.streams.words import Kind, Period

#: Alternatives of one guess.
_MOST = 4
_UNITS = ("kg", "t", "m3", "piece", "pallet")
_LABELS = {
    "kind": gettext_lazy("Soort"),
    "material": gettext_lazy("Materiaal"),
    "product": gettext_lazy("Wat het is"),
    "state": gettext_lazy("Toestand"),
    "quantity": gettext_lazy("Hoeveel"),
    "unit": gettext_lazy("Eenheid"),
    "period": gettext_lazy("Hoe vaak"),
    "low_code": gettext_lazy("Code"),
}
#: Stands for: nobody knows; the field is emptied.
UNKNOWN = "?"


class CorrectForm(Form):
    """One set of chips per guess, and a number where the amount is guessed."""

    def __init__(self, data: Any = None, *, row: Listing) -> None:
        super().__init__(data)
        self.row = row
        self.reading = bridge.read_sentence(row.sentence, timezone.localdate(), language())
        for name in _LABELS:
            if name in row.guessed and name in CORRECTABLE:
                self.fields[name] = self._field(name)

    def _field(self, name: str) -> forms.Field:
        if name == "quantity":
            return forms.FloatField(
                label=_LABELS[name],
                initial=self.row.quantity,
                required=False,
                min_value=0,
                max_value=1e12,
                localize=True,
            )
        if name in ("product", "state"):
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
        if name == "kind":
            return list(Kind.choices)
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
        if isinstance(self.row, Capability) and "material" in values:
            material = values.pop("material")
            values["accepts"] = [material] if material else []
        return values
