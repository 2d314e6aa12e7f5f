"""What happens to proposals: worked out, decided on, asked of the parties."""

from circulairwerkt.matching.links import inquiry_of, token_of
from circulairwerkt.matching.services.decisions import NothingToUndo, decide, undo
from circulairwerkt.matching.services.inquiries import (
    ANSWERS,
    AlreadyAnswered,
    answer,
    ask_party,
    erase_old_addresses,
    offer_of,
)
from circulairwerkt.matching.services.openings import open_case
from circulairwerkt.matching.services.runs import follow, look_now, run_for
from circulairwerkt.matching.services.standing import TooMuch, left_of_card, left_of_taker
from circulairwerkt.matching.services.thread import (
    let_in,
    party_writes,
    receive_mail,
    share,
    stop_mail,
    take,
    turn_away,
    write_to,
)

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
    "let_in",
    "look_now",
    "offer_of",
    "open_case",
    "party_writes",
    "receive_mail",
    "run_for",
    "share",
    "stop_mail",
    "take",
    "token_of",
    "turn_away",
    "undo",
    "write_to",
]
