"""Who may do what with trainings, and why."""

from circulairwerkt.agenda.models import Event
from circulairwerkt.base.permissions import Actor, Role, register

ATTEST = register(
    "trainings.attest",
    "say what a training teaches, give attests to who was present, withdraw them",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
)


def may_attest(actor: Actor, event: Event) -> bool:
    """An attest carries the hub's name: its coordinator gives it."""
    return actor.may(ATTEST, hub_id=event.hub_id)
