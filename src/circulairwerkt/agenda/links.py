"""Private links of registrations: to see, change and cancel, and the code that is shown at the door."""

from django.conf import settings
from django.db.models import QuerySet

from circulairwerkt.agenda.models import Registration
from circulairwerkt.base.private_links import PrivateLink

_OWN = PrivateLink[Registration]("agenda.registration-link", "agenda:registration")
_DOOR = PrivateLink[Registration]("agenda.door-code", "agenda:door")


def _rows() -> QuerySet[Registration]:
    return Registration.objects.select_related("event__hub", "event__municipality")


def token_of_registration(registration: Registration) -> str:
    """Return the token of the private link; a new nonce makes it void."""
    return _OWN.token(registration)


def registration_of(token: str) -> Registration | None:
    """Return the registration of a private link, or None for a wrong, forged or void one."""
    return _OWN.row(token, _rows())


def private_address(registration: Registration) -> str:
    """Return the whole address of the private link, in that person's language."""
    return _OWN.address(registration, registration.language)


def door_token(registration: Registration) -> str:
    """Return the token of the code at the door: it gives nothing to who does not stand there for the hub."""
    return _DOOR.token(registration)


def at_door(token: str) -> Registration | None:
    """Return the registration of a code that was shown at the door."""
    return _DOOR.row(token, _rows())


def door_address(registration: Registration) -> str:
    """Return the whole address in the code at the door, which somebody of the hub opens."""
    return _DOOR.address(registration, settings.LANGUAGE_CODE)
