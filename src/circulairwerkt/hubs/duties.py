"""What the clock does for hubs: addresses of old invitations are not kept."""

from datetime import timedelta

from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.hubs import services


@duty("hubs.empty_invitations", every=timedelta(days=1))
def empty_invitations() -> None:
    """Empty the address of invitations that ended long ago."""
    services.empty_invitations(actor=SYSTEM)
