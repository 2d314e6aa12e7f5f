"""What a hub fills in about its info points, what is noted at the desk, what a visitor says of himself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from circulairwerkt.accounts.models import User
from circulairwerkt.base import hours, week
from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import DateField, Form, RowsField, text_fields, texts_from, texts_to_initial
from circulairwerkt.base.from_people import ContactField, FromPeople
from circulairwerkt.base.week_fields import WeekFields
from circulairwerkt.hubs.queries import who_may_read
from circulairwerkt.infopoints.models import InfoPoint, Visit
from circulairwerkt.reference.queries import FoundPlace, place_named

_LENGTHS = (15, 20, 30, 45, 60)


def _place_field(**kwargs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "data-suggest": reverse_lazy("portal:places")})
    return forms.CharField(max_length=80, widget=widget, **kwargs)


class PointForm(WeekFields, VersionedForm[InfoPoint]):
    """Where, when, who, and whether one can make an appointment."""

    name = forms.CharField(
        label=_("Naam"), max_length=120, help_text=_("Bijvoorbeeld: Infopunt in de bibliotheek van Aalst.")
    )
    plaats = _place_field(label=_("Gemeente of postcode"))
    place_name = forms.CharField(label=_("Gebouw of balie"), max_length=120, required=False)
    street = forms.CharField(label=_("Straat en nummer"), max_length=120, required=False)
    who = forms.CharField(
        label=_("Wie zit er?"),
        max_length=200,
        required=False,
        help_text=_("Bezoekers lezen dit. Bijvoorbeeld: Lies of Karim van de hub."),
    )
    hosts = RowsField(
        label=_("Wie krijgt bericht van afspraken?"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Duid je niemand aan, dan krijgt wie de vragen van de hub leest het bericht."),
    )
    other_hours = forms.CharField(
        label=_("Niet elke week dezelfde uren?"),
        max_length=400,
        required=False,
        help_text=_(
            "Schrijf ze zoals OpenStreetMap. Bijvoorbeeld We[1] 14:00-16:00; PH off: de eerste woensdag "
            "van de maand, niet op feestdagen. Dit gaat voor op de zeven velden."
        ),
    )
    takes_appointments = forms.BooleanField(
        label=_("Bezoekers kunnen een moment kiezen"),
        required=False,
        help_text=_("Zet dit uit, dan loopt men gewoon binnen."),
    )
    slot_minutes = forms.TypedChoiceField(
        label=_("Hoe lang duurt een afspraak?"),
        coerce=int,
        choices=[(length, _("%(minutes)d minuten") % {"minutes": length}) for length in _LENGTHS],
    )
    desks = forms.IntegerField(
        label=_("Hoeveel afspraken tegelijk?"),
        min_value=1,
        max_value=20,
        help_text=_("Zit je er met twee, dan kan je er twee tegelijk ontvangen."),
    )
    is_shown = forms.BooleanField(label=_("Toon dit infopunt op de site"), required=False)

    def prepare(self) -> None:
        """Add the text in each language and the seven days; offer who works at the hub."""
        words = text_fields(
            "words",
            _("Wat kan je er vragen?"),
            max_length=400,
            rows=2,
            help_text=_("Eén of twee zinnen."),
        )
        self.fields.update(words)
        self.order_fields(["name", *words])
        self.add_days()
        self.fields["hosts"].queryset = who_may_read(self.row.hub)  # type: ignore[attr-defined]

    @property
    def place_fields(self) -> list[forms.BoundField]:
        """Where and who: what comes before the hours."""
        return [field for field in self.other_fields if field.name not in _AFTER]

    @property
    def appointment_fields(self) -> list[forms.BoundField]:
        """What comes after the hours."""
        return [self[name] for name in _AFTER]

    @staticmethod
    def initial_of(row: InfoPoint) -> dict[str, Any]:
        """Return what the info point says now."""
        is_ordinary = week.is_ordinary(row.hours)
        plain = ("name", "place_name", "street", "who", "takes_appointments", "slot_minutes", "desks")
        return {
            **texts_to_initial("words", row.words),
            **{name: getattr(row, name) for name in plain},
            "is_shown": row.is_shown,
            "plaats": row.municipality.name if row.municipality_id else "",
            "hosts": list(row.hosts.values_list("pk", flat=True)) if row.pk else [],
            **WeekFields.days_of(row.hours if is_ordinary else ""),
            "other_hours": "" if is_ordinary else row.hours,
        }

    def clean_plaats(self) -> str:
        """Find the place; the name of its municipality is what the form keeps."""
        typed = self.cleaned_data["plaats"]
        self.found: FoundPlace | None = None
        if self.row.municipality_id and typed == self.row.municipality.name:
            return str(typed)
        self.found = place_named(typed)
        return self.found.municipality.name

    def clean_other_hours(self) -> str:
        """Check what OpenStreetMap's readers understand."""
        typed: str = self.cleaned_data["other_hours"]
        if typed:
            hours.check_opens(typed)
        return typed

    def clean(self) -> dict[str, Any]:
        """Ask for hours: without them nobody knows when to come."""
        given = super().clean()
        if not self.errors and not (given.get("other_hours") or self.week_hours()):
            self.add_error("day_Mo", ValidationError(_("Vul van minstens één dag de uren in.")))
        return given

    def values(self) -> dict[str, Any]:
        """Return the fields for ``services.save_point``."""
        said = self.cleaned_data
        plain = ("name", "place_name", "street", "who", "takes_appointments", "slot_minutes", "desks")
        values = {name: said[name] for name in (*plain, "is_shown")}
        values["words"] = texts_from("words", said, self.row.words)
        values["hours"] = said["other_hours"] or self.week_hours()
        if self.found is not None:
            place = self.found
            values |= {"municipality": place.municipality, "lat": place.lat, "lon": place.lon}
        return values


