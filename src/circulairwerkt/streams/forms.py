"""Forms with which rows are made from a sentence, narrowed, opened and asked about."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import DateField, Form
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation, Site
from circulairwerkt.organisations.queries import DirectorySearch, directory, folded
from circulairwerkt.reference.models import Municipality
from circulairwerkt.reference.queries import place_named
from circulairwerkt.streams import bridge
from circulairwerkt.streams.models import SENTENCE_LENGTH
from circulairwerkt.streams.queries import Wanted
from circulairwerkt.streams.words import Kind, Period, Strategy


def language() -> str:
    """Return the reader's language."""
    return (get_language() or "nl")[:2]


def unit_choices() -> list[tuple[str, str]]:
    """Return the units as people call them, after an empty one."""
    words = [(key, bridge.unit_word(key, 2, language())) for key in bridge.unit_keys()]
    return [("", "-"), *words]


def material_choices(empty: Any) -> list[tuple[str, Any]]:
    """Return the classes by name, after an empty one."""
    return [("", empty), *bridge.material_names(language())]


def municipality_named(text: str) -> Municipality | None:
    """Return the municipality that ``text`` names. Raises ValidationError for one that is not found."""
    return place_named(text).municipality if text else None


def organisation_named(text: str) -> Organisation | None:
    """Return the organisation that ``text`` names; ValidationError with likely names for one not found."""
    if not text:
        return None
    likely: list[Organisation] = list(directory(DirectorySearch(name=text))[:4])
    same = [one for one in likely if folded(one.name) == folded(text)]
    if same:
        return same[0]
    if likely:
        raise ValidationError(
            _("We kennen “%(typed)s” niet. Bedoel je %(choices)s?"),
            params={"typed": text[:60], "choices": ", ".join(one.name for one in likely[:3])},
        )
    raise ValidationError(
        _("We kennen geen organisatie die zo heet. Laat dit leeg, of voeg ze eerst toe bij de partners."),
    )


def only_site(organisation: Organisation | None) -> Site | None:
    """Return the one site of an organisation; None where it has none or more than one."""
    if organisation is None:
        return None
    sites = list(organisation.sites.select_related("municipality")[:2])
    return sites[0] if len(sites) == 1 else None


