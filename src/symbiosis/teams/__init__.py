"""People put together: teams around challenges, and who reads whose work; no figure on anybody."""

from symbiosis.teams.building import Team, Teams, build
from symbiosis.teams.given import Challenge, Member, Rules
from symbiosis.teams.readers import share_readers
from symbiosis.teams.unplaced import Reason, why_unplaced

__all__ = [
    "Challenge",
    "Member",
    "Reason",
    "Rules",
    "Team",
    "Teams",
    "build",
    "share_readers",
    "why_unplaced",
]
