"""Private links of registrations: to see, change and cancel, and the code that is shown at the door."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from circulairwerkt.agenda.models import Registration

_SIGNER = signing.Signer(salt="agenda.registration-link")
_DOOR = signing.Signer(salt="agenda.door-code")


def token_of_registration(registration: Registration) -> str:
    """Return the token of the private link; a new nonce makes it void."""
    return _SIGNER.sign_object([registration.pk, registration.nonce])


def _of(signer: signing.Signer, token: str) -> Registration | None:
    try:
        pk, nonce = signer.unsign_object(token[:300])
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Registration.objects.select_related("event__hub", "event__municipality")
    return rows.filter(pk=pk, nonce=nonce).first()


def registration_of(token: str) -> Registration | None:
    """Return the registration of a private link, or None for a wrong, forged or void one."""
    return _of(_SIGNER, token)


def private_address(registration: Registration) -> str:
    """Return the whole address of the private link, in that person's language."""
    with override(registration.language):
        token = token_of_registration(registration)
        return settings.BASE_URL + reverse("agenda:registration", args=[token])


def door_token(registration: Registration) -> str:
    """Return the token of the code at the door: it gives nothing to who does not stand there for the hub."""
    return _DOOR.sign_object([registration.pk, registration.nonce])


def at_door(token: str) -> Registration | None:
    """Return the registration of a code that was shown at the door."""
    return _of(_DOOR, token)


def door_address(registration: Registration) -> str:
    """Return the whole address in the code at the door."""
    return settings.BASE_URL + reverse("agenda:door", args=[door_token(registration)])
