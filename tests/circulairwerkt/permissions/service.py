"""One line of the table of services: how to call it, and who may."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.test import Client

from circulairwerkt.accounts.models import User
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


def ask(actor: Actor, path: str, sent: Mapping[str, str] | None = None) -> None:
    """Ask for a page as ``actor``, or send it a form; a page that there is not refuses, as a service does."""
    client = Client()
    if actor.user_id is not None:
        client.force_login(User.objects.get(pk=actor.user_id))
    answer = client.get(path) if sent is None else client.post(path, sent)
    if answer.status_code == 404 or answer.get("Location", "").startswith("/aanmelden/"):
        raise Http404
