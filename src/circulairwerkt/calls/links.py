"""Private links of who handed in an idea, judges or takes part, without an account."""

from django.conf import settings

from circulairwerkt.base.private_links import PrivateLink
from circulairwerkt.calls.models import Entry, Juror, Participant

_ENTRY = PrivateLink[Entry]("calls.entry-link", "calls:mine")
_JUROR = PrivateLink[Juror]("calls.juror-link", "calls:judging")
_PARTICIPANT = PrivateLink[Participant]("calls.participant-link", "calls:participation")


def token_of(entry: Entry) -> str:
    """Return the token of the private link; a new nonce makes it void."""
    return _ENTRY.token(entry)


def entry_of(token: str) -> Entry | None:
    """Return the idea of a private link, or None for a wrong, forged or void one."""
    return _ENTRY.row(
        token, Entry.objects.select_related("call__hub", "challenge").prefetch_related("versions")
    )


def private_address(entry: Entry) -> str:
    """Return the whole address of the private link, in that person's language."""
    return _ENTRY.address(entry, entry.language)


def token_of_juror(juror: Juror) -> str:
    """Return the token of a juror's private link; a new nonce makes it void."""
    return _JUROR.token(juror)


def juror_of(token: str) -> Juror | None:
    """Return the juror of a private link, or None for a wrong, forged, void or erased one."""
    return _JUROR.row(token, Juror.objects.select_related("call__hub").exclude(email=""))


def juror_address(juror: Juror) -> str:
    """Return the whole address of a juror's private link, in Dutch: the ideas are as they were written."""
    return _JUROR.address(juror, settings.LANGUAGE_CODE)


def token_of_participant(participant: Participant) -> str:
    """Return the token of the private link of somebody who takes part."""
    return _PARTICIPANT.token(participant)


def participant_of(token: str) -> Participant | None:
    """Return who takes part by a private link, or None for a wrong, forged or void one."""
    return _PARTICIPANT.row(token, Participant.objects.select_related("call__hub", "challenge"))


def participant_address(participant: Participant) -> str:
    """Return the whole address of that link, in the language of who takes part."""
    return _PARTICIPANT.address(participant, participant.language)
