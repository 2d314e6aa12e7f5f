"""What happens to proposals: worked out, decided on, asked of the parties."""

from circulairwerkt.matching.services.decisions import NothingToUndo, decide, undo
from circulairwerkt.matching.services.inquiries import (
    ANSWERS,
    AlreadyAnswered,
    answer,
    ask_party,
    erase_old_addresses,
    inquiry_of,
    offer_of,
    token_of,
)
from circulairwerkt.matching.services.openings import open_case
from circulairwerkt.matching.services.runs import follow, look_now, run_for
from circulairwerkt.matching.services.standing import TooMuch, left_of_card, left_of_taker

__all__ = [
    "ANSWERS",
    "AlreadyAnswered",
    "NothingToUndo",
    "TooMuch",
    "answer",
    "ask_party",
    "decide",
    "erase_old_addresses",
    "follow",
    "inquiry_of",
    "left_of_card",
    "left_of_taker",
    "look_now",
    "offer_of",
    "open_case",
    "run_for",
    "token_of",
    "undo",
]
