"""What the clock does for the platform itself: take back lost jobs, forget old ones."""

from datetime import timedelta

from circulairwerkt.base import jobs
from circulairwerkt.base.clock import duty


@duty("base.take_back_lost", every=timedelta(seconds=30))
def take_back_lost() -> None:
    """Queue the jobs anew whose process is gone."""
    jobs.take_back_lost()


@duty("base.forget_finished_jobs", every=timedelta(days=1))
def forget_finished_jobs() -> None:
    """Delete what ended long ago."""
    jobs.forget_finished()
