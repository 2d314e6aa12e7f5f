"""Reads about people and their programme-wide roles."""

from datetime import date

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from circulairwerkt.accounts.models import ProgrammeRole, User
from circulairwerkt.base.periods import held_on
from circulairwerkt.base.permissions import Role


def is_administrator(user_id: int, day: date | None = None) -> bool:
    """Whether the person is a programme administrator on ``day`` (default: today)."""
    return ProgrammeRole.objects.filter(
        held_on(day or timezone.localdate()), user_id=user_id, role=Role.ADMINISTRATOR
    ).exists()


def has_second_factor(user_id: int) -> bool:
    """Whether the person must show an app's code or a passkey when signing in."""
    factors = Authenticator.objects.filter(
        user_id=user_id, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    )
    return bool(factors.exists())


def second_factor_is_missing(user_id: int) -> bool:
    """Whether the person is a programme administrator who must add a second factor before acting as one."""
    return (
        bool(settings.SECOND_FACTOR_FOR_ADMINISTRATORS)
        and is_administrator(user_id)
        and not has_second_factor(user_id)
    )


def person_by_address(email: str) -> User | None:
    """Return the person who signs in with ``email``, if there is one."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def programme_roles() -> QuerySet[ProgrammeRole]:
    """Return the roles that hold for the whole programme, those that ended last."""
    return ProgrammeRole.objects.select_related("user").order_by("valid_to", "role", "pk")


def proven_addresses(user_id: int) -> frozenset[str]:
    """Return the addresses, in lower case, that the person proved to read."""
    return frozenset(
        email.lower()
        for email in EmailAddress.objects.filter(user_id=user_id, verified=True).values_list(
            "email", flat=True
        )
    )
