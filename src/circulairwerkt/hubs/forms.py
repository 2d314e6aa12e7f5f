"""Forms with which a hub's coordinator, or the programme, edits a hub."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulairwerkt.accounts.models import User
from circulairwerkt.base import hours
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
from circulairwerkt.base.permissions import ROLE_LABELS, Role
from circulairwerkt.hubs import services
from circulairwerkt.hubs.inside import switched_on
from circulairwerkt.hubs.models import Hub, HubMembership, LifeCycle, ProgrammeInbox
from circulairwerkt.hubs.switches import INSTRUMENTS, KINDS
from circulairwerkt.reference.models import Municipality, Sector

PHONE = RegexValidator(
    r"^\+?[0-9][0-9 ./()-]{6,28}$", _("Dit is geen telefoonnummer. Schrijf bijvoorbeeld 056 12 34 56.")
)
#: Longest summary in one language, in characters.
SUMMARY_LENGTH = 3_000
ALIAS_LENGTH = 120


class HubForm(VersionedForm[Hub]):
    """What a hub says about itself."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    aliases = forms.CharField(
        label=_("Andere namen"),
        required=False,
        max_length=1_000,
        help_text=_("Eén per regel. Wie zo zoekt, vindt je hub ook."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    website = forms.URLField(label=_("Website"), required=False, max_length=300, assume_scheme="https")
    contact_name = forms.CharField(
        label=_("Contactpersoon"),
        required=False,
        max_length=120,
        help_text=_("Deze naam, dit adres en dit nummer zijn voor iedereen te zien."),
    )
    contact_email = forms.EmailField(label=_("E-mailadres"), required=False, max_length=254)
    contact_phone = forms.CharField(label=_("Telefoon"), required=False, max_length=30, validators=[PHONE])
    answer_days = forms.IntegerField(
        label=_("Antwoord binnen (werkdagen)"),
        min_value=1,
        max_value=30,
        help_text=_("Dit beloven we wie je hub iets vraagt."),
    )
    opening_hours = forms.CharField(
        label=_("Openingsuren"),
        required=False,
        max_length=300,
        validators=[hours.check_opens],
        help_text=_("Zoals op OpenStreetMap: Mo-Fr 09:00-12:00,13:00-17:00. We tonen het in woorden."),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
    )
    sectors = RowsField(
        label=_("Sectoren"),
        queryset=Sector.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Deze sector kennen we niet.")},
    )

    def prepare(self) -> None:
        """Add the summary in each language, before the contact."""
        summary = text_fields(
            "summary",
            _("Voorstelling"),
            max_length=SUMMARY_LENGTH,
            rows=6,
            help_text=_("Wat doet je hub, en voor wie?"),
        )
        self.fields.update(summary)
        self.order_fields(["name", "aliases", *summary, "sectors", "website"])

    @staticmethod
    def initial_of(row: Hub) -> dict[str, Any]:
        """Return what the hub says now."""
        return {
            "name": row.name,
            "aliases": "\n".join(sorted(row.aliases.values_list("name", flat=True))),
            "website": row.website,
            "contact_name": row.contact_name,
            "contact_email": row.contact_email,
            "contact_phone": row.contact_phone,
            "answer_days": row.answer_days,
            "opening_hours": row.opening_hours,
            "sectors": row.sectors.all(),
            **texts_to_initial("summary", row.summary),
        }

    def clean_aliases(self) -> str:
        """Refuse a name that the database cannot hold."""
        names = [name.strip() for name in self.cleaned_data["aliases"].splitlines() if name.strip()]
        if any(len(name) > ALIAS_LENGTH for name in names):
            raise ValidationError(
                _("Een naam is te lang: hoogstens %(most)s tekens."), params={"most": ALIAS_LENGTH}
            )
        return "\n".join(sorted(set(names)))

    def values(self) -> dict[str, Any]:
        """Return the plain fields for ``services.edit_hub``."""
        names = [name for name in services.EDITABLE if name != "summary"]
        return {
            **{name: self.cleaned_data[name] for name in names},
            "summary": texts_from("summary", self.cleaned_data, self.row.summary),
        }


class ConfirmForm(VersionedForm[Hub]):
    """Where a hub stands, and who follows it up."""

    life_cycle = forms.ChoiceField(
        label=_("Hoe staat het met je hub?"),
        widget=forms.RadioSelect,
        choices=[
            (LifeCycle.ACTIVE.value, _("De hub werkt. Mensen kunnen ons vragen stellen.")),
            (LifeCycle.EMBEDDED.value, _("Het werk ging op in een andere werking.")),
            (LifeCycle.ENDED.value, _("De hub is gestopt.")),
        ],
        error_messages={"required": _("Kies hoe het met je hub staat.")},
    )
    successor = forms.ModelChoiceField(
        label=_("Welke hub neemt het over?"),
        queryset=Hub.objects.none(),
        required=False,
        empty_label=_("geen hub van het programma"),
        help_text=_("Alleen als de hub stopte of opging in iets anders."),
        error_messages={"invalid_choice": _("Deze hub kennen we niet.")},
    )
    successor_text = forms.CharField(
        label=_("Of wie buiten dit platform?"),
        required=False,
        max_length=200,
        help_text=_("Bijvoorbeeld: de dienst economie van de stad."),
    )

    def prepare(self) -> None:
        """Offer every hub but this one as successor."""
        self.fields["successor"].queryset = Hub.objects.exclude(pk=self.row.pk)  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(row: Hub) -> dict[str, Any]:
        """Return where the hub stands; nothing is proposed for one that nobody confirmed."""
        known = row.life_cycle != LifeCycle.NOT_CONFIRMED
        return {
            "life_cycle": row.life_cycle if known else "",
            "successor": row.successor,
            "successor_text": row.successor_text,
        }


class AreaForm(Form):
    """A pasted list of municipalities."""

    names = forms.CharField(
        label=_("Gemeenten"),
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Eén per regel, of met komma's. Oude namen, deelgemeenten, postcodes en NIS-codes mogen ook."
        ),
    )
    mode = forms.ChoiceField(
        label=_("Wat is deze lijst?"),
        widget=forms.RadioSelect,
        choices=[
            ("replace", _("Dit is het hele gebied. Wat er niet in staat, gaat eruit.")),
            ("add", _("Dit komt bij het gebied.")),
        ],
        initial="replace",
    )
    from_day = DateField(label=_("Vanaf"))
    #: The area that the reader compared with; see ``services.area_stamp``.
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_day"].initial = timezone.localdate()

    def clean_from_day(self) -> Any:
        """Keep the day within a human span."""
        day = self.cleaned_data["from_day"]
        if not 2015 <= day.year <= 2100:
            raise ValidationError(_("Kies een dag tussen 2015 en 2100."))
        return day


