"""Opens the hub scope of each request; outside it a hub's rows cannot be read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from circulairwerkt.base import scope
from circulairwerkt.hubs.actors import actor_of, scope_of


class HubScopeMiddleware:
    """Sets ``request.actor`` and puts the scope that follows from it in force while the view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside its scope."""
        actor = actor_of(request.user)
        request.actor = actor  # type: ignore[attr-defined]
        with scope.opened(scope_of(actor)):
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
            return response
