"""What the clock does for events: move waiting lists, remind, erase what is no longer needed."""

from datetime import timedelta

from circulairwerkt.agenda import services
from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM


@duty("agenda.move_lines", every=timedelta(minutes=5))
def move_lines() -> None:
    """Offer to the next in line what somebody did not answer in time."""
    services.move_lines(actor=SYSTEM)


@duty("agenda.remind", every=timedelta(hours=1))
def remind() -> None:
    """Remind of what begins tomorrow."""
    services.remind_of_sessions(actor=SYSTEM)


@duty("agenda.erase_wishes", every=timedelta(days=1))
def erase_wishes() -> None:
    """Erase diets and photo wishes of events that are over."""
    services.erase_wishes(actor=SYSTEM)


@duty("agenda.erase_people", every=timedelta(days=1))
def erase_people() -> None:
    """Erase who registered for events of long ago."""
    services.erase_people(actor=SYSTEM)
