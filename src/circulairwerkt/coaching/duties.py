"""What the clock does for coaching."""

from datetime import timedelta

from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.coaching import services


@duty("coaching.remind_of_meetings", every=timedelta(minutes=30))
def remind_of_meetings() -> None:
    """Remind both of appointments of the coming day."""
    services.remind_of_meetings(actor=SYSTEM)


@duty("coaching.let_go_held", every=timedelta(hours=1))
def let_go_held() -> None:
    """Give back moments that nobody confirmed; choosing itself looks past them already."""
    services.let_go_held(actor=SYSTEM)


@duty("coaching.erase_old_coachings", every=timedelta(days=1))
def erase_old_coachings() -> None:
    """Erase people's data whose time is over."""
    services.erase_old_coachings(actor=SYSTEM)
