"""Parts that deals and referrals add to the pages of questions and cases."""

from collections.abc import Mapping
from typing import Any

from circulairwerkt.base.panels import panel
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import perms, referred
from circulairwerkt.cases.models import Question


@panel("cases:question", template="cases/_question_referrals.html", order=50)
def question_referrals(request: Request, question: Question) -> Mapping[str, Any] | None:
    """Where the question was handed on to, and the way to do so."""
    if not perms.may_refer_question(request.actor, question) or question.withdrawn_at is not None:
        return None
    referrals = referred.of_question(question)
    is_on_its_way = any(each.referral.is_open for each in referrals)
    return {"referrals": referrals, "question": question, "may_refer": not is_on_its_way}
