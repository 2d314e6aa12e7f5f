"""The tables of this room."""

from circulairwerkt.calls.models.call import SWITCHES, Call, Challenge, Kind, State, Step, StepKind
from circulairwerkt.calls.models.entry import Entry, EntryState, PeerWord, Version
from circulairwerkt.calls.models.jury import LEAST_POINTS, MOST_POINTS, Judgement, Juror, Vote
from circulairwerkt.calls.models.participant import Participant, Skill, Spoken, WhyNot
from circulairwerkt.calls.models.peers import Reading

__all__ = [
    "LEAST_POINTS",
    "MOST_POINTS",
    "SWITCHES",
    "Call",
    "Challenge",
    "Entry",
    "EntryState",
    "Judgement",
    "Juror",
    "Kind",
    "Participant",
    "PeerWord",
    "Reading",
    "Skill",
    "Spoken",
    "State",
    "Step",
    "StepKind",
    "Version",
    "Vote",
    "WhyNot",
]
