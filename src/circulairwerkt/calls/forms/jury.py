"""What a juror and a voter fill in, and who is asked to judge."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import Form
from circulairwerkt.calls.models import LEAST_POINTS, MOST_POINTS, Entry, Judgement

_POINTS = {1: _("helemaal niet"), 2: _("weinig"), 3: _("wat"), 4: _("goed"), 5: _("heel goed")}


class JurorForm(Form):
    """Somebody who is asked to judge."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    email = forms.EmailField(label=_("E-mailadres"), help_text=_("Hier sturen we de link om te beoordelen."))
    organisation = forms.CharField(
        label=_("Organisatie"),
        max_length=140,
        required=False,
        help_text=_("Ideeën van deze organisatie beoordeelt dit jurylid niet."),
    )


class JudgeForm(Form):
    """Points for each criterion, and a word for the hub."""

    words = forms.CharField(
        label=_("Toelichting"),
        max_length=1000,
        required=False,
        help_text=_("Over het idee, niet over de mensen. De hub leest dit zonder je naam."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, criteria: Sequence[str], given: Judgement | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [f"criterium_{number}" for number in range(len(criteria))]
        for name, words in zip(self.names, criteria, strict=True):
            self.fields[name] = forms.TypedChoiceField(
                label=words,
                choices=[(number, _POINTS[number]) for number in range(LEAST_POINTS, MOST_POINTS + 1)],
                coerce=int,
                widget=forms.RadioSelect,
            )
        self.order_fields([*self.names, "words"])
        if given is not None:
            self.initial.update(zip(self.names, given.points, strict=False), words=given.words)

    def points(self) -> list[int]:
        """Return the points in the order of the criteria."""
        return [self.cleaned_data[name] for name in self.names]


class AskVoteForm(Form):
    """Where the link to vote is mailed."""

    email = forms.EmailField(
        label=_("Je e-mailadres"),
        help_text=_("Je krijgt een link om één keer te stemmen. We bewaren je adres niet."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class VoteForm(Form):
    """The one idea that gets the vote."""

    entry = forms.ChoiceField(label=_("Welk idee krijgt je stem?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, entries: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = {str(entry.pk): entry for entry in entries}
        self.fields["entry"].choices = [  # type: ignore[attr-defined]
            (key, f"{entry.last.title}: {entry.last.summary}") for key, entry in self.entries.items()
        ]

    def picked(self) -> Entry:
        """Return the idea."""
        return self.entries[self.cleaned_data["entry"]]
