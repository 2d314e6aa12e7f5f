"""What a visitor may ask and narrow down on the public pages."""

from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from circulairwerkt.hubs.models import Hub, LifeCycle
from circulairwerkt.hubs.queries import HubFilter
from circulairwerkt.knowledge.models import CaseStory
from circulairwerkt.knowledge.queries import StorySearch
from circulairwerkt.organisations.models import Kind
from circulairwerkt.organisations.queries import DirectorySearch
from circulairwerkt.portal.bridge import Point
from circulairwerkt.reference.models import Sector
from circulairwerkt.reference.queries import FoundPlace, place_named

#: Within how many kilometres of a place one looks unless one says otherwise.
USUAL_RADIUS_KM = 25


class PlaceForm(forms.Form):
    """The one question of the home page: a place, and what one has or seeks."""

    plaats = forms.CharField(
        label=_("Waar ben je?"),
        max_length=80,
        help_text=_("Gemeente of postcode"),
        error_messages={"required": _("Vul een gemeente of postcode in. Bijvoorbeeld: 8500 of Kortrijk.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "words",
                "spellcheck": "false",
                "data-suggest": reverse_lazy("portal:places"),
            }
        ),
    )
    zin = forms.CharField(
        label=_("Wat heb je over, of wat zoek je?"),
        max_length=1000,
        required=False,
        help_text=_("Schrijf het zoals je het zegt. Bijvoorbeeld: elke week twee paletten karton."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _offer(field: Any, anything: str | Promise, choices: type[models.TextChoices]) -> None:
    """Let a choice field offer every value, and none in particular first."""
    field.choices = [("", anything), *choices.choices]


def _offer_sectors(field: Any) -> None:
    """Let a field offer all sectors, named in the reader's language."""
    field.queryset = Sector.objects.all()
    field.label_from_instance = lambda sector: sector.shown_label


def _offer_hubs(field: Any) -> None:
    """Let a field offer all hubs by name."""
    field.queryset = Hub.objects.only("slug", "name").order_by("name")


class Narrowing(forms.Form):
    """What narrows a list: all fields may stay empty, and the address holds what was chosen."""

    @property
    def chosen(self) -> dict[str, str]:
        """What was sent for the fields of this form; other parameters of the address do not count."""
        usual = {name: str(field.initial or "") for name, field in self.fields.items()}
        sent = {name: self.data.get(name, "") for name in self.fields}
        return {name: value for name, value in sent.items() if value not in ("", usual[name])}


class HubFilterForm(Narrowing):
    """Narrows the list and the map of hubs."""

    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=Sector.objects.none(), required=False, empty_label=_("Alle sectoren")
    )
    partner = forms.ChoiceField(label=_("Soort partner"), required=False)
    levensloop = forms.ChoiceField(label=_("Stand van zaken"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_sectors(self.fields["sector"])
        _offer(self.fields["partner"], _("Alle soorten"), Kind)
        _offer(self.fields["levensloop"], _("Alles"), LifeCycle)

    def wanted(self) -> HubFilter:
        """Return the filter as understood; a field that was refused narrows nothing."""
        data = getattr(self, "cleaned_data", {})
        sector = data.get("sector")
        return HubFilter(
            sector=sector.key if sector else "",
            partner_kind=data.get("partner") or "",
            life_cycle=data.get("levensloop") or "",
        )


class DirectoryForm(Narrowing):
    """Searches the organisations by name, place, kind, sector and hub."""

    naam = forms.CharField(label=_("Naam"), max_length=80, required=False)
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
    soort = forms.ChoiceField(label=_("Soort"), required=False)
    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=Sector.objects.none(), required=False, empty_label=_("Alle sectoren")
    )
    hub = forms.ModelChoiceField(
        label=_("Hub"),
        queryset=Hub.objects.none(),
        required=False,
        to_field_name="slug",
        empty_label=_("Alle hubs"),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        if data is not None and not data.get("straal"):
            # An address without a radius shows the one that is searched with.
            data = data.copy()
            data["straal"] = str(USUAL_RADIUS_KM)
        super().__init__(data)
        _offer(self.fields["soort"], _("Alle soorten"), Kind)
        _offer_sectors(self.fields["sector"])
        _offer_hubs(self.fields["hub"])

    def clean_plaats(self) -> FoundPlace | None:
        """Find the place, or say what was perhaps meant."""
        typed = self.cleaned_data["plaats"]
        return place_named(typed) if typed else None

    def wanted(self) -> DirectorySearch:
        """Return the search as understood; a field that was refused narrows nothing."""
        data = getattr(self, "cleaned_data", {})
        place: FoundPlace | None = data.get("plaats")
        return DirectorySearch(
            name=data.get("naam") or "",
            kind=data.get("soort") or "",
            sector=data["sector"].key if data.get("sector") else "",
            hub=data["hub"].slug if data.get("hub") else "",
            here=Point(lat=place.lat, lon=place.lon) if place else None,
            radius_km=float(data.get("straal") or USUAL_RADIUS_KM),
        )


class StoryForm(Narrowing):
    """Searches the case stories by words, sector, hub and what came of it."""

    woorden = forms.CharField(label=_("Zoek op materiaal of woord"), max_length=120, required=False)
    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=Sector.objects.none(), required=False, empty_label=_("Alle sectoren")
    )
    hub = forms.ModelChoiceField(
        label=_("Hub"),
        queryset=Hub.objects.none(),
        required=False,
        to_field_name="slug",
        empty_label=_("Alle hubs"),
    )
    afloop = forms.ChoiceField(label=_("Hoe liep het af?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_sectors(self.fields["sector"])
        _offer_hubs(self.fields["hub"])
        _offer(self.fields["afloop"], _("Alles"), CaseStory.CameOf)

    def wanted(self) -> StorySearch:
        """Return the search as understood; a field that was refused narrows nothing."""
        data = getattr(self, "cleaned_data", {})
        return StorySearch(
            words=data.get("woorden") or "",
            came_of=data.get("afloop") or "",
            sector=data["sector"].key if data.get("sector") else "",
            hub=data["hub"].slug if data.get("hub") else "",
        )
