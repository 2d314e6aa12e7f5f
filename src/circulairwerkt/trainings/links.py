"""The private link of an attest: who holds it sees the name."""

from circulairwerkt.base.private_links import PrivateLink
from circulairwerkt.trainings.models import Attest

_OWN = PrivateLink[Attest]("trainings.attest-link", "trainings:attest")


def token_of(attest: Attest) -> str:
    """Return the token of the private link; a new nonce makes it void."""
    return _OWN.token(attest)


def attest_of(token: str) -> Attest | None:
    """Return the attest of a private link, or None for a wrong, forged or void one."""
    return _OWN.row(token, Attest._base_manager.select_related("hub", "event"))


def private_address(attest: Attest) -> str:
    """Return the whole address of the private link, in the holder's language."""
    return _OWN.address(attest, attest.language)
