"""Every write to cards, needs, capabilities, their photos and the letters that ask whether they hold."""

from circulairwerkt.streams.services.changing import (
    answer_question,
    change,
    close_as_gone,
    confirm,
    correct,
    forget_words,
    open_to,
    reopen,
    set_full,
)
from circulairwerkt.streams.services.freshness import (
    answer_letter,
    ask_whether_it_holds,
    forget_letters,
)
from circulairwerkt.streams.services.making import (
    Alike,
    Dangerous,
    make_capability,
    make_card,
    make_need,
)
from circulairwerkt.streams.services.photos import add_photo, adopt_photo, change_photo, remove_photo
from circulairwerkt.streams.services.rows import on_changed

__all__ = [
    "Alike",
    "Dangerous",
    "add_photo",
    "adopt_photo",
    "answer_letter",
    "answer_question",
    "ask_whether_it_holds",
    "change",
    "change_photo",
    "close_as_gone",
    "confirm",
    "correct",
    "forget_letters",
    "forget_words",
    "make_capability",
    "make_card",
    "make_need",
    "on_changed",
    "open_to",
    "remove_photo",
    "reopen",
    "set_full",
]
