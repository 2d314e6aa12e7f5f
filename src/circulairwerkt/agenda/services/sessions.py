"""The times at which an event takes place: added, moved, called off."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.agenda import letters, perms
from circulairwerkt.agenda.models import Event, Seat, Session, State
from circulairwerkt.agenda.reach import Reach, reached, sessions_alike
from circulairwerkt.agenda.services.events import follow_sessions
from circulairwerkt.agenda.services.registrations import advance, lock, taken
from circulairwerkt.agenda.times import moved_along, span_shifted
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
    reach: str = Reach.THIS,
    now: datetime | None = None,
) -> Session:
    """Add a session, one without a key yet, or change one. ``values`` holds fields of ``SESSION_FIELDS``.

    One that begins at another moment than the agenda said is *moved*: its page says so, and calendars that
    people follow take it along, who registered is told. More seats are offered along the line. With
    ``reach`` the other times of its series follow: to the same hour and as many days on, and field by field
    as in ``edit_event``; one that was moved by hand stays where it is. Raises EditConflict where somebody
    else saved it since ``seen_version``, ValidationError for too few seats.
    """
    event = session.event
    require(perms.may_edit(actor, event))
    others = reached(event, reach) if session.pk is not None else []
    lock(event)
    before = Session.objects.filter(pk=session.pk).first()
    changes = _write(actor, session, seen_version, values)
    written = [(session, changes)]
    if before is not None and reach != Reach.THIS:
        for other in sessions_alike(others).values():
            theirs = _following(other, before, session, changes)
            if theirs:
                written.append((other, _write_other(actor, other, theirs)))
        if "starts_at" in changes:
            _plan_anew([event, *others], before.starts_at, session.starts_at)
    follow_sessions([row.event for row, _found in written])
    was_there = before is not None
    told = [row for row, found in written if was_there and _is_told(row.event) and _TOLD & set(found)]
    letters.tell_change([(row.event, row) for row in told])
    for row, _found in written:
        advance(row, now=now)
    return session


def _is_told(event: Event) -> bool:
    return event.state == State.PUBLISHED


def _write(
    actor: Actor, session: Session, seen_version: int, values: Mapping[str, Any]
) -> dict[str, list[object]]:
    """Write fields of one session; return what changed."""
    event = session.event
    changes = differences(session, {name: values[name] for name in SESSION_FIELDS if name in values})
    before = session.starts_at
    for name in SESSION_FIELDS:
        if name in values:
            setattr(session, name, values[name])
    _refuse_fewer_than_held(session)
    is_there = session.pk is not None
    if is_there and _is_told(event) and "starts_at" in changes and session.moved_from is None:
        session.moved_from = before
    if session.moved_from == session.starts_at:
        session.moved_from = None
    if is_there and set(changes) - {"capacity"}:
        session.sequence += 1
    session.add_or_succeed(seen_version, [*SESSION_FIELDS, "moved_from", "sequence"])
    record(actor=actor, row=session, hub_id=event.hub_id, changes=changes)
    return changes


def _write_other(actor: Actor, other: Session, values: Mapping[str, Any]) -> dict[str, list[object]]:
    """Write another time of the series; a refusal says which time refuses."""
    day = date_format(timezone.localtime(other.starts_at), "j F")
    try:
        return _write(actor, other, other.version, values)
    except ValidationError as error:
        raise ValidationError(
            {
                name: [f"{day}: {message}" for message in messages]
                for name, messages in error.message_dict.items()
            }
        ) from error


def _following(
    other: Session, before: Session, after: Session, changes: Mapping[str, object]
) -> dict[str, Any]:
    """Return what another time of the series takes over from one that went from ``before`` to ``after``."""
    found = {
        name: getattr(after, name)
        for name in ("title", "room", "capacity")
        if name in changes and getattr(other, name) == getattr(before, name)
    }
    lasted = span_shifted(before.starts_at, before.ends_at, first=before.starts_at, start=other.starts_at)
    stands_as_planned = other.starts_at == other.event.planned_at and other.ends_at == lasted[1]
    if stands_as_planned and {"starts_at", "ends_at"} & set(changes):
        start = moved_along(other.starts_at, before.starts_at, after.starts_at)
        found["starts_at"], found["ends_at"] = span_shifted(
            after.starts_at, after.ends_at, first=after.starts_at, start=start
        )
    return found


def _plan_anew(events: Iterable[Event], before: datetime, after: datetime) -> None:
    """Have the series hold its times at another hour or day from now on."""
    for event in events:
        if event.planned_at is not None:
            event.planned_at = moved_along(event.planned_at, before, after)
            Event._base_manager.filter(pk=event.pk).update(planned_at=event.planned_at)


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
    letters.tell_called_off([(event, session)])
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
