"""Events as calendars: of one event, of all, of a hub, of a sector, and of a person at a secret address."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from circulairwerkt.accounts.queries import proven_addresses
from circulairwerkt.agenda.models import CalendarFeed, Event, Registration, Seat, Session, State
from circulairwerkt.agenda.queries import EventSearch, in_use, matching, published
from circulairwerkt.agenda.registered import seats_told_of, seats_told_to
from circulairwerkt.agenda.waiting import SeatState
from circulairwerkt.base.calendars import KEEPS, Entry, personal, written
from circulairwerkt.base.outbox import digest_of
from circulairwerkt.base.private_links import PrivateLink
from circulairwerkt.base.texts import shown
from circulairwerkt.hubs.actors import actor_by_id
from circulairwerkt.hubs.queries import hubs_of
from circulairwerkt.reference.models import Sector

_OWN = PrivateLink[CalendarFeed]("agenda.own-calendar", "agenda:own_feed")
#: A change younger than this is not told by the day and second of the last change: another may follow in the
#: same second, and who asks by seconds alone would never see it.
_SECOND = timedelta(seconds=2)
#: How many addresses of events stay in the memory of a process.
_STAY_KNOWN = 10_000


def token_of(feed: CalendarFeed) -> str:
    """Return the token of a person's calendar; a new nonce makes it void."""
    return _OWN.token(feed)


def feed_of(token: str) -> CalendarFeed | None:
    """Return the calendar of a token; None for a wrong, forged or void one, or where the account is off."""
    return _OWN.row(token, CalendarFeed.objects.filter(user__is_active=True))


def own_address(feed: CalendarFeed) -> str:
    """Return the whole secret address."""
    return _OWN.address(feed, settings.LANGUAGE_CODE)


@dataclass(frozen=True)
class Stamp:
    """What tells whether a calendar is still as it was: a tag, and when it was last changed (if that is
    long enough ago to be told in seconds).
    """

    etag: str
    changed_at: datetime | None


def feed_events(wanted: EventSearch) -> QuerySet[Event]:
    """Return the events of a calendar that people follow: what is to come and the last three months."""
    return matching(wanted, published()).filter(last_ends_at__gt=timezone.now() - KEEPS)


def stamp_of(events: QuerySet[Event], name: str) -> Stamp:
    """Return the stamp of a calendar of ``events`` (one query)."""
    found = events.order_by().aggregate(newest=Max("changed_at"), count=Count("pk"))
    return _stamp([name, str(found["count"]), str(found["newest"])], found["newest"])


def _stamp(parts: Iterable[str], newest: datetime | None) -> Stamp:
    text = "\n".join([*parts, get_language() or "", settings.BASE_URL])
    settled = newest is not None and newest < timezone.now() - _SECOND
    return Stamp(
        etag=f'"{blake2b(text.encode(), digest_size=12).hexdigest()}"',
        changed_at=newest if settled else None,
    )


def stamp_of_entries(entries: Iterable[Entry]) -> Stamp:
    """Return the stamp of a calendar whose entries are at hand."""
    rows = list(entries)
    newest = max((entry.changed_at for entry in rows), default=None)
    return _stamp((f"{entry.uid} {entry.sequence} {entry.changed_at}" for entry in rows), newest)


def entries_of(events: QuerySet[Event]) -> list[Entry]:
    """Return an entry for each session of ``events``, in order of time (five queries)."""
    rows = (
        Session.objects.filter(event__in=events)
        .select_related("event")
        # Few hubs and places have all the events: each is made once, where a join makes it for every session.
        .prefetch_related("event__hub", "event__municipality")
        .order_by("starts_at", "pk")
    )
    return _entries(list(rows))


def _entries(sessions: Collection[Session]) -> list[Entry]:
    words = _words_of({session.event_id for session in sessions})
    return [_entry_of(session, words.get(session.event_id, ())) for session in sessions]


def _words_of(events: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """Return the sectors of each of ``events`` in the reader's language: hundreds of events have a handful,
    and a prefetch makes a query set for each event, even for one without.
    """
    links = Event.sectors.through.objects.filter(event__in=events)
    found = defaultdict[int, list[Sector]](list)
    for link in links.select_related("sector").order_by("sector__position", "sector"):
        found[link.event_id].append(link.sector)
    return {event: tuple(sector.shown_label for sector in sectors) for event, sectors in found.items()}


@lru_cache(_STAY_KNOWN)
def _page_of(slug: str, _language: str | None) -> str:
    # The address holds the language: one known in French is not that of a Dutch reader.
    return reverse("agenda:event", args=[slug])


def _entry_of(session: Session, words: tuple[str, ...]) -> Entry:
    """Return one session as calendars hold it, in the reader's language."""
    event = session.event
    title = " · ".join(filter(None, (event.shown_title, session.title)))
    address = settings.BASE_URL + _page_of(event.slug, get_language())
    place = ", ".join(filter(None, (event.address, session.room))) or _("online")
    said = [
        _("AFGELAST. %(reason)s") % {"reason": event.cancel_reason} if event.is_cancelled else "",
        str(shown(event.summary)),
        _("Een activiteit van %(hub)s.") % {"hub": event.hub.name},
        address,
    ]
    return Entry(
        uid=session.uid,
        sequence=session.sequence,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=title,
        changed_at=max(session.changed_at, event.changed_at),
        text="\n\n".join(part.strip() for part in said if part.strip()),
        place=place,
        url=address,
        lat=event.lat if event.has_place else None,
        lon=event.lon if event.has_place else None,
        words=words,
        is_cancelled=session.cancelled_at is not None,
    )


def _entries_of_seats(seats: Iterable[Seat]) -> list[Entry]:
    rows = list(seats)
    return list(map(_entry_of_seat, rows, _entries([seat.session for seat in rows])))


def _entry_of_seat(seat: Seat, entry: Entry) -> Entry:
    """Return a session as the calendar of somebody with a seat holds it: cancelled for him once he left."""
    is_out = seat.state != SeatState.CONFIRMED
    return replace(
        entry,
        sequence=entry.sequence + seat.sequence,
        changed_at=max(filter(None, (entry.changed_at, seat.moved_at))),
        text="\n\n".join((_("Je bent uitgeschreven."), entry.text)) if is_out else entry.text,
        is_cancelled=entry.is_cancelled or is_out,
    )


def calendar_of_registration(registration: Registration) -> bytes:
    """Return the file of the sessions that one registration has seats at."""
    seats = seats_told_of(registration)
    return written(_entries_of_seats(seats), name=registration.event.shown_title)


def calendar_of(events: QuerySet[Event], name: str) -> bytes:
    """Return the file of a calendar of ``events``."""
    return written(entries_of(events), name=name)


@personal("agenda.events_of_own_hubs")
def own_hub_events(user_id: int) -> list[Entry]:
    """The events of the hubs that somebody works for, once they stand in the agenda."""
    hubs = hubs_of(actor_by_id(user_id)).values("pk")
    rows: QuerySet[Event] = Event.objects.filter(hub__in=hubs).exclude(state=State.DRAFT)
    return entries_of(in_use(rows).filter(last_ends_at__gt=timezone.now() - KEEPS))


@personal("agenda.registered")
def registered_entries(user_id: int) -> list[Entry]:
    """What somebody has a seat at, or had, registered with an address that is proven to be his."""
    digests = [digest_of(address) for address in proven_addresses(user_id)]
    return _entries_of_seats(seats_told_to(digests).filter(session__ends_at__gt=timezone.now() - KEEPS))
