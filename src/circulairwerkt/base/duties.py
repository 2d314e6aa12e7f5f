"""What the clock does for the platform itself: take back what was lost, send mail, forget what is old."""

from datetime import timedelta

from circulairwerkt.base import jobs, outbox, search_index, services
from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM


@duty("base.take_back_lost", every=timedelta(seconds=30))
def take_back_lost() -> None:
    """Queue the jobs anew whose process is gone."""
    jobs.take_back_lost()


@duty("base.forget_finished_jobs", every=timedelta(days=1))
def forget_finished_jobs() -> None:
    """Delete what ended long ago."""
    jobs.forget_finished()


@duty("base.deliver_mail", every=timedelta(seconds=30))
def deliver_mail() -> None:
    """Send what is due: tries after a failure, and what no worker sent."""
    outbox.take_back_lost()
    outbox.deliver_due()


@duty("base.erase_old_mail", every=timedelta(days=1))
def erase_old_mail() -> None:
    """Erase the addresses of letters that ended long ago."""
    outbox.erase_old()


@duty("base.forget_old_imports", every=timedelta(days=1))
def forget_old_imports() -> None:
    """Erase the files that were read in long ago."""
    services.forget_old_imports(actor=SYSTEM)


@duty("base.catch_up_search", every=timedelta(seconds=30))
def catch_up_search() -> None:
    """Read into the index what a killed process left."""
    search_index.catch_up()


@duty("base.mend_search", every=timedelta(days=1))
def mend_search() -> None:
    """Compare the index with the rows, and forget words that occur no more."""
    search_index.mend()
