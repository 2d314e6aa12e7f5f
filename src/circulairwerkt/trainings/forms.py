"""What a coordinator fills in about a training, and what somebody types to check an attest."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from circulairwerkt.agenda.models import Session
from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.forms import Form, RowsField
from circulairwerkt.base.templatetags.face import moment
from circulairwerkt.trainings.models import Training

#: Addresses of skills in ESCO, the European classification of skills, competences and occupations.
ESCO_SKILL = "http://data.europa.eu/esco/skill/"
#: Where a person looks a skill up.
ESCO_SITE = "https://esco.ec.europa.eu/nl/classification/skill_main"
_ESCO_PLACES = ("data.europa.eu/esco/", "esco.ec.europa.eu/")
#: A skill has a UUID, a group of skills the letter of its part with numbers.
_ESCO_NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[SLKT]\d+(\.\d+)*")
_ESCO_EXAMPLE = "ccd0a1d9-afda-43d9-b901-96344886e14d"
_HTTP = re.compile(r"^https?://", re.IGNORECASE)
_MOST_OUTCOMES = 12
_MOST_LETTERS = 160


def outcomes_from(text: str) -> list[dict[str, str]]:
    """Read one outcome a line: own words, and at the end perhaps the address of a skill in ESCO.

    The address may be that of the page at which a browser shows the skill.

    >>> outcomes_from("stof herkennen http://data.europa.eu/esco/skill/S1.2.3")
    [{'text': 'stof herkennen', 'esco': 'http://data.europa.eu/esco/skill/S1.2.3'}]
    """
    found = []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        words, _blank, last = line.rpartition(" ")
        if _HTTP.sub("", last).startswith(_ESCO_PLACES):
            found.append({"text": words.strip(), "esco": _skill_at(last)})
        else:
            found.append({"text": line, "esco": ""})
    return found


def _skill_at(address: str) -> str:
    """Return the address by which ESCO names a skill, out of one that leads to it."""
    told = parse_qs(urlsplit(address).query).get("uri", [address])[0]
    return _HTTP.sub("http://", told)


def is_skill(address: str) -> bool:
    """Whether an address has the form of a skill, or a group of skills, in ESCO.

    >>> is_skill(ESCO_SKILL + "ccd0a1d9-afda-43d9-b901-96344886e14d"), is_skill(ESCO_SKILL + "hout")
    (True, False)
    """
    start, name = address[: len(ESCO_SKILL)], address[len(ESCO_SKILL) :]
    return start == ESCO_SKILL and _ESCO_NAME.fullmatch(name) is not None


def outcomes_as_text(outcomes: list[Mapping[str, str]]) -> str:
    """Write outcomes as ``outcomes_from`` reads them."""
    return "\n".join(" ".join(filter(None, (row["text"], row["esco"]))) for row in outcomes)


class SessionsField(RowsField):
    """Sessions by when they begin."""

    def label_from_instance(self, obj: Any) -> str:
        """When it begins, and its title."""
        return " · ".join(filter(None, (moment(obj.starts_at), obj.title)))


class TrainingForm(VersionedForm[Training]):
    """What one learns, whether there is an attest, and which sessions it asks for."""

    outcomes = forms.CharField(
        label=_("Wat kan je na deze opleiding?"),
        required=False,
        max_length=_MOST_OUTCOMES * 300,
        help_text=_(
            "Eén per regel, in eigen woorden. Zoek je de vaardigheid op in ESCO, de Europese lijst, zet dan "
            "haar adres achteraan: http://data.europa.eu/esco/skill/..."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    gives_attest = forms.BooleanField(
        label=_("Wie erbij was, krijgt een attest"),
        required=False,
        help_text=_("Een PDF met een nummer en een code die iedereen kan nakijken."),
    )
    asked = SessionsField(
        label=_("Welke sessies tellen mee voor het attest?"),
        queryset=Session.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Duid je niets aan, dan tellen ze allemaal."),
    )

    def prepare(self) -> None:
        """Offer the sessions that take place."""
        sessions = self.row.event.sessions.filter(cancelled_at__isnull=True).order_by("starts_at", "pk")
        self.fields["asked"].queryset = sessions  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(row: Training) -> dict[str, Any]:
        """Return what the training says now."""
        return {
            "outcomes": outcomes_as_text(row.outcomes),
            "gives_attest": row.gives_attest,
            "asked": list(row.asked.values_list("pk", flat=True)) if row.pk else [],
        }

    def clean_outcomes(self) -> str:
        """Check each line; what was typed stays, so that two versions can be compared."""
        typed: str = self.cleaned_data["outcomes"]
        self.read = outcomes_from(typed)
        if len(self.read) > _MOST_OUTCOMES:
            raise ValidationError(_("Hoogstens %(most)d regels."), params={"most": _MOST_OUTCOMES})
        for row in self.read:
            if not row["text"]:
                raise ValidationError(_("Zet voor elk adres ook woorden: niet iedereen volgt de link."))
            if row["esco"] and not is_skill(row["esco"]):
                raise ValidationError(
                    _(
                        "“%(start)s”: dit adres is geen vaardigheid in ESCO. Het eindigt op een lange code, "
                        "zoals %(example)s."
                    ),
                    params={"start": row["text"][:30], "example": f"{ESCO_SKILL}{_ESCO_EXAMPLE}"},
                )
            if len(row["text"]) > _MOST_LETTERS:
                raise ValidationError(
                    _("“%(start)s...” is te lang: hoogstens %(most)d tekens per regel."),
                    params={"start": row["text"][:30], "most": _MOST_LETTERS},
                )
        return typed

    def values(self) -> dict[str, Any]:
        """Return the fields for ``services.save_training``."""
        return {"outcomes": self.read, "gives_attest": self.cleaned_data["gives_attest"]}


class WithdrawForm(Form):
    """Why an attest holds no longer."""

    reason = forms.CharField(
        label=_("Waarom trek je het in?"),
        max_length=200,
        help_text=_("Alleen je hub leest dit. Wie het attest nakijkt, ziet enkel dat het ingetrokken is."),
    )


class BadgeForm(Form):
    """What a holder wants in his badge."""

    naam = forms.BooleanField(
        label=_("Zet mijn naam leesbaar in de badge"),
        required=False,
        help_text=_("Zonder vinkje ziet niemand je naam. Wie ze al kent, kan wel nakijken of ze klopt."),
    )


class NumberForm(Form):
    """The number of an attest, as it stands on paper."""

    nummer = forms.CharField(
        label=_("Nummer op het attest"),
        max_length=40,
        help_text=_("Twaalf tekens, bijvoorbeeld: ABCD-EFGH-2345."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
