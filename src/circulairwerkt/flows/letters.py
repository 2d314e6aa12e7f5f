"""What this room tells coordinators by mail, once a month."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from circulairwerkt.cases.queries import monthly
from circulairwerkt.flows.opportunities.queries import monthly_words
from circulairwerkt.hubs.models import Hub


@monthly
def missing_at(hub: Hub) -> Sequence[str]:
    """Three sentences on what is missing at a hub, and where to read on; nothing without a run."""
    words = monthly_words(hub)
    address = settings.BASE_URL + reverse("flows:opportunities", args=[hub.slug])
    return [*words, address] if words else []
