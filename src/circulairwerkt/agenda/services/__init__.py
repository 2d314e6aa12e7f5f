"""What happens to events: made, changed, put in the agenda, moved, called off; and to people's calendars."""

from circulairwerkt.agenda.services.events import (
    EVENT_FIELDS,
    call_off,
    copy_event,
    edit_event,
    make_event,
    publish,
    remove_event,
)
from circulairwerkt.agenda.services.feeds import forget_person_at_agenda, renew_feed
from circulairwerkt.agenda.services.origins import came_of, let_go_of
from circulairwerkt.agenda.services.series import make_series
from circulairwerkt.agenda.services.sessions import SESSION_FIELDS, call_off_session, save_session

__all__ = [
    "EVENT_FIELDS",
    "SESSION_FIELDS",
    "call_off",
    "call_off_session",
    "came_of",
    "copy_event",
    "edit_event",
    "forget_person_at_agenda",
    "let_go_of",
    "make_event",
    "make_series",
    "publish",
    "remove_event",
    "renew_feed",
    "save_session",
]
