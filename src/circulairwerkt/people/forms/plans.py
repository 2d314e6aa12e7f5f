"""The form with which a file of growth plans is read in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import Form

#: Two thousand lines are some 200 kB; more is no file of plans.
MOST_BYTES = 2 * 1024 * 1024


class PlansForm(Form):
    """A file with plans."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("CSV of XLSX, hoogstens 2 MB. Het bestand zelf bewaren we niet."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is opened."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("Dit bestand is groter dan 2 MB."))
        return file
