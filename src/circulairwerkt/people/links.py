"""Private links and the code on paper: how a person comes to his own file without an account."""

import secrets

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from circulairwerkt.base.scope import everywhere
from circulairwerkt.people.models import Caller, CallRequest, FollowUp, PersonFile
from circulairwerkt.people.seals import digest_of
from circulairwerkt.people.times import LINK_LIVES

_CALLER = signing.Signer(salt="people.caller")
_CALL = signing.TimestampSigner(salt="people.call")
_FOLLOW_UP = signing.Signer(salt="people.follow-up")
_OWN = signing.TimestampSigner(salt="people.own-file")
#: Without letters and figures that look alike on paper.
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_GROUPS, _GROUP = 3, 4


def fresh_code() -> str:
    """Return a code for paper, such as ``K7MD-2XQA-9TRF``: 12 of 30 letters, some 59 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def digest_of_code(code: str) -> str:
    """Return the digest under which a code is kept; blanks, hyphens and capitals do not matter."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return digest_of("code", plain[:40])


def file_of_code(code: str) -> PersonFile | None:
    """Return the file whose code this is, or None."""
    return PersonFile.objects.filter(code_digest=digest_of_code(code)).exclude(code_digest="").first()


def own_token(file: PersonFile) -> str:
    """Return the token of a person's own link; it ends after a month, or with a new code."""
    return _OWN.sign_object([file.pk, file.nonce])


def file_of(token: str) -> PersonFile | None:
    """Return the file of a person's own link; None for a forged one, an old one or a file that is gone."""
    try:
        pk, nonce = _OWN.unsign_object(token[:300], max_age=LINK_LIVES)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (
        PersonFile.objects.select_related("organisation", "coach")
        .filter(pk=pk, nonce=nonce, pseudonymised_on__isnull=True)
        .first()
    )


def own_address(file: PersonFile) -> str:
    """Return the whole address of a person's own page, in his language."""
    with override(file.language):
        return settings.BASE_URL + reverse("people:own", args=[own_token(file)])


def caller_token(caller: Caller) -> str:
    """Return the token of a caller's link; it ends when he stops."""
    return _CALLER.sign_object([caller.pk, caller.nonce])


def caller_of(token: str) -> Caller | None:
    """Return the caller of a link, or None for a forged or ended one."""
    try:
        pk, nonce = _CALLER.unsign_object(token[:300])
    except (signing.BadSignature, ValueError, TypeError):
        return None
    with everywhere("a caller by his own link"):
        found: Caller | None = Caller.objects.select_related("hub").filter(pk=pk, nonce=nonce).first()
    return found


def caller_address(caller: Caller, language: str) -> str:
    """Return the whole address of a caller's page."""
    with override(language):
        return settings.BASE_URL + reverse("people:calling", args=[caller_token(caller)])


def call_token(request: CallRequest) -> str:
    """Return the token of the page on which who asked follows his call; it ends after a month."""
    return _CALL.sign_object([request.pk, request.nonce])


def call_of(token: str) -> CallRequest | None:
    """Return the request of such a link, or None."""
    try:
        pk, nonce = _CALL.unsign_object(token[:300], max_age=LINK_LIVES)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return CallRequest.objects.select_related("municipality").filter(pk=pk, nonce=nonce).first()


def follow_up_of(token: str) -> FollowUp | None:
    """Return the questions of a link, or None for a forged one or where the file is gone."""
    try:
        pk, nonce = _FOLLOW_UP.unsign_object(token[:300])
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return FollowUp.objects.filter(pk=pk, nonce=nonce).first()


def follow_up_address(follow_up: FollowUp, language: str) -> str:
    """Return the whole address of the two questions."""
    token = _FOLLOW_UP.sign_object([follow_up.pk, follow_up.nonce])
    with override(language):
        return settings.BASE_URL + reverse("people:follow_up", args=[token])
