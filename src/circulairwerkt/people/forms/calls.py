"""Forms about who calls back: whom a hub asks, and when he says that he calls."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import Form, RowsField
from circulairwerkt.people.models import Caller
from circulairwerkt.reference.models import Municipality


class AskCallerForm(Form):
    """Whom to ask, and for which places."""

    kind = forms.ChoiceField(label=_("Voor wie belt die persoon?"), choices=Caller.Kind.choices)
    name = forms.CharField(
        label=_("Naam zoals werkzoekenden ze lezen"),
        max_length=80,
        help_text=_("Een voornaam en een dienst. Bijvoorbeeld: Fatma van het OCMW"),
    )
    email = forms.EmailField(
        label=_("E-mailadres"), help_text=_("We vragen het eerst. Pas na een ja staat de naam op de site.")
    )
    municipalities = RowsField(
        label=_("Voor welke gemeenten?"),
        queryset=Municipality.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipalities"].queryset = places  # type: ignore[attr-defined]


class AgreeForm(Form):
    """When somebody calls."""

    hours = forms.CharField(
        label=_("Wanneer bel je?"),
        max_length=80,
        required=False,
        help_text=_("Bijvoorbeeld: in de voormiddag"),
    )
    call_within_days = forms.IntegerField(
        label=_("Binnen hoeveel werkdagen?"), min_value=1, max_value=5, initial=2
    )

    def clean_hours(self) -> str:
        """Job seekers read it: a number of one's own stays out of it."""
        text: str = self.cleaned_data["hours"]
        if sum(letter.isdigit() for letter in text) > 8:
            raise ValidationError(_("Schrijf hier geen nummer. Iedereen leest dit."))
        return text
