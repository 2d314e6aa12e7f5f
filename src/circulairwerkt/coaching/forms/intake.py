"""What is asked of an entrepreneur who wants a coach, and of who writes it down for him."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import Form
from circulairwerkt.base.from_people import ContactField, FromPeople
from circulairwerkt.coaching.words import Language, Maturity, Theme
from circulairwerkt.reference.queries import FoundPlace, place_named


class IntakeForm(Form):
    """Where, what one wants, how far one is, and how to be reached."""

    plaats = forms.CharField(
        label=_("Waar is het bedrijf?"),
        max_length=80,
        help_text=_("Gemeente of postcode"),
        error_messages={"required": _("Vul een gemeente of postcode in. Bijvoorbeeld: 8500 of Kortrijk.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-suggest": reverse_lazy("portal:places")}),
    )
    wens = forms.CharField(
        label=_("Waarmee wil je vooruit?"),
        max_length=1000,
        help_text=_(
            "Schrijf het zoals je het zegt. "
            "Bijvoorbeeld: we willen onze meubelen terugnemen en opnieuw verkopen."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    staat = forms.ChoiceField(
        label=_("Hoe ver staat het bedrijf?"), choices=Maturity.choices, widget=forms.RadioSelect
    )
    themas = forms.MultipleChoiceField(
        label=_("Waarover gaat het?"),
        choices=Theme.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    taal = forms.ChoiceField(
        label=_("In welke taal spreek je liefst?"), choices=Language.choices, initial="nl"
    )
    bedrijf = forms.CharField(
        label=_("Naam van het bedrijf"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    naam = forms.CharField(
        label=_("Naam"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = ContactField(
        label=_("E-mailadres of telefoonnummer"),
        help_text=_(
            "Met een e-mailadres krijg je een link, een herinnering en je afspraak voor in je agenda."
        ),
    )

    def clean_plaats(self) -> FoundPlace:
        """Find the place, or say what was perhaps meant."""
        return place_named(self.cleaned_data["plaats"])

    def values(self) -> dict[str, Any]:
        """Return the fields for ``services.ask``."""
        said = self.cleaned_data
        place: FoundPlace = said["plaats"]
        return {
            "maturity": said["staat"],
            "wish": said["wens"],
            "themes": said["themas"],
            "spoken": said["taal"],
            "organisation_name": said["bedrijf"],
            "contact": said["contact"],
            "contact_name": said["naam"],
            "municipality": place.municipality,
            "lat": place.lat,
            "lon": place.lon,
        }


class AskForm(FromPeople, IntakeForm):
    """The same, sent by anybody without an account."""
