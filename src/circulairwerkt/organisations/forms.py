"""Forms with which an organisation's members and a hub's coordinator edit organisations and partnerships."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import (
    DateField,
    Form,
    RowsField,
    check_period,
    text_fields,
    texts_from,
    texts_to_initial,
)
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Kind, Organisation, Partnership, Recognition, Site
from circulairwerkt.organisations.numbers import enterprise_number, establishment_number, shown_number
from circulairwerkt.reference.models import Municipality, Sector

#: Longest summary in one language, in characters.
SUMMARY_LENGTH = 3_000
POSTCODE = RegexValidator(r"^[1-9][0-9]{3}$", _("Een postcode telt vier cijfers."))


class OrganisationForm(VersionedForm[Organisation]):
    """What an organisation says about itself."""

    name = forms.CharField(label=_("Naam"), max_length=140)
    kbo_number = forms.CharField(
        label=_("Ondernemingsnummer"),
        required=False,
        max_length=20,
        help_text=_("Uit de Kruispuntbank van Ondernemingen, bijvoorbeeld 0403.019.261."),
    )
    website = forms.URLField(label=_("Website"), required=False, max_length=300, assume_scheme="https")
    sectors = RowsField(
        label=_("Sectoren"),
        queryset=Sector.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Deze sector kennen we niet.")},
    )

    def prepare(self) -> None:
        """Add the summary in each language."""
        summary = text_fields("summary", _("Voorstelling"), max_length=SUMMARY_LENGTH, rows=6)
        self.fields.update(summary)
        self.order_fields(["name", *summary, "sectors"])

    @staticmethod
    def initial_of(row: Organisation) -> dict[str, Any]:
        """Return what the organisation says now."""
        return {
            "name": row.name,
            "kbo_number": shown_number(row.kbo_number),
            "website": row.website,
            "sectors": row.sectors.all(),
            **texts_to_initial("summary", row.summary),
        }

    def clean_kbo_number(self) -> str:
        """Check the number and write it as people do."""
        text = self.cleaned_data["kbo_number"]
        return shown_number(enterprise_number(text)) if text else ""

    def values(self) -> dict[str, Any]:
        """Return the plain fields for ``services.edit_organisation``."""
        number = self.cleaned_data["kbo_number"]
        return {
            "name": self.cleaned_data["name"],
            "kbo_number": number.replace(".", ""),
            "website": self.cleaned_data["website"],
            "summary": texts_from("summary", self.cleaned_data, self.row.summary),
        }


class KindForm(VersionedForm[Organisation]):
    """What an organisation is."""

    kind = forms.ChoiceField(
        label=_("Wat is deze organisatie?"), choices=Kind.choices, widget=forms.RadioSelect
    )

    @staticmethod
    def initial_of(row: Organisation) -> dict[str, Any]:
        """Return what the organisation is, for all we know."""
        return {"kind": row.kind}


class SiteForm(VersionedForm[Site]):
    """An establishment."""

    name = forms.CharField(label=_("Naam van de vestiging"), required=False, max_length=140)
    establishment_number = forms.CharField(label=_("Vestigingsnummer"), required=False, max_length=20)
    street = forms.CharField(label=_("Straat en nummer"), required=False, max_length=140)
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=4, validators=[POSTCODE])
    municipality = forms.ModelChoiceField(
        label=_("Gemeente"),
        queryset=Municipality.objects.filter(merged_into__isnull=True),
        error_messages={"invalid_choice": _("Deze gemeente kennen we niet.")},
    )
    lat = forms.FloatField(
        label=_("Breedtegraad"),
        required=False,
        min_value=50.6,
        max_value=51.6,
        help_text=_("Alleen als je de plaats op de kaart juist kent, bijvoorbeeld 51.0540."),
    )
    lon = forms.FloatField(
        label=_("Lengtegraad"),
        required=False,
        min_value=2.5,
        max_value=6.0,
        help_text=_("Bijvoorbeeld 3.7170."),
    )
    source = forms.CharField(
        label=_("Waar staat dit adres?"),
        required=False,
        max_length=300,
        help_text=_("Een webpagina, of: van de organisatie zelf."),
    )

    @staticmethod
    def initial_of(row: Site) -> dict[str, Any]:
        """Return where the site is."""
        same = ("name", "street", "postcode", "municipality", "lat", "lon", "source")
        number = shown_number(row.establishment_number)
        return {**{name: getattr(row, name) for name in same}, "establishment_number": number}

    def clean_establishment_number(self) -> str:
        """Check the number and write it as people do."""
        text = self.cleaned_data["establishment_number"]
        return shown_number(establishment_number(text)) if text else ""

    def clean(self) -> dict[str, Any]:
        """A point has two coordinates, and a source."""
        cleaned = super().clean() or {}
        lat, lon = cleaned.get("lat"), cleaned.get("lon")
        if (lat is None) != (lon is None):
            self.add_error("lon" if lon is None else "lat", _("Vul beide coördinaten in, of geen van beide."))
        if lat is not None and not cleaned.get("source"):
            self.add_error("source", _("Zeg waar dit adres staat. Zonder bron tonen we geen plaats."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the fields for ``services.save_site``."""
        number = self.cleaned_data["establishment_number"].replace(".", "")
        return {**self.cleaned_data, "establishment_number": number}


