"""Private links of questions and of parties to a case, and the mail address of a case."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from circulairwerkt.cases.addresses import mail_address
from circulairwerkt.cases.models import Case, Contact, Question

_SIGNER = signing.Signer(salt="cases.question-link")


def token_of(question: Question) -> str:
    """Return the token of the private link; a new nonce makes it void."""
    return _SIGNER.sign_object([question.pk, question.nonce])


def question_of(token: str) -> Question | None:
    """Return the question of a private link, or None for a wrong, forged or void one.

    The token is the right: it reads around no hub's scope but that of this one question.
    """
    try:
        pk, nonce = _SIGNER.unsign_object(token[:300])
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Question._base_manager.select_related("hub", "municipality").filter(pk=pk, nonce=nonce).first()


def private_address(question: Question) -> str:
    """Return the whole address of the private link, in the asker's language."""
    with override(question.language):
        return settings.BASE_URL + reverse("portal:my_question", args=[token_of(question)])


#: The letter of a question's mail address (``cases.addresses``).
QUESTION_MAIL_SORT = "q"


def mail_address_of_question(question: Question) -> str:
    """Return the address under which the asker answers by mail; empty where no mailbox is read."""
    return mail_address(sort=QUESTION_MAIL_SORT, pk=question.pk, secret=question.nonce)


_PARTY_SIGNER = signing.Signer(salt="cases.party-link")


def party_token_of(contact: Contact) -> str:
    """Return the token with which one person follows and writes in one case, without an account."""
    return _PARTY_SIGNER.sign_object([contact.pk, contact.nonce])


def contact_of(token: str) -> Contact | None:
    """Return the person of a party's link, or None for a wrong, forged or void one.

    The token is the right: it reads around no hub's scope but that of this one case.
    """
    try:
        pk, nonce = _PARTY_SIGNER.unsign_object(token[:300])
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Contact.objects.select_related("case__hub", "case__owner").filter(pk=pk, nonce=nonce).first()


def party_address(contact: Contact) -> str:
    """Return the whole address of a party's link, in that person's language."""
    with override(contact.language):
        return settings.BASE_URL + reverse("cases:party_thread", args=[party_token_of(contact)])


def mail_address_of(case: Case) -> str:
    """Return the mail address whose mail joins the thread of ``case``; empty where no mailbox is read."""
    name, at, domain = settings.MAILBOX_ADDRESS.partition("@")
    return f"{name}+{case.mail_key}@{domain}" if at else ""
