"""Reads of coaching: the hub's list, a coach's day and week."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.base.periods import midnight
from circulairwerkt.base.permissions import Actor
from circulairwerkt.coaching import perms
from circulairwerkt.coaching.finding import coaches_at as coaches_at
from circulairwerkt.coaching.finding import coaches_for as coaches_for
from circulairwerkt.coaching.forms.scan import ScanForm as ScanForm
from circulairwerkt.coaching.links import coaching_of as coaching_of
from circulairwerkt.coaching.links import private_address as private_address
from circulairwerkt.coaching.links import token_of as token_of
from circulairwerkt.coaching.models import Coach, Coaching, Meeting, Step
from circulairwerkt.coaching.services.coachings import reads as reads
from circulairwerkt.hubs.models import Hub

_SHOWN = 8


def coachings_for(actor: Actor, hub: Hub) -> QuerySet[Coaching]:
    """Return the coachings of ``hub`` that ``actor`` may read: all to who leads it, his own to a coach."""
    rows: QuerySet[Coaching] = Coaching.objects.filter(hub=hub).select_related("coach__user", "municipality")
    return rows if perms.may_lead(actor, hub) else rows.filter(coach__user_id=actor.person_id)


def narrowed(rows: QuerySet[Coaching], stand: str) -> QuerySet[Coaching]:
    """Return the coachings in one state of affairs; those under way for an empty one."""
    coming = Meeting.objects.filter(
        coaching=OuterRef("pk"), state=SlotState.BOOKED, ends_at__gt=timezone.now()
    )
    rows = rows.annotate(has_meeting=Exists(coming))
    if stand == "af":
        return rows.filter(closed_at__isnull=False)
    rows = rows.filter(closed_at__isnull=True)
    if stand == "wacht":
        return rows.filter(coach__isnull=True)
    return rows.filter(has_meeting=False) if stand == "stil" else rows


def own_coach(actor: Actor, hub: Hub) -> Coach | None:
    """Return what ``actor`` said of himself as a coach of ``hub``, if he did."""
    found: Coach | None = Coach.objects.filter(hub=hub, user_id=actor.user_id).first()
    return found


@dataclass(frozen=True)
class Week:
    """What a coach has before him: today, the days after, and what waits for a word of his."""

    today: list[Meeting]
    later: list[Meeting]
    to_mark: list[Meeting]
    waiting: list[Coaching]
    steps: list[Step]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there."""
        return not (self.today or self.later or self.to_mark or self.waiting or self.steps)


def week_of(coach: Coach, *, now: datetime | None = None) -> Week:
    """Return the appointments of today and the six days after, those of which nobody said how they went, who
    has no appointment, and the coach's own actions. Five queries.
    """
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    meetings = Meeting.objects.filter(keeper=coach, state=SlotState.BOOKED).select_related(
        "coaching__municipality"
    )
    open_ones = Coaching.objects.filter(coach=coach, closed_at__isnull=True).select_related("municipality")
    coming = Meeting.objects.filter(coaching=OuterRef("pk"), state=SlotState.BOOKED, ends_at__gt=moment)
    return Week(
        today=list(meetings.filter(ends_at__gt=moment, starts_at__lt=midnight(today + timedelta(days=1)))),
        later=list(
            meetings.filter(
                starts_at__gte=midnight(today + timedelta(days=1)),
                starts_at__lt=midnight(today + timedelta(days=7)),
            )
        ),
        to_mark=list(meetings.filter(ends_at__lte=moment).order_by("-starts_at")[:_SHOWN]),
        waiting=list(open_ones.filter(~Exists(coming)).order_by("moved_at")[:_SHOWN]),
        steps=list(
            Step.objects.filter(
                coaching__in=open_ones, whose=Step.Whose.COACH, kind=Step.Kind.ACTION, done_at__isnull=True
            )
            .select_related("coaching__municipality")
            .order_by("due_on", "pk")[:_SHOWN]
        ),
    )


def waiting_at(hub: Hub) -> QuerySet[Coaching]:
    """Return who asks ``hub`` for a coach and has none, the first first."""
    rows: QuerySet[Coaching] = Coaching.objects.filter(hub=hub, closed_at__isnull=True, coach__isnull=True)
    return rows.select_related("municipality").order_by("asked_at")
