"""What the clock does for info points."""

from datetime import timedelta

from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.infopoints import services


@duty("infopoints.remind_of_appointments", every=timedelta(minutes=30))
def remind_of_appointments() -> None:
    """Remind visitors of appointments of the coming day."""
    services.remind_of_appointments(actor=SYSTEM)


@duty("infopoints.erase_old", every=timedelta(days=1))
def erase_old() -> None:
    """Erase who came and what it was about once its time is over."""
    services.erase_old(actor=SYSTEM)
