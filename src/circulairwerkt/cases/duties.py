"""What the clock does for questions and cases: escalate, remind, read the mailbox, erase what is too old."""

import logging
from datetime import timedelta

from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.cases import digest, services
from circulairwerkt.cases.mailbox import MailboxGone

logger = logging.getLogger(__name__)


@duty("cases.escalate", every=timedelta(hours=1))
def escalate() -> None:
    """Tell the programme of questions whose day has passed."""
    services.escalate_overdue(actor=SYSTEM)


@duty("cases.erase_old_questions", every=timedelta(days=1))
def erase_old_questions() -> None:
    """Erase questions whose retention is over."""
    services.erase_old_questions(actor=SYSTEM)


@duty("cases.forget_waiting_photos", every=timedelta(hours=6))
def forget_waiting_photos() -> None:
    """Erase photos of forms that nobody sent."""
    services.forget_waiting_photos(actor=SYSTEM)


@duty("cases.lapse_referrals", every=timedelta(hours=1))
def lapse_referrals() -> None:
    """Bring back what another hub did not answer in time."""
    services.lapse_overdue(actor=SYSTEM)


@duty("cases.remind_of_tasks", every=timedelta(hours=1))
def remind_of_tasks() -> None:
    """Remind people of tasks whose day has come."""
    services.remind_of_tasks(actor=SYSTEM)


@duty("cases.erase_old_cases", every=timedelta(days=1))
def erase_old_cases() -> None:
    """Erase people's data from cases whose time is over."""
    services.erase_old_cases(actor=SYSTEM)


@duty("cases.read_mailbox", every=timedelta(minutes=2))
def read_mailbox() -> None:
    """Bring the mails of the mailbox into their cases."""
    try:
        services.read_mailbox(actor=SYSTEM)
    except MailboxGone as error:
        logger.warning("the mailbox cannot be read now: %s", error)


@duty("cases.send_digests", every=timedelta(hours=6))
def send_digests() -> None:
    """Tell each coordinator once a week what stands still."""
    digest.send_digests()
