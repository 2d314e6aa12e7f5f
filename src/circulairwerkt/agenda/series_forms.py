"""What a hub fills in about a series: how it comes back, and how far a change to one time of it reaches."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from circulairwerkt.agenda.models import Event
from circulairwerkt.agenda.reach import Reach, others_to_come
from circulairwerkt.agenda.times import MOST_TIMES, Rhythm, occurrences, rule_of
from circulairwerkt.base.forms import DateField, Form


def reach_field(event: Event) -> dict[str, forms.Field]:
    """Return the field that asks which other times follow; none where no other is to come."""
    if event.series_id is None or not others_to_come(event).exists():
        return {}
    return {
        "reach": forms.ChoiceField(
            label=_("Voor welke keren?"),
            choices=Reach.choices,
            initial=Reach.THIS,
            widget=forms.RadioSelect,
            help_text=_(
                "Wat je bij een andere keer apart veranderde, blijft zo. Ook wat voorbij is, blijft."
            ),
        )
    }


def reach_in(form: forms.Form) -> str:
    """Return which other times follow; of what is in no series, none."""
    return str(form.cleaned_data.get("reach") or Reach.THIS)


class SeriesForm(Form):
    """How an event comes back, until when, and on which days it does not."""

    rhythm = forms.ChoiceField(label=_("Hoe vaak?"), choices=Rhythm.choices, widget=forms.RadioSelect)
    last_day = DateField(label=_("Tot en met"))
    exceptions = forms.CharField(
        label=_("Niet op deze dagen"),
        required=False,
        max_length=1200,
        help_text=_("Eén dag per regel, bijvoorbeeld 24/12/2026."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, first: datetime, **kwargs: Any) -> None:
        self.first = first
        super().__init__(*args, **kwargs)

    def clean_exceptions(self) -> list[date]:
        """Read the days."""
        field = DateField()
        days = []
        for text in self.cleaned_data["exceptions"].split():
            try:
                days.append(field.clean(text.strip(",;")))
            except ValidationError as error:
                message = _("“%(typed)s” is geen datum. Schrijf bijvoorbeeld 24/12/2026.")
                raise ValidationError(message, params={"typed": text[:20]}) from error
        return days

    def clean(self) -> dict[str, Any]:
        """Work out the days, and refuse what has no second one or too many."""
        cleaned: dict[str, Any] = super().clean() or {}
        last, rhythm = cleaned.get("last_day"), cleaned.get("rhythm")
        if not (last and rhythm) or "exceptions" not in cleaned:
            return cleaned
        self.rule = rule_of(rhythm, self.first, last_day=last)
        self.times = occurrences(self.rule, self.first, cleaned["exceptions"])
        if len(self.times) < 2:
            self.add_error("last_day", _("Zo komt er geen tweede keer. Kies een latere laatste dag."))
        elif len(self.times) == MOST_TIMES:
            self.add_error("last_day", _("Dit zijn te veel keren voor één reeks. Kies een vroegere dag."))
        return cleaned
