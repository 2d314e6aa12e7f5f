"""Who may put a lesson of a case in the stories, and why."""

from circulairwerkt.base.permissions import Actor, Role, register
from circulairwerkt.cases.models import Case
from circulairwerkt.knowledge.models import CaseStory

TELL = register(
    "knowledge.tell",
    "put the lesson of a case in the public stories, and take it back",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
)


def may_tell(actor: Actor, case: Case) -> bool:
    """A case was told in confidence: what leaves it is for the coordinator of the hub that answers for it."""
    return actor.may(TELL, hub_id=case.hub_id)


def may_take_back(actor: Actor, story: CaseStory) -> bool:
    """A hub answers for what it told, also when the case is gone; what a file told is kept in that file."""
    return not story.loaded_values and actor.may(TELL, hub_id=story.hub_id)
