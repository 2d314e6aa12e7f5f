"""What trainings add to the pages of an event and of a registration: what one learns, and the attests."""

from collections.abc import Mapping
from typing import Any

from circulairwerkt.agenda.models import Event, Kind, Registration
from circulairwerkt.base.panels import panel
from circulairwerkt.base.requests import Request
from circulairwerkt.trainings import perms, queries


@panel("agenda:event", template="trainings/_learns.html", order=20)
def what_one_learns(_request: Request, event: Event) -> Mapping[str, Any] | None:
    """Tell on the public page what one learns, and whether there is an attest."""
    training = queries.told_of(event) if event.kind == Kind.TRAINING else None
    if training is None:
        return None
    training.event = event
    return {"training": training, "hours": queries.hours_asked(training)}


@panel("agenda:inside", template="trainings/_inside.html", order=20)
def to_the_training(request: Request, event: Event) -> Mapping[str, Any] | None:
    """Lead who may give attests to them."""
    if event.kind != Kind.TRAINING or not perms.may_attest(request.actor, event):
        return None
    return {"event": event, "hub": event.hub}


@panel("agenda:registration", template="trainings/_own.html", order=20)
def own_attests(_request: Request, registration: Registration) -> Mapping[str, Any] | None:
    """Show the attests to who holds the link of the registration."""
    found = queries.of_registration(registration)
    return {"attests": [(row, queries.token_of(row)) for row in found]} if found else None
