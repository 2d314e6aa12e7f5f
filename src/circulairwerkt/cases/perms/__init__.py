"""Who may do what with questions and cases, and why."""

from circulairwerkt.cases.perms.cases import (
    SEE,
    WORK,
    may_contribute,
    may_open,
    may_see,
    may_see_cases_at,
    may_set_rhythm,
    may_work,
)
from circulairwerkt.cases.perms.questions import ANSWER, may_answer

__all__ = [
    "ANSWER",
    "SEE",
    "WORK",
    "may_answer",
    "may_contribute",
    "may_open",
    "may_see",
    "may_see_cases_at",
    "may_set_rhythm",
    "may_work",
]
