"""What is filled in about a case as a whole: opening, editing, moving, sharing, filtering."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circulairwerkt.accounts.models import User
from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import DateField, Form, RowsField
from circulairwerkt.cases import inside
from circulairwerkt.cases.models import Case, Exit, Stage
from circulairwerkt.cases.queries import CaseFilter
from circulairwerkt.cases.stages import Position
from circulairwerkt.hubs.models import Hub
from circulairwerkt.reference.models import Goal

REASON_LENGTH = 500


class NewCaseForm(Form):
    """A case without a question."""

    title = forms.CharField(
        label=_("Waarover gaat het?"),
        max_length=160,
        help_text=_("In één zin. Bijvoorbeeld: MDF-resten van een schrijnwerkerij in Mol."),
    )
    summary = forms.CharField(
        label=_("Meer erover"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    stage = forms.ChoiceField(
        label=_("Welke stap?"),
        choices=[(stage.value, stage.label) for stage in (Stage.QUESTION, Stage.QUALIFIED, Stage.CASE)],
        initial=Stage.CASE.value,
        widget=forms.RadioSelect,
    )


class CaseForm(VersionedForm[Case]):
    """What the case says about itself."""

    title = forms.CharField(label=_("Titel"), max_length=160)
    summary = forms.CharField(
        label=_("Waarover het gaat"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    outcome = forms.CharField(
        label=_("Resultaat"),
        required=False,
        max_length=1000,
        help_text=_("Wat kwam ervan? Zet bij elk cijfer of het geteld of geraamd is."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @staticmethod
    def initial_of(row: Case) -> dict[str, Any]:
        """Return what the case says now."""
        return {"title": row.title, "summary": row.summary, "outcome": row.outcome}

    def values(self) -> dict[str, Any]:
        """Return the fields for ``services.edit_case``."""
        return {name: self.cleaned_data[name] for name in ("title", "summary", "outcome")}


class PositionForm(Form):
    """Where the sender saw the case, so that of two who move it one is told."""

    seen_stage = forms.ChoiceField(choices=Stage.choices, widget=forms.HiddenInput)
    seen_exit = forms.ChoiceField(choices=Exit.choices, required=False, widget=forms.HiddenInput)

    @property
    def seen(self) -> Position:
        """The position that the sender saw."""
        return Position(Stage(self.cleaned_data["seen_stage"]), Exit(self.cleaned_data["seen_exit"]))


class MoveForm(PositionForm):
    """To which stage, and why where that is asked."""

    to = forms.ChoiceField(label=_("Naar welke stap?"), choices=Stage.choices)
    reason = forms.CharField(
        label=_("Waarom?"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class LeaveForm(PositionForm):
    """On hold, stopped or referred: why, and what was learnt."""

    way_out = forms.ChoiceField(
        label=_("Wat gebeurt ermee?"),
        choices=[(each.value, each.label) for each in Exit if each],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Waarom?"), max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 2})
    )
    lesson = forms.CharField(
        label=_("Wat leerde je hieruit?"),
        required=False,
        max_length=600,
        help_text=_(
            "Alleen bij stoppen. Eén zin, zonder namen. Weet je het nog niet? Een taak vraagt het je later."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    resume_on = DateField(
        label=_("Wanneer kijk je er weer naar?"), required=False, help_text=_("Alleen voor in de wacht.")
    )


class GoalsForm(Form):
    """Which goals a case counts for."""

    goals = RowsField(
        label=_("Doelen"),
        queryset=Goal.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goals"].queryset = inside.goals_today()  # type: ignore[attr-defined]


class HandOverForm(Form):
    """To whom, and what that colleague should know."""

    seen_owner = forms.IntegerField(required=False, widget=forms.HiddenInput)
    to = forms.ModelChoiceField(label=_("Aan wie?"), queryset=User.objects.none())
    note = forms.CharField(
        label=_("Wat moet je collega weten?"),
        max_length=2000,
        required=False,
        help_text=_("De hele geschiedenis gaat mee. Zeg hier wat nu eerst moet gebeuren."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    tasks_too = forms.BooleanField(label=_("Open taken gaan mee"), required=False, initial=True)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        field.queryset = inside.colleagues(case.hub_id).exclude(pk=case.owner_id or 0)  # type: ignore[attr-defined]
        self.initial["seen_owner"] = case.owner_id


class ShareForm(Form):
    """Which hub works along."""

    hub = forms.ModelChoiceField(label=_("Welke hub werkt mee?"), queryset=Hub.objects.none())
    note = forms.CharField(
        label=_("Waarom samen?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hub"].queryset = (  # type: ignore[attr-defined]
            Hub.objects.filter(is_example=case.hub.is_example).exclude(pk=case.hub_id).order_by("name")
        )


class RhythmForm(Form):
    """When a case stands still."""

    still_after_days = forms.IntegerField(
        label=_("Een dossier staat stil na (dagen zonder nieuws)"), min_value=1, max_value=365
    )


class FilterForm(Form):
    """What the list is narrowed by; whatever an address says, it never fails."""

    zoek = forms.CharField(label=_("Zoek"), required=False, max_length=80)
    stap = forms.ChoiceField(label=_("Stap"), required=False)
    stand = forms.ChoiceField(label=_("Loopt het?"), required=False)
    wie = forms.ChoiceField(label=_("Wie volgt op"), required=False)
    doel = forms.ChoiceField(label=_("Doel"), required=False)
    stil = forms.BooleanField(label=_("Alleen wat stilstaat"), required=False)

    def __init__(self, *args: Any, hub: Hub, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("alles"))
        people = [(str(user.pk), str(user)) for user in inside.colleagues(hub.pk)]
        self._choose("stap", [everything, *Stage.choices])
        self._choose("stand", [everything, ("running", _("loopt")), *((e.value, e.label) for e in Exit if e)])
        self._choose("wie", [("", _("iedereen")), ("none", _("niemand")), *people])
        self._choose("doel", [everything, *((goal.key, str(goal)) for goal in inside.goals_today())])

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> CaseFilter:
        """Return what is asked; a value that is no choice narrows nothing."""
        self.is_valid()
        asked = self.cleaned_data
        return CaseFilter(
            stage=asked.get("stap", ""),
            standing=asked.get("stand", ""),
            owner=asked.get("wie", ""),
            goal=asked.get("doel", ""),
            still=bool(asked.get("stil")),
            text=asked.get("zoek", ""),
        )
