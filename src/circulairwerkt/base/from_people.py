"""Forms that anybody may send without an account: how to reach who wrote, and a defence against machines."""

import re
from typing import Any, cast

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.rates import is_too_often

#: A person needs some seconds to read and type; a form kept open longer than a day is asked again.
LEAST_SECONDS = 2
MOST_SECONDS = 24 * 60 * 60
#: Older than the name of this module, so that forms that are open now are still known.
_SALT = "cases.question-form"
_PHONE = re.compile(r"^\+?[\d\s./()-]{8,20}$")
_LEAST_FIGURES = 8


def fresh_stamp() -> str:
    """Return the signed moment at which a form was shown."""
    return signing.dumps("shown", salt=_SALT)


class ContactField(forms.CharField):
    """A mail address or a telephone number."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Je e-mailadres of telefoonnummer"))
        kwargs.setdefault("max_length", 254)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "email"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return what can be reached; ValidationError says what was expected."""
        given: str = super().clean(value).strip()
        if "@" in given:
            try:
                validate_email(given)
            except ValidationError:
                raise ValidationError(
                    _("“%(value)s” is geen volledig e-mailadres. Verwacht: naam@voorbeeld.be."),
                    params={"value": given[:60]},
                ) from None
            return given
        if given and (not _PHONE.match(given) or sum(ch.isdigit() for ch in given) < _LEAST_FIGURES):
            raise ValidationError(
                _("“%(value)s” is geen e-mailadres en geen telefoonnummer. Verwacht: 0470 12 34 56."),
                params={"value": given[:60]},
            )
        return given


class FromPeople(forms.Form):
    """A form with a trap that only machines fill in, and the moment at which it was shown."""

    #: A field that people do not see.
    website = forms.CharField(
        required=False,
        max_length=2000,
        label=_("Laat dit leeg"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    getoond = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def put(self, **values: str) -> None:
        """Show what was sent with ``values`` over it; what was found wrong in it stays."""
        data = cast(QueryDict, self.data).copy()
        for name, value in values.items():
            data[name] = value
        self.data = data

    def held_back(
        self, request: HttpRequest, *, action: str, most: int, seconds: int, too_often: str
    ) -> int | None:
        """Return the status with which the form is shown once more; None where it may go on.

        422 where something is wrong, or where it looks like a machine's: then it has a fresh stamp, and a
        person only presses the button again. 429 with the words of ``too_often`` after ``most`` tries of
        ``action`` from one address within ``seconds``.
        """
        if not self.is_valid():
            self.put(getoond=self.data.get("getoond") or fresh_stamp())
            return 422
        if self.is_from_machine:
            self.put(getoond=fresh_stamp(), website="")
            self.add_error(None, _("Kijk nog eens na wat er staat, en druk dan opnieuw op de knop."))
            return 422
        if is_too_often(request, action=action, most=most, seconds=seconds):
            self.add_error(None, too_often)
            return 429
        return None

    @property
    def is_from_machine(self) -> bool:
        """Whether the trap was filled in, or the form came back quicker than a person types."""
        if self.data.get("website"):
            return True
        try:
            signing.loads(self.data.get("getoond", ""), salt=_SALT, max_age=MOST_SECONDS)
        except signing.BadSignature:
            return True
        try:
            signing.loads(self.data.get("getoond", ""), salt=_SALT, max_age=LEAST_SECONDS)
        except signing.SignatureExpired:
            return False
        return True
