"""Long work: whoever started it, and the coordinator of its hub, see how far it is and stop it."""

from collections.abc import Callable, Mapping

from django.utils import timezone

from circulairwerkt.base import services
from circulairwerkt.base.models import Job
from tests.circulairwerkt.permissions.lines import Line, line
from tests.circulairwerkt.permissions.service import COORDINATOR, Service
from tests.circulairwerkt.permissions.world import World

# fmt: off
LINES: list[Line] = [
    #                                                       nobody strang orgmem other  coach  member coord  funder admin
    line("werkplek/taken/<int:pk>/", "GET",                 "in     404    404    404    404    404    200    404    200"),
    line("werkplek/taken/<int:pk>/", "POST",                "in     405    405    405    405    405    405    405    405"),
    line("werkplek/taken/<int:pk>/stoppen/", "GET",         "in     405    405    405    405    405    405    405    405"),
    line("werkplek/taken/<int:pk>/stoppen/", "POST",        "in     404    404    404    404    404    302    404    302"),
]
# fmt: on


def job_of(world: World) -> Job:
    """A job of the world's hub that waits in the queue."""
    made, _ = Job.objects.get_or_create(
        kind="test.table",
        hub=world.hub,
        defaults={"title": "Taak", "language": "nl", "heartbeat_at": timezone.now()},
    )
    return made


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "werkplek/taken/<int:pk>/": lambda world: {"pk": job_of(world).pk},
    "werkplek/taken/<int:pk>/stoppen/": lambda world: {"pk": job_of(world).pk},
}

SERVICES: Mapping[str, Service] = {
    "base.stop_job": Service(lambda w, a: services.stop_job(actor=a, job=job_of(w)), COORDINATOR),
}
