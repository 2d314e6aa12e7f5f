"""What happens to questions and cases; each service is one audited transaction."""

from circulairwerkt.cases.services.parts import changed_part, correct_part, lift_danger
from circulairwerkt.cases.services.questions import (
    NobodyReads,
    NoLongerOpen,
    add,
    ask,
    erase_old_questions,
    escalate_overdue,
    mark_answered,
    move,
    note,
    renew_link,
    reopen,
    reply,
    withdraw,
)
from circulairwerkt.cases.services.referrals import (
    NotOpen,
    accept,
    lapse_overdue,
    refer,
    send_back,
    take_back,
)

__all__ = [
    "NoLongerOpen",
    "NobodyReads",
    "NotOpen",
    "accept",
    "add",
    "ask",
    "changed_part",
    "correct_part",
    "erase_old_questions",
    "escalate_overdue",
    "lapse_overdue",
    "lift_danger",
    "mark_answered",
    "move",
    "note",
    "refer",
    "renew_link",
    "reopen",
    "reply",
    "send_back",
    "take_back",
    "withdraw",
]
