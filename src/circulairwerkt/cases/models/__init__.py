"""Tables of questions and of the cases that grow from them."""

from circulairwerkt.cases.models.agreements import (
    Agreement,
    AgreementShare,
    AgreementState,
    LegalAnswer,
    Transfer,
    TransferRows,
    WrittenOnce,
)
from circulairwerkt.cases.models.case import (
    UNDER_WAY,
    Case,
    CaseNumbering,
    CaseShare,
    Exit,
    HubRhythm,
    Stage,
    fresh_mail_key,
)
from circulairwerkt.cases.models.definitions import Definition
from circulairwerkt.cases.models.labour import SaidBy, WorkPackage
from circulairwerkt.cases.models.part import QuestionPart
from circulairwerkt.cases.models.parties import Contact, Party
from circulairwerkt.cases.models.question import Question, QuestionPhoto, Remark, fresh_nonce
from circulairwerkt.cases.models.referral import Referral, ReferralState
from circulairwerkt.cases.models.streams import CaseStream
from circulairwerkt.cases.models.thread import CaseFile, Entry, file_path
from circulairwerkt.cases.models.work import Lesson, SubsidyFile, Task

__all__ = [
    "UNDER_WAY",
    "Agreement",
    "AgreementShare",
    "AgreementState",
    "Case",
    "CaseFile",
    "CaseNumbering",
    "CaseShare",
    "CaseStream",
    "Contact",
    "Definition",
    "Entry",
    "Exit",
    "HubRhythm",
    "LegalAnswer",
    "Lesson",
    "Party",
    "Question",
    "QuestionPart",
    "QuestionPhoto",
    "Referral",
    "ReferralState",
    "Remark",
    "SaidBy",
    "Stage",
    "SubsidyFile",
    "Task",
    "Transfer",
    "TransferRows",
    "WorkPackage",
    "WrittenOnce",
    "file_path",
    "fresh_mail_key",
    "fresh_nonce",
]
