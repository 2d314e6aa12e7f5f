"""A request as views see it: behind the middleware it has an actor, and htmx's details."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from circulairwerkt.base.permissions import Actor


class Request(HttpRequest):
    """For annotations: a request that passed ``hubs.middleware.HubScopeMiddleware``."""

    actor: Actor
    htmx: HtmxDetails


def typed_in(request: HttpRequest, name: str, most: int = 80) -> str:
    """Return what the address says under ``name``, at most ``most`` letters.

    Without NUL, which PostgreSQL bears in no text.
    """
    return request.GET.get(name, "").replace("\0", "").strip()[:most]
