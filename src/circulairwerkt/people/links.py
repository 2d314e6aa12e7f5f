"""Private links and the code on paper: how a person comes to his own file without an account."""

import secrets

from circulairwerkt.base.private_links import PrivateLink
from circulairwerkt.base.scope import everywhere
from circulairwerkt.people.models import Caller, CallRequest, FollowUp, PersonFile
from circulairwerkt.people.seals import digest_of
from circulairwerkt.people.times import LINK_LIVES

_CALLER = PrivateLink[Caller]("people.caller", "people:calling")
_CALL = PrivateLink[CallRequest]("people.call", "people:called", lives=LINK_LIVES)
_FOLLOW_UP = PrivateLink[FollowUp]("people.follow-up", "people:follow_up")
_OWN = PrivateLink[PersonFile]("people.own-file", "people:own", lives=LINK_LIVES)
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
    return _OWN.token(file)


def file_of(token: str) -> PersonFile | None:
    """Return the file of a person's own link; None for a forged one, an old one or a file that is gone."""
    rows = PersonFile.objects.select_related("organisation", "coach")
    return _OWN.row(token, rows.filter(pseudonymised_on__isnull=True))


def own_address(file: PersonFile) -> str:
    """Return the whole address of a person's own page, in his language."""
    return _OWN.address(file, file.language)


def caller_token(caller: Caller) -> str:
    """Return the token of a caller's link; it ends when he stops."""
    return _CALLER.token(caller)


def caller_of(token: str) -> Caller | None:
    """Return the caller of a link, or None for a forged or ended one."""
    with everywhere("a caller by his own link"):
        return _CALLER.row(token, Caller.objects.select_related("hub"))


def caller_address(caller: Caller, language: str) -> str:
    """Return the whole address of a caller's page."""
    return _CALLER.address(caller, language)


def call_token(request: CallRequest) -> str:
    """Return the token of the page on which who asked follows his call; it ends after a month."""
    return _CALL.token(request)


def call_of(token: str) -> CallRequest | None:
    """Return the request of such a link, or None."""
    return _CALL.row(token, CallRequest.objects.select_related("municipality"))


def follow_up_of(token: str) -> FollowUp | None:
    """Return the questions of a link, or None for a forged one or where the file is gone."""
    return _FOLLOW_UP.row(token, FollowUp.objects.all())


def follow_up_address(follow_up: FollowUp, language: str) -> str:
    """Return the whole address of the two questions."""
    return _FOLLOW_UP.address(follow_up, language)
