"""What the clock does for questions: escalate what waits too long, erase what is too old."""

from datetime import timedelta

from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.cases import services


@duty("cases.escalate", every=timedelta(hours=1))
def escalate() -> None:
    """Tell the programme of questions whose day has passed."""
    services.escalate_overdue(actor=SYSTEM)


@duty("cases.erase_old_questions", every=timedelta(days=1))
def erase_old_questions() -> None:
    """Erase questions whose retention is over."""
    services.erase_old_questions(actor=SYSTEM)


@duty("cases.lapse_referrals", every=timedelta(hours=1))
def lapse_referrals() -> None:
    """Bring back what another hub did not answer in time."""
    services.lapse_overdue(actor=SYSTEM)
