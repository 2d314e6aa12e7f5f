"""The form for the work of one agreement or card: what differs from the guess counts as told."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.cases.bridge import amount_units, measured, unit_name
from circulairwerkt.cases.labour import bridge, reckoning
from circulairwerkt.cases.labour.telling import CONDITIONS, levels_of
from circulairwerkt.cases.models import SaidBy, WorkPackage
from circulairwerkt.streams.words import ACTIVITIES, Way

#: Groups of the form that may be told or guessed.
_GROUPS = ("tasks", "competences", "conditions", "way", "rhythm", "hours")


def _hours(label: Any, **kwargs: Any) -> forms.FloatField:
    return forms.FloatField(
        label=label, required=False, min_value=0, max_value=100_000, localize=True, **kwargs
    )


class WorkPackageForm(VersionedForm[WorkPackage]):
    """Tasks, hours, conditions and place of the work, filled in with what is guessed."""

    tasks = forms.MultipleChoiceField(
        label=_("Wat is er te doen?"),
        choices=[(key, words) for key, words in ACTIVITIES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    hours_low_h = _hours(
        _("Uren per eenheid, van"),
        help_text=_("Hoeveel uur werk vraagt één ton, palet of stuk? Weet je het niet? Laat leeg."),
    )
    hours_high_h = _hours(_("Uren per eenheid, tot"))
    hours_unit = forms.ChoiceField(label=_("Per"), required=False)
    hours_said_by = forms.ChoiceField(
        label=_("Van wie weet je dit?"), choices=[("", ""), *SaidBy.choices], required=False
    )
    standing = forms.ChoiceField(required=False)
    noise = forms.ChoiceField(required=False)
    lifting = forms.ChoiceField(required=False)
    quiet = forms.ChoiceField(required=False)
    language = forms.ChoiceField(required=False)
    competences = forms.MultipleChoiceField(
        label=_("Wat moet je kunnen?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    way = forms.ChoiceField(
        label=_("Waar gebeurt het werk?"), choices=[("", ""), *Way.choices], required=False
    )
    rhythm = forms.CharField(
        label=_("Wanneer komt het werk?"),
        max_length=120,
        required=False,
        help_text=_("Bijvoorbeeld: elke dinsdag en donderdag, in de voormiddag."),
    )
    is_confirmed = forms.BooleanField(
        label=_("Ik vroeg het na bij wie het werk doet: alles hierboven klopt."), required=False
    )

    def prepare(self) -> None:
        """Offer the words of the reader's language, and the units that fit the stream."""
        language = (get_language() or "nl")[:2]
        for condition in bridge.Condition:
            field = self._choice(condition.value)
            field.label = str(CONDITIONS[condition])
            field.choices = [("", _("weet ik niet")), *levels_of(condition).items()]
        competences = self.fields["competences"]
        assert isinstance(competences, forms.MultipleChoiceField)  # noqa: S101
        competences.choices = [
            (key, bridge.competence_name(key, language)) for key in bridge.competence_keys()
        ]
        self._choice("hours_unit").choices = [(key, unit_name(key, 1, language)) for key in self._units()]

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        return field

    def _units(self) -> list[str]:
        """The unit of the stream, a tonne first where it is weighed; of an unknown one every unit."""
        unit = reckoning.of_row(self.row).package.step.unit
        if not unit:
            return list(amount_units())
        found = ["t", unit] if measured(unit) == "mass" else [unit]
        return list(dict.fromkeys([*found, *filter(None, [self.row.hours_unit])]))

    @staticmethod
    def initial_of(row: WorkPackage) -> dict[str, Any]:
        """Return what stands in each field: told, else guessed."""
        work = reckoning.of_row(row)
        unit = work.package.step.unit
        return {
            "tasks": list(work.package.tasks),
            "competences": list(work.competences),
            **work.conditions,
            "way": work.way,
            "rhythm": row.rhythm,
            "hours_low_h": row.hours_low_h,
            "hours_high_h": row.hours_high_h,
            "hours_unit": row.hours_unit or ("t" if unit and measured(unit) == "mass" else unit),
            "hours_said_by": row.hours_said_by,
            "is_confirmed": set(row.told) >= {"tasks", "competences", "conditions"},
        }

    def values(self) -> dict[str, Any]:
        """Return the fields of the row: what differs from the guess, or all of it where it was confirmed."""
        given = self.cleaned_data
        guess = self.initial_of(WorkPackage(agreement=self.row.agreement, stream=self.row.stream))
        conditions = {one.value: given[one.value] for one in bridge.Condition}
        has_hours = given["hours_low_h"] is not None or given["hours_high_h"] is not None
        differs = {
            "tasks": set(given["tasks"]) != set(guess["tasks"]),
            "competences": set(given["competences"]) != set(self._needed(given["tasks"])),
            "conditions": conditions != self._asked(given["tasks"]),
            "way": given["way"] != guess["way"],
            "rhythm": bool(given["rhythm"]),
            "hours": has_hours,
        }
        if given["is_confirmed"]:
            differs.update(tasks=True, competences=True, conditions=True, way=bool(given["way"]))
        told = [name for name in _GROUPS if differs[name]]
        return {
            "told": told,
            "tasks": given["tasks"] if "tasks" in told else [],
            "competences": given["competences"] if "competences" in told else [],
            "conditions": conditions if "conditions" in told else {},
            "way": given["way"] if "way" in told else "",
            "rhythm": given["rhythm"],
            "hours_low_h": given["hours_low_h"],
            "hours_high_h": given["hours_high_h"],
            "hours_unit": given["hours_unit"] if has_hours else "",
            "hours_said_by": given["hours_said_by"] if has_hours else "",
        }

    @staticmethod
    def _needed(tasks: list[str]) -> tuple[str, ...]:
        """What the tasks that were chosen need by themselves."""
        return bridge.competences_of(tasks)

    @staticmethod
    def _asked(tasks: list[str]) -> dict[str, str]:
        asked = bridge.conditions_of(tasks)
        return {one.value: asked[one].value if one in asked else "" for one in bridge.Condition}
