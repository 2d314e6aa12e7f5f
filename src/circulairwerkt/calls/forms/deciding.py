"""Which ideas go on to the next step, or are chosen at the end."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import Form
from circulairwerkt.calls.models import Entry


class DecideForm(Form):
    """The ideas that are picked, and a word to the others."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1000)
    going = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(
        label=_("Een woord voor wie niet verder gaat"),
        max_length=1000,
        required=False,
        help_text=_("Staat in de mail. Zeg waarom, en wat er wel kan met het idee."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        *args: Any,
        entries: Iterable[Entry],
        heard: Mapping[int, Sequence[str]],
        label: Any,
        words_label: Any,
        **kwargs: Any,
    ) -> None:
        """``heard``: what jury and public said of an idea, in words, by its key."""
        super().__init__(*args, **kwargs)
        self.entries = {str(entry.pk): entry for entry in entries}
        self.fields["going"].label = label
        self.fields["words"].label = words_label
        self.fields["going"].choices = [  # type: ignore[attr-defined]
            (key, " · ".join(filter(None, (entry.last.title, entry.organisation, *heard.get(entry.pk, ())))))
            for key, entry in self.entries.items()
        ]

    def picked(self) -> list[Entry]:
        """Return the ideas that were picked."""
        return [self.entries[key] for key in self.cleaned_data["going"]]
