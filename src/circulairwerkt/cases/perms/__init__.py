"""Who may do what with questions and cases, and why."""

from circulairwerkt.cases.perms.agreements import may_conclude, may_see_agreement, may_write_agreement
from circulairwerkt.cases.perms.cases import (
    SEE,
    WORK,
    may_contribute,
    may_open,
    may_see,
    may_see_cases_at,
    may_see_programme_counts,
    may_set_rhythm,
    may_work,
    sharing_hubs,
)
from circulairwerkt.cases.perms.questions import ANSWER, may_answer
from circulairwerkt.cases.perms.referrals import (
    may_answer_referral,
    may_refer_case,
    may_refer_question,
    may_see_referral,
    may_take_back,
)

__all__ = [
    "ANSWER",
    "SEE",
    "WORK",
    "may_answer",
    "may_answer_referral",
    "may_conclude",
    "may_contribute",
    "may_open",
    "may_refer_case",
    "may_refer_question",
    "may_see",
    "may_see_agreement",
    "may_see_cases_at",
    "may_see_programme_counts",
    "may_see_referral",
    "may_set_rhythm",
    "may_take_back",
    "may_work",
    "may_write_agreement",
    "sharing_hubs",
]
