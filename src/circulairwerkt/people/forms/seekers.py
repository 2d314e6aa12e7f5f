"""What a job seeker fills in: a place, filters, one sentence that is not kept, a name and a number."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.forms import Form
from circulairwerkt.people.bridge import Point
from circulairwerkt.people.models.files import fresh_nonce
from circulairwerkt.people.near import CAN_LEAVE_OUT, CAN_WISH, USUAL_KM, Wanted
from circulairwerkt.people.wording import national_number_in, phone_in, tells_of_health
from circulairwerkt.people.words import Asks, Helps, Sort
from circulairwerkt.reference.queries import FoundPlace, PlaceKind, find_place

_STAMP = "people.call-form"
#: A form that stood open longer is shown once more, with all that was typed.
_DAY_S = 24 * 60 * 60
_VACANCIES = [each for each in Sort if each != Sort.ACTIVITY]
_WITHOUT = {
    "lifting": _("zonder tillen"),
    "noise": _("zonder lawaai"),
    "standing": _("zonder veel staan"),
    "outside": _("niet buiten"),
    "shifts": _("niet vroeg of laat"),
    "dutch": _("zonder Nederlands"),
    "licence": _("zonder rijbewijs"),
}
_WISHES = {
    "coach": _("met een begeleider"),
    "quiet": _("met een stille plek"),
    "part_time": _("halve dagen"),
    "bus": _("bus dichtbij"),
}


def place_in(text: str) -> FoundPlace | None:
    """Return the place that somebody typed, where it is one and no other."""
    found = find_place(text)
    return found.place if found.kind is PlaceKind.FOUND else None


class NearForm(forms.Form):
    """Where, how far, which work, without what; all may stay empty, and the address holds what was chosen."""

    plaats = forms.CharField(
        label=_("Waar woon je?"),
        max_length=80,
        required=False,
        help_text=_("Je gemeente of postcode. Bijvoorbeeld: 8500"),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "spellcheck": "false"}),
    )
    km = forms.TypedChoiceField(
        label=_("Hoe ver?"),
        coerce=int,
        required=False,
        choices=[(5, "5 km"), (10, "10 km"), (25, "25 km"), (50, "50 km")],
    )
    soort = forms.ChoiceField(
        label=_("Wat zoek je?"),
        required=False,
        choices=[("", _("alles")), *[(each.value, each.label) for each in _VACANCIES]],
    )
    zonder = forms.MultipleChoiceField(
        label=_("Wat wil je niet?"),
        required=False,
        choices=[(key, _WITHOUT[key]) for key in CAN_LEAVE_OUT],
        widget=forms.CheckboxSelectMultiple,
    )
    met = forms.MultipleChoiceField(
        label=_("Wat wil je wel?"),
        required=False,
        choices=[(key, _WISHES[key]) for key in CAN_WISH],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("km", USUAL_KM)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but a place was chosen."""
        data = getattr(self, "cleaned_data", {})
        return (
            any(data.get(name) for name in ("soort", "zonder", "met"))
            or (data.get("km") or USUAL_KM) != USUAL_KM
        )

    def wanted(self, place: FoundPlace | None) -> Wanted:
        """Return what was chosen; what cannot be understood narrows nothing."""
        data = getattr(self, "cleaned_data", {})
        return Wanted(
            here=Point(lat=place.lat, lon=place.lon) if place else None,
            km=float(data.get("km") or USUAL_KM),
            sort=data.get("soort") or "",
            without=frozenset(data.get("zonder") or ()) & set(Asks.values),
            wishes=frozenset(data.get("met") or ()) & set(Helps.values),
        )


class SayForm(Form):
    """One sentence, to find a place and a number in; it is read once and kept nowhere."""

    zin = forms.CharField(
        label=_("Zeg het in je eigen woorden"),
        max_length=1000,
        help_text=_("Bijvoorbeeld: ik zoek werk in Kortrijk."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def fresh_stamp() -> str:
    """Return what names one showing of the form, so that the same press twice is one request."""
    return signing.dumps(fresh_nonce(), salt=_STAMP)


class CallForm(Form):
    """A first name and a number, nothing else."""

    voornaam = forms.CharField(
        label=_("Je voornaam"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    nummer = forms.CharField(
        label=_("Je telefoonnummer"),
        max_length=60,
        help_text=_("Bijvoorbeeld: 0470 12 34 56"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    plaats = forms.CharField(
        label=_("Waar woon je?"),
        max_length=80,
        help_text=_("Je gemeente of postcode. Zo belt iemand uit je buurt."),
    )
    #: A field that people do not see; only machines fill it in.
    website = forms.CharField(
        required=False,
        max_length=2000,
        label=_("Laat dit leeg"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stempel = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    #: Why something that was typed is not shown again, and kept nowhere.
    refused_because = ""

    def clean_voornaam(self) -> str:
        """A name has no figures, and tells nothing of somebody's health."""
        text = " ".join(self.cleaned_data["voornaam"].split())
        self._refuse_secrets(text)
        if any(letter.isdigit() for letter in text) or len(text.split()) > 3:
            raise ValidationError(_("Schrijf hier alleen je voornaam."))
        return text

    def clean_nummer(self) -> str:
        """Take a number out of what was typed; a national number is refused."""
        text = " ".join(self.cleaned_data["nummer"].split())
        self._refuse_secrets(text)
        number = phone_in(text)
        if not number:
            raise ValidationError(_("Dit is geen telefoonnummer. Schrijf het zo: 0470 12 34 56"))
        return number

    def clean_plaats(self) -> FoundPlace:
        """A place that we know."""
        place = place_in(self.cleaned_data["plaats"])
        if place is None:
            raise ValidationError(_("Deze plaats kennen we niet. Schrijf je gemeente of postcode."))
        return place

    def _refuse_secrets(self, text: str) -> None:
        if national_number_in(text):
            self.refused_because = "number"
            raise ValidationError(
                _("Dit lijkt je rijksregisternummer. Dat hebben we niet nodig. We wisten het.")
            )
        if tells_of_health(text):
            self.refused_because = "health"
            raise ValidationError(
                _("Je gezondheid is van jou. We bewaren dat niet. Schrijf alleen je naam of nummer.")
            )

    def forget_secrets(self) -> None:
        """Show nothing again of a field that held a secret."""
        data = dict(self.data.items())
        for name in ("voornaam", "nummer"):
            if name in self.errors and (
                tells_of_health(data.get(name, "")) or national_number_in(data.get(name, ""))
            ):
                data[name] = ""
        self.data = data

    @property
    def nonce(self) -> str:
        """Return what names the showing of the form; empty where it is forged, too old or missing."""
        try:
            return str(signing.loads(self.data.get("stempel", ""), salt=_STAMP, max_age=_DAY_S))
        except signing.BadSignature:
            return ""
