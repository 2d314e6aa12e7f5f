"""The form with which anybody asks a hub something, and its defence against machines."""

import re
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import PhotosField

#: A person needs some seconds to read and type; a form kept open longer than a day is asked again.
LEAST_SECONDS = 2
MOST_SECONDS = 24 * 60 * 60
_SALT = "cases.question-form"
_PHONE = re.compile(r"^\+?[\d\s./()-]{8,20}$")


def fresh_stamp() -> str:
    """Return the signed moment at which a form was shown."""
    return signing.dumps("shown", salt=_SALT)


class QuestionForm(forms.Form):
    """Place, sentence, how to reach you: nothing else is required."""

    plaats = forms.CharField(label=_("Waar ben je?"), max_length=80)
    zin = forms.CharField(
        label=_("Wat heb je over, of wat zoek je?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contact = forms.CharField(
        label=_("Je e-mailadres of telefoonnummer"),
        max_length=254,
        help_text=_("Alleen om je te antwoorden. Alleen de hub leest dit."),
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )
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
    #: A field that people do not see; only machines fill it in.
    website = forms.CharField(
        required=False,
        max_length=2000,
        label=_("Laat dit leeg"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    getoond = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    #: How many photos wait for the rest of the form to be right.
    photos_kept = 0

    def clean_contact(self) -> str:
        """Accept a mail address or a telephone number."""
        value: str = self.cleaned_data["contact"].strip()
        if "@" in value:
            try:
                validate_email(value)
            except ValidationError:
                raise ValidationError(
                    _("“%(value)s” is geen volledig e-mailadres. Verwacht: naam@voorbeeld.be."),
                    params={"value": value[:60]},
                ) from None
            return value
        if not _PHONE.match(value) or sum(ch.isdigit() for ch in value) < 8:
            raise ValidationError(
                _("“%(value)s” is geen e-mailadres en geen telefoonnummer. Verwacht: 0470 12 34 56."),
                params={"value": value[:60]},
            )
        return value

    @property
    def is_from_machine(self) -> bool:
        """Whether the trap was filled in, or the form came back quicker than a person types."""
        if self.data.get("website"):
            return True
        try:
            signing.loads(self.data.get("getoond", ""), salt=_SALT, max_age=MOST_SECONDS)
        except signing.BadSignature:
            return True
        try:
            signing.loads(self.data.get("getoond", ""), salt=_SALT, max_age=LEAST_SECONDS)
        except signing.SignatureExpired:
            return False
        return True


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
