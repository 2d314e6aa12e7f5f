"""What the clock does for proposals: follow what changed, erase addresses that are too old."""

from datetime import timedelta

from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.matching import services


@duty("matching.follow", every=timedelta(minutes=1))
def follow() -> None:
    """Work out who fits for the rows that were written since."""
    services.follow(actor=SYSTEM)


@duty("matching.erase_old_inquiries", every=timedelta(days=1))
def erase_old_inquiries() -> None:
    """Erase addresses whose retention is over."""
    services.erase_old_addresses(actor=SYSTEM)
