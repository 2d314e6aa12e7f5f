"""Forms for signing in and for one's own account, in plain words."""

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    LoginForm,
    SignupForm,
)
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from circulairwerkt.accounts.models import User
from circulairwerkt.base.forms import Form
from circulairwerkt.base.permissions import ROLE_LABELS, Role

#: The longest address that mail allows.
ADDRESS_LENGTH = 254


def _plain_address(field: forms.Field, label: Any, help_text: Any = "") -> None:
    field.label = label
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(autocomplete="email", inputmode="email", maxlength=str(ADDRESS_LENGTH))


def _plain_code(field: forms.Field, label: Any, help_text: Any = "", inputmode: str = "text") -> None:
    field.label = label
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(
        autocomplete="one-time-code", inputmode=inputmode, autocapitalize="characters", spellcheck="false"
    )
    if isinstance(field, forms.CharField):
        field.max_length = 64
        field.widget.attrs["maxlength"] = "64"


class SignInForm(LoginForm):  # type: ignore[misc]
    """An address; the code follows by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_address(self.fields["login"], _("E-mailadres"), _("Je krijgt een code in je mailbox."))


class SignUpForm(SignupForm):  # type: ignore[misc]
    """An address; the code that proves it follows by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_address(self.fields["email"], _("E-mailadres"), _("Je krijgt een code in je mailbox."))


class NewAddressForm(AddEmailForm):  # type: ignore[misc]
    """The address to change to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_address(
            self.fields["email"],
            _("Nieuw e-mailadres"),
            _("Je krijgt daar een code. Tot je die invult, blijft je oude adres gelden."),
        )


class SignInCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_code(self.fields["code"], _("Code uit de mail"))


class AddressCodeForm(ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """The code from the mail that proves an address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_code(self.fields["code"], _("Code uit de mail"))


class SecondFactorForm(AuthenticateForm):  # type: ignore[misc]
    """A code from the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_code(self.fields["code"], _("Code uit je app, of een herstelcode"), inputmode="numeric")


class AgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The same, asked again before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_code(self.fields["code"], _("Code uit je app, of een herstelcode"), inputmode="numeric")


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code from the app, which proves that it was set up well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_code(self.fields["code"], _("Code die de app toont"), inputmode="numeric")


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A name for the passkey; the browser adds the rest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Naam van de sleutel")
        self.fields["name"].help_text = _("Bijvoorbeeld: mijn telefoon.")
        self.fields["name"].max_length = 80
        self.fields["name"].widget.attrs["maxlength"] = "80"
        self.fields["passwordless"].label = _("Ook aanmelden zonder code uit de mail")
        self.fields["passwordless"].help_text = _(
            "De sleutel alleen is dan genoeg. Je toestel vraagt je vinger, je gezicht of een pincode."
        )


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    name = forms.CharField(label=_("Naam van de sleutel"), max_length=80)


class ProfileForm(Form):
    """How a person is called, and in which language the site speaks to him."""

    name = forms.CharField(
        label=_("Naam"),
        max_length=120,
        required=False,
        help_text=_("Zo noemen we je. Wie met jou samenwerkt, ziet deze naam."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Taal"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": user.name, "language": user.language}
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]


class LeaveForm(Form):
    """The word that shows that somebody means it."""

    confirm = forms.BooleanField(
        label=_("Ja, verwijder mijn account"),
        error_messages={"required": _("Zet een vinkje als je het zeker weet.")},
    )


class ProgrammeRoleForm(Form):
    """Who gets a role for the whole programme."""

    email = forms.EmailField(
        label=_("E-mailadres"),
        max_length=ADDRESS_LENGTH,
        help_text=_("De persoon meldt zich aan met een code op dit adres."),
    )
    role = forms.ChoiceField(label=_("Rol"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, ROLE_LABELS[role]) for role in (Role.ADMINISTRATOR, Role.FUNDER)
        ]
