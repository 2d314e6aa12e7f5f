"""The times at which an event takes place: added, moved, called off."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.agenda import letters, perms
from circulairwerkt.agenda.models import Seat, Session, State
from circulairwerkt.agenda.services.events import follow_sessions
from circulairwerkt.agenda.services.registrations import advance, lock, taken
from circulairwerkt.agenda.waiting import INSIDE
from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require

SESSION_FIELDS = ("title", "starts_at", "ends_at", "room", "capacity")
#: What people in whose calendar it stands are told of.
_TOLD = frozenset({"starts_at", "ends_at", "room"})


@write("agenda.save_session", gettext_lazy("sessie bewaard"))
def save_session(
    *,
    actor: Actor,
    session: Session,
    seen_version: int,
    values: Mapping[str, Any],
    now: datetime | None = None,
) -> Session:
    """Add a session, one without a key yet, or change one. ``values`` holds fields of ``SESSION_FIELDS``.

    One that begins at another moment than the agenda said is *moved*: its page says so, and calendars that
    people follow take it along, who registered is told. More seats are offered along the line. Raises
    EditConflict where somebody saved it since ``seen_version``, ValidationError for too few seats.
    """
    event = session.event
    require(perms.may_edit(actor, event))
    lock(event)
    changes = differences(session, {name: values[name] for name in SESSION_FIELDS if name in values})
    before = session.starts_at
    for name in SESSION_FIELDS:
        if name in values:
            setattr(session, name, values[name])
    _refuse_fewer_than_held(session)
    told = event.state == State.PUBLISHED and session.pk is not None
    if told and "starts_at" in changes and session.moved_from is None:
        session.moved_from = before
    if session.moved_from == session.starts_at:
        session.moved_from = None
    if session.pk is not None and set(changes) - {"capacity"}:
        session.sequence += 1
    session.add_or_succeed(seen_version, [*SESSION_FIELDS, "moved_from", "sequence"])
    follow_sessions([event])
    record(actor=actor, row=session, hub_id=event.hub_id, changes=changes)
    if told and _TOLD & set(changes):
        letters.tell_change(event, session)
    advance(session, now=now)
    return session


@write("agenda.call_off_session", gettext_lazy("sessie geschrapt"))
def call_off_session(*, actor: Actor, session: Session, seen_version: int) -> None:
    """Take one session out. Of a draft it goes; in the agenda it stays, marked as called off.

    Raises ValidationError for the last one that stands: then the whole event is called off. Raises
    EditConflict where somebody saved it since ``seen_version``.
    """
    event = session.event
    require(perms.may_edit(actor, event))
    session.save_as_successor_of(seen_version, [])
    if event.state == State.DRAFT:
        record(
            actor=actor, row=session, hub_id=event.hub_id, changes={"starts_at": [session.starts_at, None]}
        )
        session.delete()
        follow_sessions([event])
        return
    if session.cancelled_at is not None or event.state == State.CANCELLED:
        raise ValidationError(_("Deze sessie was al geschrapt."))
    others = event.sessions.filter(cancelled_at__isnull=True).exclude(pk=session.pk)
    if not others.exists():
        raise ValidationError(_("Dit is de laatste sessie. Gelast de hele activiteit af."))
    session.cancelled_at, session.sequence = timezone.now(), session.sequence + 1
    session.save(update_fields=["cancelled_at", "sequence", "changed_at"])
    follow_sessions([event])
    letters.tell_called_off(event, session)
    record(
        actor=actor, row=session, hub_id=event.hub_id, changes={"cancelled_at": [None, session.cancelled_at]}
    )


def _refuse_fewer_than_held(session: Session) -> None:
    """Nobody who has a seat, or was offered one, loses it to a smaller room; no group waits for more seats
    than there are.
    """
    if session.pk is None or session.capacity is None:
        return
    held = taken(session)
    inside = Seat.objects.filter(session=session, state__in=INSIDE)
    largest = inside.aggregate(most=Max("size"))["most"] or 0
    if session.capacity < held:
        words = _("Er zijn al %(held)d plaatsen vergeven. Minder kan niet.")
        raise ValidationError({"capacity": words % {"held": held}})
    if session.capacity < largest:
        words = _("Er wacht een groep van %(most)d. Minder plaatsen kan niet.")
        raise ValidationError({"capacity": words % {"most": largest}})
