"""What the clock does for trainings."""

from datetime import timedelta

from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.trainings import services


@duty("trainings.erase_old_names", every=timedelta(days=1))
def erase_old_names() -> None:
    """Erase names on attests whose time is over."""
    services.erase_old_names(actor=SYSTEM)
