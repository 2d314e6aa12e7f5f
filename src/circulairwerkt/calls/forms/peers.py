"""What an entrant writes about the idea of another."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import Form
from circulairwerkt.calls.models import Reading
from circulairwerkt.calls.models.peers import FEEDBACK_LENGTH
from circulairwerkt.calls.services.peers import FEEDBACK_FIELDS


class FeedbackForm(Form):
    """What is strong, what could be better, and a question; no points."""

    strong = forms.CharField(
        label=_("Wat is sterk aan dit idee?"),
        max_length=FEEDBACK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    better = forms.CharField(
        label=_("Wat kan beter?"),
        max_length=FEEDBACK_LENGTH,
        help_text=_("Over het idee, niet over de mensen. Zeg ook hoe."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    question = forms.CharField(
        label=_("Welke vraag heb je nog?"),
        max_length=FEEDBACK_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @staticmethod
    def of(reading: Reading) -> dict[str, Any]:
        """Return what was written, to begin with."""
        return {name: getattr(reading, name) for name in FEEDBACK_FIELDS}
