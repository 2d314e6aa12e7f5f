"""What happens to events and to who comes: made, changed, called off; registered, offered, ticked, erased."""

from circulairwerkt.agenda.services.door import take_back_walk_in, walk_in
from circulairwerkt.agenda.services.events import (
    EVENT_FIELDS,
    bring_back,
    call_off,
    copy_event,
    edit_event,
    make_event,
    publish,
    remove_event,
)
from circulairwerkt.agenda.services.feeds import forget_person_at_agenda, renew_feed
from circulairwerkt.agenda.services.origins import came_of, let_go_of
from circulairwerkt.agenda.services.receiving import (
    remove_question,
    save_question,
    set_rules,
    tick,
)
from circulairwerkt.agenda.services.registrations import (
    OfferGone,
    accept,
    change_registration,
    come_back,
    decline,
    leave,
    move_lines,
    register,
    take_out,
)
from circulairwerkt.agenda.services.retention import erase_people, erase_wishes, remind_of_sessions
from circulairwerkt.agenda.services.series import make_series
from circulairwerkt.agenda.services.sessions import SESSION_FIELDS, call_off_session, save_session

__all__ = [
    "EVENT_FIELDS",
    "SESSION_FIELDS",
    "OfferGone",
    "accept",
    "bring_back",
    "call_off",
    "call_off_session",
    "came_of",
    "change_registration",
    "come_back",
    "copy_event",
    "decline",
    "edit_event",
    "erase_people",
    "erase_wishes",
    "forget_person_at_agenda",
    "leave",
    "let_go_of",
    "make_event",
    "make_series",
    "move_lines",
    "publish",
    "register",
    "remind_of_sessions",
    "remove_event",
    "remove_question",
    "renew_feed",
    "save_question",
    "save_session",
    "set_rules",
    "take_back_walk_in",
    "take_out",
    "tick",
    "walk_in",
]
