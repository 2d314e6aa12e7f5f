"""The vote of the public: when it is open, who votes (by a keyed digest), and the link in the mail."""

from datetime import datetime
from hashlib import blake2b

from django.conf import settings
from django.core import signing
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import override

from circulairwerkt.calls.models import Call, Step, Vote

_SIGNER = signing.Signer(salt="calls.vote")


def vote_of(call: Call) -> Step | None:
    """Return the step at which the public of a running call votes, open or not; None without a vote there."""
    if not call.is_running:
        return None
    return Step.objects.filter(call=call, number=call.position, has_vote=True).first()


def is_voting(step: Step | None, moment: datetime) -> bool:
    """Whether votes are taken at ``moment``: from the begin of the step, if it has one, to its end."""
    if step is None or step.ends_at is None:
        return False
    return (step.starts_at is None or step.starts_at <= moment) and moment < step.ends_at


def votes_in(call: Call) -> dict[int, int]:
    """Return how many votes each idea has that has any, by its key, as long as votes are kept."""
    return dict(Vote.objects.filter(call=call).order_by().values_list("entry").annotate(n=Count("pk")))


def voter_digest(call: Call, address: str) -> str:
    """Return a keyed digest of an address for one call: of no use for another, nor without the key.

    What stands after a plus sign is left out: it reaches the same mailbox.
    """
    name, _at, domain = address.strip().casefold().rpartition("@")
    text = f"vote:{call.pk}:{name.partition('+')[0]}@{domain}"
    return blake2b(text.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()


def token_of_voter(call: Call, digest: str) -> str:
    """Return the token that gives one vote."""
    return _SIGNER.sign_object([call.pk, digest])


def voter_of(token: str) -> tuple[int, str] | None:
    """Return the call and the digest of a token; None for a wrong or forged one."""
    try:
        pk, digest = _SIGNER.unsign_object(token[:300])
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (pk, digest) if isinstance(pk, int) and isinstance(digest, str) else None


def vote_address(call: Call, digest: str, language: str) -> str:
    """Return the whole address of the page on which one votes."""
    with override(language):
        return settings.BASE_URL + reverse("calls:vote", args=[token_of_voter(call, digest)])
