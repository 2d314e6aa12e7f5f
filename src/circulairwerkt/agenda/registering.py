"""Whether one can register for an event now, and if not, why."""

from datetime import datetime

from django.utils.translation import gettext as _

from circulairwerkt.agenda.models import Event, State


def is_open(event: Event, moment: datetime) -> bool:
    """Whether somebody can register for ``event`` at ``moment``."""
    if event.state != State.PUBLISHED or event.registration != Event.Registration.HERE:
        return False
    if event.closes_at is not None and event.closes_at <= moment:
        return False
    # The last session ends later than it begins; each session is looked at when seats are given.
    return event.last_ends_at is not None and event.last_ends_at > moment


def why_closed(event: Event, moment: datetime) -> str:
    """Return in words why one cannot register."""
    if event.is_cancelled:
        return _("Deze activiteit gaat niet door.")
    if event.registration != Event.Registration.HERE:
        return _("Voor deze activiteit schrijf je hier niet in.")
    if event.closes_at is not None and event.closes_at <= moment:
        return _("Inschrijven kan niet meer.")
    return _("Deze activiteit is al begonnen of voorbij.")
