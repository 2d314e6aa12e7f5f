"""What a coach says of himself: what he helps with, where, and when he is free."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import DateField, Form
from circulairwerkt.base.week_fields import WeekFields
from circulairwerkt.coaching.models import Coach
from circulairwerkt.coaching.words import Language, Theme, Way
from circulairwerkt.reference.queries import FoundPlace, place_named

_LENGTHS = (30, 45, 60, 90, 120)


class CoachForm(WeekFields, VersionedForm[Coach]):
    """One page: what, in which language, where, how, and a field for each day of the week."""

    is_taking = forms.BooleanField(
        label=_("Ik neem ondernemers aan"),
        required=False,
        help_text=_("Zet dit uit, dan kiest niemand je. Wie je al begeleidt, blijft."),
    )
    words = forms.CharField(
        label=_("Waarmee help je, in een of twee zinnen?"),
        max_length=400,
        required=False,
        help_text=_("Ondernemers lezen dit als ze een coach kiezen."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    themes = forms.MultipleChoiceField(
        label=_("Thema's"), choices=Theme.choices, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("In welke talen begeleid je?"), choices=Language.choices, widget=forms.CheckboxSelectMultiple
    )
    ways = forms.MultipleChoiceField(
        label=_("Hoe spreek je af?"), choices=Way.choices, widget=forms.CheckboxSelectMultiple
    )
    place = forms.CharField(
        label=_("Van waar vertrek je?"),
        max_length=80,
        help_text=_("Gemeente of postcode. Ondernemers zien alleen de afstand."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-suggest": reverse_lazy("portal:places")}),
    )
    where = forms.CharField(
        label=_("Waar of via welke link ontvang je?"),
        max_length=200,
        required=False,
        help_text=_("Staat in de bevestiging. Bijvoorbeeld een adres, of je link voor een videogesprek."),
    )
    slot_minutes = forms.TypedChoiceField(
        label=_("Hoe lang duurt een afspraak?"),
        coerce=int,
        choices=[(length, _("%(minutes)d minuten") % {"minutes": length}) for length in _LENGTHS],
    )

    def prepare(self) -> None:
        """Add a field for each day."""
        self.add_days()

    @staticmethod
    def initial_of(row: Coach) -> dict[str, Any]:
        """Return what the coach says now."""
        return {
            "is_taking": row.is_taking,
            "words": row.words,
            "themes": row.themes,
            "languages": row.languages or ([] if row.pk else ["nl"]),
            "ways": row.ways,
            "place": row.municipality.name if row.municipality else "",
            "where": row.where,
            "slot_minutes": row.slot_minutes,
            **WeekFields.days_of(row.hours),
        }

    def clean(self) -> dict[str, Any]:
        """Ask for the place of whoever receives: without it an entrepreneur stands nowhere."""
        given = super().clean()
        if Way.HUB in given.get("ways", ()) and not given.get("where"):
            self.add_error("where", _("Zeg op welk adres je ontvangt."))
        return given

    def clean_place(self) -> str:
        """Find the place; what was typed stays, so that two versions can be compared."""
        self.found: FoundPlace = place_named(self.cleaned_data["place"])
        return str(self.cleaned_data["place"])

    def values(self) -> dict[str, Any]:
        """Return the fields for ``services.save_coach``."""
        said = self.cleaned_data
        return {
            **{name: said[name] for name in ("is_taking", "words", "themes", "languages", "ways", "where")},
            "slot_minutes": said["slot_minutes"],
            "municipality": self.found.municipality,
            "lat": self.found.lat,
            "lon": self.found.lon,
            "hours": self.week_hours(),
        }


class AwayForm(Form):
    """Days on which a coach sees nobody."""

    first_day = DateField(label=_("Eerste dag"))
    last_day = DateField(label=_("Laatste dag"))