class MakeForm(Form):
    """One sentence, whose it is and where; everything else is understood or told later."""

    zin = forms.CharField(
        label=_("Zeg het in één zin"),
        max_length=SENTENCE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        error_messages={"required": _("Zeg in één zin wat het is.")},
    )
    organisatie = forms.CharField(
        label=_("Van welke organisatie?"),
        max_length=140,
        required=False,
        widget=forms.TextInput(attrs={"list": "organisaties", "autocomplete": "off"}),
    )
    plaats = forms.CharField(
        label=_("Waar?"),
        max_length=80,
        required=False,
        help_text=_("Gemeente of postcode. Mag leeg als de organisatie een vestiging heeft."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-suggest": reverse_lazy("portal:places")}),
    )

    def __init__(self, *args: Any, needs_organisation: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisatie"].required = needs_organisation

    def clean_organisatie(self) -> Organisation | None:
        """Find the organisation."""
        return organisation_named(self.cleaned_data["organisatie"])

    def clean_plaats(self) -> Municipality | None:
        """Find the municipality."""
        return municipality_named(self.cleaned_data["plaats"])

    def told(self) -> dict[str, Any]:
        """Return sentence, organisation, site and municipality for the makers."""
        organisation = self.cleaned_data["organisatie"]
        municipality = self.cleaned_data["plaats"]
        site = only_site(organisation)
        if site is not None and municipality is not None and site.municipality_id != municipality.pk:
            site = None
        return {
            "sentence": self.cleaned_data["zin"],
            "organisation": organisation,
            "site": site,
            "municipality": municipality,
        }


class OwnMakeForm(Form):
    """One sentence of a member about the own organisation, told to one of its hubs."""

    zin = MakeForm.base_fields["zin"]
    vestiging = forms.ModelChoiceField(
        label=_("Welke vestiging?"),
        queryset=Site.objects.none(),
        required=False,
        empty_label=_("niet bij één vestiging"),
        error_messages={"invalid_choice": _("Deze vestiging kennen we niet.")},
    )
    hub = forms.ModelChoiceField(
        label=_("Welke hub?"),
        queryset=Hub.objects.none(),
        error_messages={"invalid_choice": _("Deze hub kennen we niet.")},
    )

    def __init__(self, *args: Any, organisation: Organisation, hubs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["vestiging"].queryset = organisation.sites.all()  # type: ignore[attr-defined]
        self.fields["hub"].queryset = hubs  # type: ignore[attr-defined]
        if len(hubs) == 1:
            self.fields["hub"].initial = hubs[0]

    def told(self) -> dict[str, Any]:
        """Return hub, sentence, organisation and site for the makers."""
        return {
            "hub": self.cleaned_data["hub"],
            "sentence": self.cleaned_data["zin"],
            "organisation": self.organisation,
            "site": self.cleaned_data["vestiging"] or only_site(self.organisation),
        }


class FilterForm(Form):
    """What a list is narrowed by; the address holds it."""

    woorden = forms.CharField(label=_("Zoek op woord"), max_length=120, required=False)
    materiaal = forms.ChoiceField(label=_("Materiaal"), required=False)
    soort = forms.ChoiceField(
        label=_("Soort"), required=False, choices=[("", _("Alle soorten")), *Kind.choices]
    )
    kan = forms.ChoiceField(
        label=_("Wat ermee kan"), required=False, choices=[("", _("Alles")), *Strategy.choices]
    )
    vers = forms.ChoiceField(
        label=_("Hoe zeker"),
        required=False,
        choices=[
            ("", _("Alles wat er nog is")),
            ("fresh", _("Onlangs bevestigd")),
            ("fading", _("Na te kijken")),
            ("stale", _("Lang niet bevestigd")),
            ("gone", _("Weg")),
        ],
    )
    open = forms.ChoiceField(
        label=_("Zichtbaar voor"), required=False, choices=[("", _("Om het even")), *Visibility.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["materiaal"].choices = material_choices(_("Alle materialen"))  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was chosen."""
        return any(getattr(self, "cleaned_data", {}).values())

    def wanted(self) -> Wanted:
        """Return the search as understood; a field that was refused narrows nothing."""
        data = getattr(self, "cleaned_data", {})
        return Wanted(
            text=data.get("woorden") or "",
            material=data.get("materiaal") or "",
            kind=data.get("soort") or "",
            strategy=data.get("kan") or "",
            freshness=data.get("vers") or "",
            visibility=data.get("open") or "",
        )


class OpenForm(Form):
    """Who may see a row; opening it is confirmed apart."""

    zichtbaar = forms.ChoiceField(
        label=_("Wie mag dit zien?"), choices=Visibility.choices, widget=forms.RadioSelect
    )


class FullForm(Form):
    """Until when a processor is full; empty: there is room."""

    tot = DateField(label=_("Vol tot en met"), required=False)


class PhotoForm(Form):
    """A photo of the card."""

    foto = forms.FileField(
        label=_("Foto"),
        help_text=_("JPEG, PNG of WebP, hoogstens 10 MB. Gegevens die in de foto verstopt zitten, gaan weg."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    alt = forms.CharField(
        label=_("Wat is er te zien?"),
        max_length=200,
        required=False,
        help_text=_("Voor wie de foto niet kan zien. Bijvoorbeeld: stapel platte dozen op een pallet."),
    )


class PhotoTextForm(Form):
    """What is to be seen on a photo, and who may see it."""

    alt = PhotoForm.base_fields["alt"]
    is_open = forms.BooleanField(label=_("Ook voor wie de kaart buiten de hub ziet"), required=False)


class AnswerForm(Form):
    """What somebody says of one row through the link of a letter."""

    antwoord = forms.ChoiceField(
        label=_("Klopt dit nog?"),
        required=False,
        choices=[("holds", _("Klopt nog")), ("changed", _("Veranderd")), ("gone", _("Is weg"))],
        widget=forms.RadioSelect,
    )
    hoeveel = forms.FloatField(label=_("Hoeveel nu?"), required=False, min_value=0, max_value=1e12)
    eenheid = forms.ChoiceField(label=_("Eenheid"), required=False)
    hoe_vaak = forms.ChoiceField(label=_("Hoe vaak"), required=False, choices=[("", "-"), *Period.choices])
    opmerking = forms.CharField(label=_("Wat is er veranderd?"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["eenheid"].choices = unit_choices()  # type: ignore[attr-defined]
