"""The secret address of a person's own calendar: made, renewed, forgotten."""

from django.utils import timezone
from django.utils.translation import gettext_lazy

from circulairwerkt.agenda.models import CalendarFeed
from circulairwerkt.agenda.models.feeds import fresh_nonce
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor


@write("agenda.renew_feed", gettext_lazy("nieuw adres voor de eigen agenda"))
def renew_feed(*, actor: Actor) -> CalendarFeed:
    """Give the person who asks a calendar address, or a new one: the old address then gives nothing more."""
    feed, is_new = CalendarFeed.objects.get_or_create(
        user_id=actor.person_id, defaults={"made_at": timezone.now()}
    )
    if not is_new:
        feed.nonce, feed.made_at = fresh_nonce(), timezone.now()
        feed.save(update_fields=["nonce", "made_at"])
    record(actor=actor, row=feed, changes={"renewed": [not is_new, True]})
    return feed


def forget_person_at_agenda(user_id: int) -> None:
    """Take away the calendar address of somebody who removes his account."""
    CalendarFeed.objects.filter(user_id=user_id).delete()
