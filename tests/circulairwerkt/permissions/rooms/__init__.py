"""Who may what in the rooms of the daily work: a module per room, with its pages and its services.

A module offers ``LINES`` (as in ``table``), ``ARGUMENTS`` (as in ``routes``) and ``SERVICES`` (as in
``services_table``), and may offer ``MORE`` (as in ``more_ways``); a new module is found by itself.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules

from tests.circulairwerkt.permissions.lines import Line
from tests.circulairwerkt.permissions.service import Service
from tests.circulairwerkt.permissions.world import World

_MODULES = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]

LINES: list[Line] = [line for module in _MODULES for line in module.LINES]
ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    route: fill for module in _MODULES for route, fill in module.ARGUMENTS.items()
}
SERVICES: Mapping[str, Service] = {
    action: service for module in _MODULES for action, service in module.SERVICES.items()
}
MORE: Mapping[str, Service] = {
    way: service for module in _MODULES for way, service in getattr(module, "MORE", {}).items()
}
