"""The form of the self-scan: all of it may stay open, and the address holds what was answered."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import Form
from circulairwerkt.coaching.scan import LEAST_ANSWERS, QUESTIONS, Answer, Outcome, outcome_of
from circulairwerkt.reference.queries import FoundPlace, place_named


class ScanForm(Form):
    """Eight questions, where one is, and what the enterprise does."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        for question in QUESTIONS:
            self.fields[question.key] = forms.TypedChoiceField(
                label=str(question.text),
                choices=[(str(one.value), one.label) for one in Answer],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["doet"] = forms.CharField(
            label=_("Wat doet je bedrijf?"),
            max_length=200,
            required=False,
            help_text=_("Dan zoeken we verhalen die erop lijken. Bijvoorbeeld: schrijnwerkerij."),
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        self.fields["plaats"] = forms.CharField(
            label=_("Waar ben je?"),
            max_length=80,
            required=False,
            help_text=_("Gemeente of postcode. Dan zeggen we welke hub je helpt."),
            widget=forms.TextInput(
                attrs={"autocomplete": "off", "data-suggest": reverse_lazy("portal:places")}
            ),
        )

    def clean_plaats(self) -> FoundPlace | None:
        """Find the place, or say what was perhaps meant."""
        typed = self.cleaned_data["plaats"]
        return place_named(typed) if typed else None

    def clean(self) -> dict[str, Any]:
        """Ask for enough answers to have something to say."""
        given = super().clean() or {}
        if self.outcome is None:
            self.add_error(
                None,
                _("Antwoord op minstens %(least)d vragen. Dan hebben we iets te zeggen.")
                % {"least": LEAST_ANSWERS},
            )
        return given

    @property
    def answers(self) -> dict[str, int]:
        """What was answered, by key of the question."""
        given = {question.key: self.cleaned_data.get(question.key) for question in QUESTIONS}
        return {key: points for key, points in given.items() if points is not None}

    @property
    def outcome(self) -> Outcome | None:
        """What the answers come to."""
        return outcome_of(self.answers)

    @property
    def question_fields(self) -> list[forms.BoundField]:
        """The eight questions, as fields."""
        return [self[question.key] for question in QUESTIONS]
