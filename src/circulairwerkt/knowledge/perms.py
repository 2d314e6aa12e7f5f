"""Who may put a lesson of a case in the stories, and why."""

from circulairwerkt.base.permissions import Actor, Role, register
from circulairwerkt.cases.models import Case

TELL = register(
    "knowledge.tell",
    "put the lesson of a case in the public stories, and take it back",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
)


def may_tell(actor: Actor, case: Case) -> bool:
    """A case was told in confidence: what leaves it is for the coordinator of the hub that answers for it."""
    return actor.may(TELL, hub_id=case.hub_id)
