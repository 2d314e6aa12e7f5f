"""Who may hand something on, answer it and read it, and why."""

from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases.models import Case, Question, Referral
from circulairwerkt.cases.perms.cases import WORK, may_work
from circulairwerkt.cases.perms.questions import ANSWER, may_answer


def may_refer_question(actor: Actor, question: Question) -> bool:
    """Who answers for a question knows best that another can answer it better."""
    return may_answer(actor, question)


def may_refer_case(actor: Actor, case: Case) -> bool:
    """A case leaves a hub only by the hub that owns it."""
    return may_work(actor, case)


def may_answer_referral(actor: Actor, referral: Referral) -> bool:
    """A hub says itself what it takes up. For a body beside the hubs, who referred notes what it said."""
    hub_id = referral.to_hub_id if referral.to_hub_id is not None else referral.from_hub_id
    return actor.may(_right(referral), hub_id=hub_id)


def may_take_back(actor: Actor, referral: Referral) -> bool:
    """Who referred may think again, as long as nobody answered."""
    return actor.may(_right(referral), hub_id=referral.from_hub_id)


def may_see_referral(actor: Actor, referral: Referral) -> bool:
    """Both hubs see where it stands: one waits for it, the other answers for it."""
    return may_take_back(actor, referral) or may_answer_referral(actor, referral)


def _right(referral: Referral) -> str:
    return ANSWER if referral.question_id is not None else WORK
