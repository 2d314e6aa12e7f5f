"""How django-allauth behaves here: no passwords, plain Dutch, every change in the audit trail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from circulairwerkt.accounts import seals, services
from circulairwerkt.accounts.models import User
from circulairwerkt.accounts.queries import is_administrator, second_factor_is_missing


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts without passwords."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Deze account is niet meer in gebruik."),
        "duplicate_email": _("Dit adres hoort al bij jouw account."),
        "email_taken": _("Dit adres is al in gebruik."),
        "incorrect_code": _("Deze code klopt niet. Kijk ze na, of vraag een nieuwe."),
        "invalid_login": _("Met dit adres kunnen we je niet aanmelden."),
        "invalid_or_expired_key": _("Deze code is niet meer geldig. Vraag een nieuwe."),
        "max_email_addresses": _("Je kan niet meer dan %d adressen hebben."),
        "rate_limited": _("Dat ging te snel na elkaar. Wacht even en probeer dan opnieuw."),
        "same_as_current": _("Dit is hetzelfde als wat er al stond."),
        "too_many_login_attempts": _("Te veel pogingen. Wacht een paar minuten en probeer dan opnieuw."),
        "unverified_primary_email": _("Bevestig eerst je adres met de code uit de mail."),
    }

    def clean_email(self, email: str) -> str:
        """Refuse an address that mail cannot carry; the database would refuse it less kindly."""
        if len(email) > 254:
            raise ValidationError(_("Dit adres is te lang."))
        return email

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: BaseForm, commit: bool = True
    ) -> AbstractBaseUser:
        """Make the account of somebody who signs up."""
        return services.sign_up(email=form.cleaned_data["email"], language=translation.get_language() or "nl")

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Write in the language of the account; for an unknown address in that of the page."""
        user = context.get("user")
        with translation.override(user.language if isinstance(user, User) else translation.get_language()):
            mail: EmailMessage = super().render_mail(
                template_prefix, email, {**context, "base_url": settings.BASE_URL}, headers
            )
        return mail

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner of an account that somebody tried to sign up with his address."""
        self.send_mail(
            "account/email/account_already_exists",
            email,
            {"sign_in_url": settings.BASE_URL + reverse("account_login")},
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Go to the workspace in the person's language; an administrator adds his second factor first."""
        user = request.user
        if user.pk is not None and second_factor_is_missing(user.pk):
            return reverse("mfa_index")
        with translation.override(user.language if isinstance(user, User) else translation.get_language()):
            return str(super().get_login_redirect_url(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Nobody has a password; the only page this could lead to is one's own account."""
        return reverse("accounts:profile")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _("Je kan nu geen adres toevoegen: je account heeft een tweede stap."),
        "cannot_delete_authenticator": _(
            "Je beheert rechten van anderen. Zet eerst een andere tweede stap aan."
        ),
        "cannot_generate_recovery_codes": _("Zet eerst een tweede stap aan. Dan kan je herstelcodes maken."),
        "incorrect_code": _("Deze code klopt niet. Wacht op een nieuwe code in je app en probeer opnieuw."),
        "unverified_email": _("Bevestig eerst je e-mailadres. Dan kan je een tweede stap aanzetten."),
    }

    def encrypt(self, text: str) -> str:
        """Secrets lie in the database under the platform's key, so that a copy of it opens no account."""
        return seals.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Undo ``encrypt``."""
        return seals.unsealed(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """An administrator keeps a second factor where one is required."""
        if not settings.SECOND_FACTOR_FOR_ADMINISTRATORS:
            return True
        others = Authenticator.objects.filter(
            user=authenticator.user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        ).exclude(pk=authenticator.pk)
        return others.exists() or not is_administrator(authenticator.user.pk)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        """Propose a name for a new passkey."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return str(_("Sleutel %(number)s") % {"number": count + 1})
