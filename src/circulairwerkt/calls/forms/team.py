"""What somebody says who takes part in a hackathon."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import Form
from circulairwerkt.base.from_people import FromPeople
from circulairwerkt.calls.models import Call, Challenge, Skill, Spoken
from circulairwerkt.organisations.models import Kind as OrganisationKind

_WISHES = ("first_wish", "second_wish", "third_wish")


class TakePartForm(FromPeople, Form):
    """Who one is, what one brings and wishes; nothing is measured."""

    name = forms.CharField(
        label=_("Je naam"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Je e-mailadres"),
        help_text=_("Hier sturen we met wie je samenwerkt, en de link om je uit te schrijven."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    organisation = forms.CharField(
        label=_("Je organisatie"),
        max_length=140,
        required=False,
        help_text=_("Leeg als je alleen bent."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(
        label=_("Wat voor organisatie is het?"),
        choices=[("", _("ik kom alleen")), *OrganisationKind.choices],
        required=False,
    )
    skills = forms.MultipleChoiceField(
        label=_("Wat breng je mee?"),
        choices=Skill.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("In welke talen werk je mee?"),
        choices=Spoken.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    first_wish = forms.ChoiceField(label=_("Welke uitdaging kies je het liefst?"), required=False)
    second_wish = forms.ChoiceField(label=_("En daarna?"), required=False)
    third_wish = forms.ChoiceField(label=_("En als derde?"), required=False)
    group = forms.CharField(
        label=_("Wil je met iemand samenblijven?"),
        max_length=60,
        required=False,
        help_text=_("Spreek een woord af. Wie hier hetzelfde woord invult, komt in hetzelfde team."),
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        challenges = [(str(row.pk), row.title) for row in Challenge.objects.filter(call=call)]
        for number, name in enumerate(_WISHES):
            if len(challenges) > max(number, 1):
                self.fields[name].choices = [("", _("maakt niet uit")), *challenges]  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def values(self, language: str) -> dict[str, Any]:
        """Return the fields for ``services.take_part``."""
        data = self.cleaned_data
        wishes = dict.fromkeys(int(data[name]) for name in _WISHES if data.get(name))
        plain = ("name", "email", "organisation", "kind", "skills", "languages", "group")
        return {**{name: data[name] for name in plain}, "wishes": list(wishes), "language": language}