_AFTER = ("other_hours", "takes_appointments", "slot_minutes", "desks", "is_shown")


class ClosedForm(Form):
    """Days on which an info point is closed."""

    first_day = DateField(label=_("Eerste dag"))
    last_day = DateField(label=_("Laatste dag"))
    reason = forms.CharField(
        label=_("Waarom?"), max_length=80, required=False, help_text=_("Bijvoorbeeld: zomervakantie.")
    )


class VisitForm(Form):
    """One line: what somebody who walked in came for."""

    words = forms.CharField(
        label=_("Waarover ging het?"),
        max_length=Visit.MOST_LETTERS,
        help_text=_("Enkele woorden, zonder naam. Druk dan op Enter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "done"}),
    )


class AskForm(Form):
    """What makes a question of a visit: the sentence, where, and how to answer."""

    zin = forms.CharField(
        label=_("Wat heeft of zoekt de bezoeker?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    plaats = _place_field(label=_("Waar?"))
    contact = ContactField(
        label=_("E-mailadres of telefoonnummer van de bezoeker"),
        help_text=_("Alleen om te antwoorden. Met een mailadres krijgt de bezoeker een link."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    naam = forms.CharField(
        label=_("Naam"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def clean_plaats(self) -> FoundPlace:
        """Find the place, or say what was perhaps meant."""
        return place_named(self.cleaned_data["plaats"])


class BookForm(FromPeople, Form):
    """What a visitor says to make an appointment: how to be reached, and if he likes what it is about."""

    naam = forms.CharField(
        label=_("Je naam"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact = ContactField(
        help_text=_("Met een e-mailadres krijg je een herinnering, en een link om af te zeggen.")
    )
    over = forms.CharField(
        label=_("Waarover wil je het hebben?"),
        max_length=300,
        required=False,
        help_text=_("Dan kunnen we ons voorbereiden."),
    )

    def values(self) -> dict[str, str]:
        """Return the fields for ``services.book``."""
        said = self.cleaned_data
        return {"name": said["naam"], "contact": said["contact"], "about": said["over"]}
