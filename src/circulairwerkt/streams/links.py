"""The link of a freshness letter: who holds it may say whether its rows still hold; nothing else is asked."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from circulairwerkt.streams.models import FreshnessLetter

_SIGNER = signing.Signer(salt="streams.freshness-link")


def token_of(letter: FreshnessLetter) -> str:
    """Return the token of the letter's link."""
    return _SIGNER.sign_object([letter.pk, letter.nonce])


def letter_of(token: str) -> FreshnessLetter | None:
    """Return the letter of a link, or None for a wrong or forged one."""
    try:
        pk, nonce = _SIGNER.unsign_object(token[:300])
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return FreshnessLetter.objects.select_related("organisation").filter(pk=pk, nonce=nonce).first()


def address_of(letter: FreshnessLetter, language: str) -> str:
    """Return the whole address of the letter's page."""
    with override(language):
        return settings.BASE_URL + reverse("streams:freshness", args=[token_of(letter)])
