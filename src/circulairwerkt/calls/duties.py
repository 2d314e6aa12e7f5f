"""What the clock does for calls."""

from datetime import timedelta

from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.calls import services


@duty("calls.remind", every=timedelta(hours=1))
def remind() -> None:
    """Remind of the last days to hand in and to judge."""
    services.remind(actor=SYSTEM)


@duty("calls.erase_people", every=timedelta(days=1))
def erase_people() -> None:
    """Erase who handed in ideas of long ago."""
    services.erase_people(actor=SYSTEM)
