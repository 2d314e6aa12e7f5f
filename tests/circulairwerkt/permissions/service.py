"""One line of the table of services: how to call it, and who may."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from circulairwerkt.base.permissions import Actor
from tests.circulairwerkt.permissions.world import PERSONAS, World

COORDINATOR = {"coordinator", "administrator"}
ADMINISTRATOR = {"administrator"}
SIGNED_IN = set(PERSONAS) - {"anonymous"}
EVERYBODY = set(PERSONAS)
NOBODY: set[str] = set()


@dataclass(frozen=True)
class Service:
    """How to call a service, and who may."""

    call: Callable[[World, Actor], Any]
    allowed: set[str]
