"""What the clock does for organisations: erase people who were noted too long ago."""

from datetime import timedelta

from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.organisations import services


@duty("organisations.erase_old_contacts", every=timedelta(days=1))
def erase_old_contacts() -> None:
    """Erase people at partners whose time is over."""
    services.erase_old_contacts(actor=SYSTEM)
