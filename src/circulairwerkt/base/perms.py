"""Who may look at long work and at undelivered letters, and why."""

from circulairwerkt.base.models import Job, OutgoingMail
from circulairwerkt.base.permissions import Actor, Role, register

SEE_JOBS = register(
    "base.see_jobs", "long work of a hub: how far it is, stopping it", Role.ADMINISTRATOR, Role.COORDINATOR
)

MEND_MAIL = register(
    "base.mend_mail", "letters of a hub that were not delivered", Role.ADMINISTRATOR, Role.COORDINATOR
)


def may_see_job(actor: Actor, job: Job) -> bool:
    """Who started it waits for it; the hub's coordinator answers for what is done in the hub's name."""
    if actor.user_id is not None and job.who_id == actor.user_id:
        return True
    return actor.may(SEE_JOBS, hub_id=job.hub_id)


def may_mend_mail(actor: Actor, mail: OutgoingMail) -> bool:
    """The hub that wrote knows how else to reach the person; what no hub wrote is the programme's."""
    return actor.may(MEND_MAIL, hub_id=mail.hub_id)


def may_mend_some_mail(actor: Actor) -> bool:
    """Whoever may mend the letters of one hub at least has a list of them."""
    return actor.may_anywhere(MEND_MAIL)
