"""Counts: what they mean is public; a hub sees its own with their lists, a funder the numbers of all."""

from collections.abc import Callable, Mapping

from circulairwerkt.cases.loading import load_definitions
from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.service import NOBODY, Service
from tests.circulairwerkt.permissions.world import World

# fmt: off
LINES: list[Line] = [
    *everybody("definities/", "200", "405"),
    #                                                                   nobody strang orgmem other  coach  member coord  funder admin
    line("werkplek/<slug:slug>/tellingen/", "GET",                      "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/tellingen/", "POST",                     "in     405    405    405    405    405    405    405    405"),
    line("programma/tellingen/", "GET",                                 "in     404    404    404    404    404    404    200    200"),
    line("programma/tellingen/", "POST",                                "in     405    405    405    405    405    405    405    405"),
]
# fmt: on

ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {}
SERVICES: Mapping[str, Service] = {
    "cases.load_definitions": Service(lambda w, a: load_definitions(actor=a, again=True), NOBODY),
}
