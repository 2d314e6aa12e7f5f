"""Which coaches can help an entrepreneur: by theme, language, distance and the first moment that is free.

The order is that of distance, then of the first free moment; nobody is rated. A coach who shares no theme, or
does not speak the language, is left out; where nobody shares a theme, all who speak the language are named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from circulairwerkt.base.booking import taken_of
from circulairwerkt.base.periods import held_on
from circulairwerkt.base.permissions import REGISTRY
from circulairwerkt.base.scope import everywhere
from circulairwerkt.base.slots import Days, Span, free_slots
from circulairwerkt.coaching.bridge import Point, distance_km
from circulairwerkt.coaching.models import Coach, Coaching, Meeting
from circulairwerkt.coaching.perms import COACH
from circulairwerkt.coaching.words import Theme, labels
from circulairwerkt.hubs.models import HubMembership

#: Somebody must be able to prepare and to get there.
NOTICE = timedelta(hours=12)
#: How far ahead one can choose.
AHEAD = timedelta(days=28)


@dataclass(frozen=True)
class Fit:
    """A coach who can help, why, and when."""

    coach: Coach
    km: float | None
    themes: tuple[str, ...]
    slots: tuple[Span, ...]

    @property
    def first(self) -> Span | None:
        """The first moment that is free."""
        return self.slots[0] if self.slots else None


def coaches_for(coaching: Coaching, *, now: datetime | None = None) -> list[Fit]:
    """Return who of the hub can help, nearest first, then by the first free moment.

    Three queries whatever the number of coaches.
    """
    coaches = list(coaches_at(coaching.hub_id).filter(is_taking=True))
    able = [one for one in coaches if coaching.spoken in one.languages]
    sharing = [one for one in able if set(one.themes) & set(coaching.themes)]
    chosen = sharing or able
    free = free_moments(chosen, now=now)
    fits = [_fit(one, coaching, free[one.pk]) for one in chosen]
    return sorted(fits, key=_order)


def coaches_at(hub_id: int) -> QuerySet[Coach]:
    """Return who coaches for a hub today: a profile, and the role that goes with it.

    Looks around the scope, at this one hub: who asked it chooses among its coaches, without an account.
    """
    roles = [role.value for role in REGISTRY[COACH].roles]
    here = HubMembership.objects.filter(held_on(timezone.localdate()), hub_id=hub_id, role__in=roles)
    with everywhere("an entrepreneur chooses among the coaches of the hub that he asked"):
        found: QuerySet[Coach] = Coach.objects.filter(
            hub_id=hub_id, user__is_active=True, user_id__in=here.values("user_id")
        )
    return found.select_related("user", "municipality", "hub").prefetch_related("away")


def _fit(coach: Coach, coaching: Coaching, slots: list[Span]) -> Fit:
    shared = [theme for theme in coach.themes if theme in coaching.themes]
    return Fit(coach=coach, km=_km(coach, coaching), themes=tuple(labels(Theme, shared)), slots=tuple(slots))


def _km(coach: Coach, coaching: Coaching) -> float | None:
    if coach.lat is None or coach.lon is None or coaching.lat is None or coaching.lon is None:
        return None
    return distance_km(Point(lat=coach.lat, lon=coach.lon), Point(lat=coaching.lat, lon=coaching.lon))


def _order(fit: Fit) -> tuple[bool, int, bool, float, int]:
    """Nearest first, to the kilometre; then who is free first; then who came first."""
    first = fit.first
    return (
        fit.km is None,
        round(fit.km or 0),
        first is None,
        first.start.timestamp() if first else 0,
        fit.coach.pk,
    )


def free_moments(coaches: Sequence[Coach], *, now: datetime | None = None) -> dict[int, list[Span]]:
    """Return the free moments of each coach, by his key, from now plus the notice on."""
    moment = now or timezone.now()
    return _free(coaches, Span(moment + NOTICE, moment + AHEAD))


def is_free(coach: Coach, start: datetime, *, now: datetime | None = None) -> Span | None:
    """Return the free moment of ``coach`` that begins at ``start``; None where there is none."""
    moment = now or timezone.now()
    if start < moment + NOTICE or timezone.localdate(start) > timezone.localdate(moment + AHEAD):
        return None
    # His hours on that day alone.
    return next((one for one in _free([coach], Span(start, start))[coach.pk] if one.start == start), None)


def _free(coaches: Sequence[Coach], within: Span) -> dict[int, list[Span]]:
    """Return the free moments that begin within a span, up to the end of its last day."""
    first, last = timezone.localdate(within.start), timezone.localdate(within.end)
    taken = taken_of(
        Meeting,
        [one.pk for one in coaches],
        Span(within.start - timedelta(days=1), within.end + timedelta(days=2)),
    )
    found = {}
    for coach in coaches:
        away = [(row.first_day, row.last_day) for row in coach.away.all()]

        def is_away(day: date, away: list[tuple[date, date]] = away) -> bool:
            return any(begins <= day <= ends for begins, ends in away)

        days = Days(first=first, last=last, not_before=within.start, is_closed=is_away)
        length = timedelta(minutes=coach.slot_minutes)
        found[coach.pk] = free_slots(coach.hours, length=length, days=days, taken=taken[coach.pk])
    return found
