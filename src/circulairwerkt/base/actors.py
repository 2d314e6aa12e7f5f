"""Who a person is when a task acts for him: his roles as they are at that moment, not when he asked."""

from collections.abc import Callable

from circulairwerkt.base.permissions import NOBODY, Actor

_MAKERS: list[Callable[[int], Actor]] = []


def actors_come_from(maker: Callable[[int], Actor]) -> None:
    """Say, once at start, which room knows the roles of people."""
    _MAKERS[:] = [maker]


def actor_for(user_id: int | None) -> Actor:
    """Return the person with his roles of now; nobody for an account that is gone."""
    return _MAKERS[0](user_id) if user_id is not None else NOBODY
