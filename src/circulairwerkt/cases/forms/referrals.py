"""To whom something is handed on, why, and by when an answer is wanted."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import DateField, Form
from circulairwerkt.cases.bodies import bodies
from circulairwerkt.cases.models.referral import REASON_LENGTH
from circulairwerkt.cases.referred import due_day
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import NearHub


class ReferralForm(Form):
    """One choice, one sentence, one day; all three are filled in, so that one press is enough."""

    to = forms.ChoiceField(
        label=_("Naar wie?"), error_messages={"invalid_choice": _("Kies een hub of een dienst uit de lijst.")}
    )
    reason = forms.CharField(
        label=_("Waarom?"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("De vraagsteller en de andere hub lezen dit."),
    )
    due_on = DateField(label=_("Antwoord tegen"))

    def __init__(self, *args: Any, near: Sequence[NearHub], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._hubs = {each.hub.slug: each.hub for each in near}
        hubs = [
            (
                f"hub:{each.hub.slug}",
                _("%(hub)s, op %(km)s km") % {"hub": each.hub.name, "km": f"{each.distance_km:.0f}"},
            )
            for each in near
        ]
        others = [(f"body:{body.key}", body.name) for body in bodies().values()]
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [
            *([(_("Hubs, de dichtste eerst"), hubs)] if hubs else []),
            (_("Anderen"), others),
        ]
        first = near[0].hub if near else None
        self.initial = {
            "to": f"hub:{first.slug}" if first else "",
            "reason": _("Deze hub ligt dichtbij en kan hier beter mee helpen.") if first else "",
            "due_on": due_day(first),
            **self.initial,
        }

    @property
    def target(self) -> tuple[Hub | None, str]:
        """The chosen hub, or the key of the chosen body."""
        sort, _colon, key = self.cleaned_data["to"].partition(":")
        return (self._hubs[key], "") if sort == "hub" else (None, key)


class AnswerForm(Form):
    """What the hub that was asked says."""

    answer = forms.CharField(
        label=_("Zeg er iets bij"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stuur je het terug? Zeg dan in een zin waarom."),
    )
