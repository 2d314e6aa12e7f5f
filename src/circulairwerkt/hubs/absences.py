"""Who is there for a hub on a day: coordinators, less those who are away, with their replacements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from circulairwerkt.accounts.models import User
from circulairwerkt.base.periods import held_on
from circulairwerkt.base.permissions import Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Absence, Hub, HubMembership

#: Who may take over from somebody who is away: those who may answer questions themselves.
READING_ROLES = (Role.COORDINATOR, Role.MEMBER)


@dataclass(frozen=True)
class Cover:
    """One absence as days: who is away, and who reads instead (None where nobody was named)."""

    user_id: int
    replacement_id: int | None
    first_day: date
    last_day: date

    def holds_on(self, day: date) -> bool:
        """Whether the person is away on ``day``."""
        return self.first_day <= day <= self.last_day


def present(coordinators: Iterable[int], covers: Iterable[Cover], able: frozenset[int]) -> frozenset[int]:
    """Return who is there of ``coordinators``: each one himself, or whoever replaces him, further down too.

    ``covers`` are the absences of one day; ``able`` are those whose role lets them answer. A replacement who
    is away is replaced in turn; a chain that bites its tail, and a replacement who is not able, give nobody.

    >>> present([1], [Cover(1, 2, date(2026, 7, 1), date(2026, 7, 9))], frozenset({1, 2}))
    frozenset({2})
    """
    away: Mapping[int, Cover] = {cover.user_id: cover for cover in covers}
    there = set()
    for start in coordinators:
        person: int | None = start
        seen: set[int] = set()
        while person is not None and person in away and person not in seen:
            seen.add(person)
            person = away[person].replacement_id
        if person is not None and person not in away and person in able:
            there.add(person)
    return frozenset(there)


def readers_on(hub: Hub, day: date) -> list[User]:
    """Return who reads the questions of ``hub`` on ``day``: who is there, else every coordinator."""
    roles = _roles(hub, day)
    coordinators = [user_id for user_id, role in roles if role == Role.COORDINATOR]
    there = present(coordinators, _covers(hub, day, day), frozenset(user_id for user_id, _role in roles))
    return list(User.objects.filter(pk__in=there or coordinators, is_active=True).order_by("pk"))


def unattended_days(hub: Hub, first: date, last: date) -> frozenset[date]:
    """Return the days from ``first`` to ``last`` on which ``hub`` has coordinators and none is there.

    Nobody can promise an answer for such a day, so the clock of a new question leaves it out.
    """
    covers = _covers(hub, first, last)
    if not covers:
        return frozenset()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    found = set()
    for day in days:
        away = [cover for cover in covers if cover.holds_on(day)]
        if not away:
            continue
        roles = _roles(hub, day)
        coordinators = [user_id for user_id, role in roles if role == Role.COORDINATOR]
        if coordinators and not present(coordinators, away, frozenset(user_id for user_id, _r in roles)):
            found.add(day)
    return frozenset(found)


def absences_of(hub: Hub) -> QuerySet[Absence]:
    """Return the absences at ``hub`` that are not over, those that come first on top."""
    found: QuerySet[Absence] = Absence.objects.filter(
        hub=hub, withdrawn_at__isnull=True, last_day__gte=timezone.localdate()
    ).select_related("user", "replacement")
    return found


def who_may_read(hub: Hub) -> QuerySet[User]:
    """Return the people of ``hub`` who may answer questions today, by name."""
    held = HubMembership.objects.filter(
        held_on(timezone.localdate()), hub=hub, role__in=[role.value for role in READING_ROLES]
    )
    return User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("name", "email")


def _roles(hub: Hub, day: date) -> list[tuple[int, str]]:
    return list(
        HubMembership.objects.filter(
            held_on(day), hub=hub, role__in=[role.value for role in READING_ROLES], user__is_active=True
        ).values_list("user_id", "role")
    )


def _covers(hub: Hub, first: date, last: date) -> list[Cover]:
    with everywhere("a visitor who asks learns when he is answered, never who is away"):
        rows = Absence.objects.filter(
            hub=hub, withdrawn_at__isnull=True, first_day__lte=last, last_day__gte=first
        ).order_by("pk")
        return [Cover(row.user_id, row.replacement_id, row.first_day, row.last_day) for row in rows]
