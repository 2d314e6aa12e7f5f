"""Who asks, worked out once per request: the person's roles on this day, and the scope that follows from
them.

Organisation roles come from ``organisations``, a layer above; it adds its source through ``role_sources``.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from circulairwerkt.accounts.models import ProgrammeRole, User
from circulairwerkt.accounts.queries import second_factor_is_missing
from circulairwerkt.base.periods import held_on
from circulairwerkt.base.permissions import NOBODY, Actor, Role
from circulairwerkt.base.scope import PUBLIC, Scope
from circulairwerkt.hubs.models import Hub, HubMembership

#: Functions that give a person's roles by organisation id on a day.
role_sources: list[Callable[[int, date], Mapping[int, frozenset[Role]]]] = []


def actor_of(user: User | AnonymousUser, day: date | None = None) -> Actor:
    """Return the actor for a signed-in person, or NOBODY."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    today = day or timezone.localdate()
    by_hub: dict[int, set[Role]] = {}
    for hub_id, role in HubMembership.objects.filter(held_on(today), user=user).values_list("hub_id", "role"):
        by_hub.setdefault(hub_id, set()).add(Role(role))
    held = ProgrammeRole.objects.filter(held_on(today), user=user).values_list("role", flat=True)
    programme = frozenset(Role(role) for role in held)
    if Role.ADMINISTRATOR in programme and second_factor_is_missing(user.pk):
        # Fails closed: without the second factor he is an ordinary person, whatever page he asks for.
        programme -= {Role.ADMINISTRATOR}
    by_organisation: dict[int, frozenset[Role]] = {}
    for source in role_sources:
        by_organisation.update(source(user.pk, today))
    return Actor(
        user_id=user.pk,
        programme=programme,
        by_hub={hub_id: frozenset(roles) for hub_id, roles in by_hub.items()},
        by_organisation=by_organisation,
    )


def actor_by_id(user_id: int) -> Actor:
    """Return the actor for the person with this key, as he is now; NOBODY where the account is gone."""
    user = User.objects.filter(pk=user_id).first()
    return actor_of(user) if user is not None else NOBODY


def scope_of(actor: Actor) -> Scope:
    """Return what ``actor`` may see of hubs' own rows.

    A funder sees public rows only: counts are made for him, rows are not shown to him.
    """
    if actor.is_anonymous:
        return PUBLIC
    if Role.ADMINISTRATOR in actor.programme:
        return Scope(everywhere=True, network=True, reason="programme administrator")
    hubs = frozenset(
        hub_id
        for hub_id, roles in actor.by_hub.items()
        if roles & {Role.COORDINATOR, Role.MEMBER, Role.COACH}
    )
    return Scope(hubs=hubs, network=bool(hubs), reason="member of hubs" if hubs else "signed in, no hub")


def coordinators_of(hub: Hub, day: date | None = None) -> list[User]:
    """Return the people who coordinate ``hub`` on ``day`` (default: today), by number of account."""
    rows = (
        HubMembership.objects.filter(
            held_on(day or timezone.localdate()), hub=hub, role=Role.COORDINATOR, user__is_active=True
        )
        .select_related("user")
        .order_by("user_id")
    )
    return [row.user for row in rows]
