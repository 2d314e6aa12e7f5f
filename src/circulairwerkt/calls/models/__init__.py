"""The tables of this room."""

from circulairwerkt.calls.models.call import SWITCHES, Call, Challenge, Kind, State, Step, StepKind
from circulairwerkt.calls.models.entry import Entry, EntryState, Version

__all__ = [
    "SWITCHES",
    "Call",
    "Challenge",
    "Entry",
    "EntryState",
    "Kind",
    "State",
    "Step",
    "StepKind",
    "Version",
]
