"""Forms about growth: one small thing, what is needed at work, the next stage, two questions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import DateField, Form
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people.models import Adjustment, FollowUp, Note, PersonFile, Transition
from circulairwerkt.people.stages import TRANSITION_STEPS


class NoteForm(Form):
    """One small thing, in a minute."""

    kind = forms.ChoiceField(label=_("Wat noteer je?"), choices=Note.Kind.choices)
    text = forms.CharField(
        label=_("In één zin"),
        max_length=300,
        help_text=_("Samen met de persoon. Niets over gezondheid."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    on = DateField(label=_("Wanneer"))
    at = forms.TimeField(
        label=_("Hoe laat?"),
        required=False,
        help_text=_("Alleen bij een afspraak."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    is_seen_together = forms.BooleanField(label=_("We zagen dit samen"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It shares a page with other forms that ask for a day.
        super().__init__(*args, **{"auto_id": "groei_%s", **kwargs})
        self.initial.setdefault("on", timezone.localdate())


class QuickNoteForm(NoteForm):
    """The same on the page of the day, where one says first of whom."""

    field_order = ("person", "kind", "text")
    person = forms.ChoiceField(label=_("Over wie?"))

    def __init__(self, *args: Any, people: Iterable[PersonFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(file.pk, file.name) for file in people]  # type: ignore[attr-defined]


class AdjustForm(Form):
    """What somebody needs at work; choices alone."""

    needs = forms.MultipleChoiceField(
        label=_("Wat heeft de persoon nodig?"),
        choices=Adjustment.Need.choices,
        required=False,
        help_text=_("Alleen wat nodig is op het werk. Nooit waarom."),
        widget=forms.CheckboxSelectMultiple,
    )
    has_agreed = forms.BooleanField(label=_("De persoon vindt het goed dat dit hier staat"), required=False)


class StageForm(Form):
    """The next stage, its day and the firm."""

    to = forms.ChoiceField(label=_("Volgende stap"))
    on = DateField(label=_("Op welke dag?"))
    partner = forms.ModelChoiceField(
        label=_("Bedrijf"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("niet van toepassing"),
    )

    def __init__(self, *args: Any, transition: Transition, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "stap_%s", **kwargs})
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (stage, Transition.Stage(stage).label) for stage in TRANSITION_STEPS[transition.stage]
        ]
        self.fields["partner"].queryset = Organisation.objects.order_by("search_name")  # type: ignore[attr-defined]
        self.initial.setdefault("on", timezone.localdate())


class FollowUpForm(Form):
    """Two questions."""

    works = forms.ChoiceField(
        label=_("Werk je nog?"), choices=FollowUp.Works.choices, widget=forms.RadioSelect
    )
    feels = forms.ChoiceField(
        label=_("Hoe gaat het?"), choices=FollowUp.Feels.choices, widget=forms.RadioSelect
    )
