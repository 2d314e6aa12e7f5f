"""What is written about a question."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RemarkForm(forms.Form):
    """Something to say: an answer, a note, an addition."""

    text = forms.CharField(
        label=_("Je bericht"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}), strip=True
    )


class AnswerForm(RemarkForm):
    """What a hub writes: to the asker, or for itself."""

    soort = forms.ChoiceField(
        label=_("Voor wie is dit?"),
        choices=[("reply", _("Antwoord aan de vraagsteller")), ("note", _("Notitie, alleen voor de hub"))],
        initial="reply",
        widget=forms.RadioSelect,
    )


class LiftDangerForm(forms.Form):
    """Why there is no danger after all."""

    reden = forms.CharField(
        label=_("Hoe weet je dat?"),
        max_length=500,
        help_text=_("Bijvoorbeeld: er is een asbestattest zonder asbest."),
        strip=True,
    )
