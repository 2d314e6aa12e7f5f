"""Which goals the events of a hub counted for, and how many came: counts of what happened, never persons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, OuterRef, Subquery, Sum
from django.utils import timezone

from circulairwerkt.agenda.models import Event, Registration, Seat, State
from circulairwerkt.agenda.registered import of_hub
from circulairwerkt.agenda.waiting import SeatState
from circulairwerkt.base.periods import midnight
from circulairwerkt.cases.queries import goals_today
from circulairwerkt.hubs.models import Hub
from circulairwerkt.reference.models import Goal


@dataclass(frozen=True)
class Reached:
    """Events that were held, of how many the list was ticked, and how many people came to those."""

    held: int
    ticked: int
    came: int


def _attendance(events: Iterable[int]) -> dict[int, int]:
    """How many came to each event of which the list was ticked; who came to more sessions counts once."""
    sessions = (
        Seat.objects.filter(registration=OuterRef("pk"), state=SeatState.CONFIRMED)
        .order_by()
        .values("registration")
        .annotate(most=Max("came"))
        .values("most")
    )
    rows = Registration.objects.filter(event__in=list(events)).annotate(most=Subquery(sessions))
    counted = rows.filter(most__isnull=False).order_by().values("event_id")
    return dict(counted.annotate(came=Sum("most")).values_list("event_id", "came"))


@dataclass(frozen=True)
class GoalsReached:
    """What the events of a hub in a period counted for, goal by goal, and all of them together."""

    by_goal: Sequence[tuple[Goal, Reached]]
    without_goal: Reached
    together: Reached


def goals_reached(hub: Hub, first: date, last: date) -> GoalsReached:
    """Return for each of today's goals the events of ``hub`` that were held from ``first`` to ``last``.

    An event counts on the day on which its last session ended, also where the hub joined in; one that was
    called off does not. It may count for several goals, in whichever version of them. Six queries, for few
    events as for many.
    """
    over = min(midnight(last + timedelta(days=1)), timezone.now())
    held = of_hub(hub).filter(
        state=State.PUBLISHED, last_ends_at__gte=midnight(first), last_ends_at__lte=over
    )
    keys = set(held.order_by().values_list("pk", flat=True))
    came = _attendance(keys)
    named = Event.goals.through.objects.filter(event__in=keys).values_list("goal__key", "event_id")
    events_of: dict[str, set[int]] = {}
    for goal, event in named:
        events_of.setdefault(goal, set()).add(event)

    def sum_of(events: set[int]) -> Reached:
        known = [came[event] for event in events if event in came]
        return Reached(held=len(events), ticked=len(known), came=sum(known))

    goals = [(goal, sum_of(events_of.get(goal.key, set()))) for goal in goals_today()]
    return GoalsReached(
        by_goal=goals,
        without_goal=sum_of(keys.difference(*events_of.values())),
        together=sum_of(keys),
    )
