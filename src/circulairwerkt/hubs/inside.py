"""What the people of a hub see of it: members, invitations, area, switches, history."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.periods import in_force_on
from circulairwerkt.base.permissions import Actor, Role
from circulairwerkt.hubs.models import Hub, HubArea, HubMembership, Invitation, ProgrammeInbox
from circulairwerkt.hubs.perms import SEE_INSIDE
from circulairwerkt.hubs.switches import LABELS
from circulairwerkt.reference.models import Municipality


def hubs_of(actor: Actor) -> QuerySet[Hub]:
    """Return the hubs whose workspace ``actor`` may open, by name."""
    hubs = Hub.objects.select_related("seat").order_by("name")
    if actor.may(SEE_INSIDE):
        return hubs
    return hubs.filter(pk__in=[hub_id for hub_id in actor.by_hub if actor.may(SEE_INSIDE, hub_id=hub_id)])


def memberships_of(hub: Hub) -> QuerySet[HubMembership]:
    """Return the roles at ``hub``: those that hold first, then those that ended, latest first."""
    return hub.memberships.select_related("user").order_by("ended_at", "valid_to", "role", "pk")


def open_invitations_of(hub: Hub) -> QuerySet[Invitation]:
    """Return the invitations of ``hub`` that can still be accepted."""
    open_ones: QuerySet[Invitation] = Invitation.objects.filter(
        hub=hub, state=Invitation.State.OPEN, expires_at__gt=timezone.now()
    )
    return open_ones


def area_of(hub: Hub) -> QuerySet[HubArea]:
    """Return the municipalities that ``hub`` serves or will serve, by name."""
    today = timezone.localdate()
    return (
        hub.area.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        .select_related("municipality")
        .order_by("municipality__name")
    )


def has_area(hub: Hub) -> bool:
    """Whether ``hub`` serves anything today beside its seat."""
    return hub.area.filter(in_force_on(timezone.localdate())).exclude(municipality_id=hub.seat_id).exists()


def switched_on(hub: Hub) -> frozenset[str]:
    """Return the keys of what ``hub`` uses; what was never switched is on."""
    off = set(hub.switches.filter(is_on=False).values_list("key", flat=True))
    return frozenset(LABELS) - off


def history_of(hub: Hub) -> QuerySet[AuditEntry]:
    """Return the trail of everything that was written at ``hub``, newest first."""
    return AuditEntry.objects.filter(hub_id=hub.pk).select_related("user")


def current_inbox() -> ProgrammeInbox | None:
    """Return who reads the questions that no hub reads, if anybody."""
    return ProgrammeInbox.objects.filter(is_active=True).order_by("pk").first()


def municipalities_by_nis(codes: Iterable[str]) -> dict[str, Municipality]:
    """Return municipalities by NIS code."""
    return Municipality.objects.in_bulk(list(codes))


def hubs_with_state() -> QuerySet[Hub]:
    """Return all hubs with how many coordinators each has today, those without one first."""
    today = timezone.localdate()
    return (
        Hub.objects.select_related("seat")
        .annotate(
            coordinators=Count(
                "memberships",
                filter=Q(memberships__role=Role.COORDINATOR.value)
                & Q(memberships__valid_from__lte=today)
                & (Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=today))
                & Q(memberships__ended_at__isnull=True),
            )
        )
        .order_by("coordinators", "name")
    )
