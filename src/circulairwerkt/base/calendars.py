"""Calendars as files (iCalendar, RFC 5545): entries of any room written for the calendar programs of people.

A room gives ``Entry`` rows, this module writes them: folded lines, the time zone of Belgium told once, a
number that rises with each change, and nothing that differs between two writings of the same entries.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vUri

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
#: How often a calendar program should look again.
LOOK_AGAIN: Final = timedelta(hours=4)
#: What happened longer ago is left out of a calendar that people follow.
KEEPS: Final = timedelta(days=92)
#: How many appointments stay written in the memory of a process: some 3 kB each.
_STAY_WRITTEN: Final = 10_000
_END: Final = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class Entry:
    """One appointment. ``uid`` never changes; ``sequence`` rises when time, place or status does.

    ``changed_at`` is when anything of it was last changed. A cancelled entry is told as such, so that it goes
    from the calendar of who had it.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    changed_at: datetime
    text: str = ""
    place: str = ""
    url: str = ""
    lat: float | None = None
    lon: float | None = None
    words: tuple[str, ...] = ()
    is_cancelled: bool = False
    #: Whether the hours are kept free in the calendar of who has it.
    is_busy: bool = True


#: What a person has in the own calendar, by source: each room that knows appointments of people adds one.
#: Called with the number of the account, inside the scope of that person.
PERSONAL: dict[str, Callable[[int], Iterable[Entry]]] = {}


def personal(name: str) -> Callable[[Callable[[int], Iterable[Entry]]], Callable[[int], Iterable[Entry]]]:
    """Register a function as a source of people's own calendars; a second one of the name is an error."""

    def decorate(source: Callable[[int], Iterable[Entry]]) -> Callable[[int], Iterable[Entry]]:
        if name in PERSONAL:
            raise ValueError(f"source {name!r} of calendars is named twice")
        PERSONAL[name] = source
        return source

    return decorate


def own_entries(user_id: int) -> list[Entry]:
    """Return all that a person has in the own calendar, each appointment once, in order of time."""
    found: dict[str, Entry] = {}
    for source in PERSONAL.values():
        for entry in source(user_id):
            other = found.get(entry.uid)
            found[entry.uid] = entry if other is None else _for_either(other, entry)
    return sorted(found.values(), key=lambda entry: (entry.starts_at, entry.uid))


def _for_either(one: Entry, other: Entry) -> Entry:
    """Return an appointment that somebody has for two reasons: it stays as long as one of them holds."""
    return replace(
        other if one.is_cancelled else one,
        sequence=max(one.sequence, other.sequence),
        changed_at=max(one.changed_at, other.changed_at),
    )


def _zone() -> Timezone:
    """The zone of the site with the rules for summer time, the same in each file."""
    return Timezone.from_tzid(settings.TIME_ZONE)


@lru_cache(_STAY_WRITTEN)
def _lines(entry: Entry) -> bytes:
    """One appointment as lines of a file; of thousands in a calendar that people follow few ever change."""
    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", entry.changed_at.astimezone(UTC))
    event.add("LAST-MODIFIED", entry.changed_at.astimezone(UTC))
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTART", timezone.localtime(entry.starts_at))
    event.add("DTEND", timezone.localtime(entry.ends_at))
    event.add("SUMMARY", entry.title)
    event.add("STATUS", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("TRANSP", "OPAQUE" if entry.is_busy and not entry.is_cancelled else "TRANSPARENT")
    if entry.text:
        event.add("DESCRIPTION", entry.text)
    if entry.place:
        event.add("LOCATION", entry.place)
    if entry.lat is not None and entry.lon is not None:
        event.add("GEO", (round(entry.lat, 6), round(entry.lon, 6)))
    if entry.url:
        event.add("URL", vUri(entry.url))
    if entry.words:
        event.add("CATEGORIES", list(entry.words))
    return bytes(event.to_ical())


def written(entries: Iterable[Entry], *, name: str) -> bytes:
    """Return a calendar called ``name``: UTF-8, lines ended and folded as RFC 5545 asks."""
    calendar = Calendar()
    calendar.add("PRODID", "-//Circulair Werkt//Agenda//NL")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    calendar.add("X-WR-TIMEZONE", settings.TIME_ZONE)
    calendar.add("REFRESH-INTERVAL", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", LOOK_AGAIN)
    calendar.add_component(_zone())
    return b"".join((calendar.to_ical().removesuffix(_END), *map(_lines, entries), _END))
