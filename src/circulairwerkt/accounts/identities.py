"""Signing in with ACM/IDM or itsme: who comes from there, and which account he gets."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from circulairwerkt.accounts.models import User


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts from an identity provider.

    An address that it names is never taken as proof of an account here: the person signs in once with the
    code and connects the two.
    """

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Take the name and the address; nothing else is kept."""
        user: User = super().populate_user(request, sociallogin, data)
        name = " ".join(part for part in (data.get("first_name"), data.get("last_name")) if part)
        user.name = (data.get("name") or name or "")[:120]
        sociallogin.account.extra_data = {}
        return user
