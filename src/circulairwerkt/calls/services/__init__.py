"""The writes of this room."""

from circulairwerkt.calls.services.calls import edit_call, make_call, publish, remove_call, stop
from circulairwerkt.calls.services.deciding import AlreadyMoved, finish, move_on, open_case
from circulairwerkt.calls.services.entries import TooLate, change_idea, hand_in, renew_link, withdraw
from circulairwerkt.calls.services.retention import erase_people
from circulairwerkt.calls.services.steps import remove_challenge, remove_step, save_challenge, save_step

__all__ = [
    "AlreadyMoved",
    "TooLate",
    "change_idea",
    "edit_call",
    "erase_people",
    "finish",
    "hand_in",
    "make_call",
    "move_on",
    "open_case",
    "publish",
    "remove_call",
    "remove_challenge",
    "remove_step",
    "renew_link",
    "save_challenge",
    "save_step",
    "stop",
    "withdraw",
]
