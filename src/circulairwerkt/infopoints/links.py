"""The private link of an appointment at an info point, without an account."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from circulairwerkt.infopoints.models import Appointment, InfoPoint

_SIGNER = signing.Signer(salt="infopoints.appointment-link")


def token_of(appointment: Appointment) -> str:
    """Return the token of the private link."""
    return _SIGNER.sign_object([appointment.pk, appointment.nonce])


def appointment_of(token: str) -> Appointment | None:
    """Return the appointment of a private link, or None for a wrong or forged one.

    The token is the right: it reads around no hub's scope but that of this one appointment.
    """
    try:
        pk, nonce = _SIGNER.unsign_object(token[:300])
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Appointment._base_manager.select_related("keeper__hub", "keeper__municipality")
    return rows.filter(pk=pk, nonce=nonce).first()


def private_address(appointment: Appointment) -> str:
    """Return the whole address of the private link, in the visitor's language."""
    with override(appointment.language):
        return settings.BASE_URL + reverse("infopoints:appointment", args=[token_of(appointment)])


def desk_address(point: InfoPoint) -> str:
    """Return the whole address of the page on which those who sit there work."""
    return settings.BASE_URL + reverse("infopoints:desk", args=[point.hub.slug, point.pk])
