"""Events from a hub's own list: made as drafts, taken back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.agenda import perms
from circulairwerkt.agenda.models import SWITCHES, Event, Session, State
from circulairwerkt.agenda.services.events import free_slugs
from circulairwerkt.base.audit import record, record_all, write
from circulairwerkt.base.imports import Made, MadeRows, RowRefused, Wanted, gone, leaned_on, unchanged
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import switched_off
from circulairwerkt.reference.models import Municipality

_EVENT, _SESSION = "agenda.event", "agenda.session"


@write("agenda.import_events", gettext_lazy("activiteit ingelezen"))
def import_events(*, actor: Actor, hub: Hub, rows: Sequence[Wanted]) -> list[Made | RowRefused]:
    """Make a draft of each row, with one session; a twin that is there stays as it is.

    Nobody else sees drafts: what stands in a list need not be right. A kind that the hub does not use is
    refused.
    """
    require(perms.may_edit_at(actor, hub))
    there = Event._base_manager.filter(hub=hub).in_bulk({row.use for row in rows if row.use is not None})
    off = switched_off(hub)
    new = [row.values for row in rows if row.use is None and SWITCHES[row.values["kind"]] not in off]
    places = Municipality.objects.in_bulk({values["nis"] for values in new if values["nis"]})
    slugs = free_slugs((values["title"], datetime.fromisoformat(values["begins"])) for values in new)
    events = Event._base_manager.bulk_create(
        [_draft(actor, hub, values, slug, places) for values, slug in zip(new, slugs, strict=True)]
    )
    sessions = Session.objects.bulk_create(
        [
            Session(
                event=event,
                starts_at=datetime.fromisoformat(values["begins"]),
                ends_at=datetime.fromisoformat(values["ends"]),
                capacity=values["capacity"],
            )
            for event, values in zip(events, new, strict=True)
        ]
    )
    record_all(actor=actor, rows=events, hub_id=hub.pk, changes=lambda event: {"title": ["", str(event)]})
    if not events:
        record(actor=actor, row=hub, hub_id=hub.pk)
    made = iter(zip(events, sessions, strict=True))
    return [_told(row, there, off, made) for row in rows]


def _told(row: Wanted, there: Mapping[int, Event], off: set[str], made: Any) -> Made | RowRefused:
    if row.use is not None:
        return Made(name=str(there[row.use]), rows={}) if row.use in there else gone()
    if SWITCHES[row.values["kind"]] in off:
        return RowRefused({"kind": _("Je hub gebruikt dit niet. Kies een andere soort.")})
    event, session = next(made)
    return Made(
        name=str(event), rows={_EVENT: (event.pk, event.version), _SESSION: (session.pk, session.version)}
    )


def _draft(
    actor: Actor, hub: Hub, values: Mapping[str, Any], slug: str, places: Mapping[str, Municipality]
) -> Event:
    place = places.get(values["nis"])
    return Event(
        hub=hub,
        made_by_id=actor.user_id,
        is_example=hub.is_example,
        slug=slug,
        kind=values["kind"],
        title={"nl": values["title"]},
        summary={"nl": values["summary"]} if values["summary"] else {},
        mode=values["mode"],
        place_name=values["place_name"],
        street=values["street"],
        online_url=values["online_url"],
        municipality=place,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        price_eur=Decimal(values["price"]) if values["price"] else None,
        first_starts_at=datetime.fromisoformat(values["begins"]),
        last_ends_at=datetime.fromisoformat(values["ends"]),
    )


@write("agenda.undo_import", gettext_lazy("ingelezen activiteit teruggenomen"))
def undo_import(*, actor: Actor, hub: Hub, made: Sequence[MadeRows]) -> list[bool]:
    """Remove the drafts that rows of a file became; what somebody edited, put in the agenda or used since
    stays. Tells which went.
    """
    require(perms.may_edit_at(actor, hub))
    untouched = {session.event_id for session in unchanged(Session, made).values()}
    found = {
        key: event
        for key, event in unchanged(Event, made).items()
        if event.hub_id == hub.pk and event.state == State.DRAFT and key in untouched
    }
    leaning = leaned_on(Event, list(found), made)
    going = [event for key, event in found.items() if key not in leaning]
    record_all(actor=actor, rows=going, hub_id=hub.pk, changes=lambda event: {"title": [str(event), ""]})
    keys = {event.pk for event in going}
    Event._base_manager.filter(pk__in=keys).delete()
    if not going:
        record(actor=actor, row=hub, hub_id=hub.pk)
    return [_EVENT not in rows or rows[_EVENT][0] in keys for rows in made]
