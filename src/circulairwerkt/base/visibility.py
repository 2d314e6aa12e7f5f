"""Who may see a row of a hub: everybody, the hubs among themselves, the owning hub, or the parties alone."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.scope import Scope


class Visibility(models.TextChoices):
    """From open to closed. Streams and claims start closed: the owner opens them."""

    PUBLIC = "public", _("iedereen")
    NETWORK = "network", _("alle hubs")
    HUB = "hub", _("alleen deze hub")
    PARTIES = "parties", _("alleen de betrokkenen")


def visible_in(scope: Scope) -> Q:
    """Return the condition on ``hub`` and ``visibility`` that ``scope`` allows.

    A row for *parties* is in sight of the owning hub too: its coordinator answers for it.
    """
    if scope.everywhere:
        return Q()
    condition = Q(visibility=Visibility.PUBLIC)
    if scope.network:
        condition |= Q(visibility=Visibility.NETWORK)
    if scope.hubs:
        condition |= Q(hub_id__in=scope.hubs)
    return condition


def visible_apart(scope: Scope, besides: Q) -> list[Q]:
    """Return ``visible_in`` with ``besides`` as conditions of which no row passes two: for counting.

    Each begins with visibilities, so that an index which begins there serves it; of a condition with *or* the
    database looks at every row.
    """
    if scope.everywhere:
        return [Q()]
    opened = [Visibility.PUBLIC, *([Visibility.NETWORK] if scope.network else [])]
    parts = [Q(visibility__in=opened)]
    own = (Q(hub_id__in=scope.hubs) if scope.hubs else Q()) | besides
    if own:
        parts.append(Q(visibility__in=[each for each in Visibility if each not in opened]) & own)
    return parts
