"""Who may look at long work, and why."""

from circulairwerkt.base.models import Job
from circulairwerkt.base.permissions import Actor, Role, register

SEE_JOBS = register(
    "base.see_jobs", "long work of a hub: how far it is, stopping it", Role.ADMINISTRATOR, Role.COORDINATOR
)


def may_see_job(actor: Actor, job: Job) -> bool:
    """Who started it waits for it; the hub's coordinator answers for what is done in the hub's name."""
    if actor.user_id is not None and job.who_id == actor.user_id:
        return True
    return actor.may(SEE_JOBS, hub_id=job.hub_id)
