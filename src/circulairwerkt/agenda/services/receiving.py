"""What the hub does about registrations: the rules, its own questions, and who came."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.agenda import perms
from circulairwerkt.agenda.models import Event, OwnQuestion, Seat
from circulairwerkt.agenda.waiting import SeatState
from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require

RULE_FIELDS = (
    "registration",
    "registration_url",
    "closes_at",
    "most_together",
    "chooses_sessions",
    "offer_hours",
    "asks_diet",
    "asks_photos",
)
QUESTION_FIELDS = ("words", "sort", "choices", "is_required")


@write("agenda.set_rules", gettext_lazy("regels voor inschrijven bewaard"))
def set_rules(*, actor: Actor, event: Event, seen_version: int, values: Mapping[str, Any]) -> Event:
    """Say how people register; ``values`` holds the fields of ``RULE_FIELDS``. Who registered stays.

    Raises EditConflict where somebody else saved in between.
    """
    require(perms.may_edit(actor, event))
    changes = differences(event, {name: values[name] for name in RULE_FIELDS})
    for name in RULE_FIELDS:
        setattr(event, name, values[name])
    event.save_as_successor_of(seen_version, RULE_FIELDS)
    record(actor=actor, row=event, hub_id=event.hub_id, changes=changes)
    return event


@write("agenda.save_question", gettext_lazy("eigen vraag bewaard"))
def save_question(
    *, actor: Actor, question: OwnQuestion, seen_version: int, values: Mapping[str, Any]
) -> OwnQuestion:
    """Add a question, one without a key yet, or change one; ``values``: the fields of ``QUESTION_FIELDS``."""
    event = question.event
    require(perms.may_edit(actor, event))
    changes = differences(question, {name: values[name] for name in QUESTION_FIELDS})
    for name in QUESTION_FIELDS:
        setattr(question, name, values[name])
    question.add_or_succeed(seen_version, QUESTION_FIELDS)
    record(actor=actor, row=question, hub_id=event.hub_id, changes=changes)
    return question


@write("agenda.remove_question", gettext_lazy("eigen vraag verwijderd"))
def remove_question(*, actor: Actor, question: OwnQuestion, seen_version: int) -> None:
    """Ask it no longer; what was answered goes with it. Raises EditConflict as ``save_question`` does."""
    event = question.event
    require(perms.may_edit(actor, event))
    question.save_as_successor_of(seen_version, [])
    key = str(question.pk)
    for registration in event.registrations.filter(answers__has_key=key):
        registration.answers.pop(key, None)
        registration.save(update_fields=["answers"])
    record(actor=actor, row=question, hub_id=event.hub_id, changes={"words": [question.words, ""]})
    question.delete()


@write("agenda.tick", gettext_lazy("aanwezigheid aangevinkt"))
def tick(*, actor: Actor, seat: Seat, came: int, at: datetime) -> bool:
    """Note how many of a registration came, as it was ticked ``at``; return whether that changed anything.

    Phones without a connection tell later, and more than once: the latest tick holds, whatever order they
    arrive in. Raises ValidationError for more people than there are seats, or for who has none.
    """
    event = seat.session.event
    require(perms.may_receive(actor, event))
    if seat.state != SeatState.CONFIRMED:
        raise ValidationError(_("Deze persoon heeft geen plaats."))
    if came > seat.size:
        raise ValidationError(_("Meer mensen dan er plaatsen zijn."))
    latest = Seat.objects.filter(Q(came_at__isnull=True) | Q(came_at__lt=at), pk=seat.pk)
    changed = latest.update(came=came, came_at=at, came_by_id=actor.user_id)
    record(actor=actor, row=seat, hub_id=event.hub_id, changes={"came": [seat.came, came]} if changed else {})
    return bool(changed)
