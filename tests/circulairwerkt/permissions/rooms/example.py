"""The example region: loaded and removed by the commands alone."""

from collections.abc import Callable, Mapping

from circulairwerkt.portal.services.example import region as services
from tests.circulairwerkt.permissions.lines import Line
from tests.circulairwerkt.permissions.service import NOBODY, Service
from tests.circulairwerkt.permissions.world import World

LINES: list[Line] = []

ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {}

SERVICES: Mapping[str, Service] = {
    "portal.load_example_region": Service(lambda w, a: services.load_example_region(actor=a), NOBODY),
    "portal.remove_example_region": Service(lambda w, a: services.remove_example_region(actor=a), NOBODY),
}