class RecognitionForm(VersionedForm[Recognition]):
    """An official recognition with its dates."""

    sort = forms.ChoiceField(label=_("Soort erkenning"), choices=Recognition.Sort.choices)
    number = forms.CharField(label=_("Nummer"), required=False, max_length=40)
    site = forms.ModelChoiceField(
        label=_("Vestiging"),
        queryset=Site.objects.none(),
        required=False,
        empty_label=_("de hele organisatie"),
        error_messages={"invalid_choice": _("Deze vestiging kennen we niet.")},
    )
    valid_from = DateField(label=_("Van"))
    valid_to = DateField(label=_("Tot en met"), required=False)
    source = forms.CharField(label=_("Bron"), required=False, max_length=300)

    def prepare(self) -> None:
        """Offer the sites of the organisation."""
        self.fields["site"].queryset = self.row.organisation.sites.all()  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(row: Recognition) -> dict[str, Any]:
        """Return what the recognition says."""
        names = ("sort", "number", "site", "valid_from", "valid_to", "source")
        return {name: getattr(row, name) for name in names}

    def clean(self) -> dict[str, Any]:
        """The last day comes after the first."""
        cleaned = super().clean() or {}
        check_period(self, cleaned)
        return cleaned


class PartnerForm(VersionedForm[Partnership]):
    """An organisation's part in a hub."""

    role = forms.ChoiceField(label=_("Rol"), choices=Partnership.Role.choices)
    valid_from = DateField(label=_("Van"), required=False)
    valid_to = DateField(
        label=_("Tot en met"), required=False, help_text=_("Laat leeg zolang de organisatie partner is.")
    )
    source = forms.CharField(label=_("Bron"), required=False, max_length=300)

    @staticmethod
    def initial_of(row: Partnership) -> dict[str, Any]:
        """Return what the partnership says."""
        return {name: getattr(row, name) for name in ("role", "valid_from", "valid_to", "source")}

    def clean(self) -> dict[str, Any]:
        """The last day comes after the first."""
        cleaned = super().clean() or {}
        check_period(self, cleaned)
        return cleaned


class NewOrganisationForm(Form):
    """An organisation that is not in the directory yet."""

    name = forms.CharField(label=_("Naam"), max_length=140)
    kind = forms.ChoiceField(label=_("Soort"), choices=Kind.choices)
    kbo_number = forms.CharField(label=_("Ondernemingsnummer"), required=False, max_length=20)
    website = forms.URLField(label=_("Website"), required=False, max_length=300, assume_scheme="https")

    def clean_kbo_number(self) -> str:
        """Check the number."""
        text = self.cleaned_data["kbo_number"]
        return enterprise_number(text) if text else ""


class ClaimForm(Form):
    """Why somebody speaks for an organisation."""

    hub = forms.ModelChoiceField(
        label=_("Welke hub kent je?"),
        queryset=Hub.objects.none(),
        help_text=_("De coördinator van deze hub kijkt je vraag na."),
        error_messages={"invalid_choice": _("Deze hub kennen we niet.")},
    )
    message = forms.CharField(
        label=_("Wat doe je bij deze organisatie?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, hubs: QuerySet[Hub], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hub"].queryset = hubs  # type: ignore[attr-defined]
        if hubs.count() == 1:
            self.fields["hub"].initial = hubs.first()


class DecisionForm(Form):
    """The answer to a claim."""

    decision = forms.ChoiceField(
        label=_("Je antwoord"),
        choices=[("confirm", _("Ja, deze persoon spreekt voor de organisatie.")), ("refuse", _("Nee."))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies ja of nee.")},
    )
