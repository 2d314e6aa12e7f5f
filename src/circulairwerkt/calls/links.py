"""The private link of who handed in an idea, without an account."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from circulairwerkt.calls.models import Entry, Juror, Participant

_SIGNER = signing.Signer(salt="calls.entry-link")


def token_of(entry: Entry) -> str:
    """Return the token of the private link; a new nonce makes it void."""
    return _SIGNER.sign_object([entry.pk, entry.nonce])


def entry_of(token: str) -> Entry | None:
    """Return the idea of a private link, or None for a wrong, forged or void one."""
    try:
        pk, nonce = _SIGNER.unsign_object(token[:300])
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Entry.objects.select_related("call__hub", "challenge").prefetch_related("versions")
    return rows.filter(pk=pk, nonce=nonce).first()


def private_address(entry: Entry) -> str:
    """Return the whole address of the private link, in that person's language."""
    with override(entry.language):
        return settings.BASE_URL + reverse("calls:mine", args=[token_of(entry)])


_JUROR = signing.Signer(salt="calls.juror-link")


def token_of_juror(juror: Juror) -> str:
    """Return the token of a juror's private link; a new nonce makes it void."""
    return _JUROR.sign_object([juror.pk, juror.nonce])


def juror_of(token: str) -> Juror | None:
    """Return the juror of a private link, or None for a wrong, forged, void or erased one."""
    try:
        pk, nonce = _JUROR.unsign_object(token[:300])
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Juror.objects.select_related("call__hub").exclude(email="")
    return rows.filter(pk=pk, nonce=nonce).first()


def juror_address(juror: Juror) -> str:
    """Return the whole address of a juror's private link, in Dutch: the ideas are as they were written."""
    with override(settings.LANGUAGE_CODE):
        return settings.BASE_URL + reverse("calls:judging", args=[token_of_juror(juror)])


_PARTICIPANT = signing.Signer(salt="calls.participant-link")


def token_of_participant(participant: Participant) -> str:
    """Return the token of the private link of somebody who takes part."""
    return _PARTICIPANT.sign_object([participant.pk, participant.nonce])


def participant_of(token: str) -> Participant | None:
    """Return who takes part by a private link, or None for a wrong, forged or void one."""
    try:
        pk, nonce = _PARTICIPANT.unsign_object(token[:300])
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Participant.objects.select_related("call__hub", "challenge")
    return rows.filter(pk=pk, nonce=nonce).first()


def participant_address(participant: Participant) -> str:
    """Return the whole address of that link, in the language of who takes part."""
    with override(participant.language):
        return settings.BASE_URL + reverse("calls:participation", args=[token_of_participant(participant)])
