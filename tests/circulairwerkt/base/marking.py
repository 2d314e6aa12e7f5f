"""A job for tests: writes a row a step, slowly enough to be killed in the midst of one."""

import time
from datetime import timedelta
from typing import Any

from django.core.management import call_command

from circulairwerkt.base import jobs
from circulairwerkt.base.models import AuditEntry, Job

MARKS = 300
PAUSE_S = 0.003


@jobs.job("test.mark")
def mark(handle: jobs.Handle) -> jobs.Outcome:
    """Write the numbers from 0, one a step; in the middle of each step it could be killed."""
    for number in range(handle.state.get("following", 0), handle.arguments["marks"]):
        with handle.step():
            AuditEntry.objects.create(
                action="test.mark", object_type=f"job {handle.job.pk}", object_id=str(number)
            )
            time.sleep(PAUSE_S)
            handle.progress(number + 1, handle.arguments["marks"])
            handle.checkpoint({"following": number + 1})
    return {"words": "klaar"}


def marks(job: Job) -> list[int]:
    """The numbers that a job wrote, in order of writing."""
    rows = AuditEntry.objects.filter(action="test.mark", object_type=f"job {job.pk}").order_by("pk")
    return [int(number) for number in rows.values_list("object_id", flat=True)]


def begin() -> None:
    """Queue the job."""
    jobs.start("test.mark", title="merken", arguments={"marks": MARKS})


def work() -> None:
    """Be one worker."""
    call_command("worker", "--once")


def take_back() -> None:
    """Do what the clock does, without waiting."""
    jobs.take_back_lost(lost_after=timedelta(0))


def is_over() -> bool:
    """Whether nothing waits or runs."""
    return all(job.has_ended for job in Job.objects.all())


def facts() -> dict[str, Any]:
    """What is left of each job."""
    return {"jobs": [[job.state, job.done, marks(job)] for job in Job.objects.order_by("pk")]}
