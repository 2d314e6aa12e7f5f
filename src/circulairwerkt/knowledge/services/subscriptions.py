"""The list of a hub's newsletter: asked for, confirmed from the mailbox, ended with one click, forgotten."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from circulairwerkt.base import outbox
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.hubs.models import Hub, LifeCycle
from circulairwerkt.knowledge import perms
from circulairwerkt.knowledge.links import confirm_address
from circulairwerkt.knowledge.models import Subscription

#: After asking, how long one may confirm; then the address is erased.
CONFIRM_WITHIN = timedelta(days=7)
#: A second wish within this time brings no second letter: nobody floods somebody else's mailbox.
ONE_LETTER_IN = timedelta(hours=1)


@write("knowledge.subscribe", gettext_lazy("nieuwsbrief gevraagd"))
def subscribe(*, actor: Actor, hub: Hub, email: str, now: datetime | None = None) -> None:
    """Note that somebody asks for the newsletter, and mail that address to confirm it.

    The same whether the address is known or not, so that nobody learns who reads it.
    """
    require(perms.may_subscribe(actor, hub))
    moment = now or timezone.now()
    language = (get_language() or "nl")[:2]
    row, is_new = Subscription.objects.get_or_create(
        hub=hub,
        address_digest=outbox.digest_of(email),
        defaults={"email": email, "language": language, "asked_at": moment},
    )
    if row.confirmed_at is None and (is_new or row.asked_at <= moment - ONE_LETTER_IN):
        row.language, row.asked_at = language, moment
        row.save(update_fields=["language", "asked_at"])
        context = {"hub": hub, "confirm_url": confirm_address(row), "days": CONFIRM_WITHIN.days}
        outbox.send("knowledge/mail/confirm.txt", to=email, language=language, context=context, hub_id=hub.pk)
    record(actor=actor, row=row, hub_id=hub.pk)


@write("knowledge.confirm_subscription", gettext_lazy("nieuwsbrief bevestigd"))
def confirm_subscription(*, actor: Actor, subscription: Subscription) -> None:
    """Put an address on the list; who holds the link of the letter reads that mailbox."""
    require(perms.may_subscribe(actor, subscription.hub))
    if subscription.confirmed_at is None:
        subscription.confirmed_at = timezone.now()
        subscription.save(update_fields=["confirmed_at"])
    record(actor=actor, row=subscription, hub_id=subscription.hub_id)


@write("knowledge.sign_off", gettext_lazy("van de nieuwsbrief afgemeld"))
def sign_off(*, actor: Actor, subscription: Subscription) -> None:
    """Take an address from the list and erase it; the link is the right, whoever holds it."""
    record(actor=actor, row=subscription, hub_id=subscription.hub_id)
    subscription.delete()


@write("knowledge.forget_subscriptions", gettext_lazy("oude inschrijvingen gewist"))
def forget_subscriptions(*, actor: Actor, now: datetime | None = None) -> int:
    """Erase addresses that nobody confirmed, and those of hubs that ended; return how many."""
    require(actor.is_system)
    late = Subscription.objects.filter(
        confirmed_at__isnull=True, asked_at__lte=(now or timezone.now()) - CONFIRM_WITHIN
    )
    ended = Subscription.objects.filter(hub__life_cycle=LifeCycle.ENDED)
    count = late.delete()[0] + ended.delete()[0]
    record(actor=actor, row=Subscription(pk=0), changes={"erased": [count, 0]})
    return count
