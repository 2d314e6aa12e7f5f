"""The form with which an organisation tells of its work."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import DateField, check_period
from circulairwerkt.organisations.models import Site
from circulairwerkt.people.esco import groups, is_verified
from circulairwerkt.people.forms.seekers import place_in
from circulairwerkt.people.models import WorkOffer
from circulairwerkt.people.words import Asks, Helps, Sort, Way
from circulairwerkt.reference.models import Municipality

#: Drawings that one can choose for a tile, by the name of the icon.
PICTOGRAMS = {
    "package-open": _("inpakken"),
    "boxes": _("sorteren"),
    "wrench": _("herstellen"),
    "hammer": _("hout of bouw"),
    "scissors": _("naaien"),
    "shopping-basket": _("winkel"),
    "truck": _("laden en rijden"),
    "sprout": _("groen"),
    "utensils": _("keuken"),
    "washing-machine": _("wassen"),
    "factory": _("machines"),
    "users-round": _("met mensen"),
}


class OfferForm(VersionedForm[WorkOffer]):
    """Work, in words that a job seeker reads."""

    sort = forms.ChoiceField(
        label=_("Wat bied je aan?"),
        choices=Sort.choices,
        help_text=_("Een activiteit is geen vacature: ze staat op een aparte bladzijde."),
    )
    title = forms.CharField(
        label=_("Hoe heet het werk?"),
        max_length=60,
        help_text=_("Twee of drie woorden. Bijvoorbeeld: kleding sorteren"),
    )
    sentence = forms.CharField(
        label=_("Wat doe je daar, in één zin?"),
        max_length=160,
        help_text=_("Korte woorden. Bijvoorbeeld: Je kijkt kleding na en legt ze op stapels."),
    )
    tasks = forms.CharField(
        label=_("Wat doe je op een dag?"),
        max_length=600,
        required=False,
        help_text=_("Eén taak op elke lijn."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    pictogram = forms.ChoiceField(label=_("Welke tekening past?"), choices=PICTOGRAMS.items())
    asks = forms.MultipleChoiceField(
        label=_("Wat vraagt het werk?"),
        choices=Asks.choices,
        required=False,
        help_text=_("Eerlijk is beter: wie weet wat komt, blijft."),
        widget=forms.CheckboxSelectMultiple,
    )
    helps = forms.MultipleChoiceField(
        label=_("Wat helpt?"), choices=Helps.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    way = forms.ChoiceField(label=_("Waar werkt iemand?"), choices=Way.choices)
    site = forms.ModelChoiceField(
        label=_("Vestiging"), queryset=Site.objects.none(), required=False, empty_label=_("een andere plaats")
    )
    plaats = forms.CharField(
        label=_("Gemeente of postcode"),
        max_length=80,
        required=False,
        help_text=_("Alleen als het geen vestiging is."),
    )
    hours_per_week_h = forms.FloatField(label=_("Uren per week"), min_value=1, max_value=40, required=False)
    places = forms.IntegerField(label=_("Aantal plaatsen"), min_value=1, max_value=500, required=False)
    is_paid = forms.BooleanField(label=_("Je krijgt er loon"), required=False)
    route = forms.CharField(
        label=_("Langs welke erkende weg komt iemand hier?"),
        max_length=120,
        required=False,
        help_text=_("Alleen bij een activiteit. Bijvoorbeeld: vraag het aan het OCMW."),
    )
    esco_code = forms.ChoiceField(label=_("Beroepengroep (ESCO)"), required=False)
    competent_code = forms.CharField(label=_("Code van Competent (VDAB)"), max_length=20, required=False)
    available_from = DateField(label=_("Vanaf"), required=False)
    available_until = DateField(label=_("Tot en met"), required=False)

    def prepare(self) -> None:
        """Offer the sites of the organisation and the groups of ESCO."""
        self.fields["site"].queryset = Site.objects.filter(  # type: ignore[attr-defined]
            organisation=self.row.organisation_id
        ).select_related("municipality")
        if not is_verified():
            self.fields["esco_code"].help_text = _("Uitgave en licentie van deze lijst keken we nog niet na.")
        self.fields["esco_code"].choices = [  # type: ignore[attr-defined]
            ("", _("geen")),
            *[(group.code, f"{group.code} {group.label}") for group in groups().values()],
        ]

    @staticmethod
    def initial_of(row: WorkOffer) -> dict[str, Any]:
        """Return what the row holds; the place only where it is no site."""
        names = [name for name in OfferForm.base_fields if name not in {"version", "seen", "plaats"}]
        values = {name: getattr(row, name) for name in names}
        has_place = row.site_id is None and row.municipality_id is not None
        return {**values, "site": row.site_id, "plaats": row.municipality.name if has_place else ""}

    def clean_plaats(self) -> str:
        """The name of a place that we know, as the row gives it back: else two people seem to differ."""
        self.municipality: Municipality | None = None
        text: str = self.cleaned_data["plaats"]
        if not text:
            return ""
        place = place_in(text)
        if place is None:
            raise ValidationError(_("Deze plaats kennen we niet. Schrijf een gemeente of postcode."))
        self.municipality = place.municipality
        return place.municipality.name

    def clean(self) -> dict[str, Any]:
        """Put dates in order."""
        cleaned = super().clean() or {}
        check_period(self, cleaned, "available_from", "available_until")
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the columns as chosen."""
        told = dict(self.cleaned_data)
        values = {name: told[name] for name in self.content_names if name != "plaats"}
        return {**values, "municipality": self.municipality}
