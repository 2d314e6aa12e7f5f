"""What the clock does for the newsletter: forget addresses that nobody confirmed."""

from datetime import timedelta

from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.knowledge import services


@duty("knowledge.forget_subscriptions", every=timedelta(days=1))
def forget_subscriptions() -> None:
    """Erase addresses that were never confirmed, and those of hubs that ended."""
    services.forget_subscriptions(actor=SYSTEM)
