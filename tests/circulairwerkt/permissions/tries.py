"""Trying a line of a permission table; shared by the tests and by ``script/mutate_permissions``."""

from copy import deepcopy

from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import override_settings

from circulairwerkt.base import scope
from circulairwerkt.hubs.actors import scope_of
from circulairwerkt.knowledge.models import CaseStory
from tests.circulairwerkt.people.marked import leaked, marks_in
from tests.circulairwerkt.permissions.lines import Line
from tests.circulairwerkt.permissions.more_ways import MORE_WAYS
from tests.circulairwerkt.permissions.routes import path_of
from tests.circulairwerkt.permissions.service import Service
from tests.circulairwerkt.permissions.services_table import SERVICES, VISIBLE
from tests.circulairwerkt.permissions.world import PERSONAS, World, taken_back
from tests.circulairwerkt.signing import pem


def outcome(line: Line, persona: str, world: World) -> str:
    """Ask for an address as ``persona``: the status, or *in* where one is sent to the sign-in page.

    Whatever is answered, and whatever mail goes, must tell nothing of the person whom the world holds. The
    site has what is an option elsewhere: a key for badges.
    """
    with taken_back(), override_settings(BADGE_KEYS=(pem(),)):
        path = path_of(line.route, world)
        cache.clear()
        client = world.client(persona)
        mail.outbox.clear()
        answer = client.post(path) if line.method == "POST" else client.get(path)
        told = leaked(line.route, persona, answer.getvalue())
        told += [mark for letter in mail.outbox for mark in marks_in(f"{letter.subject} {letter.body}")]
        if told:
            return f"tells {told}"
        if answer.status_code == 302 and answer["Location"].startswith("/aanmelden/?next="):
            return "in"
        return str(answer.status_code)


def line_holds(line: Line, world: World) -> bool:
    """Whether every person gets what the line says; stops at the first who does not."""
    return all(outcome(line, persona, world) == line.outcome(persona) for persona in PERSONAS)


def _tried(action: str) -> Service:
    return SERVICES[action] if action in SERVICES else MORE_WAYS[action]


def is_allowed(action: str, persona: str, world: World) -> bool:
    """Call a service as ``persona``; whether it was done, or refused for another reason than the person."""
    actor = world.actor(persona)
    with taken_back(), scope.opened(scope_of(actor)):
        try:
            # A copy: a service that is taken back leaves its marks on the rows in hand.
            _tried(action).call(deepcopy(world), actor)
        except (Http404, PermissionDenied):
            return False
        except ValidationError:
            # Such as holding that role already.
            return True
        return True


def service_holds(action: str, world: World) -> bool:
    """Whether a service is done for those who may, and for nobody else."""
    return all(
        is_allowed(action, persona, world) == (persona in _tried(action).allowed) for persona in PERSONAS
    )


def sees(level: str, persona: str, world: World) -> bool:
    """Whether ``persona`` sees a row of the hub that is open to ``level``."""
    with scope.opened(scope_of(world.actor(persona))):
        return CaseStory.objects.filter(slug=f"verhaal-{level}").exists()


def visibility_holds(level: str, world: World) -> bool:
    """Whether the rows of a hub are seen by those who may, and by nobody else."""
    return all(sees(level, persona, world) == (persona in VISIBLE[level]) for persona in PERSONAS)
