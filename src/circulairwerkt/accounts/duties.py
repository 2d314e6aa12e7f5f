"""What the clock does for privacy: what is kept no longer than needed."""

from datetime import timedelta

from circulairwerkt.accounts import services
from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM


@duty("accounts.forget_unproven", every=timedelta(days=1))
def forget_unproven() -> None:
    """Delete accounts whose address nobody proved."""
    services.forget_unproven(actor=SYSTEM)


@duty("accounts.forget_sessions", every=timedelta(days=1))
def forget_sessions() -> None:
    """Delete sessions that are over."""
    services.forget_sessions(actor=SYSTEM)


@duty("accounts.shorten_trail", every=timedelta(days=7))
def shorten_trail() -> None:
    """Delete lines of the audit trail that are older than five years."""
    services.shorten_trail(actor=SYSTEM)
