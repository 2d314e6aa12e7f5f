"""The forms of reading a file in: which file, which column fills which field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import Form
from circulairwerkt.base.imports import Kind
from circulairwerkt.base.models import Import


class FileForm(Form):
    """A file, and what its rows are."""

    kind = forms.ChoiceField(label=_("Wat staat er in?"))
    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("CSV of XLSX, hoogstens 10 MB en 50.000 rijen. De eerste rij bevat de kolomnamen."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, *args: Any, kinds: list[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(each.key, each.label) for each in kinds]  # type: ignore[attr-defined]


class ColumnsForm(Form):
    """For each field the column that fills it."""

    def __init__(self, *args: Any, kind: Kind, batch: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("(geen kolom)")), *((name, name) for name in batch.columns)]
        for each in kind.fields:
            self.fields[each.name] = forms.ChoiceField(
                label=str(each.label).capitalize(),
                choices=choices,
                required=each.is_required,
                initial=batch.mapping.get(each.name, ""),
                help_text=str(each.hint),
                error_messages={"required": _("Kies een kolom.")},
            )

    def mapping(self) -> dict[str, str]:
        """Return the chosen column of each field that has one."""
        return {name: column for name, column in self.cleaned_data.items() if column}
