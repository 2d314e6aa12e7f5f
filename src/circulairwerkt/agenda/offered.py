"""Events that a question or case of today may have begun at; what came of them tells ``cases.yields``."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from circulairwerkt.agenda import perms
from circulairwerkt.agenda.models import Event, State
from circulairwerkt.agenda.queries import in_use
from circulairwerkt.base.permissions import Actor

#: How long after an event a question is offered as one that may have begun there.
_OFFERED = timedelta(days=120)
_OFFERED_ROWS = 12


def events_to_offer(actor: Actor, hub_id: int | None) -> list[Event]:
    """Return the events of a hub that a question or case of today may have begun at, the latest first.

    Of each no more than its title and day: they are lines to choose from.
    """
    if hub_id is None or not actor.may(perms.SEE, hub_id=hub_id):
        return []
    now = timezone.now()
    rows: QuerySet[Event] = Event.objects.filter(
        hub=hub_id, state=State.PUBLISHED, first_starts_at__lte=now, last_ends_at__gte=now - _OFFERED
    )
    told = in_use(rows).only("slug", "title", "first_starts_at")
    return list(told.order_by("-first_starts_at")[:_OFFERED_ROWS])
