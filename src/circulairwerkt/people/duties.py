"""What the clock does for people: what is too old goes."""

from datetime import timedelta

from circulairwerkt.base.clock import duty
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.people import queries, services


@duty("people.retain", every=timedelta(hours=12))
def retain() -> None:
    """Give notice, take names, archive."""
    services.retain(actor=SYSTEM)


@duty("people.keep_calls", every=timedelta(hours=1))
def keep_calls() -> None:
    """Pass on, tell who is late, let go of numbers."""
    services.keep_calls(actor=SYSTEM)


@duty("people.ask_about_offers", every=timedelta(hours=6))
def ask_about_offers() -> None:
    """Ask organisations whether their work is still there, each in a transaction of its own."""
    for organisation in queries.organisations_to_ask():
        services.ask_about_offers(actor=SYSTEM, organisation=organisation)


@duty("people.ask_how_it_goes", every=timedelta(hours=12))
def ask_how_it_goes() -> None:
    """Ask the two questions that are due."""
    services.ask_how_it_goes(actor=SYSTEM)


@duty("people.publish_figures", every=timedelta(days=1))
def publish_figures() -> None:
    """Publish the last half-year once it is closed."""
    services.publish_figures(actor=SYSTEM)
