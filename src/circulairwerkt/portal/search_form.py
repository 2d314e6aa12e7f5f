"""What somebody looks for on the page of everything, and how a search is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.findables import in_order
from circulairwerkt.base.models import SavedSearch
from circulairwerkt.base.search import MOST_TYPED, typed_words

_SHORT = _("Typ minstens twee letters of cijfers.")


class SearchForm(forms.Form):
    """Words, and one kind of things or all."""

    q = forms.CharField(
        label=_("Wat zoek je?"),
        max_length=MOST_TYPED,
        help_text=_("Een woord, een naam, een gemeente of een nummer. Een tikfout mag."),
        error_messages={"required": _SHORT},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    soort = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["soort"]
        kinds.choices = [("", ""), *((each.kind, each.name) for each in in_order())]

    def clean_q(self) -> str:
        """Refuse what is too short to look for."""
        words = str(self.cleaned_data["q"]).replace("\x00", "").strip()
        if not typed_words(words):
            raise forms.ValidationError(_SHORT)
        return words


class KeepForm(forms.Form):
    """The name of a search, and how often one wants to hear of new finds."""

    naam = forms.CharField(
        label=_("Naam"),
        max_length=80,
        error_messages={"required": _("Geef deze zoekopdracht een naam.")},
    )
    mails = forms.ChoiceField(
        label=_("Mail me over nieuwe resultaten"),
        choices=SavedSearch.Alerts.choices,
        initial=SavedSearch.Alerts.NONE,
        help_text=_("Je krijgt alleen wat nieuw is. Stoppen kan met één klik in de mail."),
    )


class SaveForm(KeepForm):
    """A search to keep, as it stands on the page of results."""

    q = forms.CharField(max_length=MOST_TYPED, widget=forms.HiddenInput)
    soort = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It stands on the page of the search itself, which has the same fields.
        kwargs.setdefault("auto_id", "bewaar_%s")
        super().__init__(*args, **kwargs)
