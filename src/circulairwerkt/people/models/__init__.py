"""Tables of this room; no other room imports them."""

from circulairwerkt.people.models.calls import Caller, CallRequest
from circulairwerkt.people.models.enclaves import Enclave
from circulairwerkt.people.models.files import GrowthSwitch, Look, Part, PersonFile, Purpose
from circulairwerkt.people.models.growth import (
    Adjustment,
    FollowUp,
    Note,
    PublishedFigure,
    StageReached,
    Transition,
)
from circulairwerkt.people.models.guarded import Guarded
from circulairwerkt.people.models.offers import WorkOffer
from circulairwerkt.people.models.retention import MonthCount, RetentionRun

__all__ = [
    "Adjustment",
    "CallRequest",
    "Caller",
    "Enclave",
    "FollowUp",
    "GrowthSwitch",
    "Guarded",
    "Look",
    "MonthCount",
    "Note",
    "Part",
    "PersonFile",
    "PublishedFigure",
    "Purpose",
    "RetentionRun",
    "StageReached",
    "Transition",
    "WorkOffer",
]
