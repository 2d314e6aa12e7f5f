"""What is done in this room, each as one named action."""

from circulairwerkt.people.services.call_keeping import keep_calls
from circulairwerkt.people.services.calls import (
    NobodyCalls,
    NotOpen,
    agree_to_call,
    ask_call,
    ask_caller,
    note_call,
    read_calls,
    stop_calling,
    withdraw_call,
)
from circulairwerkt.people.services.enclaves import remove_enclave, save_enclave
from circulairwerkt.people.services.figures import publish_figures
from circulairwerkt.people.services.files import (
    Closed,
    change_file,
    end_file,
    give_code,
    open_file,
    read_file,
    read_list,
    switch_growth,
    take_over,
)
from circulairwerkt.people.services.growth import (
    adjust,
    dispute,
    move_note,
    note,
    take_back_note,
    withdraw_consent,
)
from circulairwerkt.people.services.offers import (
    ask_about_offers,
    change_offer,
    close_offer,
    confirm_offer,
    offer,
)
from circulairwerkt.people.services.own import (
    ask_deletion,
    correct_own,
    keep_after_all,
    object_to,
    read_own,
    take_back_objection,
)
from circulairwerkt.people.services.plans import export_plans, import_plans
from circulairwerkt.people.services.retention import retain, rotate
from circulairwerkt.people.services.transitions import (
    AlreadyAnswered,
    answer_follow_up,
    ask_how_it_goes,
    begin_transition,
    move_transition,
)

__all__ = [
    "AlreadyAnswered",
    "Closed",
    "NobodyCalls",
    "NotOpen",
    "adjust",
    "agree_to_call",
    "answer_follow_up",
    "ask_about_offers",
    "ask_call",
    "ask_caller",
    "ask_deletion",
    "ask_how_it_goes",
    "begin_transition",
    "change_file",
    "change_offer",
    "close_offer",
    "confirm_offer",
    "correct_own",
    "dispute",
    "end_file",
    "export_plans",
    "give_code",
    "import_plans",
    "keep_after_all",
    "keep_calls",
    "move_note",
    "move_transition",
    "note",
    "note_call",
    "object_to",
    "offer",
    "open_file",
    "publish_figures",
    "read_calls",
    "read_file",
    "read_list",
    "read_own",
    "remove_enclave",
    "retain",
    "rotate",
    "save_enclave",
    "stop_calling",
    "switch_growth",
    "take_back_note",
    "take_back_objection",
    "take_over",
    "withdraw_call",
    "withdraw_consent",
]
