"""The form with which anybody asks a hub something."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import PhotosField
from circulairwerkt.base.from_people import ContactField, FromPeople
from circulairwerkt.people.queries import national_number_in, seeks_work, tells_of_health


class QuestionForm(FromPeople):
    """Place, sentence, how to reach you: nothing else is required."""

    plaats = forms.CharField(label=_("Waar ben je?"), max_length=80)
    zin = forms.CharField(
        label=_("Wat heb je over, of wat zoek je?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contact = ContactField(help_text=_("Alleen om je te antwoorden. Alleen de hub leest dit."))
    naam = forms.CharField(
        label=_("Je naam"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    fotos = PhotosField(
        label=_("Foto's"),
        help_text=_(
            "Hoogstens vier, JPEG, PNG of WebP. Alleen de hub en jij zien ze. "
            "Waar en wanneer ze genomen zijn, wissen we."
        ),
    )
    #: Photos that were kept when something else in the form was wrong.
    bewaard = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    hub = forms.SlugField(required=False, widget=forms.HiddenInput)

    #: How many photos wait for the rest of the form to be right.
    photos_kept = 0

    def clean_zin(self) -> str:
        """Refuse what is nobody's business here: a national number, and the health of who seeks work."""
        sentence: str = self.cleaned_data["zin"]
        if national_number_in(sentence):
            raise ValidationError(_("Hier staat een rijksregisternummer. Dat bewaren we niet. Haal het weg."))
        if seeks_work(sentence) and tells_of_health(sentence):
            raise ValidationError(
                _("Je gezondheid is van jou. We bewaren dat niet. Haal het weg, of kijk bij “Werk”.")
            )
        return sentence


class AdditionForm(forms.Form):
    """What the asker adds later: words, photos or both."""

    text = forms.CharField(
        label=_("Iets toevoegen"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        strip=True,
    )
    fotos = PhotosField(label=_("Foto's"), help_text=_("Hoogstens vier in het geheel."))
    bewaard = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    #: How many photos wait for the rest of the form to be right.
    photos_kept = 0

    def clean(self) -> dict[str, Any]:
        """Something must be added."""
        said = super().clean() or {}
        if not (self.errors or said.get("text") or said.get("fotos") or said.get("bewaard")):
            self.add_error("text", _("Schrijf iets, of kies een foto."))
        return said
