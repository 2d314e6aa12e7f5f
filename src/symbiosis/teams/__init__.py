"""Teams of people around challenges: built for a fair mix, proven to a gap, without a figure on anybody."""

from symbiosis.teams.building import Team, Teams, build
from symbiosis.teams.given import Challenge, Member, Rules
from symbiosis.teams.unplaced import Reason, why_unplaced

__all__ = ["Challenge", "Member", "Reason", "Rules", "Team", "Teams", "build", "why_unplaced"]
