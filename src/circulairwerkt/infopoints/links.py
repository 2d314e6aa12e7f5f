"""The private link of an appointment at an info point, without an account."""

from django.conf import settings
from django.urls import reverse

from circulairwerkt.base.private_links import PrivateLink
from circulairwerkt.infopoints.models import Appointment, InfoPoint

_OWN = PrivateLink[Appointment]("infopoints.appointment-link", "infopoints:appointment")


def token_of(appointment: Appointment) -> str:
    """Return the token of the private link."""
    return _OWN.token(appointment)


def appointment_of(token: str) -> Appointment | None:
    """Return the appointment of a private link, or None for a wrong or forged one."""
    return _OWN.row(token, Appointment._base_manager.select_related("keeper__hub", "keeper__municipality"))


def private_address(appointment: Appointment) -> str:
    """Return the whole address of the private link, in the visitor's language."""
    return _OWN.address(appointment, appointment.language)


def desk_address(point: InfoPoint) -> str:
    """Return the whole address of the page on which those who sit there work."""
    return settings.BASE_URL + reverse("infopoints:desk", args=[point.hub.slug, point.pk])
