"""What happens to questions and cases; each service is one audited transaction."""

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

__all__ = [
    "NoLongerOpen",
    "NobodyReads",
    "add",
    "ask",
    "erase_old_questions",
    "escalate_overdue",
    "mark_answered",
    "move",
    "note",
    "renew_link",
    "reopen",
    "reply",
    "withdraw",
]
