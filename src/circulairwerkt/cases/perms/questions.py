"""Who may read and answer questions, and why."""

from circulairwerkt.base.permissions import Actor, Role, register
from circulairwerkt.cases.models import Question

ANSWER = register(
    "cases.answer_question",
    "read and answer questions to a hub",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.MEMBER,
)


def may_answer(actor: Actor, question: Question) -> bool:
    """The asker was told that only the hub reads the question; the programme answers for those without a
    hub.
    """
    return actor.may(ANSWER, hub_id=question.hub_id)
