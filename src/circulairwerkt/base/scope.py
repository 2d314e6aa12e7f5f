"""Whose rows may be seen now: the scope of a request, a command or a task. No scope, no query.

A table whose rows belong to a hub inherits ``HubOwned`` (``base.models``); its manager asks ``current()``
and raises
``NoScope`` when nobody opened one, so forgetting the scope is an error and never an open door.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


class NoScope(RuntimeError):
    """A row of a hub was asked for outside any scope."""


@dataclass(frozen=True)
class Scope:
    """Which hubs' own rows are in sight.

    ``hubs``: ids of hubs whose internal rows may be read; ``network``: whether rows open to all hubs may
    be read;
    ``everywhere``: all rows of all hubs, for programme administrators and for commands; ``reason`` says why.
    """

    hubs: frozenset[int] = field(default_factory=frozenset)
    network: bool = False
    everywhere: bool = False
    reason: str = ""


PUBLIC = Scope(reason="public page")

_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current() -> Scope:
    """Return the scope in force; raise NoScope where none was opened."""
    scope = _current.get()
    if scope is None:
        raise NoScope("open a scope first: `with scope.opened(...)`, or use a view behind HubScopeMiddleware")
    return scope


@contextmanager
def opened(scope: Scope) -> Iterator[Scope]:
    """Put ``scope`` in force for the block."""
    token = _current.set(scope)
    try:
        yield scope
    finally:
        _current.reset(token)


@contextmanager
def everywhere(reason: str) -> Iterator[Scope]:
    """Open all hubs for a command or a task; ``reason`` stands in the code and in errors."""
    with opened(Scope(everywhere=True, network=True, reason=reason)) as scope:
        yield scope
