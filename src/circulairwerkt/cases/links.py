"""Private links of questions and of parties to a case, and the mail address of a case."""

from django.conf import settings

from circulairwerkt.base.private_links import PrivateLink
from circulairwerkt.cases.addresses import mail_address
from circulairwerkt.cases.models import Case, Contact, Question

_QUESTION = PrivateLink[Question]("cases.question-link", "portal:my_question")
_PARTY = PrivateLink[Contact]("cases.party-link", "cases:party_thread")


def token_of(question: Question) -> str:
    """Return the token of the private link; a new nonce makes it void."""
    return _QUESTION.token(question)


def question_of(token: str) -> Question | None:
    """Return the question of a private link, or None for a wrong, forged or void one."""
    return _QUESTION.row(token, Question._base_manager.select_related("hub", "municipality"))


def private_address(question: Question) -> str:
    """Return the whole address of the private link, in the asker's language."""
    return _QUESTION.address(question, question.language)


#: The letter of a question's mail address (``cases.addresses``).
QUESTION_MAIL_SORT = "q"


def mail_address_of_question(question: Question) -> str:
    """Return the address under which the asker answers by mail; empty where no mailbox is read."""
    return mail_address(sort=QUESTION_MAIL_SORT, pk=question.pk, secret=question.nonce)


def party_token_of(contact: Contact) -> str:
    """Return the token with which one person follows and writes in one case, without an account."""
    return _PARTY.token(contact)


def contact_of(token: str) -> Contact | None:
    """Return the person of a party's link, or None for a wrong, forged or void one."""
    return _PARTY.row(token, Contact.objects.select_related("case__hub", "case__owner"))


def party_address(contact: Contact) -> str:
    """Return the whole address of a party's link, in that person's language."""
    return _PARTY.address(contact, contact.language)


def mail_address_of(case: Case) -> str:
    """Return the mail address whose mail joins the thread of ``case``; empty where no mailbox is read."""
    name, at, domain = settings.MAILBOX_ADDRESS.partition("@")
    return f"{name}+{case.mail_key}@{domain}" if at else ""
