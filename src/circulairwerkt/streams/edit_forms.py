"""Forms over one row: everything that a card, a need or a capability tells, in groups."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import DateField
from circulairwerkt.organisations.models import Organisation, Site
from circulairwerkt.organisations.queries import folded
from circulairwerkt.reference.models import Municipality
from circulairwerkt.streams import bridge
from circulairwerkt.streams.disclosure import MONEY
from circulairwerkt.streams.forms import (
    language,
    material_choices,
    municipality_named,
    organisation_named,
    unit_choices,
)
from circulairwerkt.streams.models import SENTENCE_LENGTH, Capability, Listing, MaterialCard, Need
from circulairwerkt.streams.sorts import Sort
from circulairwerkt.streams.understanding import understood
from circulairwerkt.streams.words import (
    ACTIVITIES,
    Condition,
    Destination,
    FoodUse,
    Kind,
    LegalStatus,
    Period,
    Strategy,
    WaterClass,
    Way,
)


def _choice(label: Any, choices: Iterable[tuple[str, Any]], help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "-"), *choices], required=False, help_text=help_text)


class NumberField(forms.FloatField):
    """A number that shows no decimals where it has none."""

    def prepare_value(self, value: Any) -> Any:
        """Return 2 for 2.0."""
        return int(value) if isinstance(value, float) and value.is_integer() else value


def _number(label: Any, *, help_text: Any = "", least: float | None = 0) -> NumberField:
    return NumberField(
        label=label, required=False, min_value=least, max_value=1e12, localize=True, help_text=help_text
    )


def _text(label: Any, length: int, *, rows: int = 0, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=length, required=False, help_text=help_text, widget=widget)


def words_of(keys: Iterable[str]) -> str:
    """Return classes as people write them, divided by commas."""
    return ", ".join(bridge.material_name(key, language()) for key in keys)


@cache
def _by_name(code: str) -> Mapping[str, str]:
    return {folded(name): key for key, name in bridge.material_names(code)}


def keys_of(text: str) -> list[str]:
    """Return the classes that words name; words that name none stay as they are."""
    found: list[str] = []
    for part in text.split(","):
        word = " ".join(part.split())[:60]
        if not word:
            continue
        key = _by_name(language()).get(folded(word)) or str(understood(word).value("material")) or word
        if key not in found:
            found.append(key)
    return found[:20]


class ListingForm(VersionedForm[Any]):
    """What every sort of row tells."""

    sentence = forms.CharField(
        label=_("In eigen woorden"),
        max_length=SENTENCE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dit leest alleen je hub."),
    )
    shown_text = _text(
        _("Wat anderen lezen"),
        300,
        rows=2,
        help_text=_("Als je dit openzet. Noem hier geen naam en geen adres van het bedrijf."),
    )
    organisation = _text(_("Organisatie"), 140)
    site = forms.ModelChoiceField(
        label=_("Vestiging"), queryset=Site.objects.none(), required=False, empty_label="-"
    )
    municipality = _text(_("Gemeente"), 80)
    quantity = _number(_("Hoeveel"))
    unit = forms.ChoiceField(label=_("Eenheid"), required=False)
    period = _choice(_("Hoe vaak"), Period.choices)
    min_quantity = _number(_("Kleinste hoeveelheid"), help_text=_("In dezelfde eenheid."))
    strategy = _choice(_("Wat ermee kan"), Strategy.choices)
    available_from = DateField(label=_("Vanaf"), required=False)
    available_until = DateField(label=_("Tot en met"), required=False)
    max_km = _number(_("Hoogstens hoeveel km ver"))
    remarks = _text(_("Opmerkingen voor de hub"), 4000, rows=3)
    contact_email = forms.EmailField(
        label=_("E-mailadres van wie het weet"),
        required=False,
        help_text=_("Hoogstens twee keer per jaar vragen we of het nog klopt."),
    )

    groups: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = ()

    def prepare(self) -> None:
        """Offer units and the sites of the row's organisation; leave out what no group shows."""
        self.fields["unit"].choices = unit_choices()  # type: ignore[attr-defined]
        organisation = self.row.organisation
        if organisation is not None:
            self.fields["site"].queryset = organisation.sites.all()  # type: ignore[attr-defined]
        if "material" in self.fields:
            self.fields["material"].choices = material_choices("-")  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        """Return what every sort of row holds."""
        return {
            "organisation": row.organisation.name if row.organisation else "",
            "site": row.site,
            "municipality": row.municipality.name if row.municipality else "",
            **{name: getattr(row, name) for name in _PLAIN},
        }

    def clean_organisation(self) -> str:
        """Find the organisation and keep its name, by which two versions are compared."""
        self.named_organisation: Organisation | None = organisation_named(self.cleaned_data["organisation"])
        return self.named_organisation.name if self.named_organisation else ""

    def clean_municipality(self) -> str:
        """Find the municipality and keep its name."""
        self.named_municipality: Municipality | None = municipality_named(self.cleaned_data["municipality"])
        return self.named_municipality.name if self.named_municipality else ""

    def values(self) -> dict[str, Any]:
        """Return the fields for ``services.change``."""
        values = {name: self.cleaned_data[name] for name in self.content_names}
        organisation = self.named_organisation
        values["organisation"], values["municipality"] = organisation, self.named_municipality
        site = values["site"]
        if site is not None and organisation is not None and site.organisation_id != organisation.pk:
            # Another organisation was chosen: the site of the first goes with it.
            values["site"] = None
        return values

    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields by group, for the page."""
        return [
            (title, [self[name] for name in names if name in self.fields]) for title, names in self.groups
        ]


_PLAIN = (
    "sentence",
    "shown_text",
    "quantity",
    "unit",
    "period",
    "min_quantity",
    "strategy",
    "available_from",
    "available_until",
    "max_km",
    "remarks",
    "contact_email",
)
_THING = (
    "kind",
    "material",
    "product",
    "state",
    "low_code",
    "legal_status",
    "packaging",
    "price_eur_per_unit",
    "brand",
    "model",
    "condition",
    "temperature_c",
    "power_kw",
    "water_class",
    "area_m2",
    "use_by",
    "food_use",
)


class DescribedForm(ListingForm):
    """What a card and a need tell of the thing itself."""

    kind = forms.ChoiceField(label=_("Soort"), choices=Kind.choices)
    material = forms.ChoiceField(label=_("Materiaal"), required=False)
    product = _text(_("Wat het is"), 80)
    state = _text(_("Toestand"), 80, help_text=_("Bijvoorbeeld: zuiver, gemengd, op rollen."))
    low_code = _text(_("EURAL-code"), 12, help_text=_("Alleen als je ze kent, bijvoorbeeld 20 01 01."))
    legal_status = forms.ChoiceField(
        label=_("Volgens de wet"),
        choices=LegalStatus.choices,
        help_text=_("Wij beslissen dit niet. Twijfel je, laat dan “niet bekend” staan."),
    )
    packaging = _text(_("Verpakking"), 120)
    price_eur_per_unit = _number(_("Prijs (EUR per eenheid)"), least=None)
    brand = _text(_("Merk"), 60)
    model = _text(_("Type"), 60)
    condition = _choice(_("Staat"), Condition.choices)
    temperature_c = _number(_("Temperatuur (°C)"), least=-273.15)
    power_kw = _number(_("Vermogen (kW)"))
    water_class = _choice(_("Kwaliteit van het water"), WaterClass.choices)
    area_m2 = _number(_("Oppervlakte (m²)"))
    use_by = DateField(label=_("Te gebruiken tot"), required=False)
    food_use = _choice(_("Dient nog"), FoodUse.choices)

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        """Return what a card or need holds."""
        return {**ListingForm.initial_of(row), **{name: getattr(row, name) for name in _THING}}

    def clean_low_code(self) -> str:
        """Read the code as people write it; it must have stood on the list."""
        typed = self.cleaned_data["low_code"]
        code = bridge.known_code(typed) if typed else ""
        if code is None:
            raise ValidationError(_("Deze code staat niet op de lijst. Ze telt zes cijfers, zoals 20 01 01."))
        return code


_WHO = (_("Van wie en waar"), ("organisation", "site", "municipality", "contact_email"))
_WHEN = (_("Wanneer en hoe ver"), ("available_from", "available_until", "max_km", "remarks"))
_SPECIAL = (
    _("Eigen aan de soort"),
    (
        "condition",
        "brand",
        "model",
        "temperature_c",
        "power_kw",
        "water_class",
        "area_m2",
        "use_by",
        "food_use",
    ),
)
_LAW = (_("Codes en wet"), ("low_code", "legal_status"))


class CardForm(DescribedForm):
    """A material card."""

    destination = _choice(_("Waar het nu heen gaat"), Destination.choices)
    destination_text = _text(_("Naar wie"), 140)
    destination_cost_eur = _number(
        _("Wat dat kost (EUR per jaar)"),
        least=None,
        help_text=_("Dit zien alleen jullie en de coördinator. Brengt het op? Schrijf een minteken."),
    )
    groups = (
        (_("Wat het is"), ("sentence", "shown_text", "kind", "material", "product", "state", "packaging")),
        (_("Hoeveel"), ("quantity", "unit", "period", "min_quantity")),
        _WHO,
        (
            _("Waar het nu heen gaat"),
            (
                "destination",
                "destination_text",
                "destination_cost_eur",
                "strategy",
                "price_eur_per_unit",
            ),
        ),
        _WHEN,
        _SPECIAL,
        _LAW,
    )

    @staticmethod
    def initial_of(row: MaterialCard) -> dict[str, Any]:
        """Return what the card holds."""
        own = ("destination", "destination_text", "destination_cost_eur")
        return {**DescribedForm.initial_of(row), **{name: getattr(row, name) for name in own}}


class NeedForm(DescribedForm):
    """What somebody seeks: each field reads as what is accepted."""

    materials = _text(_("Ook goed"), 400, help_text=_("Andere materialen, met een komma ertussen."))
    groups = (
        (
            _("Wat je zoekt"),
            ("sentence", "shown_text", "kind", "material", "materials", "product", "state", "packaging"),
        ),
        (_("Hoeveel"), ("quantity", "unit", "period", "min_quantity")),
        _WHO,
        (_("Wat je aanneemt"), ("strategy", "price_eur_per_unit")),
        _WHEN,
        _SPECIAL,
        _LAW,
    )

    @staticmethod
    def initial_of(row: Need) -> dict[str, Any]:
        """Return what the need holds."""
        return {**DescribedForm.initial_of(row), "materials": words_of(row.materials)}

    def values(self) -> dict[str, Any]:
        """Return the fields, with classes for words."""
        return {**super().values(), "materials": keys_of(self.cleaned_data["materials"])}


class CapabilityForm(ListingForm):
    """What an organisation can do, in its own words and with its own figures."""

    activities = forms.MultipleChoiceField(
        label=_("Wat doen jullie?"),
        choices=list(ACTIVITIES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    accepts = _text(_("Wat nemen jullie aan?"), 400, help_text=_("Met een komma ertussen."))
    produces = _text(_("Wat maken jullie ervan?"), 400, help_text=_("Met een komma ertussen."))
    yield_ratio = _number(_("Hoeveel komt eruit?"), help_text=_("Uit één eenheid, bijvoorbeeld 0,9."))
    unit_out = forms.ChoiceField(label=_("Eenheid van wat eruit komt"), required=False)
    hours_per_week_h = _number(_("Uren per week die jullie hiervoor hebben"))
    seeks_hours_per_week_h = _number(_("Uren werk per week die jullie zoeken"))
    hours_per_unit_h = _number(_("Uren werk per eenheid"))
    full_until = DateField(label=_("Vol tot en met"), required=False)
    storage = _number(_("Opslag"), help_text=_("In dezelfde eenheid."))
    ways = forms.MultipleChoiceField(
        label=_("Waar gebeurt het werk?"),
        choices=Way.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    certificates = _text(_("Certificaten"), 400, help_text=_("Met een komma ertussen."))
    permits = _text(_("Vergunningen"), 400, help_text=_("Met een komma ertussen."))
    cost_eur_per_unit = _number(
        _("Wat het kost (EUR per eenheid)"),
        least=None,
        help_text=_("Dit zien alleen jullie en de coördinator. Laat het leeg als je het liever bespreekt."),
    )
    groups = (
        (
            _("Wat jullie kunnen"),
            ("sentence", "shown_text", "activities", "accepts", "produces", "yield_ratio", "unit_out"),
        ),
        (
            _("Hoeveel"),
            ("quantity", "unit", "period", "min_quantity", "storage", "full_until"),
        ),
        (
            _("Uren werk"),
            ("hours_per_week_h", "seeks_hours_per_week_h", "hours_per_unit_h"),
        ),
        (_("Waar en hoe"), ("ways", "certificates", "permits", "strategy", "cost_eur_per_unit")),
        _WHO,
        _WHEN,
    )

    def prepare(self) -> None:
        """Offer units and sites; a capability always has an organisation."""
        super().prepare()
        self.fields["unit_out"].choices = unit_choices()  # type: ignore[attr-defined]
        self.fields["organisation"].required = True
        self.fields["quantity"].label = _("Hoeveel kunnen jullie aan?")

    @staticmethod
    def initial_of(row: Capability) -> dict[str, Any]:
        """Return what the capability holds."""
        own = (
            "activities",
            "yield_ratio",
            "unit_out",
            "hours_per_week_h",
            "seeks_hours_per_week_h",
            "hours_per_unit_h",
            "full_until",
            "storage",
            "ways",
            "cost_eur_per_unit",
        )
        return {
            **ListingForm.initial_of(row),
            **{name: getattr(row, name) for name in own},
            "accepts": words_of(row.accepts),
            "produces": words_of(row.produces),
            "certificates": ", ".join(row.certificates),
            "permits": ", ".join(row.permits),
        }

    def values(self) -> dict[str, Any]:
        """Return the fields, with classes and lists for words."""
        words = {
            name: [word.strip() for word in self.cleaned_data[name].split(",") if word.strip()]
            for name in ("certificates", "permits")
        }
        return {
            **super().values(),
            "accepts": keys_of(self.cleaned_data["accepts"]),
            "produces": keys_of(self.cleaned_data["produces"]),
            **words,
        }


_FORMS: Mapping[type[Listing], type[ListingForm]] = {
    MaterialCard: CardForm,
    Need: NeedForm,
    Capability: CapabilityForm,
}


@cache
def form_for(sort: Sort, *, sees_money: bool) -> type[ListingForm]:
    """Return the form of a sort; for who may not see money one that neither shows nor carries it."""
    whole = _FORMS[sort.model]
    if sees_money:
        return whole

    class WithoutMoney(whole):  # type: ignore[valid-type, misc]
        """The form as those see it who are no party."""

        def prepare(self) -> None:
            """Leave money out."""
            super().prepare()
            for name in MONEY & set(self.fields):
                del self.fields[name]

        @staticmethod
        def initial_of(row: Any) -> dict[str, Any]:
            """Return what the row holds, money left out: it must not travel along unseen."""
            return {name: value for name, value in whole.initial_of(row).items() if name not in MONEY}

    return WithoutMoney
