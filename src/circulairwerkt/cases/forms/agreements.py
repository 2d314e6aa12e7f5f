"""Forms of agreements and transfers: who, how much, when, how the value is split, what moved."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import DateField, Form, check_period
from circulairwerkt.cases.bridge import amount_units, unit_name
from circulairwerkt.cases.models import Agreement, Case, CaseFile, LegalAnswer, Transfer
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.streams.models import Capability, MaterialCard
from circulairwerkt.streams.words import LegalStatus, Period, Way

#: The parties in the order of the form; each may get a part of the value.
ROLES = ("giver", "processor", "taker")
_TOO_FINE = _("Hoogstens zes cijfers na de komma.")


def unit_choices() -> list[tuple[str, str]]:
    """Return the units as people call them."""
    language = get_language() or "nl"
    return [("", "")] + [(key, unit_name(key, 2, language)) for key in amount_units()]


def amount_field(**kwargs: Any) -> forms.DecimalField:
    """Return a field for an amount; a comma is understood."""
    return forms.DecimalField(
        label=_("Hoeveel"), max_digits=16, decimal_places=6, localize=True, min_value=Decimal(0), **kwargs
    )


def share_field(label: Any) -> forms.DecimalField:
    """Return a field for a part of the value in per cent."""
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        localize=True,
    )


class AgreementForm(VersionedForm[Agreement]):
    """What the parties say; the parties are those of the case."""

    what = forms.CharField(label=_("Waarover gaat het?"), max_length=160)
    giver = forms.ModelChoiceField(label=_("Wie geeft?"), queryset=Organisation.objects.none())
    processor = forms.ModelChoiceField(
        label=_("Wie verwerkt?"), queryset=Organisation.objects.none(), required=False
    )
    taker = forms.ModelChoiceField(
        label=_("Wie neemt af?"), queryset=Organisation.objects.none(), required=False
    )
    card = forms.ModelChoiceField(
        label=_("Welke materiaalkaart?"), queryset=MaterialCard._base_manager.none(), required=False
    )
    capability = forms.ModelChoiceField(
        label=_("Welk aanbod van wie verwerkt?"), queryset=Capability._base_manager.none(), required=False
    )
    quantity = amount_field(
        required=False, help_text=_("Weet je het nog niet? Laat leeg. Dan telt het nergens mee.")
    )
    unit = forms.ChoiceField(label=_("Eenheid"), required=False)
    period = forms.ChoiceField(label=_("Hoe vaak"), choices=Period.choices, initial=Period.MONTH)
    valid_from = DateField(label=_("Vanaf"))
    valid_to = DateField(label=_("Tot en met"), required=False)
    legal_status = forms.ChoiceField(
        label=_("Wat is het volgens de wet?"),
        choices=LegalStatus.choices,
        required=False,
        help_text=_("De lijst met vragen over de wet volgt hieruit. Het platform beslist niets."),
    )
    low_code = forms.RegexField(
        r"^\d{6}$",
        label=_("EURAL-code"),
        required=False,
        max_length=6,
        help_text=_("Zes cijfers, als je ze kent."),
    )
    way = forms.ChoiceField(
        label=_("Waar gebeurt het werk?"), choices=[("", ""), *Way.choices], required=False
    )
    is_new_service = forms.BooleanField(
        label=_("Dit is een nieuwe circulaire dienst of opdracht voor wie verwerkt"), required=False
    )
    split_text = forms.CharField(
        label=_("Hoe wordt de waarde verdeeld?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In eigen woorden. Alleen wie aan het dossier werkt, leest dit."),
    )
    giver_percent = share_field(_("Deel van wie geeft (%)"))
    processor_percent = share_field(_("Deel van wie verwerkt (%)"))
    taker_percent = share_field(_("Deel van wie afneemt (%)"))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        self.case = case
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Offer the parties of the case, their cards and what they can do."""
        parties = Organisation.objects.filter(case_parts__case=self.case).distinct()
        rows: dict[str, QuerySet[Any]] = {
            **dict.fromkeys(ROLES, parties),
            "card": MaterialCard.objects.filter(organisation__in=parties, is_gone=False),
            "capability": Capability.objects.filter(organisation__in=parties, is_gone=False),
        }
        for name, queryset in rows.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
            field.queryset = queryset
        units = self.fields["unit"]
        assert isinstance(units, forms.ChoiceField)  # noqa: S101
        units.choices = unit_choices()

    @staticmethod
    def initial_of(row: Agreement) -> dict[str, Any]:
        """Return what stands in each field."""
        values = {
            name: getattr(row, name)
            for name in AgreementForm.base_fields
            if name not in {"version", "seen"}
            and not name.endswith("_percent")
            and name not in {*ROLES, "card", "capability"}
        }
        for name in (*ROLES, "card", "capability"):
            values[name] = getattr(row, f"{name}_id")
        percents = {share.organisation_id: share.percent for share in row.shares.all()} if row.pk else {}
        for role in ROLES:
            values[f"{role}_percent"] = percents.get(values[role])
        return values

    def clean(self) -> dict[str, Any]:
        """Check the order of the days."""
        cleaned = super().clean() or {}
        check_period(self, cleaned)
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the fields of the agreement itself."""
        own = {k: v for k, v in self.cleaned_data.items() if not k.endswith("_percent")}
        own.pop("version", None)
        own.pop("seen", None)
        own["legal_status"] = own["legal_status"] or LegalStatus.UNKNOWN
        return own

    def shares(self) -> dict[int, Decimal]:
        """Return the parts by party; one party in two roles has the sum of both."""
        found: dict[int, Decimal] = {}
        for role in ROLES:
            party, percent = self.cleaned_data.get(role), self.cleaned_data.get(f"{role}_percent")
            if party is not None and percent:
                found[party.pk] = found.get(party.pk, Decimal(0)) + percent
        return found


class TransferForm(Form):
    """What moved, when, with what proof."""

    moved_on = DateField(label=_("Dag"))
    quantity = amount_field()
    unit = forms.ChoiceField(label=_("Eenheid"))
    registered_ihm = forms.CharField(
        label=_("Wie is de geregistreerde IHM?"),
        required=False,
        max_length=140,
        help_text=_(
            "Bij afval: wie ophaalt, handelt of makelt, staat bij OVAM geregistreerd. Geen nodig? Zeg waarom."
        ),
    )
    note = forms.CharField(label=_("Opmerking"), required=False, max_length=500)
    evidence = forms.ModelChoiceField(
        label=_("Bewijs"),
        queryset=CaseFile.objects.none(),
        required=False,
        empty_label=_("geen bestand"),
        help_text=_("Een weegbon of leverbon die je eerst bij het dossier zet."),
    )

    def __init__(
        self, *args: Any, agreement: Agreement, corrects: Transfer | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        units, files = self.fields["unit"], self.fields["evidence"]
        assert isinstance(units, forms.ChoiceField)  # noqa: S101
        assert isinstance(files, forms.ModelChoiceField)  # noqa: S101
        units.choices = unit_choices()
        files.queryset = CaseFile.objects.filter(case_id=agreement.case_id)
        if agreement.legal_status != LegalStatus.WASTE:
            del self.fields["registered_ihm"]
        if corrects is None:
            self.initial = {"moved_on": timezone.localdate(), "unit": agreement.unit}
        else:
            names = ("moved_on", "quantity", "unit", "registered_ihm", "note")
            self.initial = {name: getattr(corrects, name) for name in names}
            self.initial["evidence"] = corrects.evidence_id
            self.fields["quantity"].help_text = _("Vertrok er niets? Vul dan 0 in.")


class EndForm(Form):
    """When and why it ends."""

    on = DateField(label=_("Laatste dag"))
    reason = forms.CharField(label=_("Waarom?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"on": timezone.localdate(), **self.initial}


class LegalForm(Form):
    """The questions of the law that are asked of one agreement, with a remark for each."""

    def __init__(self, *args: Any, items: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"answer_{item.key}"] = forms.ChoiceField(
                label=item.text,
                choices=LegalAnswer.Answer.choices,
                required=False,
                widget=forms.RadioSelect,
                initial=item.answer.answer if item.answer else None,
            )
            self.fields[f"remark_{item.key}"] = forms.CharField(
                label=_("Toelichting"),
                required=False,
                max_length=300,
                initial=item.answer.remark if item.answer else "",
            )

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Return each question with its two fields, for the template."""
        return [(item, self[f"answer_{item.key}"], self[f"remark_{item.key}"]) for item in self.items]

    def answers(self) -> dict[str, tuple[str, str]]:
        """Return what was answered or changed; what stands as it stood is not written again."""
        found = {}
        for item in self.items:
            answer = self.cleaned_data[f"answer_{item.key}"]
            remark = self.cleaned_data[f"remark_{item.key}"]
            before = (item.answer.answer, item.answer.remark) if item.answer else None
            if answer and (answer, remark) != before:
                found[item.key] = (answer, remark)
        return found
