"""Tables of questions and of the cases that grow from them."""

from circulairwerkt.cases.models.case import (
    Case,
    CaseNumbering,
    CaseShare,
    Exit,
    HubRhythm,
    Stage,
    fresh_mail_key,
)
from circulairwerkt.cases.models.parties import Contact, Party
from circulairwerkt.cases.models.question import Question, Remark, fresh_nonce
from circulairwerkt.cases.models.thread import CaseFile, Entry, file_path
from circulairwerkt.cases.models.work import Lesson, SubsidyFile, Task

__all__ = [
    "Case",
    "CaseFile",
    "CaseNumbering",
    "CaseShare",
    "Contact",
    "Entry",
    "Exit",
    "HubRhythm",
    "Lesson",
    "Party",
    "Question",
    "Remark",
    "Stage",
    "SubsidyFile",
    "Task",
    "file_path",
    "fresh_mail_key",
    "fresh_nonce",
]
