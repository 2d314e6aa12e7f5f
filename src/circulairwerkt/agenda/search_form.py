"""What a visitor narrows the agenda by; the address holds it, so that each view can be linked to."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.agenda.bridge import Point
from circulairwerkt.agenda.models import Kind
from circulairwerkt.agenda.queries import EventSearch
from circulairwerkt.hubs.models import Hub
from circulairwerkt.reference.models import Sector
from circulairwerkt.reference.queries import FoundPlace, place_named

#: Within how many kilometres of a place one looks unless one says otherwise.
USUAL_RADIUS_KM = 25
#: Years before and after this one that the calendar shows: a machine that follows links comes to an end.
_MOST_YEARS = 5


class EventSearchForm(forms.Form):
    """Narrows the agenda by place, kind, sector, hub, online; what is over stands behind its own choice."""

    plaats = forms.CharField(
        label=_("In de buurt van"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-suggest": reverse_lazy("portal:places")}),
    )
    straal = forms.TypedChoiceField(
        label=_("Straal"),
        coerce=int,
        empty_value="",
        required=False,
        choices=[(5, "5 km"), (10, "10 km"), (25, "25 km"), (50, "50 km"), (100, "100 km")],
        initial=USUAL_RADIUS_KM,
    )
    soort = forms.ChoiceField(
        label=_("Soort"), required=False, choices=[("", _("Alle soorten")), *Kind.choices]
    )
    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=Sector.objects.all(), required=False, empty_label=_("Alle sectoren")
    )
    hub = forms.ModelChoiceField(
        label=_("Hub"),
        queryset=Hub.objects.order_by("name"),
        required=False,
        to_field_name="slug",
        empty_label=_("Alle hubs"),
    )
    online = forms.BooleanField(label=_("Kan online"), required=False)
    voorbij = forms.BooleanField(label=_("Wat voorbij is"), required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        if data is not None and not data.get("straal"):
            # An address without a radius shows the one that is searched with.
            data = data.copy()
            data["straal"] = str(USUAL_RADIUS_KM)
        super().__init__(data)
        self.fields["sector"].label_from_instance = lambda sector: sector.shown_label  # type: ignore[attr-defined]

    def clean_plaats(self) -> FoundPlace | None:
        """Find the place, or say what was perhaps meant."""
        typed = self.cleaned_data["plaats"]
        return place_named(typed) if typed else None

    @property
    def chosen(self) -> dict[str, str]:
        """What was sent for the fields of this form; other parameters of the address do not count."""
        usual = {name: str(field.initial or "") for name, field in self.fields.items()}
        sent = {name: self.data.get(name, "") for name in self.fields}
        return {name: value for name, value in sent.items() if value not in ("", usual[name])}

    @property
    def is_gone_by(self) -> bool:
        """Whether what is over is asked for."""
        return bool(getattr(self, "cleaned_data", {}).get("voorbij"))

    def wanted(self) -> EventSearch:
        """Return the search as understood; a field that was refused narrows nothing."""
        data: dict[str, Any] = getattr(self, "cleaned_data", {})
        place: FoundPlace | None = data.get("plaats")
        return EventSearch(
            hub=data["hub"].slug if data.get("hub") else "",
            sector=data["sector"].key if data.get("sector") else "",
            kind=data.get("soort") or "",
            is_online=bool(data.get("online")),
            here=Point(lat=place.lat, lon=place.lon) if place else None,
            radius_km=float(data.get("straal") or USUAL_RADIUS_KM),
        )


def month_in(text: str) -> date | None:
    """Return the first day of a month as an address names it (``2026-12``); this month for an empty text.

    None for what is no month, or lies further off than anybody looks.
    """
    today = timezone.localdate()
    if not text:
        return today.replace(day=1)
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month if abs(month.year - today.year) <= _MOST_YEARS else None
