"""Parts that deals, referrals and beginnings add to the pages of questions and cases."""

from collections.abc import Mapping
from typing import Any

from circulairwerkt.base import links
from circulairwerkt.base.panels import panel
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import agreed, perms, referred
from circulairwerkt.cases.beginnings import beginnings
from circulairwerkt.cases.labour import reckoning, telling
from circulairwerkt.cases.models import Agreement, Case, Question
from circulairwerkt.streams.models import Listing, MaterialCard


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


@panel("cases:case", template="cases/_case_labour.html", order=70)
def case_labour(request: Request, case: Case) -> Mapping[str, Any] | None:
    """How much work the streams of the case are, as an estimate, and the way to its reckoning."""
    if not perms.may_see(request.actor, case):
        return None
    reckoned = reckoning.of_case(case)
    return None if reckoned.is_empty else {"case": case, "sums": telling.shown_reckoning(reckoned)}


@panel("cases:agreement", template="cases/_agreement_labour.html", order=20)
def agreement_labour(request: Request, agreement: Agreement) -> Mapping[str, Any] | None:
    """How much work one agreement is."""
    if not perms.may_see_agreement(request.actor, agreement):
        return None
    reckoned = reckoning.of_cases(Case.objects.filter(pk=agreement.case_id))
    found = [one for one in reckoned.planned if one.agreement and one.agreement.pk == agreement.pk]
    work = found[0] if found else reckoning.of_agreement(agreement)
    return {
        "case": agreement.case,
        "agreement": agreement,
        "shown": telling.shown(work),
        "may_write": perms.may_write_agreement(request.actor, agreement),
    }


@panel("streams:row", template="cases/_row_labour.html", order=30)
def labour_of_row(request: Request, row: Listing) -> Mapping[str, Any] | None:
    """How much work a card would be, for who works at its hub; nothing where nobody can tell."""
    if not isinstance(row, MaterialCard) or not perms.may_see_cases_at(request.actor, row.hub):
        return None
    work = reckoning.of_card(row, free=row.quantity, stream=None, capability=None)
    return {"shown": telling.shown(work)} if work.package.hours is not None else None


@panel("cases:case_side", template="cases/_case_referrals.html", order=60)
def case_referrals(request: Request, case: Case) -> Mapping[str, Any] | None:
    """Where the case was handed on to; the way to do so stands among the tools of the page."""
    if not perms.may_see(request.actor, case):
        return None
    referrals = referred.of_case(case)
    return {"case": case, "referrals": referrals} if referrals else None


@panel("cases:question", template="cases/_began_at.html", order=60)
def question_began_at(request: Request, question: Question) -> Mapping[str, Any] | None:
    """Where a question began, for those who answer it."""
    if not perms.may_answer(request.actor, question):
        return None
    found = beginnings(request.actor, question)
    return {"beginnings": found} if found else None


@panel("cases:case_side", template="cases/_began_at.html", order=64)
def case_began_at(request: Request, case: Case) -> Mapping[str, Any] | None:
    """Where a case or its question began, as far as its reader may see that."""
    found = beginnings(request.actor, case) if perms.may_see(request.actor, case) else []
    return {"beginnings": found} if found else None
