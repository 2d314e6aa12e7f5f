"""Events: made, changed, copied, put in the agenda, called off."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.agenda import letters, perms
from circulairwerkt.agenda.models import Event, OwnQuestion, Session, State
from circulairwerkt.agenda.queries import spans
from circulairwerkt.agenda.reach import Reach, hold_series, reached
from circulairwerkt.agenda.services.receiving import QUESTION_FIELDS, RULE_FIELDS
from circulairwerkt.agenda.services.registrations import advance
from circulairwerkt.agenda.times import span_shifted
from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.links import let_go
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.hubs.models import Hub

#: Columns that are filled in.
EVENT_FIELDS = (
    "kind",
    "title",
    "summary",
    "description",
    "mode",
    "place_name",
    "street",
    "municipality",
    "lat",
    "lon",
    "online_url",
    "languages",
    "price_eur",
    "price_text",
)
#: What it is about and with whom.
EVENT_LINKS = ("sectors", "goals", "with_hubs", "partners")
#: What a calendar of somebody shows: a change of it is a new version there.
_IN_CALENDARS = frozenset({"title", "mode", "place_name", "street", "municipality"})
#: What those who registered are told of.
_TOLD = _IN_CALENDARS - {"title"} | {"online_url"}
_SLUG_LENGTH = 110


def free_slugs(wanted: Iterable[tuple[str, datetime | None]]) -> list[str]:
    """Return for each title and day an address that no other event has (one query); with its day, so that
    the next edition has another.
    """
    parts = [
        (slugify(title)[:_SLUG_LENGTH].strip("-") or "activiteit", f"{timezone.localtime(day):%Y-%m-%d}")
        for title, day in wanted
    ]
    days = "|".join(sorted({day for _title, day in parts}))
    same = Event._base_manager.filter(slug__regex=rf"-({days})(-[0-9]+)?$")
    taken = set(same.values_list("slug", flat=True))
    found = []
    for title, day in parts:
        number, slug = 1, f"{title}-{day}"
        while slug in taken:
            number += 1
            slug = f"{title}-{day}-{number}"
        taken.add(slug)
        found.append(slug)
    return found


def follow_sessions(events: Iterable[Event]) -> None:
    """Have events know when they begin and end, and since when they are as they are."""
    rows = list(events)
    found = spans(row.pk for row in rows)
    now = timezone.now()
    for row in rows:
        row.first_starts_at, row.last_ends_at = found.get(row.pk, (None, None))
        row.changed_at = now
        Event._base_manager.filter(pk=row.pk).update(
            first_starts_at=row.first_starts_at, last_ends_at=row.last_ends_at, changed_at=now
        )


def _link(event: Event, with_rows: Mapping[str, Iterable[Any]]) -> None:
    for name in EVENT_LINKS:
        if name in with_rows:
            getattr(event, name).set(with_rows[name])


@write("agenda.make", gettext_lazy("activiteit gemaakt"))
def make_event(
    *,
    actor: Actor,
    hub: Hub,
    values: Mapping[str, Any],
    links: Mapping[str, Iterable[Any]] | None = None,
    times: Iterable[tuple[datetime, datetime]] = (),
) -> Event:
    """Make a draft of ``hub``; ``values``: fields of ``EVENT_FIELDS``, ``links``: rows of ``EVENT_LINKS``,
    ``times``: when each session begins and ends.
    """
    require(perms.may_edit_at(actor, hub))
    sessions = sorted(times)
    event = Event(hub=hub, made_by_id=actor.user_id, is_example=hub.is_example)
    for name in EVENT_FIELDS:
        if name in values:
            setattr(event, name, values[name])
    [event.slug] = free_slugs([(event.title.get("nl", ""), sessions[0][0] if sessions else None)])
    event.save()
    _link(event, links or {})
    Session.objects.bulk_create(
        Session(event=event, starts_at=starts_at, ends_at=ends_at) for starts_at, ends_at in sessions
    )
    follow_sessions([event])
    record(actor=actor, row=event, hub_id=hub.pk, changes={"title": ["", str(event)]})
    return event


@write("agenda.edit", gettext_lazy("activiteit veranderd"))
def edit_event(
    *,
    actor: Actor,
    event: Event,
    seen_version: int,
    values: Mapping[str, Any],
    links: Mapping[str, Iterable[Any]],
    reach: str = Reach.THIS,
) -> Event:
    """Write the fields of ``EVENT_FIELDS`` and ``EVENT_LINKS``; calendars that people follow see it as new.

    With ``reach`` the other times of its series follow, field by field: where one said something else than
    this one did, it was changed by hand and stays. Who registered is told once, for however many times.
    Raises EditConflict where somebody else saved in between.
    """
    require(perms.may_edit(actor, event))
    others = reached(event, reach)
    before = _said(event)
    changes = _write(actor, event, seen_version, values, links)
    written = [(event, changes)]
    for other in others:
        said = _said(other)
        alike = {name for name in changes if said[name] == before[name]}
        if alike:
            theirs = {name: value for name, value in values.items() if name in alike}
            with_rows = {name: rows for name, rows in links.items() if name in alike}
            written.append((other, _write(actor, other, other.version, theirs, with_rows)))
    told = [row for row, found in written if row.state == State.PUBLISHED and _TOLD & set(found)]
    letters.tell_change([(row, None) for row in told])
    return event


def _said(event: Event) -> dict[str, Any]:
    """Return what an event says as it is stored: the fields that are filled in, and the keys of its links."""
    stored = Event._base_manager.get(pk=event.pk)
    linked = {name: sorted(getattr(event, name).values_list("pk", flat=True)) for name in EVENT_LINKS}
    return {**{name: getattr(stored, name) for name in EVENT_FIELDS}, **linked}


def _write(
    actor: Actor,
    event: Event,
    seen_version: int,
    values: Mapping[str, Any],
    links: Mapping[str, Iterable[Any]],
) -> dict[str, list[object]]:
    """Write fields and links of one event; return what changed."""
    changes = differences(event, {name: values[name] for name in EVENT_FIELDS if name in values})
    for name in EVENT_FIELDS:
        if name in values:
            setattr(event, name, values[name])
    event.save_as_successor_of(seen_version, EVENT_FIELDS)
    before = {name: sorted(getattr(event, name).values_list("pk", flat=True)) for name in EVENT_LINKS}
    _link(event, links)
    after = {name: sorted(getattr(event, name).values_list("pk", flat=True)) for name in EVENT_LINKS}
    changes |= {name: [before[name], after[name]] for name in EVENT_LINKS if before[name] != after[name]}
    if _IN_CALENDARS & set(changes):
        for session in event.sessions.all():
            session.sequence += 1
            session.save(update_fields=["sequence", "changed_at"])
    record(actor=actor, row=event, hub_id=event.hub_id, changes=changes)
    return changes


@write("agenda.publish", gettext_lazy("activiteit in de agenda gezet"))
def publish(*, actor: Actor, event: Event) -> Event:
    """Put a draft in the agenda for everybody. Raises ValidationError where it lacks what a visitor needs."""
    require(perms.may_edit(actor, event))
    missing = what_is_missing(event)
    if event.state != State.DRAFT or missing:
        raise ValidationError(missing or [_("Dit staat niet meer klaar om in de agenda te zetten.")])
    event.state, event.visibility = State.PUBLISHED, Visibility.PUBLIC
    event.published_at = timezone.now()
    event.save_as_successor_of(event.version, ["state", "visibility", "published_at"])
    record(actor=actor, row=event, hub_id=event.hub_id, changes={"state": [State.DRAFT, State.PUBLISHED]})
    return event


def what_is_missing(event: Event) -> list[str]:
    """Return in words what a draft lacks before everybody may see it."""
    found = []
    if not event.title.get("nl"):
        found.append(_("Geef het een titel."))
    if event.first_starts_at is None:
        found.append(_("Zeg wanneer het is."))
    if event.has_place and not event.municipality_id:
        found.append(_("Zeg in welke gemeente het is, of kies online."))
    return found


@write("agenda.call_off", gettext_lazy("activiteit afgelast"))
def call_off(*, actor: Actor, event: Event, reason: str, reach: str = Reach.THIS) -> Event:
    """Call off an event that stands in the agenda; it stays there, marked, and in calendars as cancelled.

    With ``reach`` the other times of its series too, drafts left out. Who registered is told once; what is
    over did not take place, and nobody is told.
    """
    require(perms.may_edit(actor, event))
    others = [row for row in reached(event, reach) if row.state == State.PUBLISHED]
    if event.state != State.PUBLISHED:
        raise ValidationError(_("Alleen wat in de agenda staat, kan je afgelasten."))
    now = timezone.now()
    for row in (event, *others):
        row.state, row.cancelled_at, row.cancel_reason = State.CANCELLED, now, reason.strip()
        row.save_as_successor_of(row.version, ["state", "cancelled_at", "cancel_reason"])
        for session in row.sessions.filter(cancelled_at__isnull=True):
            session.cancelled_at, session.sequence = now, session.sequence + 1
            session.save(update_fields=["cancelled_at", "sequence", "changed_at"])
        record(
            actor=actor,
            row=row,
            hub_id=row.hub_id,
            changes={"state": [State.PUBLISHED, State.CANCELLED], "cancel_reason": ["", row.cancel_reason]},
        )
    letters.tell_called_off([(row, None) for row in (event, *others)])
    return event


def called_off_with(event: Event) -> list[Event]:
    """Return the other times of its series that were called off together with ``event`` and are to come."""
    rows: QuerySet[Event] = Event.objects.filter(
        series__isnull=False,
        series=event.series_id,
        state=State.CANCELLED,
        cancelled_at=event.cancelled_at,
        first_starts_at__gt=timezone.now(),
    )
    return list(rows.exclude(pk=event.pk).select_related("hub", "municipality").order_by("pk"))


def may_come_back(event: Event) -> bool:
    """Whether calling off can be undone: not while it would take place, with people who stayed away."""
    begun = event.first_starts_at is None or event.first_starts_at <= timezone.now()
    return event.is_cancelled and (event.is_over or not begun)


@write("agenda.bring_back", gettext_lazy("gaat toch door"))
def bring_back(*, actor: Actor, event: Event) -> list[Event]:
    """Undo calling off, also of the times that were called off together with it; return what takes place.

    Who registered still has the seat, and is told once. Raises ValidationError for what was not called off,
    or has begun and is not over: what is over took place after all, and nobody is told.
    """
    require(perms.may_edit(actor, event))
    hold_series(event)
    event.refresh_from_db()
    if not may_come_back(event):
        raise ValidationError(_("Alleen wat afgelast is en nog moet komen, kan toch doorgaan."))
    rows = [event, *called_off_with(event)]
    moment = event.cancelled_at
    for row in rows:
        reason, row.cancel_reason = row.cancel_reason, ""
        row.state, row.cancelled_at = State.PUBLISHED, None
        row.save_as_successor_of(row.version, ["state", "cancelled_at", "cancel_reason"])
        for session in row.sessions.filter(cancelled_at=moment):
            session.cancelled_at, session.sequence, session.event = None, session.sequence + 1, row
            session.save(update_fields=["cancelled_at", "sequence", "changed_at"])
            if not session.is_over:
                advance(session)
        record(
            actor=actor,
            row=row,
            hub_id=row.hub_id,
            changes={"state": [State.CANCELLED, State.PUBLISHED], "cancel_reason": [reason, ""]},
        )
    follow_sessions(rows)
    letters.tell_back_on(rows)
    return rows


@write("agenda.copy", gettext_lazy("activiteit gekopieerd"))
def copy_event(*, actor: Actor, event: Event, starts_at: datetime) -> Event:
    """Make a draft like ``event`` whose first session begins at ``starts_at``; the others keep their place
    on the clock: an evening of 19 to 22 hours is that in winter and summer.
    """
    # Whether the actor may, ``make_event`` asks: whoever makes events at the hub may copy them there.
    sessions = list(event.sessions.filter(cancelled_at__isnull=True))
    first = sessions[0].starts_at if sessions else starts_at
    times = [span_shifted(row.starts_at, row.ends_at, first=first, start=starts_at) for row in sessions]
    copy = make_event(
        actor=actor,
        hub=event.hub,
        values={name: getattr(event, name) for name in EVENT_FIELDS},
        links={name: list(getattr(event, name).all()) for name in EVENT_LINKS},
        times=times,
    )
    _copy_rules(event, copy, [row.capacity for row in sessions])
    record(actor=actor, row=copy, hub_id=event.hub_id, changes={"copied_from": [None, str(event)]})
    return copy


def _copy_rules(event: Event, copy: Event, capacities: Iterable[int | None]) -> None:
    """Let a copy take registrations as the event does: seats, and the organiser's own questions."""
    for name in RULE_FIELDS:
        setattr(copy, name, getattr(event, name))
    # Until when one registers is for each time to say.
    copy.closes_at = None
    copy.save(update_fields=[*RULE_FIELDS, "changed_at"])
    for session, capacity in zip(copy.sessions.all(), capacities, strict=True):
        session.capacity = capacity
        session.save(update_fields=["capacity", "changed_at"])
    OwnQuestion.objects.bulk_create(
        OwnQuestion(event=copy, **{name: getattr(row, name) for name in QUESTION_FIELDS})
        for row in event.own_questions.all()
    )


@write("agenda.remove", gettext_lazy("activiteit verwijderd"))
def remove_event(*, actor: Actor, event: Event) -> None:
    """Remove a draft. What stood in the agenda is called off instead: people have it in their calendars."""
    require(perms.may_edit(actor, event))
    if event.state != State.DRAFT:
        raise ValidationError(_("Wat in de agenda stond, gelast je af. Zo weet iedereen het."))
    record(actor=actor, row=event, hub_id=event.hub_id, changes={"title": [str(event), ""]})
    let_go([event])
    event.delete()
