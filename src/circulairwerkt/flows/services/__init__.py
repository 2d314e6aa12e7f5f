"""What people do with the flows of a region: look for opportunities, follow one up, write down a split."""

from circulairwerkt.flows.services.opportunities import (
    KIND,
    case_of,
    find_at_once,
    keep_found,
    look_at_night,
    look_for_opportunities,
    open_case,
)
from circulairwerkt.flows.services.splits import save_split

__all__ = [
    "KIND",
    "case_of",
    "find_at_once",
    "keep_found",
    "look_at_night",
    "look_for_opportunities",
    "open_case",
    "save_split",
]
