"""Forms over the file of a person: who he is, when the guidance ended, what somebody looks for, the code."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import DateField, Form
from circulairwerkt.people.models import PersonFile, Purpose
from circulairwerkt.people.wording import national_number_in

#: What a colleague may look for; guiding is for the coach himself.
STANDING_IN = (Purpose.REPLACING, Purpose.HANDING_OVER)


class PersonForm(VersionedForm[PersonFile]):
    """How a person is called and reached. Nothing more is asked."""

    first_name = forms.CharField(label=_("Voornaam"), max_length=60)
    last_name = forms.CharField(label=_("Achternaam"), max_length=80, required=False)
    phone = forms.CharField(
        label=_("Telefoonnummer"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("E-mailadres"), required=False)
    language = forms.ChoiceField(label=_("Taal"))

    def prepare(self) -> None:
        """Offer the languages of the site."""
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(row: PersonFile) -> dict[str, Any]:
        """Return what the row holds."""
        return {name: getattr(row, name) for name in PersonFile.WRITTEN}

    def clean(self) -> dict[str, Any]:
        """Refuse a national number, wherever it was typed: it is asked for by nobody here."""
        cleaned = super().clean() or {}
        for name in ("first_name", "last_name", "phone"):
            if national_number_in(cleaned.get(name, "")):
                self.add_error(
                    name, ValidationError(_("Dit lijkt een rijksregisternummer. Dat bewaren we niet."))
                )
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the columns as typed."""
        return {name: self.cleaned_data[name] for name in self.content_names}


class EndForm(Form):
    """On which day the guidance ended."""

    on = DateField(label=_("Laatste dag van de begeleiding"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())


class PurposeForm(Form):
    """Why a colleague reads a file that is not his; the person sees the answer."""

    purpose = forms.ChoiceField(
        label=_("Waarom kijk je in dit dossier?"),
        help_text=_("De persoon ziet dat je keek, en waarom."),
        choices=[(each.value, each.label) for each in STANDING_IN],
        widget=forms.RadioSelect,
    )


class CodeForm(Form):
    """The code that a person has on paper."""

    code = forms.CharField(
        label=_("Je code"),
        max_length=40,
        help_text=_("De code staat op je papier. Bijvoorbeeld: K7MD-2XQA-9TRF"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
