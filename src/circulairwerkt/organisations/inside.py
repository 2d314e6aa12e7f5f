"""What those who keep organisations see: partnerships of a hub, claims, history."""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import timezone

from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.periods import in_force_on
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Hub, LifeCycle
from circulairwerkt.organisations.models import (
    Claim,
    ContactPerson,
    Organisation,
    OrganisationMembership,
    Partnership,
    Recognition,
    Site,
)
from circulairwerkt.organisations.names import folded
from circulairwerkt.organisations.perms import may_manage_partners

#: People at partners that a page names at once.
_MOST_KNOWN = 12


def partnerships_of(hub: Hub) -> QuerySet[Partnership]:
    """Return the partnerships of ``hub``: those in force, then those that ended."""
    return (
        Partnership.objects.filter(hub=hub)
        .select_related("organisation")
        .order_by("valid_to", "role", "organisation__search_name")
    )


def uncertain_partners(hub: Hub) -> QuerySet[Partnership]:
    """Return the partnerships in force of which nobody confirmed what the organisation is."""
    return Partnership.objects.filter(
        in_force_on(timezone.localdate()), hub=hub, organisation__is_kind_certain=False
    )


def claims_at(hub: Hub) -> QuerySet[Claim]:
    """Return the claims that wait at ``hub``, oldest first."""
    claims: QuerySet[Claim] = Claim.objects.filter(hub=hub, state=Claim.State.OPEN).select_related(
        "organisation", "user"
    )
    return claims.order_by("asked_at")


def claims_by(user_id: int) -> list[Claim]:
    """Return the own claims of a person, newest first; they lie at hubs he need not belong to."""
    with everywhere("the asker's own claims"):
        return list(
            Claim.objects.filter(user_id=user_id)
            .select_related("organisation", "hub")
            .order_by("-asked_at")[:20]
        )


def claim_by(user_id: int, pk: int) -> Claim | None:
    """Return one own claim of a person, or None."""
    with everywhere("the asker's own claim"):
        claim: Claim | None = (
            Claim.objects.filter(user_id=user_id, pk=pk).select_related("organisation", "hub").first()
        )
        return claim


def organisations_of(user_id: int) -> QuerySet[Organisation]:
    """Return the organisations that a person speaks for today."""
    members = OrganisationMembership.objects.filter(user_id=user_id)
    ids = [row.organisation_id for row in members if row.holds_now]
    return Organisation.objects.filter(pk__in=ids)


def hubs_to_ask(organisation: Organisation) -> QuerySet[Hub]:
    """Return the hubs that can confirm a claim: those of the organisation, else all that may work."""
    own = Hub.objects.filter(
        pk__in=Partnership.objects.filter(
            in_force_on(timezone.localdate()), organisation=organisation
        ).values("hub_id")
    ).exclude(life_cycle=LifeCycle.ENDED)
    return own if own.exists() else Hub.objects.exclude(life_cycle=LifeCycle.ENDED)


def found_for_partner(hub: Hub, text: str) -> list[Organisation]:
    """Return at most twenty organisations whose name holds ``text`` and that are no partner of ``hub``."""
    wanted = folded(text)
    if len(wanted) < 2:
        return []
    partners = Partnership.objects.filter(hub=hub, valid_to__isnull=True).values("organisation_id")
    return list(Organisation.objects.filter(search_name__contains=wanted).exclude(pk__in=partners)[:20])


def history_of(organisation: Organisation) -> QuerySet[AuditEntry]:
    """Return the trail of an organisation, its sites, recognitions and partnerships, newest first."""
    parts = {
        Organisation: [organisation.pk],
        Site: organisation.sites.values_list("pk", flat=True),
        Recognition: organisation.recognitions.values_list("pk", flat=True),
        Partnership: organisation.partnerships.values_list("pk", flat=True),
    }
    condition = Q()
    for model, ids in parts.items():
        condition |= Q(object_type=model._meta.label_lower, object_id__in=[str(pk) for pk in ids])
    return AuditEntry.objects.filter(condition).select_related("user")


def people_known_at(actor: Actor, hub: Hub, organisations: Collection[int]) -> list[ContactPerson]:
    """Return whom a hub noted at some organisations, for who keeps its partners; nobody for others."""
    if not organisations or not may_manage_partners(actor, hub):
        return []
    people = ContactPerson._base_manager.filter(hub=hub, organisation__in=organisations)
    return list(
        people.select_related("organisation").order_by("organisation__search_name", "name")[:_MOST_KNOWN]
    )
