"""Parts that deals and referrals add to the pages of questions and cases."""

from collections.abc import Mapping
from typing import Any

from circulairwerkt.base import links
from circulairwerkt.base.panels import panel
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import agreed, perms, referred
from circulairwerkt.cases.models import Case, Question
from circulairwerkt.streams.models import Listing


@panel("cases:question", template="cases/_question_referrals.html", order=50)
def question_referrals(request: Request, question: Question) -> Mapping[str, Any] | None:
    """Where the question was handed on to, and the way to do so."""
    if not perms.may_refer_question(request.actor, question) or question.withdrawn_at is not None:
        return None
    referrals = referred.of_question(question)
    is_on_its_way = any(each.referral.is_open for each in referrals)
    return {"referrals": referrals, "question": question, "may_refer": not is_on_its_way}


@panel("streams:row", template="cases/_came_of.html", order=20)
def questions_of_row(request: Request, row: Listing) -> Mapping[str, Any] | None:
    """The question that a card or need was made of, for those who may read it."""
    keys = links.origins(row, Question)
    if not keys:
        return None
    asked = Question._base_manager.select_related("municipality").filter(pk__in=keys, withdrawn_at=None)
    readable = [question for question in asked if perms.may_answer(request.actor, question)]
    return {"questions": readable} if readable else None


@panel("cases:case", template="cases/_case_agreements.html", order=60)
def case_agreements(request: Request, case: Case) -> Mapping[str, Any] | None:
    """What was agreed in the case, and the way to write down more."""
    if not perms.may_see(request.actor, case):
        return None
    return {
        "case": case,
        "agreements": agreed.agreements_of(case),
        "may_write": perms.may_contribute(request.actor, case),
    }


@panel("cases:case_side", template="cases/_case_referrals.html", order=60)
def case_referrals(request: Request, case: Case) -> Mapping[str, Any] | None:
    """Where the case was handed on to; the way to do so stands among the tools of the page."""
    if not perms.may_see(request.actor, case):
        return None
    referrals = referred.of_case(case)
    return {"case": case, "referrals": referrals} if referrals else None
