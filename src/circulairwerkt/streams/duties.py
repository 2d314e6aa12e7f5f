"""What the clock does for cards, needs and capabilities: ask whether they hold, forget old addresses."""

from datetime import timedelta

from django.utils import timezone

from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.streams import letters, services

#: Letters of one round; the next round goes on where this one stopped.
ONE_ROUND = 100


@duty("streams.ask_whether_it_holds", every=timedelta(hours=1))
def ask_whether_it_holds() -> None:
    """Send the letters that are due, each in a transaction of its own."""
    for organisation in letters.organisations_due(timezone.now(), ONE_ROUND):
        services.ask_whether_it_holds(actor=SYSTEM, organisation=organisation)


@duty("streams.forget_letters", every=timedelta(days=1))
def forget_letters() -> None:
    """Empty the addresses of old letters."""
    services.forget_letters(actor=SYSTEM)
