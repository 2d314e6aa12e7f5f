"""Absences: those who manage the people of a hub note who is away."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs import services as hubs
from circulairwerkt.hubs.models import Absence
from tests.circulairwerkt.permissions.lines import Line, line
from tests.circulairwerkt.permissions.service import COORDINATOR, Service
from tests.circulairwerkt.permissions.world import World

# fmt: off
LINES: list[Line] = [
    #                                                                        nobody strang orgmem other  coach  member coord  funder admin
    line("werkplek/<slug:slug>/afwezig/", "GET",                             "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/afwezig/", "POST",                            "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/afwezig/<int:pk>/terugnemen/", "GET",         "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/afwezig/<int:pk>/terugnemen/", "POST",        "in     404    404    404    404    404    302    404    302"),
]
# fmt: on


def _absence(world: World) -> Absence:
    today = timezone.localdate()
    with everywhere("the world of the permission tables"):
        made: Absence = Absence.objects.get_or_create(
            hub=world.hub,
            user=world.users["member"],
            defaults={"first_day": today, "last_day": today},
        )[0]
    return made


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "werkplek/<slug:slug>/afwezig/<int:pk>/terugnemen/": lambda world: {"pk": _absence(world).pk},
}


def _note(world: World, actor: Actor) -> Any:
    day = timezone.localdate() + timedelta(days=7)
    return hubs.note_absence(
        actor=actor, hub=world.hub, user=world.users["coordinator"], first_day=day, last_day=day
    )


SERVICES: Mapping[str, Service] = {
    "hubs.note_absence": Service(_note, COORDINATOR),
    "hubs.withdraw_absence": Service(
        lambda w, a: hubs.withdraw_absence(actor=a, absence=_absence(w)), COORDINATOR
    ),
}
