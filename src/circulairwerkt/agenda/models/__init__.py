"""Events of the hubs, their sessions and series, and the calendars that people follow."""

from circulairwerkt.agenda.models.events import (
    SWITCHES,
    Event,
    Kind,
    Language,
    Mode,
    Series,
    Session,
    State,
)
from circulairwerkt.agenda.models.feeds import CalendarFeed

__all__ = [
    "SWITCHES",
    "CalendarFeed",
    "Event",
    "Kind",
    "Language",
    "Mode",
    "Series",
    "Session",
    "State",
]