class SwitchForm(VersionedForm[Hub]):
    """What a hub uses."""

    kinds = forms.MultipleChoiceField(
        label=_("Met welke soorten werk je?"),
        required=False,
        choices=list(KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Deze soort kennen we niet.")},
    )
    instruments = forms.MultipleChoiceField(
        label=_("Wat gebruikt je hub?"),
        required=False,
        choices=list(INSTRUMENTS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Dit instrument kennen we niet.")},
    )

    @staticmethod
    def initial_of(row: Hub) -> dict[str, Any]:
        """Return what the hub uses now."""
        on = switched_on(row)
        return {
            "kinds": [key for key in KINDS if key in on],
            "instruments": [key for key in INSTRUMENTS if key in on],
        }


class InviteForm(Form):
    """Whom to invite, and for which role."""

    email = forms.EmailField(
        label=_("E-mailadres"), max_length=254, help_text=_("Deze persoon krijgt een mail met een link.")
    )
    role = forms.ChoiceField(
        label=_("Rol"),
        choices=[(role.value, ROLE_LABELS[role]) for role in (Role.MEMBER, Role.COORDINATOR, Role.COACH)],
    )


class EndForm(VersionedForm[HubMembership]):
    """The last day of a role."""

    last_day = DateField(
        label=_("Laatste dag"),
        required=False,
        help_text=_("Laat dit leeg om de rol meteen te stoppen."),
    )

    @staticmethod
    def initial_of(row: HubMembership) -> dict[str, Any]:
        """Return the last day that was set, if any."""
        return {"last_day": row.valid_to}


class AbsenceForm(Form):
    """Who is away, when, and who reads instead."""

    user = forms.ModelChoiceField(
        label=_("Wie is er niet?"),
        queryset=User.objects.none(),
        error_messages={"invalid_choice": _("Deze persoon beantwoordt geen vragen bij je hub.")},
    )
    first_day = DateField(label=_("Eerste dag"))
    last_day = DateField(label=_("Laatste dag"))
    replacement = forms.ModelChoiceField(
        label=_("Wie leest in de plaats?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("niemand"),
        help_text=_(
            "Deze persoon krijgt de mails over vragen. Is er niemand? Dan tellen deze dagen niet mee voor "
            "het antwoord op nieuwe vragen."
        ),
        error_messages={"invalid_choice": _("Deze persoon beantwoordt geen vragen bij je hub.")},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("user", "replacement"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
            field.queryset = people

    def clean(self) -> dict[str, Any]:
        """Check the order of the days."""
        cleaned = super().clean() or {}
        check_period(self, cleaned, "first_day", "last_day")
        return cleaned


class NewHubForm(Form):
    """A hub that the programme adds."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    slug = forms.SlugField(
        label=_("Adres op deze site"),
        max_length=50,
        help_text=_("Kleine letters, cijfers en streepjes: waasland."),
        error_messages={"invalid": _("Gebruik alleen letters zonder accent, cijfers en streepjes.")},
    )
    seat = forms.ModelChoiceField(
        label=_("Gemeente van de zetel"),
        queryset=Municipality.objects.filter(merged_into__isnull=True),
        error_messages={"invalid_choice": _("Deze gemeente kennen we niet.")},
    )
    website = forms.URLField(label=_("Website"), required=False, max_length=300, assume_scheme="https")
    source = forms.URLField(
        label=_("Bron"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("De pagina die zegt dat deze hub bestaat."),
    )


class InboxForm(VersionedForm[ProgrammeInbox]):
    """Who reads the questions that no hub reads."""

    name = forms.CharField(
        label=_("Naam"),
        max_length=120,
        help_text=_("De persoon of dienst die vragen leest. Bezoekers zien deze naam."),
    )
    email = forms.EmailField(label=_("E-mailadres"), max_length=254)
    answer_days = forms.IntegerField(label=_("Antwoord binnen (werkdagen)"), min_value=1, max_value=30)

    @staticmethod
    def initial_of(row: ProgrammeInbox) -> dict[str, Any]:
        """Return who reads them now."""
        return {"name": row.name, "email": row.email, "answer_days": row.answer_days}

    def values(self) -> dict[str, Any]:
        """Return the fields for ``services.set_programme_inbox``."""
        return {name: self.cleaned_data[name] for name in ("name", "email", "answer_days")}
