"""The map of materials: open to everybody, each gets his own rows; and the flows of a hub."""

from collections.abc import Callable, Mapping

from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.service import Service
from tests.circulairwerkt.permissions.world import World

# fmt: off
LINES: list[Line] = [
    *everybody("materialenkaart/", "200", "405"),
    *everybody("materialenkaart/punten.json", "200", "405"),
    *everybody("stromen/", "200", "405"),
    *everybody("stromen/bestand/", "200", "405"),
    # the flows of a hub name the parties of its agreements: who reads its cases
    #                                                       nobody strang orgmem other  coach  member coord  funder admin
    line("werkplek/<slug:slug>/stromen/", "GET",            "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/stromen/", "POST",           "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/stromen/bestand/", "GET",    "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/stromen/bestand/", "POST",   "in     405    405    405    405    405    405    405    405"),
]
# fmt: on

ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {}
SERVICES: Mapping[str, Service] = {}
