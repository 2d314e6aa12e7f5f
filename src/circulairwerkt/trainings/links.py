"""The private link of an attest: who holds it sees the name."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from circulairwerkt.trainings.models import Attest

_SIGNER = signing.Signer(salt="trainings.attest-link")


def token_of(attest: Attest) -> str:
    """Return the token of the private link; a new nonce makes it void."""
    return _SIGNER.sign_object([attest.pk, attest.nonce])


def attest_of(token: str) -> Attest | None:
    """Return the attest of a private link, or None for a wrong, forged or void one.

    The token is the right: it reads around no hub's scope but that of this one attest.
    """
    try:
        pk, nonce = _SIGNER.unsign_object(token[:300])
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Attest._base_manager.select_related("hub", "event").filter(pk=pk, nonce=nonce).first()


def private_address(attest: Attest) -> str:
    """Return the whole address of the private link, in the holder's language."""
    with override(attest.language):
        return settings.BASE_URL + reverse("trainings:attest", args=[token_of(attest)])
