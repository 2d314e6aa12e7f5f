"""Events of the hubs, their sessions and series, who registered, and the calendars that people follow."""

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
from circulairwerkt.agenda.models.registrations import OwnQuestion, Registration, Seat, Way

__all__ = [
    "SWITCHES",
    "CalendarFeed",
    "Event",
    "Kind",
    "Language",
    "Mode",
    "OwnQuestion",
    "Registration",
    "Seat",
    "Series",
    "Session",
    "State",
    "Way",
]
