"""People who sign in, and their programme-wide roles."""

from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in, and their programme-wide roles."""

    name = "circulairwerkt.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Have the trail told what django-allauth writes: second factors and addresses."""
        from allauth.account import signals as account_signals
        from allauth.mfa import signals as mfa_signals

        account_signals.email_changed.connect(_address_changed, dispatch_uid="trail")
        mfa_signals.authenticator_added.connect(_second_factor_added, dispatch_uid="trail")
        mfa_signals.authenticator_removed.connect(_second_factor_removed, dispatch_uid="trail")
        mfa_signals.authenticator_reset.connect(_second_factor_reset, dispatch_uid="trail")


def _address_changed(user: Any, **_: Any) -> None:
    from circulairwerkt.accounts.services import record_address

    record_address(user_id=user.pk)


def _second_factor_added(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    from circulairwerkt.accounts.services import record_second_factor

    record_second_factor(user_id=user.pk, what=f"+{authenticator.type}")
    _just_proven(request, authenticator)


def _just_proven(request: Any, authenticator: Any) -> None:
    """Who just set a second factor up used it: the page of recovery codes that follows need not ask again."""
    from allauth.account.internal.flows.login import record_authentication

    record_authentication(
        request,
        request.user,
        method="mfa",
        reauthenticated=True,
        id=authenticator.pk,
        type=authenticator.type,
    )


def _second_factor_reset(user: Any, authenticator: Any, **_: Any) -> None:
    from circulairwerkt.accounts.services import record_second_factor

    record_second_factor(user_id=user.pk, what=f"={authenticator.type}")


def _second_factor_removed(user: Any, authenticator: Any, **_: Any) -> None:
    from circulairwerkt.accounts.services import record_second_factor

    record_second_factor(user_id=user.pk, what=f"-{authenticator.type}")
