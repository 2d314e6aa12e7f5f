"""Who may look at long work and at undelivered letters, and why."""

from circulairwerkt.base.imports import Kind
from circulairwerkt.base.models import Job, OutgoingMail
from circulairwerkt.base.permissions import Actor, Role, register

SEE_JOBS = register(
    "base.see_jobs", "long work of a hub: how far it is, stopping it", Role.ADMINISTRATOR, Role.COORDINATOR
)

MEND_MAIL = register(
    "base.mend_mail", "letters of a hub that were not delivered", Role.ADMINISTRATOR, Role.COORDINATOR
)

IMPORT = register(
    "base.import", "read files in for a hub, and take them back", Role.ADMINISTRATOR, Role.COORDINATOR
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


def may_import(actor: Actor, hub_id: int, kind: Kind | None = None) -> bool:
    """A file fills a hub's lists in one go: its coordinator reads it in, by the rules of what rows become."""
    return actor.may(IMPORT, hub_id=hub_id) and (kind is None or kind.may(actor, hub_id))
