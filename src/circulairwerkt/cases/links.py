"""The private link of a question: who holds it may follow, add and withdraw; nothing else is asked."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from circulairwerkt.cases.models import Question

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
