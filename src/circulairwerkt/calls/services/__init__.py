"""The writes of this room."""

from circulairwerkt.calls.services.calls import edit_call, make_call, publish, remove_call, stop
from circulairwerkt.calls.services.deciding import AlreadyMoved, finish, move_on, open_case
from circulairwerkt.calls.services.entries import TooLate, change_idea, hand_in, renew_link, withdraw
from circulairwerkt.calls.services.jury import (
    RoundClosed,
    add_juror,
    close_round,
    judge,
    remove_juror,
    renew_juror_link,
    tell_interest,
)
from circulairwerkt.calls.services.peers import (
    FeedbackClosed,
    answer_peers,
    ask_peers,
    give_feedback,
    hide_feedback,
    tell_peer_interest,
)
from circulairwerkt.calls.services.reminders import remind
from circulairwerkt.calls.services.retention import erase_people
from circulairwerkt.calls.services.steps import remove_challenge, remove_step, save_challenge, save_step
from circulairwerkt.calls.services.teams import (
    TeamsMoved,
    build_teams,
    leave,
    place,
    take_part,
    tell_teams,
    undo_teams,
)
from circulairwerkt.calls.services.votes import VoteRefused, ask_vote, cast_vote

__all__ = [
    "AlreadyMoved",
    "FeedbackClosed",
    "RoundClosed",
    "TeamsMoved",
    "TooLate",
    "VoteRefused",
    "add_juror",
    "answer_peers",
    "ask_peers",
    "ask_vote",
    "build_teams",
    "cast_vote",
    "change_idea",
    "close_round",
    "edit_call",
    "erase_people",
    "finish",
    "give_feedback",
    "hand_in",
    "hide_feedback",
    "judge",
    "leave",
    "make_call",
    "move_on",
    "open_case",
    "place",
    "publish",
    "remind",
    "remove_call",
    "remove_challenge",
    "remove_juror",
    "remove_step",
    "renew_juror_link",
    "renew_link",
    "save_challenge",
    "save_step",
    "stop",
    "take_part",
    "tell_interest",
    "tell_peer_interest",
    "tell_teams",
    "undo_teams",
    "withdraw",
]
