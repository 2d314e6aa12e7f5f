"""Teams of people around challenges: built for a fair mix, proven to a gap, without a figure on anybody."""

from symbiosis.teams.building import Team, Teams, build
from symbiosis.teams.given import Challenge, Member, Rules

__all__ = ["Challenge", "Member", "Rules", "Team", "Teams", "build"]
