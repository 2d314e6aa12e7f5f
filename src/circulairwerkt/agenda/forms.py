"""What a hub fills in about its events: the event itself, its sessions, a series, calling off."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.agenda.models import SWITCHES, Event, Kind, Language, Mode, Session
from circulairwerkt.agenda.series_forms import reach_field
from circulairwerkt.agenda.times import moment_at
from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import (
    DateField,
    Form,
    RowsField,
    TimeField,
    text_fields,
    texts_from,
    texts_to_initial,
)
from circulairwerkt.cases.queries import goals_today
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import switched_off
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.reference.models import Goal, Sector
from circulairwerkt.reference.queries import FoundPlace, place_named

_TITLE_LENGTH = 140
_SUMMARY_LENGTH = 400
_TEXT_LENGTH = 8_000
_TEXTS = ("title", "summary", "description")


def _when() -> dict[str, forms.Field]:
    return {
        "day": DateField(label=_("Dag")),
        "from_time": TimeField(label=_("Van")),
        "until_time": TimeField(label=_("Tot")),
        "until_day": DateField(
            label=_("Laatste dag"), required=False, help_text=_("Alleen als het langer duurt dan één dag.")
        ),
    }


def _span(form: forms.Form, cleaned: Mapping[str, Any]) -> tuple[datetime, datetime] | None:
    """Return when it begins and ends, or put an error beside the field that is wrong."""
    day, begins, ends = (cleaned.get(name) for name in ("day", "from_time", "until_time"))
    if not (day and begins and ends):
        return None
    moments = []
    for name, on, clock in (
        ("from_time", day, begins),
        ("until_time", cleaned.get("until_day") or day, ends),
    ):
        try:
            moments.append(moment_at(on, clock))
        except ValidationError as error:
            form.add_error(name, error)
            return None
    if moments[1] <= moments[0]:
        form.add_error(
            "until_day" if cleaned.get("until_day") else "until_time",
            _("Het einde ligt voor het begin."),
        )
        return None
    return moments[0], moments[1]


class EventForm(VersionedForm[Event]):
    """An event: what, where, with whom, at what price; and which other times of its series follow."""

    asides = frozenset({"reach"})

    kind = forms.ChoiceField(label=_("Soort"), choices=Kind.choices)
    mode = forms.ChoiceField(label=_("Hoe doet men mee?"), choices=Mode.choices, widget=forms.RadioSelect)
    plaats = forms.CharField(
        label=_("Gemeente of postcode"),
        max_length=80,
        required=False,
        help_text=_("Leeg als het alleen online is."),
    )
    place_name = forms.CharField(label=_("Zaal of gebouw"), max_length=120, required=False)
    street = forms.CharField(label=_("Straat en nummer"), max_length=120, required=False)
    online_url = forms.URLField(
        label=_("Link om online mee te doen"),
        max_length=400,
        required=False,
        assume_scheme="https",
        help_text=_("Alleen wie inschreef, krijgt deze link. Hij staat niet op de pagina."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Welke talen spreekt men er?"),
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    price_eur = forms.DecimalField(
        label=_("Prijs per persoon in euro"),
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=2,
        localize=True,
        help_text=_("0 is gratis. Leeg ook, als je hieronder niets over de prijs zegt."),
    )
    price_text = forms.CharField(
        label=_("Over de prijs"),
        max_length=200,
        required=False,
        help_text=_("Bijvoorbeeld: lunch inbegrepen, studenten gratis."),
    )
    sectors = RowsField(
        label=_("Sectoren"),
        queryset=Sector.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    goals = RowsField(
        label=_("Voor welke doelen telt het?"),
        queryset=Goal.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    with_hubs = RowsField(
        label=_("Samen met deze hubs"),
        queryset=Hub.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    partners = RowsField(
        label=_("Samen met deze partners"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        """Add the texts in each language; offer goals of today, other hubs, and partners of the hub."""
        title = text_fields("title", _("Titel"), max_length=_TITLE_LENGTH, rows=1)
        summary = text_fields(
            "summary",
            _("In het kort"),
            max_length=_SUMMARY_LENGTH,
            rows=2,
            help_text=_("Eén of twee zinnen: wat is het, en voor wie?"),
        )
        text = text_fields(
            "description",
            _("Meer vertellen"),
            max_length=_TEXT_LENGTH,
            rows=8,
            help_text=_("Het programma, wat je meebrengt, hoe je er geraakt."),
        )
        self.fields.update({**title, **summary, **text})
        self.fields["title_nl"].required = True
        self.fields.update(reach_field(self.row))
        self.order_fields(["kind", *title, *summary, *text])
        hub = self.row.hub
        off = switched_off(hub)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (key, label) for key, label in Kind.choices if SWITCHES[key] not in off or key == self.row.kind
        ]
        self.fields["goals"].queryset = goals_today()  # type: ignore[attr-defined]
        self.fields["with_hubs"].queryset = Hub.objects.exclude(pk=hub.pk).order_by("name")  # type: ignore[attr-defined]
        known = Q(partnerships__hub=hub, partnerships__valid_to__isnull=True)
        if self.row.pk:
            known |= Q(events=self.row.pk)
        self.fields["partners"].queryset = (  # type: ignore[attr-defined]
            Organisation.objects.filter(known).distinct().order_by("search_name")
        )

    @staticmethod
    def initial_of(row: Event) -> dict[str, Any]:
        """Return what the event says now."""
        linked = {
            name: list(getattr(row, name).values_list("pk", flat=True)) if row.pk else []
            for name in ("sectors", "goals", "with_hubs", "partners")
        }
        plain = (
            "kind",
            "mode",
            "place_name",
            "street",
            "online_url",
            "languages",
            "price_eur",
            "price_text",
        )
        texts: dict[str, str] = {}
        for name in _TEXTS:
            texts |= texts_to_initial(name, getattr(row, name))
        return {
            **texts,
            **{name: getattr(row, name) for name in plain},
            "plaats": row.municipality.name if row.municipality else "",
            **linked,
        }

    def clean_plaats(self) -> str:
        """Find the place; the name of its municipality is what the form keeps."""
        typed = self.cleaned_data["plaats"]
        self.found: FoundPlace | None = None
        if typed and self.row.municipality and typed == self.row.municipality.name:
            return str(typed)
        self.found = place_named(typed) if typed else None
        return self.found.municipality.name if self.found else ""

    def clean(self) -> dict[str, Any]:
        """Ask for the place of what one can go to."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("mode") != Mode.ONLINE and "plaats" in cleaned and not cleaned["plaats"]:
            self.add_error("plaats", _("Zeg in welke gemeente het is. Of kies online."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the fields for ``services.edit_event``."""
        data = self.cleaned_data
        plain = ("kind", "mode", "place_name", "street", "online_url", "languages", "price_text")
        values: dict[str, Any] = {name: data[name] for name in plain}
        values["price_eur"] = data["price_eur"]
        for name in _TEXTS:
            values[name] = texts_from(name, data, getattr(self.row, name))
        if not data["plaats"]:
            values |= {"municipality": None, "lat": None, "lon": None}
        elif self.found is not None:
            place = self.found
            values |= {"municipality": place.municipality, "lat": place.lat, "lon": place.lon}
        return values

    def links(self) -> dict[str, Any]:
        """Return what the event is about and with whom."""
        return {name: self.cleaned_data[name] for name in ("sectors", "goals", "with_hubs", "partners")}


class NewEventForm(EventForm):
    """An event that is not there yet, with its first session."""

    def prepare(self) -> None:
        """Ask when it is as well."""
        super().prepare()
        self.fields.update(_when())

    def clean(self) -> dict[str, Any]:
        """Check that it ends after it begins."""
        cleaned = super().clean()
        self.span = _span(self, cleaned)
        return cleaned


class SessionForm(VersionedForm[Session]):
    """One time at which an event takes place; and which other times of its series follow."""

    asides = frozenset({"reach"})

    title = forms.CharField(
        label=_("Titel van de sessie"),
        max_length=120,
        required=False,
        help_text=_("Mag leeg blijven als er maar één is."),
    )
    room = forms.CharField(label=_("Waar precies"), max_length=120, required=False)
    capacity = forms.IntegerField(
        label=_("Hoeveel plaatsen zijn er?"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Leeg: er is geen grens."),
    )

    def prepare(self) -> None:
        """Ask when it is."""
        self.fields.update(_when())
        if self.row.pk:
            self.fields.update(reach_field(self.row.event))
        self.order_fields(["title", "day", "from_time", "until_time", "until_day", "room", "capacity"])

    @staticmethod
    def initial_of(row: Session) -> dict[str, Any]:
        """Return what the session says now; a new one is on no day yet."""
        if not row.pk:
            return dict.fromkeys(
                ("title", "day", "from_time", "until_time", "until_day", "room", "capacity"), ""
            )
        begins, ends = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        return {
            "title": row.title,
            "room": row.room,
            "capacity": row.capacity,
            "day": begins.date(),
            "from_time": begins.time(),
            "until_time": ends.time(),
            "until_day": None if row.is_one_day else ends.date(),
        }

    def clean(self) -> dict[str, Any]:
        """Check that it ends after it begins."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.span = _span(self, cleaned)
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the fields for ``services.save_session``."""
        begins, ends = self.span or (None, None)
        data = self.cleaned_data
        return {
            "title": data["title"],
            "room": data["room"],
            "capacity": data["capacity"],
            "starts_at": begins,
            "ends_at": ends,
        }


class CallOffForm(Form):
    """Why an event does not take place; and which other times of its series do not either."""

    reason = forms.CharField(
        label=_("Waarom gaat het niet door?"),
        max_length=300,
        required=False,
        help_text=_("Dit staat op de pagina en in de mail aan wie inschreef."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(reach_field(event))


class CopyForm(Form):
    """When the copy of an event begins."""

    day = DateField(label=_("Op welke dag?"))
    from_time = TimeField(label=_("Vanaf hoe laat?"))

    def clean(self) -> dict[str, Any]:
        """Work out the moment."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("day") and cleaned.get("from_time"):
            try:
                self.starts_at = moment_at(cleaned["day"], cleaned["from_time"])
            except ValidationError as error:
                self.add_error("from_time", error)
        return cleaned
