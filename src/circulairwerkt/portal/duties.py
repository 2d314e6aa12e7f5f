"""What the clock does for searches that people keep."""

from datetime import timedelta

from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.portal.services import searches


@duty("portal.send_search_alerts", every=timedelta(hours=1))
def send_search_alerts() -> None:
    """Tell people what is new for their searches."""
    searches.send_alerts(actor=SYSTEM)


@duty("portal.forget_searches", every=timedelta(days=1))
def forget_searches() -> None:
    """Erase searches that were taken away long ago."""
    searches.forget_searches(actor=SYSTEM)
