"""Who calls a job seeker back: somebody who agreed, for his place; a person before a service."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.queries import hubs_without
from circulairwerkt.people.models import Caller, CallRequest
from circulairwerkt.reference.models import Municipality

#: Who comes first where several agreed: a person whom one can meet, then VDAB, then the OCMW.
_ORDER = (Caller.Kind.PERSON, Caller.Kind.VDAB, Caller.Kind.OCMW)


def callers_for(municipality: Municipality) -> list[Caller]:
    """Return who agreed to call people of ``municipality``, who comes first in front.

    Of one kind the one for whom the fewest wait. A hub that does not use work has no callers.
    """
    with everywhere("who calls back; his name is told to job seekers"):
        rows: QuerySet[Any] = (
            Caller.objects.filter(
                municipalities=municipality.current.pk, agreed_at__isnull=False, stopped_at__isnull=True
            )
            .exclude(hub__in=hubs_without("work"))
            .annotate(load=Count("requests", filter=Q(requests__state__in=CallRequest.OPEN)))
        )
        return sorted(rows, key=lambda row: (_ORDER.index(Caller.Kind(row.kind)), row.load, row.pk))


def somebody_calls() -> bool:
    """Whether anybody calls anywhere: else no page speaks of calling back."""
    with everywhere("whether anybody calls back"):
        return (
            Caller.objects.filter(agreed_at__isnull=False, stopped_at__isnull=True)
            .exclude(hub__in=hubs_without("work"))
            .exists()
        )
