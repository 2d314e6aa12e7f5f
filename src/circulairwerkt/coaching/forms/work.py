"""What coach and coordinator fill in on the page of one coaching, and what narrows their list."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import DateField, Form
from circulairwerkt.coaching.models import Coaching, Step
from circulairwerkt.coaching.words import Closing


class NoteForm(Form):
    """What was said, and who reads it; stands beside ``StepForm`` on one page."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="notitie_%s")

    text = forms.CharField(label=_("Notitie"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    leest = forms.ChoiceField(
        label=_("Wie leest dit?"),
        choices=[("private", _("alleen ik")), ("shared", _("ook de ondernemer en de hub"))],
        initial="private",
        widget=forms.RadioSelect,
    )


class OwnNoteForm(Form):
    """What an entrepreneur writes to his coach."""

    text = forms.CharField(
        label=_("Schrijf iets aan je coach"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class StepForm(Form):
    """A goal, or an action on the way to one."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="stap_%s")

    kind = forms.ChoiceField(
        label=_("Is dit een doel of een actie?"),
        choices=Step.Kind.choices,
        initial=Step.Kind.ACTION,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("Wat?"), max_length=300)
    whose = forms.ChoiceField(
        label=_("Wie doet het?"), choices=Step.Whose.choices, initial=Step.Whose.ENTREPRENEUR
    )
    due_on = DateField(label=_("Tegen"), required=False)


class CloseForm(VersionedForm[Coaching]):
    """How it ended, and what came of it."""

    closing = forms.ChoiceField(
        label=_("Waarom sluit je af?"),
        choices=[(one.value, one.label) for one in Closing if one != Closing.WITHDRAWN],
        widget=forms.RadioSelect,
    )
    came_of = forms.CharField(
        label=_("Wat kwam ervan?"),
        max_length=1000,
        required=False,
        help_text=_("Eén of twee zinnen, zonder namen van mensen. Dit blijft, ook als de rest gewist wordt."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @staticmethod
    def initial_of(row: Coaching) -> dict[str, Any]:
        """Return how it ended, as far as somebody said."""
        return {"closing": row.closing, "came_of": row.came_of}


class ListForm(forms.Form):
    """Narrows the list of coachings; the address holds what was chosen."""

    stand = forms.ChoiceField(
        label=_("Stand van zaken"),
        required=False,
        choices=[
            ("", _("wat loopt")),
            ("wacht", _("wacht op een coach")),
            ("stil", _("zonder afspraak")),
            ("af", _("afgesloten")),
        ],
    )
